// SPDX-License-Identifier: GPL-2.0-only
/*
 * The diary of decisions; see ip_fw_diary.h.
 */
#include <linux/if.h>
#include <linux/ip.h>
#include <linux/netdevice.h>
#include <linux/refcount.h>
#include <linux/sched.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <net/dropreason.h>
#include <net/ip.h>
#include <net/ip_fw_ext.h>
#include <trace/events/skb.h>
#include "ip_fw_core.h"
#include "ip_fw_diary.h"
#include "ip_fw_road.h"
#define CREATE_TRACE_POINTS
#include "ip_fw_trace.h"

#define FNV_BASIS	0xcbf29ce484222325ULL
#define FNV_PRIME	0x100000001b3ULL

/**
 * struct ipfw_packet - one packet's entry in the diary
 * @id: its number, from 1, never reused
 * @refs: skb extensions and tickets that stand for it
 * @ended: its end is written
 * @copied: a copy has gone its way
 * @loop_copy: the copy for this machine has passed POST_ROUTING
 * @reason: why the stack freed one of its buffers, 0 if none was dropped
 * @dev: where its diary began
 * @sight: what it looked like then
 */
struct ipfw_packet {
	u64 id;
	refcount_t refs;
	atomic_t ended;
	bool copied;
	bool loop_copy;
	enum skb_drop_reason reason;
	char dev[IFNAMSIZ];
	struct ipfw_sight sight;
};

/*
 * Both numbers and the order of the events: an event is written under this
 * lock, so that the trace shows each sequence number behind the one before it,
 * whatever interrupts what.
 */
static DEFINE_RAW_SPINLOCK(diary_lock);
static u64 diary_seq;
static atomic64_t diary_last_id;

