// SPDX-License-Identifier: GPL-2.0-only
/*
 * Transparent proxying: the verdict REDIRECT of the input chain.
 *
 * The packet keeps its addresses and ports (S3.7). It gets a route to this host
 * in place of its own, and the socket that listens on the redirect port, as the
 * target TPROXY of today does it; what comes after that is the stack's.
 */
#include <linux/icmp.h>
#include <linux/inetdevice.h>
#include <linux/ip.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/skbuff.h>
#include <net/dst_metadata.h>
#include <net/ip.h>
#include <net/inet_hashtables.h>
#include <net/netfilter/ipv4/nf_reject.h>
#include <net/netfilter/nf_tproxy.h>
#include <net/route.h>
#include <net/udp.h>
#include "ip_fw_translate.h"

/* The first words of TCP and UDP are the same. */
struct ports {
	__be16 source;
	__be16 dest;
};

/*
 * A connection is found by what its packets say; one that begins, by the
 * redirect port, on the address it was sent to or on the interface's own, since
 * 2.2 took a program that had bound that one as well.
 */
static struct sock *tcp_socket(struct net *net, struct sk_buff *skb,
			       const struct net_device *in,
			       const struct ports *ports, __be16 port)
{
	const struct iphdr *iph = ip_hdr(skb);
	__be32 own = nf_tproxy_laddr4(skb, 0, iph->daddr);
	struct sock *sk;

	sk = nf_tproxy_get_sock_v4(net, skb, IPPROTO_TCP, iph->saddr,
				   iph->daddr, ports->source, ports->dest, in,
				   NF_TPROXY_LOOKUP_ESTABLISHED);
	if (sk && sk->sk_state == TCP_TIME_WAIT)
		sk = nf_tproxy_handle_time_wait4(net, skb, 0, port, sk);
	if (sk && sk->sk_state == TCP_TIME_WAIT)
		sk = nf_tproxy_handle_time_wait4(net, skb, own, port, sk);
	if (!sk)
		sk = nf_tproxy_get_sock_v4(net, skb, IPPROTO_TCP, iph->saddr,
					   iph->daddr, ports->source, port, in,
					   NF_TPROXY_LOOKUP_LISTENER);
	if (!sk)
		sk = nf_tproxy_get_sock_v4(net, skb, IPPROTO_TCP, iph->saddr,
					   own, ports->source, port, in,
					   NF_TPROXY_LOOKUP_LISTENER);
	return sk;
}

static struct sock *udp_socket(struct net *net, struct sk_buff *skb,
			       const struct net_device *in,
			       const struct ports *ports, __be16 port)
{
	const struct iphdr *iph = ip_hdr(skb);
	struct sock *sk;

	sk = udp4_lib_lookup(net, iph->saddr, ports->source, iph->daddr, port,
			     in->ifindex);
	if (!sk)
		sk = udp4_lib_lookup(net, iph->saddr, ports->source,
				     nf_tproxy_laddr4(skb, 0, iph->daddr),
				     port, in->ifindex);
	return sk;
}

/* Held; NULL: nobody listens. */
static struct sock *find_socket(struct net *net, struct sk_buff *skb,
				const struct net_device *in, __be16 port)
{
	const struct ports *ports;
	struct ports buffer;

	ports = skb_header_pointer(skb, ip_hdrlen(skb), sizeof(buffer),
				   &buffer);
	if (!ports)
		return NULL;
	return ip_hdr(skb)->protocol == IPPROTO_TCP ?
	       tcp_socket(net, skb, in, ports, port) :
	       udp_socket(net, skb, in, ports, port);
}

/*
 * A listener answers from an address that is not this host's, and so do the
 * connections made from it. Programs of 2.2 did not have to ask for that.
 */
static void let_answer(struct sock *sk)
{
	if (sk_fullsock(sk) && sk->sk_state == TCP_LISTEN &&
	    sk->sk_protocol == IPPROTO_TCP)
		inet_sk(sk)->transparent = 1;
}

/*
 * As if the redirect port had been the packet's own (S3.6): one with a wrong
 * checksum gets no answer. Consumes @skb.
 */
static int refuse(struct sk_buff *skb, struct net *net)
{
	if (ip_hdr(skb)->protocol == IPPROTO_TCP)
		nf_send_reset(net, NULL, skb, NF_INET_PRE_ROUTING);
	else
		nf_send_unreach(skb, ICMP_PORT_UNREACH, NF_INET_PRE_ROUTING);
	kfree_skb_reason(skb, SKB_DROP_REASON_NO_SOCKET);
	return IPFW_TAKEN;
}

/* False without memory. */
static bool route_to_here(struct sk_buff *skb, struct net *net)
{
	struct rtable *rt;

	if (skb_rtable(skb)->rt_flags & RTCF_LOCAL)
		return true;
	rt = rt_dst_alloc(net->loopback_dev, RTCF_LOCAL, RTN_LOCAL, false);
	if (!rt)
		return false;
	rt->rt_is_input = 1;
	skb_dst_drop(skb);
	skb_dst_set(skb, &rt->dst);
	return true;
}

/* What routing refuses, the stack drops with its own reason. */
static bool is_routed(struct sk_buff *skb, struct net_device *in)
{
	const struct iphdr *iph = ip_hdr(skb);

	if (!skb_valid_dst(skb) &&
	    ip_route_input_noref(skb, iph->daddr, iph->saddr, iph->tos, in))
		return false;
	return !skb_dst(skb)->error;
}

static bool has_ports(u8 protocol)
{
	return protocol == IPPROTO_TCP || protocol == IPPROTO_UDP;
}

int ipfw_redirect(struct sk_buff *skb, const struct ipfw_place *place,
		  u16 port)
{
	struct sock *sk;

	if (!port || ipfw_masq_expects(skb, place) ||
	    !is_routed(skb, place->in))
		return IPFW_GO_ON;
	if (skb_rtable(skb)->rt_flags & (RTCF_BROADCAST | RTCF_MULTICAST))
		return IPFW_GO_ON;
	if (has_ports(ip_hdr(skb)->protocol)) {
		sk = find_socket(place->net, skb, place->in, htons(port));
		if (!sk)
			return refuse(skb, place->net);
		let_answer(sk);
		nf_tproxy_assign_sock(skb, sk);
	}
	return route_to_here(skb, place->net) ? IPFW_GO_ON : -ENOMEM;
}
