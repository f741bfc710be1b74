// SPDX-License-Identifier: GPL-2.0-only
/*
 * Masquerading: the verdict MASQ of the forward chain, done by the kernel's
 * connection tracking and NAT.
 *
 *   -200  PRE_ROUTING   conntrack knows the packet's connection
 *   -100  PRE_ROUTING   NAT: an answer gets its real destination (S1.27)
 *      0  FORWARD       the chain says MASQ: the connection is marked as ours;
 *                       answers do not come by the chain
 *    100  POST_ROUTING  NAT asks hook_translate(), once for each connection
 *    150  POST_ROUTING  output sees the new address (S1.31)
 *
 * 2.2 had an entry for each connection too, but asked the chain about each
 * packet whether the entry counts. So does this file: a packet of a tracked
 * connection that is to be masqueraded only now begins a new one, and one that
 * is not to be masqueraded any more leaves as it is.
 */
#include <linux/icmp.h>
#include <linux/inetdevice.h>
#include <linux/ip.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <net/ip.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/netfilter/nf_conntrack_core.h>
#include <net/netfilter/nf_conntrack_l4proto.h>
#include <net/netfilter/nf_nat.h>
#include <net/route.h>
#include "ip_fw_masq.h"

static struct ipfw_masq *masq_of(const struct net *net)
{
	return ipfw_net(net)->masq;
}

/*
 * 2.2 masqueraded ICMP that asks; what else there is goes out as it is. -EPERM:
 * there is no whole header.
 */
static int asks(const struct sk_buff *skb)
{
	const struct icmphdr *icmph;
	struct icmphdr buffer;

	icmph = skb_header_pointer(skb, ip_hdrlen(skb), sizeof(buffer),
				   &buffer);
	if (!icmph)
		return -EPERM;
	switch (icmph->type) {
	case ICMP_ECHO:
	case ICMP_TIMESTAMP:
	case ICMP_INFO_REQUEST:
	case ICMP_ADDRESS:
		return 1;
	default:
		return 0;
	}
}

/*
 * True if @skb is what @ct says of the packets from its masqueraded host: a
 * program may have rewritten the packet while it had it (S7.119). The
 * destination may have been translated by others already.
 */
static bool fits(const struct sk_buff *skb, const struct nf_conn *ct)
{
	struct nf_conntrack_tuple tuple, translated;

	if (!nf_ct_get_tuplepr(skb, skb_network_offset(skb), NFPROTO_IPV4,
			       nf_ct_net(ct), &tuple) ||
	    !nf_ct_invert_tuple(&translated, ipfw_masq_answer(ct)))
		return false;
	return __nf_ct_tuple_src_equal(&tuple, ipfw_masq_request(ct)) &&
	       __nf_ct_tuple_dst_equal(&tuple, &translated);
}

/*
 * The connection of @skb, one that is masqueraded already or still can be. A
 * known one that is neither makes way for a new one, also if @skb answers it.
 * What conntrack said of the packet before a program rewrote it counts for
 * nothing. NULL: conntrack wants nothing to do with the packet.
 */
static struct nf_conn *connection(struct sk_buff *skb, struct net *net)
{
	const struct nf_hook_state state = {
		.hook = NF_INET_PRE_ROUTING,
		.pf = NFPROTO_IPV4,
		.net = net,
	};
	enum ip_conntrack_info info;
	struct nf_conn *ct;
	bool it_fits;
	int tries;

	for (tries = 0; tries < 3; tries++) {
		ct = nf_ct_get(skb, &info);
		it_fits = ct && fits(skb, ct);
		if (it_fits && (ipfw_masq_owns(ct) || !nf_ct_is_confirmed(ct)))
			return ct;
		if ((it_fits || (ct && tries)) && !ipfw_masq_owns(ct))
			nf_ct_kill(ct);
		nf_reset_ct(skb);
		if (nf_conntrack_in(skb, &state) != NF_ACCEPT)
			return NULL;
	}
	return NULL;
}

/* Other rules of NAT translate it, nf_tables' say: once is enough (T-X44). */
static bool is_translated(const struct sk_buff *skb)
{
	enum ip_conntrack_info info;
	const struct nf_conn *ct = nf_ct_get(skb, &info);

	return ct && nf_ct_is_confirmed(ct) && ct->status & IPS_NAT_MASK &&
	       !ipfw_masq_owns(ct);
}

int ipfw_masquerade(struct sk_buff *skb, const struct ipfw_place *place)
{
	u8 proto = ip_hdr(skb)->protocol;
	struct nf_conn *ct;
	int ask;

	if (ipfw_masq_protocol(proto) < 0 || ip_is_fragment(ip_hdr(skb)))
		return -EPERM;
	ask = proto == IPPROTO_ICMP ? asks(skb) : 1;
	if (ask <= 0)
		return ask;
	if (is_translated(skb))
		return 0;
	ct = connection(skb, place->net);
	if (!ct)
		return -EPERM;
	if (!ipfw_masq_owns(ct))
		ipfw_masq_adopt(ct, skb, masq_of(place->net));
	return 0;
}

