/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The 2.2 firewall: what its files share.
 *
 * A rule set belongs to a network namespace (struct ipfw_net). One
 * reader/writer lock protects it, as in 2.2: walking a chain takes it for
 * reading, every command and every read of /proc takes it for writing, so that
 * a packet meets the rules before a command or after it, never a mix (S2.68,
 * S2.69). Pointers to chains and rules are good only under that lock.
 */
#ifndef _IP_FW_CORE_H
#define _IP_FW_CORE_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/xarray.h>
#include <uapi/linux/ip_fw.h>

struct net;
struct proc_dir_entry;
struct sk_buff;
struct iphdr;
struct sock;

/* What a rule asks for once it has matched (S3.1). */
enum ipfw_target {
	IPFW_T_NONE,		/* next rule */
	IPFW_T_ACCEPT,
	IPFW_T_DENY,
	IPFW_T_REJECT,
	IPFW_T_MASQ,
	IPFW_T_REDIRECT,
	IPFW_T_RETURN,
	IPFW_T_DIVERT,
	IPFW_T_CHAIN,		/* a user chain: struct ipfw_rule.jump */
};

/* How a walk ended. */
enum ipfw_verdict {
	IPFW_ACCEPT,
	IPFW_DENY,
	IPFW_REJECT,
	IPFW_MASQ,
	IPFW_REDIRECT,
	IPFW_DIVERT,		/* struct ipfw_walk.rule is the DIVERT rule */
	IPFW_LOOP,		/* S2.47; drop without ICMP */
	IPFW_FELL_OFF,		/* a walk that began in a user chain (S2.51) */
	IPFW_SUSPECT,		/* S2.1, S2.2; drop before every rule */
};

enum ipfw_builtin { IPFW_INPUT, IPFW_FORWARD, IPFW_OUTPUT, IPFW_BUILTINS };

struct ipfw_chain;

/**
 * struct ipfw_rule - one rule in its chain
 * @list: place in its chain
 * @chain: the chain it stands in
 * @jump: target chain, only with IPFW_T_CHAIN
 * @id: identity: given when the rule is made, new after REPLACE, never reused,
 *	not changed by inserts and deletes around it (design: resume point)
 * @num: position in the chain, 1-based, kept true by every command (S2.62)
 * @target: resolved form of the label
 * @fw: the rule as user space wrote it (WILDIF added: S4.27)
 * @packets: packets matched
 * @bytes: IP total lengths of those packets (S2.57)
 */
struct ipfw_rule {
	struct list_head list;
	struct ipfw_chain *chain;
	struct ipfw_chain *jump;
	u64 id;
	u32 num;
	enum ipfw_target target;
	struct ip_fw fw;
	atomic64_t packets;
	atomic64_t bytes;
};

/**
 * struct ipfw_chain - a chain and its rules
 * @list: place in the listing order: built-ins, then creation order (S1.5)
 * @label: name, NUL-terminated
 * @refs: rules that jump here; 1 for ever for a built-in (S1.9, S1.10)
 * @policy: ACCEPT, DENY, REJECT or MASQ; IPFW_T_NONE marks a user chain
 * @count: number of rules
 * @rules: struct ipfw_rule.list
 * @packets: packets the policy decided (S2.46)
 * @bytes: their IP total lengths
 */
struct ipfw_chain {
	struct list_head list;
	ip_chainlabel label;
	int refs;
	enum ipfw_target policy;
	u32 count;
	struct list_head rules;
	atomic64_t packets;
	atomic64_t bytes;
};

/**
 * struct ipfw_net - the rule set and switches of one network namespace
 * @lock: see the top of this file; taken with bottom halves off
 * @commands: one command at a time; who holds it may look at chains and rules
 *	without @lock, allocate, and only then take @lock for the change
 * @chains: struct ipfw_chain.list
 * @builtin: the three that packets meet
 * @rules: every rule by its identity (resume points look here)
 * @last_id: last identity given
 * @passthrough: sysctl net.ipv4.ip_divert_passthrough (S7.5, S7.7)
 * @always_defrag: sysctl net.ipv4.ip_always_defrag (S5.19)
 * @n_masq: MASQ rules and policies; connections are tracked while there are any
 * @n_redirect: REDIRECT rules
 * @tickets: sysctl net.ipv4.ip_divert_tickets: bound of a socket's table
 * @masq_debug: sysctl net.ipv4.ip_masq_debug, to no effect (S5.20)
 * @sysctl: registration of the four
 * @divert: the divert sockets of the namespace, owned by ip_divert.c
 * @masq: masquerading, owned by ip_fw_compat_masq.c
 * @netlink: the kernel's end of NETLINK_FIREWALL, owned by ip_fw_netlink.c
 */
struct ipfw_net {
	rwlock_t lock;
	struct mutex commands;
	struct list_head chains;
	struct ipfw_chain *builtin[IPFW_BUILTINS];
	struct xarray rules;
	u64 last_id;
	int passthrough;
	int always_defrag;
	int n_masq;
	int n_redirect;
	int tickets;
	int masq_debug;
	struct ctl_table_header *sysctl;
	struct ipdivert_net *divert;
	struct ipfw_masq *masq;
	struct sock *netlink;
};

