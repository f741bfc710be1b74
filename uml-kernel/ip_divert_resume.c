// SPDX-License-Identifier: GPL-2.0-only
/*
 * Packets written back with a valid ticket: on behind the rule that diverted
 * them (S7.80).
 *
 *   input     the rest of the input chain, then routing, as when it came
 *   forward   routed anew with the interface it came in by; the rest of the
 *             forward chain, or delivered if it is for this host now
 *   output    routed anew by destination; the rest of the output chain, then
 *             transmission
 */
#include <linux/icmp.h>
#include <linux/inetdevice.h>
#include <linux/ip.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/icmp.h>
#include <net/ip.h>
#include <net/route.h>
#include <net/sock.h>
#include "ip_divert.h"
#include "ip_fw_core.h"
#include "ip_fw_diary.h"

/* The first write goes on in the packet's diary, a later one begins its own. */
static int use_ticket(struct ipdivert_write *write)
{
	struct ipdivert_ticket *ticket = write->ticket;
	struct sk_buff *skb = write->skb;
	bool again;
	int err;

	err = ipdivert_ticket_use(ipdivert_sk(write->sk), ticket, skb, &again);
	if (err)
		return err;
	if (again) {
		ipfw_diary_inject(skb, ipdivert_goes_in(write) ? write->dev : NULL);
		ipfw_diary_again(skb, ticket->id);
	} else {
		ipfw_diary_reinject(skb, write->addr);
	}
	if (!ipfw_ct_give(skb, ticket->ct, ipdivert_net_of(write),
			  ipdivert_goes_in(write)))
		return -ENOBUFS;
	skb->ignore_df = ticket->ignore_df;
	atomic64_inc(&ipdivert_sk(write->sk)->reinjected);
	return 0;
}

/*
 * The stack's notes on the options are good as long as the options are: offsets
 * into changed ones could lead anywhere. Going out, options are only copied to
 * fragments, and their length is enough for that.
 */
static bool options_unchanged(const struct ipdivert_write *write)
{
	const struct iphdr *iph = ip_hdr(write->skb);
	const struct ipdivert_ticket *ticket = write->ticket;

	return iph->ihl * 4 - sizeof(*iph) == ticket->n_options &&
	       !memcmp(iph + 1, ticket->options, ticket->n_options);
}

static void restore_notes(struct ipdivert_write *write)
{
	struct inet_skb_parm *parm = IPCB(write->skb);

	*parm = write->ticket->parm;
	if (options_unchanged(write))
		return;
	memset(&parm->opt, 0, sizeof(parm->opt));
	parm->opt.optlen = ip_hdr(write->skb)->ihl * 4 - sizeof(struct iphdr);
}

/* As on arrival; the packet's source is told what is wrong with them. */
static int compile_options(struct sk_buff *skb)
{
	struct ip_options *opt = &IPCB(skb)->opt;

	if (ip_options_compile(dev_net(skb->dev), opt, skb))
		return -EINVAL;
	if (opt->srr && ip_options_rcv_srr(skb, skb->dev))
		return -EINVAL;
	return 0;
}

/* The rest of the traversal, then of the stack. Consumes the packet. */
static int carry_on(struct ipdivert_write *write, struct net_device *out)
{
	const struct ipdivert_ticket *ticket = write->ticket;
	struct ipfw_place place = {
		.net = ipdivert_net_of(write),
		.stage = ticket->stage,
		.in = write->dev,
		.out = out,
		.sk = ipdivert_goes_in(write) ||
		      ticket->stage == IPFW_STAGE_OUTPUT_FORWARDED ?
		      NULL : write->sk,
		.okfn = ticket->okfn,
	};
	int err;

	err = ipfw_road(write->skb, &place, &ticket->resume);
	if (err == IPFW_GO_ON)
		return ipfw_continue(write->skb, &place);
	if (err == IPFW_TAKEN)
		return 0;
	kfree_skb_reason(write->skb, SKB_DROP_REASON_NETFILTER_DROP);
	return err;
}

/*
 * A copy made by multicast routing goes on to the device it was made for; to
 * route it again would make all the other copies again (Q33).
 */
