/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The diary of decisions: what happened to a packet between its arrival (or
 * its making) and its one end.
 *
 * A packet gets its id when its diary begins and the begin event is enabled;
 * the id travels in its skb extension, in a divert socket's queue and in its
 * ticket. Each call below writes one trace event if the packet has an id and
 * the event is enabled, else it is a test of a flag. struct ipfw_packet is
 * shared by all that stands for the packet and counted; whoever ends it first
 * has ended it, and if the last of them goes without an end, the stack has
 * dropped it: that is how each id gets exactly one end.
 *
 * All calls may be made in any context.
 */
#ifndef _IP_FW_DIARY_H
#define _IP_FW_DIARY_H

#include <linux/types.h>

struct ipfw_packet;
struct ipfw_step;
struct net_device;
struct sk_buff;

/**
 * struct ipfw_sight - what a packet looked like
 * @digest: FNV-1a, 64 bits, over the IP packet, total length bytes
 * @saddr: source address
 * @daddr: destination address
 * @sport: source port or ICMP type; 0xFFFF when unknown
 * @dport: destination port or ICMP code
 * @len: IP total length
 * @ipid: IP identification, host order
 * @frag: fragment word, host order
 * @proto: IP protocol
 * @ttl: time to live
 * @tos: type of service
 */
struct ipfw_sight {
	u64 digest;
	__be32 saddr;
	__be32 daddr;
	u16 sport;
	u16 dport;
	u16 len;
	u16 ipid;
	u16 frag;
	u8 proto;
	u8 ttl;
	u8 tos;
};

/* Beginnings. They need the whole IP header readable. */
void ipfw_diary_arrive(struct sk_buff *skb, const struct net_device *in);
void ipfw_diary_originate(struct sk_buff *skb, const struct net_device *out);
/* @dev is the device of an inbound injection, NULL for an outbound one. */
void ipfw_diary_inject(struct sk_buff *skb, const struct net_device *dev);

/*
 * One of the copies of an arrived packet that go different ways: the first goes
 * on in its diary, each other begins one, with a note of the first.
 */
void ipfw_diary_copy(struct sk_buff *skb, const struct net_device *in);

/* Steps of a walk, and its resuming behind rule @num (0: from the top). */
void ipfw_diary_step(struct sk_buff *skb, const struct ipfw_step *step);
void ipfw_diary_noport(struct sk_buff *skb, u16 port);
void ipfw_diary_resume(struct sk_buff *skb, const char *chain, u32 num);

/* In user space and back. @old: the id this packet is another one of. */
void ipfw_diary_read(struct sk_buff *skb);
void ipfw_diary_reinject(struct sk_buff *skb, bool inbound);
void ipfw_diary_again(struct sk_buff *skb, u64 old);

/* Ends. */
void ipfw_diary_depart(struct sk_buff *skb, const struct net_device *out);
void ipfw_diary_deliver(struct sk_buff *skb, const struct net_device *in);
/* @why: rule, policy, loop, suspect. */
void ipfw_diary_drop(struct sk_buff *skb, const char *chain, u32 num,
		     const char *why);
/* @why: full, closed, eaten, forgotten. Takes NULL. */
void ipfw_diary_lost(struct ipfw_packet *packet, const char *why);

/* The packet of @skb, NULL without a diary; the reference stays @skb's. */
struct ipfw_packet *ipfw_diary_packet(const struct sk_buff *skb);
/* 0 for NULL. */
u64 ipfw_diary_id(const struct ipfw_packet *packet);
/*
 * True once for an outgoing packet of which a copy is looped back to this
 * machine: for that copy, which passes POST_ROUTING first and has no diary.
 */
bool ipfw_diary_loop_copy(struct ipfw_packet *packet);

/* Once, at boot. */
int ipfw_diary_init(void);

#endif /* _IP_FW_DIARY_H */