/* True if packets are put together before the input chain (S5.19). */
static inline bool ipfw_defragments(const struct ipfw_net *fw)
{
	return READ_ONCE(fw->always_defrag) || READ_ONCE(fw->n_masq) ||
	       READ_ONCE(fw->n_redirect);
}

/* ip_fw_net.c: made at namespace birth, gone with it; never NULL in between. */
struct ipfw_net *ipfw_net(const struct net *net);

/**
 * struct ipfw_facts - what rules can see of a packet
 * @saddr: source address
 * @daddr: destination address
 * @sport: source port or ICMP type, host order; 0xFFFF when unknown (S2.6)
 * @dport: destination port or ICMP code
 * @length: IP total length
 * @proto: IP protocol
 * @fragment: OFF != 0, or short (S2.4)
 * @syn: a SYN packet (S2.7)
 * @suspect: dropped before any rule: S2.1 (true with offset 1) or S2.2
 * @via: interface name presented to the chain (S1.18); borrowed
 */
struct ipfw_facts {
	__be32 saddr;
	__be32 daddr;
	u16 sport;
	u16 dport;
	u16 length;
	u8 proto;
	bool fragment;
	bool syn;
	enum { IPFW_SANE, IPFW_SUSPECT_TCP, IPFW_SUSPECT_SHORT } suspect;
	const char *via;
};

/*
 * ip_fw_facts.c: fills @facts from a header and the bytes behind it; @avail is
 * the number of bytes readable from @iph, header included. Pure.
 */
void ipfw_facts(struct ipfw_facts *facts, const struct iphdr *iph,
		unsigned int avail, const char *via);
/* The same from a packet; pulls what it needs. -ENOMEM if it cannot. */
int ipfw_facts_skb(struct ipfw_facts *facts, struct sk_buff *skb,
		   const char *via);

/* ip_fw_match.c: one rule against one packet. Pure (S2.8-S2.27). */
bool ipfw_match(const struct ip_fw *fw, const struct ipfw_facts *facts);

/* ip_fw_walk.c */

/* What a walk tells its caller. */
enum ipfw_step_kind {
	IPFW_STEP_ENTER,	/* a walk begins in .chain (not on a resume) */
	IPFW_STEP_RULE,		/* .rule of .chain matched; side effects now */
	IPFW_STEP_RETURN,	/* end of user chain .chain, back in the caller */
	IPFW_STEP_POLICY,	/* .chain's policy decides */
	IPFW_STEP_LOOP,		/* .rule would re-enter .rule->jump (S2.47) */
};

struct ipfw_walk;

struct ipfw_step {
	enum ipfw_step_kind kind;
	struct ipfw_chain *chain;
	struct ipfw_rule *rule;
	const struct ipfw_walk *walk;
};

/* What becomes of a walk after a step; counts for IPFW_STEP_RULE only. */
enum ipfw_answer {
	IPFW_OBEY,		/* do what the target says */
	IPFW_PASS,		/* DIVERT: as if without target (S7.8) */
	IPFW_FAIL,		/* drop the packet here: IPFW_DENY (S2.39) */
};

/* Called for each step, rules in the order they match, under the lock. */
typedef enum ipfw_answer (*ipfw_step_fn)(void *context,
					 const struct ipfw_step *step);

/**
 * struct ipfw_walk - one traversal, its question and its answer
 * @fw: rule set
 * @facts: packet
 * @start: chain in which it begins
 * @exempt: divert ports whose DIVERT rules are treated as absent (S7.78)
 * @n_exempt: how many
 * @path: resume: identities of the jump rules, outermost first, then of the
 *	  diverting rule; NULL to begin at the top of @start (S7.80)
 * @n_path: how many identities, the diverting rule's included
 * @step: told each step; NULL for none (IP_FW_CHECK)
 * @context: handed to @step
 * @verdict: answer
 * @rule: the rule that decided, NULL if the policy or a pre-check did
 * @chain: the chain in which it was decided
 * @stack: jump rules that lead to the present chain, outermost first; good only
 *	   while @step is being told something
 * @depth: how many; for a DIVERT step @stack[0..depth-1] and the rule are the
 *	   resume point
 */
struct ipfw_walk {
	struct ipfw_net *fw;
	const struct ipfw_facts *facts;
	struct ipfw_chain *start;
	const u16 *exempt;
	unsigned int n_exempt;
	const u64 *path;
	unsigned int n_path;
	ipfw_step_fn step;
	void *context;

	enum ipfw_verdict verdict;
	struct ipfw_rule *rule;
	struct ipfw_chain *chain;
	struct ipfw_rule **stack;
	unsigned int depth;
};

/*
 * Walks. No effects of its own: counters, log, TOS, mark and diary are @step's.
 * Caller holds ipfw_net.lock for reading, bottom halves off. The jump stack is
 * unbounded but for memory; without memory the verdict is IPFW_DENY.
 * Returns 0, or -ESTALE if @path names a rule that is gone (nothing walked).
 */