void ipfw_unmasquerade(struct sk_buff *skb)
{
	enum ip_conntrack_info info;
	const struct nf_conn *ct = nf_ct_get(skb, &info);

	if (!ct || !ipfw_masq_owns(ct))
		return;
	nf_reset_ct(skb);
	nf_ct_set(skb, NULL, IP_CT_UNTRACKED);
}

bool ipfw_masq_answers(const struct sk_buff *skb)
{
	enum ip_conntrack_info info;
	const struct nf_conn *ct = nf_ct_get(skb, &info);

	if (!ct || !ipfw_masq_owns(ct))
		return false;
	return CTINFO2DIR(info) != ipfw_masq_outward(ct) ||
	       info == IP_CT_RELATED || info == IP_CT_RELATED_REPLY;
}

/*
 * Ports are given in turn (S3.12): NAT begins its search for a free one where
 * base_proto says.
 */
static unsigned int translate(struct nf_conn *ct, __be32 addr,
			      struct ipfw_masq *masq)
{
	__be16 port = ct->tuplehash[IP_CT_DIR_ORIGINAL].tuple.src.u.all;
	u16 next = READ_ONCE(masq->next);
	const struct nf_nat_range2 range = {
		.flags = NF_NAT_RANGE_MAP_IPS | NF_NAT_RANGE_PROTO_SPECIFIED |
			 NF_NAT_RANGE_PROTO_OFFSET,
		.min_addr.ip = addr,
		.max_addr.ip = addr,
		.min_proto.all = htons(IPFW_MASQ_FIRST),
		.max_proto.all = htons(IPFW_MASQ_LAST),
		.base_proto.all = htons(ntohs(port) - next),
	};

	WRITE_ONCE(masq->next, (next + 1) % IPFW_MASQ_PORTS);
	return nf_nat_setup_info(ct, &range, NF_NAT_MANIP_SRC);
}

/* The new source is the first address of the way out, as 2.2 chose it. */
static unsigned int hook_translate(void *priv, struct sk_buff *skb,
				   const struct nf_hook_state *state)
{
	enum ip_conntrack_info info;
	struct nf_conn *ct = nf_ct_get(skb, &info);
	__be32 addr;

	if (!ct || !ipfw_masq_owns(ct) ||
	    ipfw_masq_outward(ct) != IP_CT_DIR_ORIGINAL)
		return NF_ACCEPT;
	addr = inet_select_addr(state->out,
				rt_nexthop(skb_rtable(skb), ip_hdr(skb)->daddr),
				RT_SCOPE_UNIVERSE);
	if (!addr)
		return NF_DROP;
	return translate(ct, addr, masq_of(state->net));
}

static const struct nf_hook_ops translate_ops = {
	.hook = hook_translate,
	.pf = NFPROTO_IPV4,
	.hooknum = NF_INET_POST_ROUTING,
	.priority = NF_IP_PRI_NAT_SRC,
};

/*
 * 2.2 looked at no sequence numbers: packets outside a window are masqueraded
 * as well, such as those a divert program held for a while.
 */
int ipfw_masq_hold(struct net *net)
{
	struct ipfw_masq *masq = masq_of(net);
	int err;

	if (masq->on)
		return 0;
	err = nf_ct_netns_get(net, NFPROTO_IPV4);
	if (err)
		return err;
	err = nf_nat_ipv4_register_fn(net, &translate_ops);
	if (err)
		goto err_conntrack;
	err = ipfw_masq_udp_init(net);
	if (err)
		goto err_nat;
	nf_tcp_pernet(net)->tcp_be_liberal = 1;
	WRITE_ONCE(masq->on, true);
	return 0;

err_nat:
	nf_nat_ipv4_unregister_fn(net, &translate_ops);
err_conntrack:
	nf_ct_netns_put(net, NFPROTO_IPV4);
	return err;
}

static void let_go(struct net *net)
{
	WRITE_ONCE(masq_of(net)->on, false);
	ipfw_masq_udp_exit(net);
	nf_nat_ipv4_unregister_fn(net, &translate_ops);
	nf_ct_netns_put(net, NFPROTO_IPV4);
}

void ipfw_masq_settle(struct net *net)
{
	if (masq_of(net)->on && !ipfw_net(net)->n_masq)
		let_go(net);
}

bool ipfw_masq_is_on(const struct net *net)
{
	return READ_ONCE(masq_of(net)->on);
}

int ipfw_masq_init(struct net *net)
{
	struct ipfw_masq *masq = kzalloc(sizeof(*masq), GFP_KERNEL);
	int err;

	if (!masq)
		return -ENOMEM;
	ipfw_net(net)->masq = masq;
	err = ipfw_masq_times_init(masq);
	if (!err)
		err = ipfw_masq_proc_init(net);
	if (err) {
		ipfw_masq_times_exit(masq);
		kfree(masq);
	}
	return err;
}

/* The chains are gone, and with them every rule that masqueraded. */
void ipfw_masq_exit(struct net *net)
{
	struct ipfw_masq *masq = masq_of(net);

	if (masq->on)
		let_go(net);
	ipfw_masq_proc_exit(net);
	ipfw_masq_times_exit(masq);
	kfree(masq);
}