static bool route_copy(struct ipdivert_write *write)
{
	const struct iphdr *iph = ip_hdr(write->skb);
	struct flowi4 fl4 = {
		.daddr = iph->daddr,
		.flowi4_oif = write->ticket->out,
		.flowi4_tos = RT_TOS(iph->tos),
		.flowi4_mark = write->skb->mark,
	};
	struct rtable *rt;

	rt = ip_route_output_key(ipdivert_net_of(write), &fl4);
	if (IS_ERR(rt))
		return false;
	skb_dst_set(write->skb, &rt->dst);
	return true;
}

static bool route_forward(struct ipdivert_write *write)
{
	const struct iphdr *iph = ip_hdr(write->skb);

	if (ipv4_is_multicast(iph->daddr))
		return route_copy(write);
	return !ip_route_input_noref(write->skb, iph->daddr, iph->saddr,
				     iph->tos, write->dev);
}

/* False: the packet is for this host, or for nobody, and on its way there. */
static bool still_forwarded(struct sk_buff *skb)
{
	if (ipv4_is_multicast(ip_hdr(skb)->daddr) ||
	    skb_dst(skb)->input == ip_forward)
		return true;
	dst_input(skb);
	return false;
}

static bool fits(const struct sk_buff *skb, unsigned int mtu)
{
	return skb->len <= mtu || skb->ignore_df ||
	       !(ip_hdr(skb)->frag_off & htons(IP_DF));
}

/*
 * What ip_forward() does before its hook, but for TTL and redirect, which the
 * packet has behind it. False: it is dropped or gone another way.
 */
static bool prepare_forward(struct ipdivert_write *write)
{
	enum skb_drop_reason reason = SKB_DROP_REASON_IP_INADDRERRORS;
	struct sk_buff *skb = write->skb;
	struct dst_entry *dst;
	unsigned int mtu;

	if (!route_forward(write))
		goto drop;
	reason = SKB_DROP_REASON_IP_INHDR;
	if (!options_unchanged(write) && compile_options(skb))
		goto drop;
	if (!still_forwarded(skb))
		return false;
	dst = skb_dst(skb);
	IPCB(skb)->flags |= IPSKB_FORWARDED;
	mtu = ip_dst_mtu_maybe_forward(dst, true);
	reason = SKB_DROP_REASON_PKT_TOO_BIG;
	if (!fits(skb, mtu)) {
		icmp_send(skb, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, htonl(mtu));
		goto drop;
	}
	reason = SKB_DROP_REASON_NOMEM;
	if (skb_cow(skb, LL_RESERVED_SPACE(dst->dev) + dst->header_len))
		goto drop;
	skb->priority = rt_tos2priority(ip_hdr(skb)->tos);
	return true;
drop:
	kfree_skb_reason(skb, reason);
	return false;
}

static int resume_inward(struct ipdivert_write *write)
{
	int err = ipdivert_find_device(write);

	if (err)
		return err;
	write->skb->mark = write->ticket->mark;
	ipdivert_fix_header(write);
	err = use_ticket(write);
	if (err)
		return err;
	ipdivert_make_arrival(write);
	if (write->ticket->stage == IPFW_STAGE_INPUT) {
		carry_on(write, NULL);
	} else {
		restore_notes(write);
		if (prepare_forward(write))
			carry_on(write, skb_dst(write->skb)->dev);
	}
	write->skb = NULL;
	return 0;
}

static int resume_outward(struct ipdivert_write *write)
{
	int err;

	write->skb->mark = write->ticket->mark;
	err = ipdivert_find_route(write);
	if (!err)
		err = ipdivert_check_length(write);
	if (err)
		return err;
	ipdivert_fix_header(write);
	err = use_ticket(write);
	if (err)
		return err;
	restore_notes(write);
	write->skb->priority = READ_ONCE(write->sk->sk_priority);
	err = carry_on(write, skb_dst(write->skb)->dev);
	write->skb = NULL;
	return ipdivert_send_result(err);
}

int ipdivert_resume(struct ipdivert_write *write)
{
	return ipdivert_goes_in(write) ? resume_inward(write) :
					 resume_outward(write);
}