int ipfw_walk(struct ipfw_walk *walk);

/*
 * ip_fw_rule.c: rules by themselves. Caller holds ipfw_net.commands.
 */

/*
 * A rule as user space sent it, checked (S4.22-S4.30), with its target
 * resolved, its identity given and known to ipfw_net.rules, but in no chain.
 * ERR_PTR: -EINVAL flags, ports, unterminated label, DIVERT without port;
 * -ENOENT target unknown; -ENOMEM. May sleep.
 */
struct ipfw_rule *ipfw_rule_make(struct ipfw_net *fw,
				 const struct ip_fwuser *user);
/* Forgets a rule that is in no chain. */
void ipfw_rule_free(struct ipfw_net *fw, struct ipfw_rule *rule);
/* Equal in what IP_FW_DELETE compares (S4.35). */
bool ipfw_rule_like(const struct ipfw_rule *a, const struct ipfw_rule *b);
/* True if @label has its NUL within its nine bytes (S1.3). */
bool ipfw_label_ends(const char *label);
/*
 * The special target called @label; IPFW_T_CHAIN if there is none of that name.
 * Any context.
 */
enum ipfw_target ipfw_target_find(const char *label);
/* True for names no chain may have (S1.7, S1.8). Any context. */
bool ipfw_label_reserved(const char *label);
/* Label of a rule's target as in S5.7 ("-" if none, chain name for a jump). */
const char *ipfw_target_label(const struct ipfw_rule *rule);
const char *ipfw_policy_label(const struct ipfw_chain *chain);

/*
 * ip_fw_chain.c: chains and what commands do to them. Except where said, the
 * caller holds ipfw_net.commands and not the lock, which is taken inside; a
 * call that fails has changed nothing. Positions count from 1. Each may sleep.
 */
int ipfw_chains_init(struct ipfw_net *fw);	/* nothing held; -ENOMEM */
void ipfw_chains_exit(struct ipfw_net *fw);	/* nothing held; frees all */
/* Commands or lock held, in either mode; NULL if there is none. */
struct ipfw_chain *ipfw_chain_find(struct ipfw_net *fw, const char *label);
/* Takes over @rule, which becomes number @num, 1 to count + 1; else -EINVAL. */
int ipfw_chain_insert(struct ipfw_net *fw, struct ipfw_chain *chain,
		      struct ipfw_rule *rule, u32 num);
/*
 * Takes over @rule, which stands for number @num and has its counters; the old
 * rule is freed. 1 to count; else -EINVAL.
 */
int ipfw_chain_replace(struct ipfw_net *fw, struct ipfw_chain *chain,
		       struct ipfw_rule *rule, u32 num);
/* 1 to count; else -ENOENT. */
int ipfw_chain_delete_num(struct ipfw_net *fw, struct ipfw_chain *chain,
			  u32 num);
/* Deletes the first rule like @rule, which stays the caller's; else -EINVAL. */
int ipfw_chain_delete_like(struct ipfw_net *fw, struct ipfw_chain *chain,
			   const struct ipfw_rule *rule);
void ipfw_chain_flush(struct ipfw_net *fw, struct ipfw_chain *chain);
/* Rule counters, not those of the policy (S2.55). */
void ipfw_chain_zero(struct ipfw_net *fw, struct ipfw_chain *chain);
/* -EINVAL for a reserved name, -EEXIST, -ENOMEM. */
int ipfw_chain_create(struct ipfw_net *fw, const char *label);
/* -EBUSY for a built-in or referenced chain, -ENOTEMPTY. */
int ipfw_chain_delete(struct ipfw_net *fw, struct ipfw_chain *chain);
/* -EINVAL unless legal for this chain (S1.12-S1.16). */
int ipfw_chain_set_policy(struct ipfw_net *fw, struct ipfw_chain *chain,
			  enum ipfw_target policy);

/* ip_fw_ctl.c: register and drop the socket options, once for the kernel. */
int ipfw_ctl_init(void);
/* ip_fw_proc.c: per namespace. */
int ipfw_proc_init(struct net *net);
void ipfw_proc_exit(struct net *net);

/*
 * ip_fw_log.c: tells the kernel log. A rule that matched: its "Packet log:" line
 * (S2.59-S2.66), before TOS is rewritten. A loop: the two lines of S2.47. @step
 * NULL, for facts that are suspect: the message and the line of S2.1-S2.2 and
 * S2.63, rate-limited. The whole header, options included, must be readable
 * from @iph. Any context.
 */
void ipfw_log(const struct ipfw_step *step, const struct ipfw_facts *facts,
	      const struct iphdr *iph);

/* Rule, packet and ten words of options stay below this. */
#define IPFW_LOG_LINE	320

/* The line alone; @rule NULL for S2.63. Pure. */
void ipfw_log_line(char text[IPFW_LOG_LINE], const struct ipfw_rule *rule,
		   const struct ipfw_facts *facts, const struct iphdr *iph);

#endif /* _IP_FW_CORE_H */
