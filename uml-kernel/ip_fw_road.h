/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The road of a packet: where it meets a chain, what the chain does to it, and
 * how it goes on from there.
 */
#ifndef _IP_FW_ROAD_H
#define _IP_FW_ROAD_H

#include <linux/skbuff.h>
#include <net/ip_fw_ext.h>

struct ipfw_ct;
struct net;
struct net_device;
struct sock;

/* Where a packet meets a chain. */
enum ipfw_stage {
	IPFW_STAGE_INPUT,
	IPFW_STAGE_FORWARD,
	IPFW_STAGE_OUTPUT_FORWARDED,
	IPFW_STAGE_OUTPUT_LOCAL,
};

typedef int (*ipfw_okfn)(struct net *net, struct sock *sk, struct sk_buff *skb);

/**
 * struct ipfw_place - one meeting of a packet with a chain
 * @net: namespace
 * @stage: which
 * @in: device it came in by, NULL for a local packet
 * @out: device it will leave by, NULL on input
 * @sk: socket on whose behalf it is sent, NULL for none
 * @okfn: what the stack does with it behind the hooks of this stage
 */
struct ipfw_place {
	struct net *net;
	enum ipfw_stage stage;
	struct net_device *in;
	struct net_device *out;
	struct sock *sk;
	ipfw_okfn okfn;
};

/* The resume point of a packet that was diverted (struct ipfw_walk.path). */
struct ipfw_resume {
	const u64 *path;
	unsigned int n_path;
};

#define IPFW_GO_ON	0
#define IPFW_TAKEN	1

/*
 * ip_fw_road.c: walks the chain of @place, or the rest of it behind @resume
 * (NULL: from the top; a stale one: likewise), and does what the rules say.
 * RCU read side. Returns
 *   IPFW_GO_ON  the packet passes: go on behind the hook
 *   IPFW_TAKEN  a divert socket has it, or has lost it; not the caller's
 *   -errno      the firewall drops it and its diary has ended; the caller frees
 *               it. The errno is what a local sender is told (S1.38, B16).
 */
int ipfw_road(struct sk_buff *skb, const struct ipfw_place *place,
	      const struct ipfw_resume *resume);

/* The skb extension of @skb, made if need be; NULL without memory. */
struct ipfw_ext *ipfw_ext_get(struct sk_buff *skb);
/* Ends the exemptions and forgets the diary. */
static inline void ipfw_ext_drop(struct sk_buff *skb)
{
	skb_ext_del(skb, SKB_EXT_IPFW);
}

/* Makes DIVERT rules to @port absent for @ext; idempotent (S7.78). */
void ipfw_ext_exempt(struct ipfw_ext *ext, u16 port);

/*
 * ip_fw_compat.c
 */

/*
 * The hooks behind ours of @place's stage, then its okfn. Consumes @skb. RCU
 * read side, bottom halves off. Returns what the okfn does, or the -errno of a
 * hook that dropped the packet.
 */
int ipfw_continue(struct sk_buff *skb, const struct ipfw_place *place);
int ipfw_hooks_init(struct net *net);
void ipfw_hooks_exit(struct net *net);

/*
 * ip_fw_compat_ct.c: the connection of a packet that is in user space.
 *
 * Takes it off @skb and notes how to find it again. NULL: there is none, or no
 * memory.
 */
struct ipfw_ct *ipfw_ct_take(struct sk_buff *skb);
void ipfw_ct_put(struct ipfw_ct *note);	/* takes NULL */
/*
 * Gives @skb its connection, or one like it if it was new. One that has been
 * forgotten meanwhile is not given. False: there is no room for another. @note
 * may be NULL; @inward: the packet comes from outside. RCU read side, bottom
 * halves off.
 */
bool ipfw_ct_give(struct sk_buff *skb, struct ipfw_ct *note, struct net *net,
		  bool inward);
/*
 * Makes it known, as the end of POST_ROUTING would: its addresses are final.
 * False: it clashes with one that is known, and @skb must not go on.
 */
bool ipfw_ct_confirm(struct sk_buff *skb);
/*
 * For a packet that a program sends: if it looks as packets of a translated
 * connection do when they leave, it is one and is not translated again (S7.120).
 */
void ipfw_ct_recognise(struct sk_buff *skb, struct net *net);

#endif /* _IP_FW_ROAD_H */