#define diary_write(event, packet, ...)					\
	do {								\
		unsigned long __flags;					\
									\
		if (!trace_##event##_enabled())				\
			break;						\
		raw_spin_lock_irqsave(&diary_lock, __flags);		\
		trace_##event(++diary_seq, (packet)->id, ##__VA_ARGS__);	\
		raw_spin_unlock_irqrestore(&diary_lock, __flags);	\
	} while (0)

/* True for the first who calls it. */
static bool packet_end(struct ipfw_packet *packet)
{
	return !atomic_xchg(&packet->ended, 1);
}

void ipfw_packet_hold(struct ipfw_packet *packet)
{
	if (packet)
		refcount_inc(&packet->refs);
}

static const char *reason_name(enum skb_drop_reason reason)
{
	if (reason <= SKB_NOT_DROPPED_YET || reason >= SKB_DROP_REASON_MAX)
		return "CONSUMED";
	return drop_reasons[reason];
}

/*
 * Nobody knows of the packet any more. A fragment that was freed without having
 * been dropped became part of a whole packet, which is how fragments are
 * delivered.
 */
static void packet_gone(struct ipfw_packet *packet)
{
	bool fragment = packet->sight.frag & (IP_MF | IP_OFFSET);

	if (!packet_end(packet))
		return;
	if (fragment && !packet->reason)
		diary_write(ipfw_deliver, packet, packet->dev, &packet->sight);
	else
		diary_write(ipfw_drop, packet, "-", 0, "stack",
			    reason_name(packet->reason));
}

void ipfw_packet_put(struct ipfw_packet *packet)
{
	if (packet && refcount_dec_and_test(&packet->refs)) {
		packet_gone(packet);
		kfree(packet);
	}
}

struct ipfw_packet *ipfw_diary_packet(const struct sk_buff *skb)
{
	const struct ipfw_ext *ext = skb_ext_find(skb, SKB_EXT_IPFW);

	return ext ? ext->packet : NULL;
}

u64 ipfw_diary_id(const struct ipfw_packet *packet)
{
	return packet ? packet->id : 0;
}

bool ipfw_diary_loop_copy(struct ipfw_packet *packet)
{
	bool first = packet && !packet->loop_copy;

	if (first)
		packet->loop_copy = true;
	return first;
}

static u64 digest(const struct sk_buff *skb, unsigned int len)
{
	unsigned int offset = skb_network_offset(skb);
	unsigned int end = offset + len, i, n;
	u64 hash = FNV_BASIS;
	u8 piece[128];

	for (; offset < end; offset += n) {
		n = min_t(unsigned int, end - offset, sizeof(piece));
		if (skb_copy_bits(skb, offset, piece, n))
			break;
		for (i = 0; i < n; i++)
			hash = (hash ^ piece[i]) * FNV_PRIME;
	}
	return hash;
}

static void look(struct ipfw_sight *sight, struct sk_buff *skb)
{
	struct ipfw_facts facts = { .sport = 0xFFFF, .dport = 0xFFFF };
	const struct iphdr *iph;

	/* Without memory the ports stay unknown. */
	ipfw_facts_skb(&facts, skb, "");
	iph = ip_hdr(skb);
	sight->digest = digest(skb, ntohs(iph->tot_len));
	sight->saddr = iph->saddr;
	sight->daddr = iph->daddr;
	sight->sport = facts.sport;
	sight->dport = facts.dport;
	sight->len = ntohs(iph->tot_len);
	sight->ipid = ntohs(iph->id);
	sight->frag = ntohs(iph->frag_off);
	sight->proto = iph->protocol;
	sight->ttl = iph->ttl;
	sight->tos = iph->tos;
}

/* Gives @skb a packet; NULL without memory: such a packet has no diary. */
static struct ipfw_packet *begin(struct sk_buff *skb, const char *dev)
{
	struct ipfw_packet *packet = kzalloc(sizeof(*packet), GFP_ATOMIC);
	struct ipfw_ext *ext = packet ? ipfw_ext_get(skb) : NULL;

	if (!ext) {
		kfree(packet);
		return NULL;
	}
	refcount_set(&packet->refs, 1);
	packet->id = atomic64_inc_return(&diary_last_id);
	strscpy(packet->dev, dev, sizeof(packet->dev));
	look(&packet->sight, skb);
	ipfw_packet_put(ext->packet);
	ext->packet = packet;
	return packet;
}

void ipfw_diary_arrive(struct sk_buff *skb, const struct net_device *in)
{
	struct ipfw_packet *packet;

	if (!trace_ipfw_arrive_enabled())
		return;
	packet = begin(skb, in->name);
	if (packet)
		diary_write(ipfw_arrive, packet, in->name, &packet->sight);
}

void ipfw_diary_originate(struct sk_buff *skb, const struct net_device *out)
{
	struct ipfw_packet *packet;

	if (!trace_ipfw_originate_enabled())
		return;
	packet = begin(skb, out->name);
	if (packet)
		diary_write(ipfw_originate, packet, out->name, &packet->sight);
}

void ipfw_diary_inject(struct sk_buff *skb, const struct net_device *dev)
{
	struct ipfw_packet *packet;

	if (!trace_ipfw_inject_enabled())
		return;
	packet = begin(skb, dev ? dev->name : "-");
	if (packet)
		diary_write(ipfw_inject, packet, !!dev, packet->dev,
			    &packet->sight);
}

void ipfw_diary_copy(struct sk_buff *skb, const struct net_device *in)
{
	struct ipfw_packet *packet = ipfw_diary_packet(skb);
	u64 old;

	if (!packet)
		return;
	if (!packet->copied) {
		packet->copied = true;
		return;
	}
	old = packet->id;
	ipfw_diary_arrive(skb, in);
	ipfw_diary_again(skb, old);
}

static u16 rule_port(const struct ipfw_rule *rule)
{
	return rule->target == IPFW_T_DIVERT ||
	       rule->target == IPFW_T_REDIRECT ? rule->fw.fw_redirpt : 0;
}

void ipfw_diary_step(struct sk_buff *skb, const struct ipfw_step *step)
{
	struct ipfw_packet *packet = ipfw_diary_packet(skb);
	const char *chain = step->chain->label;
	const struct ipfw_rule *rule = step->rule;

	if (!packet)
		return;
	switch (step->kind) {
	case IPFW_STEP_ENTER:
		diary_write(ipfw_enter, packet, chain, step->walk->facts->via);
		break;
	case IPFW_STEP_RULE:
		diary_write(ipfw_rule, packet, chain, rule->num,
			    ipfw_target_label(rule), rule_port(rule));
		break;
	case IPFW_STEP_RETURN:
		diary_write(ipfw_return, packet, chain);
		break;
	case IPFW_STEP_POLICY:
		diary_write(ipfw_policy, packet, chain,
			    ipfw_policy_label(step->chain));
		break;
	case IPFW_STEP_LOOP:
		diary_write(ipfw_loop, packet, rule->jump->label);
		break;
	}
}

void ipfw_diary_noport(struct sk_buff *skb, u16 port)
{
	struct ipfw_packet *packet = ipfw_diary_packet(skb);

	if (packet)
		diary_write(ipfw_noport, packet, port);
}

void ipfw_diary_resume(struct sk_buff *skb, const char *chain, u32 num)
{
	struct ipfw_packet *packet = ipfw_diary_packet(skb);

	if (packet)
		diary_write(ipfw_resume, packet, chain, num);
}

void ipfw_diary_read(struct sk_buff *skb)
{
	struct ipfw_packet *packet = ipfw_diary_packet(skb);

	if (packet)
		diary_write(ipfw_read, packet, current->comm);
}

void ipfw_diary_reinject(struct sk_buff *skb, bool inbound)
{
	struct ipfw_packet *packet = ipfw_diary_packet(skb);

	if (packet)
		diary_write(ipfw_reinject, packet, inbound);
}

void ipfw_diary_again(struct sk_buff *skb, u64 old)
{
	struct ipfw_packet *packet = ipfw_diary_packet(skb);

	if (packet)
		diary_write(ipfw_again, packet, old);
}

/*
 * A checksum left to the device is completed first: the digest is meant to be
 * that of the frame.
 */
void ipfw_diary_depart(struct sk_buff *skb, const struct net_device *out)
{
	struct ipfw_packet *packet = ipfw_diary_packet(skb);
	struct ipfw_sight sight;

	if (!packet || !packet_end(packet) || !trace_ipfw_depart_enabled())
		return;
	if (skb->ip_summed == CHECKSUM_PARTIAL && !skb_is_gso(skb))
		skb_checksum_help(skb);
	look(&sight, skb);
	diary_write(ipfw_depart, packet, out->name, &sight);
}

static void deliver(struct sk_buff *skb, const struct net_device *in,
		    struct sk_buff *whole)
{
	struct ipfw_packet *packet = ipfw_diary_packet(skb);
	struct ipfw_sight sight;

	if (!packet || !packet_end(packet) || !trace_ipfw_deliver_enabled())
		return;
	if (whole)
		look(&sight, whole);
	else
		sight = packet->sight;
	diary_write(ipfw_deliver, packet, in->name, &sight);
}

/* Fragments that were not merged hang behind the whole packet they make. */
void ipfw_diary_deliver(struct sk_buff *skb, const struct net_device *in)
{
	struct sk_buff *fragment;

	deliver(skb, in, skb);
	skb_walk_frags(skb, fragment)
		deliver(fragment, in, NULL);
}

void ipfw_diary_drop(struct sk_buff *skb, const char *chain, u32 num,
		     const char *why)
{
	struct ipfw_packet *packet = ipfw_diary_packet(skb);

	if (packet && packet_end(packet))
		diary_write(ipfw_drop, packet, chain, num, why, "-");
}

void ipfw_diary_lost(struct ipfw_packet *packet, const char *why)
{
	if (packet && packet_end(packet))
		diary_write(ipfw_lost, packet, why);
}

/* The stack drops a buffer: its reason is the end, if no other comes. */
static void saw_kfree_skb(void *unused, struct sk_buff *skb, void *location,
			  enum skb_drop_reason reason)
{
	struct ipfw_packet *packet = ipfw_diary_packet(skb);

	if (packet)
		packet->reason = reason;
}

int __init ipfw_diary_init(void)
{
	return register_trace_kfree_skb(saw_kfree_skb, NULL);
}
