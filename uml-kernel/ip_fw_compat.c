// SPDX-License-Identifier: GPL-2.0-only
/*
 * The seam: the 2.2 firewall's places in the stack, expressed as netfilter
 * hooks. Nothing else of the packet path knows netfilter.
 *
 *   PRE_ROUTING  -450  input, before reassembly, conntrack and NAT
 *   FORWARD         0  forward, with the outgoing device
 *   POST_ROUTING  150  output of forwarded packets, behind source NAT
 *   LOCAL_OUT       0  output of local packets
 *   LOCAL_IN     last  end of the road: a local transport gets the packet
 *   POST_ROUTING last  end of the road: a device gets it
 */
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/ip.h>
#include <net/route.h>
#include "ip_fw_core.h"
#include "ip_fw_diary.h"
#include "ip_fw_road.h"
#include "ip_fw_translate.h"

#define IPFW_PRI_INPUT		(-450)
#define IPFW_PRI_FORWARD	0
#define IPFW_PRI_OUTPUT_FORWARDED	150
#define IPFW_PRI_OUTPUT_LOCAL	0

/*
 * Reassembly of our own: fragments collected here must not be mixed with those
 * that conntrack or local delivery collects.
 */
#define IPFW_DEFRAG_USER	0x69706677

/*
 * What 2.2 sent behind its output chain: IGMP and the outer packets of tunnels,
 * none of which belongs to a socket (S1.42, S1.53).
 */
static bool passes_unseen(const struct sk_buff *skb, const struct sock *sk)
{
	if (sk)
		return false;
	switch (ip_hdr(skb)->protocol) {
	case IPPROTO_IGMP:
	case IPPROTO_IPIP:
	case IPPROTO_IPV6:
	case IPPROTO_GRE:
		return true;
	default:
		return false;
	}
}

/*
 * A packet that comes to the beginning of a journey has no history, unless a
 * program has just written it: then its exemptions hold.
 */
static bool begins(struct sk_buff *skb)
{
	struct ipfw_ext *ext = skb_ext_find(skb, SKB_EXT_IPFW);

	if (ext && ext->flags & IPFW_EXT_INJECTED) {
		ext->flags &= ~IPFW_EXT_INJECTED;
		return false;
	}
	ipfw_ext_drop(skb);
	return true;
}

/* False: @skb is gone into an unfinished packet, or failed to become one. */
static bool reassemble(struct sk_buff *skb, struct net *net)
{
	if (!ip_is_fragment(ip_hdr(skb)) || !ipfw_defragments(ipfw_net(net)))
		return true;
	if (ip_defrag(net, skb, IPFW_DEFRAG_USER))
		return false;
	skb->ignore_df = 1;
	return true;
}

/* One wire packet at one place: what netfilter is to do with it. */
static unsigned int meet_packet(struct sk_buff *skb,
				const struct ipfw_place *place)
{
	int err;

	if (place->stage == IPFW_STAGE_INPUT) {
		if (!reassemble(skb, place->net))
			return NF_STOLEN;
		if (begins(skb))
			ipfw_diary_arrive(skb, place->in);
		else
			ipfw_diary_inject(skb, place->in);
	} else if (place->stage == IPFW_STAGE_OUTPUT_LOCAL) {
		if (begins(skb))
			ipfw_diary_originate(skb, place->out);
		else
			ipfw_diary_inject(skb, NULL);
	}
	err = ipfw_road(skb, place, NULL);
	if (err == IPFW_GO_ON)
		return NF_ACCEPT;
	return err == IPFW_TAKEN ? NF_STOLEN : NF_DROP_ERR(err);
}

/*
 * GSO and GRO packets are cut into what the wire carries (Q17). Each piece goes
 * on by itself, as if it alone had come to the hook.
 */
static unsigned int meet_segments(struct sk_buff *skb,
				  const struct ipfw_place *place)
{
	struct sk_buff *segment, *next;
	struct sk_buff *segments;

	segments = skb_gso_segment(skb, 0);
	if (IS_ERR_OR_NULL(segments))
		return NF_DROP;
	consume_skb(skb);
	skb_list_walk_safe(segments, segment, next) {
		unsigned int verdict;

		skb_mark_not_on_list(segment);
		local_bh_disable();
		verdict = meet_packet(segment, place);
		if (verdict == NF_ACCEPT)
			ipfw_continue(segment, place);
		else if (verdict != NF_STOLEN)
			kfree_skb_reason(segment,
					 SKB_DROP_REASON_NETFILTER_DROP);
		local_bh_enable();
	}
	return NF_STOLEN;
}

static unsigned int meet(struct sk_buff *skb, enum ipfw_stage stage,
			 const struct nf_hook_state *state)
{
	struct ipfw_place place = {
		.net = state->net,
		.stage = stage,
		.in = state->in,
		.out = state->out,
		.sk = state->sk,
		.okfn = state->okfn,
	};

	return skb_is_gso(skb) ? meet_segments(skb, &place) :
				 meet_packet(skb, &place);
}

