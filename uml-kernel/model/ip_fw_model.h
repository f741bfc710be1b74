/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The reference model of the 2.2 firewall.
 *
 * What the chains must do with a packet, written from the statements of the
 * specification (S2.1-S2.51, S7.78-S7.83) and from nothing else: plain C, fixed
 * arrays, recursion where the text recurs, no regard for speed. Kernel code is
 * judged by comparison with it, so it shares no line with that code. It
 * compiles in the kernel and on a host.
 *
 * Numbers are in host order; times and effects (log, TOS, mark, netlink) are not
 * modelled, counters are the rule and policy steps of an answer.
 */
#ifndef _IP_FW_MODEL_H
#define _IP_FW_MODEL_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdbool.h>
#include <stddef.h>
#endif

#define MODEL_CHAINS	23	/* the built-in three come first */
#define MODEL_RULES	8
#define MODEL_PATH	MODEL_CHAINS
#define MODEL_PORTS	4
#define MODEL_STEPS	200

/* Rule flags and inverse flags as numbers of the 2.2 interface (S2.28, S2.29) */
enum {
	MODEL_TCPSYN = 0x0002,
	MODEL_FRAG = 0x0004,
	MODEL_WILDIF = 0x0010,
	MODEL_INV_SRCIP = 0x0001,
	MODEL_INV_DSTIP = 0x0002,
	MODEL_INV_PROTO = 0x0004,
	MODEL_INV_SRCPT = 0x0008,
	MODEL_INV_DSTPT = 0x0010,
	MODEL_INV_VIA = 0x0020,
	MODEL_INV_SYN = 0x0040,
	MODEL_INV_FRAG = 0x0080,
};

/* Targets and policies; a chain without a policy is a user chain. */
enum model_target {
	MODEL_NONE,
	MODEL_ACCEPT,
	MODEL_DENY,
	MODEL_REJECT,
	MODEL_MASQ,
	MODEL_REDIRECT,
	MODEL_RETURN,
	MODEL_DIVERT,
	MODEL_JUMP,
};

/* How a packet's walk can end. */
enum model_verdict {
	MODEL_ACCEPTED,
	MODEL_DENIED,
	MODEL_REJECTED,
	MODEL_MASQUERADED,
	MODEL_REDIRECTED,
	MODEL_DIVERTED,
	MODEL_LOOPED,
	MODEL_FELL_OFF,
	MODEL_SUSPECT,
};

/**
 * struct model_rule - what a rule asks
 * @src: source address
 * @smask: its mask
 * @dst: destination address
 * @dmask: its mask
 * @proto: protocol, 0 any
 * @flags: MODEL_TCPSYN, MODEL_FRAG, MODEL_WILDIF
 * @inverse: MODEL_INV_...
 * @sport: lowest and highest source port or ICMP type
 * @dport: lowest and highest destination port or ICMP code
 * @via: interface, NUL-terminated only if shorter than 16
 * @target: what to do
 * @jump: number of the chain, with MODEL_JUMP
 * @port: divert port, with MODEL_DIVERT
 */
struct model_rule {
	unsigned int src;
	unsigned int smask;
	unsigned int dst;
	unsigned int dmask;
	unsigned int proto;
	unsigned int flags;
	unsigned int inverse;
	unsigned int sport[2];
	unsigned int dport[2];
	char via[16];
	enum model_target target;
	unsigned int jump;
	unsigned int port;
};

struct model_chain {
	enum model_target policy;
	unsigned int n_rules;
	struct model_rule rules[MODEL_RULES];
};

struct model_set {
	unsigned int n_chains;
	struct model_chain chains[MODEL_CHAINS];
};

/* A packet from the first byte of its IP header on, and where it is seen. */
struct model_packet {
	const unsigned char *bytes;
	const char *via;
};

/* A rule's place: number of the chain, number of the rule from 1. */
struct model_place {
	unsigned int chain;
	unsigned int rule;
};

/**
 * struct model_question - a packet meets a chain
 * @set: rules
 * @packet: packet
 * @start: number of the chain
 * @n_exempt: how many divert ports the packet is exempt from
 * @exempt: those ports (S7.78)
 * @n_passing: how many divert ports are passed through
 * @passing: ports without a listener while pass-through is on (S7.8)
 * @n_path: 0 to begin at the top of @start, else how many places
 * @path: resume: the jump rules, outermost first, then the diverting rule
 */
struct model_question {
	const struct model_set *set;
	struct model_packet packet;
	unsigned int start;
	unsigned int n_exempt;
	unsigned int exempt[MODEL_PORTS];
	unsigned int n_passing;
	unsigned int passing[MODEL_PORTS];
	unsigned int n_path;
	struct model_place path[MODEL_PATH];
};

/* What happened on the way. */
enum model_event {
	MODEL_MATCHED,		/* the rule at .place, which counts it */
	MODEL_CAME_BACK,	/* from the user chain .place.chain */
	MODEL_POLICY,		/* of .place.chain, which counts it */
	MODEL_LOOP,		/* the rule at .place would close it */
};

struct model_step {
	enum model_event event;
	struct model_place place;
};

/**
 * struct model_answer - what becomes of the packet
 * @verdict: end of the walk
 * @place: where it was decided; rule 0 if no rule did
 * @n_steps: how many steps; only the first MODEL_STEPS are kept
 * @steps: the way
 * @n_path: with MODEL_DIVERTED: length of the resume path
 * @path: the jumps made and the diverting rule
 */
struct model_answer {
	enum model_verdict verdict;
	struct model_place place;
	unsigned int n_steps;
	struct model_step steps[MODEL_STEPS];
	unsigned int n_path;
	struct model_place path[MODEL_PATH];
};

/* True if @rule matches @packet, which is not suspect (S2.8-S2.27). */
bool model_matches(const struct model_rule *rule,
		   const struct model_packet *packet);

/* True if the packet is dropped before every rule (S2.1, S2.2). */
bool model_suspect(const struct model_packet *packet);

/* The whole walk. */
void model_ask(const struct model_question *question,
	       struct model_answer *answer);

#endif /* _IP_FW_MODEL_H */
