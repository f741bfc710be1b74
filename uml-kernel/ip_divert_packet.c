// SPDX-License-Identifier: GPL-2.0-only
/*
 * What every packet written to a divert socket needs: a direction, a device or
 * a route, a length that fits, a header that is right.
 */
#include <linux/if.h>
#include <linux/inetdevice.h>
#include <linux/ip.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/ip.h>
#include <net/route.h>
#include <net/sock.h>
#include "ip_divert.h"
#include "ip_fw_core.h"

bool ipdivert_goes_in(const struct ipdivert_write *write)
{
	if (!write->ticket)
		return write->addr;
	return write->ticket->stage == IPFW_STAGE_INPUT ||
	       write->ticket->stage == IPFW_STAGE_FORWARD;
}

int ipdivert_find_device(struct ipdivert_write *write)
{
	if (!write->ticket)
		write->dev = __ip_dev_find(ipdivert_net_of(write), write->addr, false);
	if (!write->dev)
		return -EADDRNOTAVAIL;
	return write->dev->flags & IFF_UP ? 0 : -ENETDOWN;
}

/*
 * Where the destination leads, from any source (S7.62). What has no way of its
 * own, multicast and the limited broadcast, leaves as the socket says, else by
 * the device it was about to leave by.
 */
int ipdivert_find_route(struct ipdivert_write *write)
{
	const struct inet_sock *inet = inet_sk(write->sk);
	struct iphdr *iph = ip_hdr(write->skb);
	int oif = READ_ONCE(write->sk->sk_bound_dev_if);
	struct flowi4 fl4;
	struct rtable *rt;

	if (ipv4_is_multicast(iph->daddr) || ipv4_is_lbcast(iph->daddr)) {
		if (!oif)
			oif = READ_ONCE(inet->mc_index);
		if (!oif && write->ticket)
			oif = write->ticket->out;
	}
	flowi4_init_output(&fl4, oif, write->skb->mark, RT_TOS(iph->tos),
			   RT_SCOPE_UNIVERSE, IPPROTO_RAW,
			   inet_sk_flowi_flags(write->sk) | FLOWI_FLAG_KNOWN_NH,
			   iph->daddr, 0, 0, 0, write->sk->sk_uid);
	rt = ip_route_output_flow(ipdivert_net_of(write), &fl4, write->sk);
	if (IS_ERR(rt))
		return PTR_ERR(rt);
	skb_dst_set(write->skb, &rt->dst);
	write->skb->dev = rt->dst.dev;
	if (!iph->saddr)
		iph->saddr = fl4.saddr;
	return 0;
}

/*
 * S7.90: a resumed packet is treated as if it had never left, unless it has
 * grown; any other must fit, or may be fragmented if always-defragment is on.
 */
int ipdivert_check_length(const struct ipdivert_write *write)
{
	const struct sk_buff *skb = write->skb;

	if (skb->len <= skb_dst(skb)->dev->mtu)
		return 0;
	if (write->ticket && skb->len <= write->ticket->len)
		return 0;
	if (!ipfw_defragments(ipfw_net(ipdivert_net_of(write))))
		return -EMSGSIZE;
	return ip_hdr(skb)->frag_off & htons(IP_DF) ? -EMSGSIZE : 0;
}

/* S7.73-S7.75 */
void ipdivert_fix_header(const struct ipdivert_write *write)
{
	struct iphdr *iph = ip_hdr(write->skb);
	bool keep = write->ticket && write->ticket->id_was_zero;

	iph->tot_len = htons(write->skb->len);
	while (!iph->id && !keep && !ip_is_fragment(iph))
		__ip_select_ident(ipdivert_net_of(write), iph, 1);
	ip_send_check(iph);
}

/* Link-level type, again from the destination (S7.127). */
static u8 packet_type(struct net *net, __be32 daddr)
{
	if (ipv4_is_multicast(daddr))
		return PACKET_MULTICAST;
	if (inet_addr_type(net, daddr) == RTN_BROADCAST)
		return PACKET_BROADCAST;
	return PACKET_HOST;
}

/*
 * What this host sends to itself reaches input with its route attached; the
 * input lookup would take it for a martian (S7.130, Q36).
 */
static void attach_looped_route(struct ipdivert_write *write)
{
	const struct iphdr *iph = ip_hdr(write->skb);
	bool lo = write->dev->flags & IFF_LOOPBACK;
	struct flowi4 fl4 = {
		.daddr = iph->daddr,
		.flowi4_oif = lo ? 0 : write->dev->ifindex,
		.flowi4_tos = RT_TOS(iph->tos),
		.flowi4_mark = write->skb->mark,
	};
	struct rtable *rt;

	if (!lo && !(write->ticket && write->ticket->looped))
		return;
	rt = ip_route_output_key(ipdivert_net_of(write), &fl4);
	if (IS_ERR(rt))
		return;
	if (rt->rt_flags & RTCF_LOCAL)
		skb_dst_set(write->skb, &rt->dst);
	else
		ip_rt_put(rt);
}

void ipdivert_make_arrival(struct ipdivert_write *write)
{
	struct sk_buff *skb = write->skb;

	skb_orphan(skb);
	skb->dev = write->dev;
	skb->skb_iif = write->dev->ifindex;
	skb->pkt_type = packet_type(ipdivert_net_of(write), ip_hdr(skb)->daddr);
	IPCB(skb)->iif = skb->skb_iif;
	attach_looped_route(write);
}