static unsigned int hook_input(void *priv, struct sk_buff *skb,
			       const struct nf_hook_state *state)
{
	return meet(skb, IPFW_STAGE_INPUT, state);
}

static unsigned int hook_forward(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *state)
{
	/* Multicast routing makes a copy for each way out (S1.35). */
	if (ipv4_is_multicast(ip_hdr(skb)->daddr))
		ipfw_diary_copy(skb, state->in);
	if (ipfw_masq_answers(skb))
		return NF_ACCEPT;
	return meet(skb, IPFW_STAGE_FORWARD, state);
}

static unsigned int hook_output_forwarded(void *priv, struct sk_buff *skb,
					  const struct nf_hook_state *state)
{
	if (!(IPCB(skb)->flags & IPSKB_FORWARDED))
		return NF_ACCEPT;
	return meet(skb, IPFW_STAGE_OUTPUT_FORWARDED, state);
}

static unsigned int hook_output_local(void *priv, struct sk_buff *skb,
				      const struct nf_hook_state *state)
{
	if (passes_unseen(skb, state->sk))
		return NF_ACCEPT;
	return meet(skb, IPFW_STAGE_OUTPUT_LOCAL, state);
}

static unsigned int hook_deliver(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *state)
{
	ipfw_diary_deliver(skb, state->in);
	ipfw_ext_drop(skb);
	return NF_ACCEPT;
}

/* True if the stack sends a copy of @skb back to this machine as well. */
static bool is_looped_back(const struct sk_buff *skb, struct sock *sk)
{
	const struct rtable *rt = skb_rtable(skb);

	if (!rt || rt->dst.output != ip_mc_output)
		return false;
	if (rt->rt_flags & RTCF_BROADCAST)
		return true;
	if (!(rt->rt_flags & RTCF_MULTICAST) || !sk_mc_loop(sk))
		return false;
	return !IS_ENABLED(CONFIG_IP_MROUTE) || rt->rt_flags & RTCF_LOCAL ||
	       !(IPCB(skb)->flags & IPSKB_FORWARDED);
}

/*
 * The exemptions end here (S7.79), also those of the looped copy, which passes
 * first and shares the packet's diary without being its end.
 */
static unsigned int hook_depart(void *priv, struct sk_buff *skb,
				const struct nf_hook_state *state)
{
	struct ipfw_packet *packet = ipfw_diary_packet(skb);

	if (packet && !(is_looped_back(skb, state->sk) &&
			ipfw_diary_loop_copy(packet)))
		ipfw_diary_depart(skb, state->out);
	ipfw_ext_drop(skb);
	return NF_ACCEPT;
}

/*
 * The last two stand first among hooks of the last priority that are registered
 * later: each new one is put before its equals.
 */
static const struct nf_hook_ops hooks[] = {
	[IPFW_STAGE_INPUT] = {
		.hook = hook_input,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_PRE_ROUTING,
		.priority = IPFW_PRI_INPUT,
	},
	[IPFW_STAGE_FORWARD] = {
		.hook = hook_forward,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_FORWARD,
		.priority = IPFW_PRI_FORWARD,
	},
	[IPFW_STAGE_OUTPUT_FORWARDED] = {
		.hook = hook_output_forwarded,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_POST_ROUTING,
		.priority = IPFW_PRI_OUTPUT_FORWARDED,
	},
	[IPFW_STAGE_OUTPUT_LOCAL] = {
		.hook = hook_output_local,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_LOCAL_OUT,
		.priority = IPFW_PRI_OUTPUT_LOCAL,
	},
	{
		.hook = hook_deliver,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_LOCAL_IN,
		.priority = NF_IP_PRI_LAST,
	},
	{
		.hook = hook_depart,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_POST_ROUTING,
		.priority = NF_IP_PRI_LAST,
	},
};

int ipfw_continue(struct sk_buff *skb, const struct ipfw_place *place)
{
	const struct nf_hook_ops *ours = &hooks[place->stage];
	const struct nf_hook_entries *entries;
	struct nf_hook_state state;
	unsigned int i;
	int err = 1;

	nf_hook_state_init(&state, ours->hooknum, NFPROTO_IPV4, place->in,
			   place->out, place->sk, place->net, place->okfn);
	entries = rcu_dereference(place->net->nf.hooks_ipv4[ours->hooknum]);
	for (i = 0; entries && i < entries->num_hook_entries; i++)
		if (entries->hooks[i].hook == ours->hook)
			break;
	if (entries)
		err = nf_hook_slow(skb, &state, entries, i + 1);
	return err == 1 ? place->okfn(place->net, place->sk, skb) : err;
}

int ipfw_hooks_init(struct net *net)
{
	return nf_register_net_hooks(net, hooks, ARRAY_SIZE(hooks));
}

void ipfw_hooks_exit(struct net *net)
{
	nf_unregister_net_hooks(net, hooks, ARRAY_SIZE(hooks));
}
