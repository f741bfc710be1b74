// SPDX-License-Identifier: GPL-2.0-only
/*
 * Masqueraded UDP is loose: whoever sends to the port that masquerading gave
 * away reaches the host behind it, not only who was spoken to (S3.17).
 *
 * To conntrack a datagram from another sender belongs to a connection of its
 * own. Between conntrack and NAT it gets its real destination here. The table is
 * looked through for it: such datagrams are few.
 */
#include <linux/inetdevice.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/netfilter/nf_conntrack_core.h>
#include <net/netfilter/nf_conntrack_zones.h>
#include <net/netfilter/nf_nat.h>
#include <net/route.h>
#include "ip_fw_masq.h"

/**
 * struct search - for the host behind a port
 * @wanted: the datagram
 * @found: a connection that has its port, the one that will be there longest;
 *	or NULL
 */
struct search {
	const struct nf_conntrack_tuple *wanted;
	const struct nf_conn *found;
};

static void look_at(void *context, const struct nf_conn *ct)
{
	struct search *search = context;

	if (!__nf_ct_tuple_dst_equal(ipfw_masq_answer(ct), search->wanted))
		return;
	if (!search->found || nf_ct_expires(ct) > nf_ct_expires(search->found))
		search->found = ct;
}

static unsigned int lead_to(struct nf_conn *ct, struct sk_buff *skb,
			    const struct nf_conntrack_tuple *host)
{
	const struct nf_nat_range2 range = {
		.flags = NF_NAT_RANGE_MAP_IPS | NF_NAT_RANGE_PROTO_SPECIFIED,
		.min_addr = host->src.u3,
		.max_addr = host->src.u3,
		.min_proto.all = host->src.u.all,
		.max_proto.all = host->src.u.all,
	};

	set_bit(IPFW_MASQ_LOOSE_BIT, &ct->status);
	ipfw_masq_adopt(ct, skb, ipfw_net(nf_ct_net(ct))->masq);
	return nf_nat_setup_info(ct, &range, NF_NAT_MANIP_DST);
}

/* The sender may have knocked before there was somebody behind the port. */
static struct nf_conn *begin_anew(struct nf_conn *ct, struct sk_buff *skb,
				  const struct nf_hook_state *state)
{
	enum ip_conntrack_info info;

	if (!nf_ct_is_confirmed(ct))
		return ct;
	nf_ct_kill(ct);
	nf_reset_ct(skb);
	if (nf_conntrack_in(skb, state) != NF_ACCEPT)
		return NULL;
	ct = nf_ct_get(skb, &info);
	return ct && !nf_ct_is_confirmed(ct) ? ct : NULL;
}

/* To a port that masquerading gives away, on an address of this host (S3.16). */
static bool is_candidate(const struct nf_conntrack_tuple *tuple,
			 const struct nf_hook_state *state)
{
	u16 port = ntohs(tuple->dst.u.udp.port);

	return tuple->dst.protonum == IPPROTO_UDP &&
	       port >= IPFW_MASQ_FIRST && port <= IPFW_MASQ_LAST &&
	       !(state->in->flags & IFF_LOOPBACK) &&
	       inet_addr_type(state->net, tuple->dst.u3.ip) == RTN_LOCAL;
}

/* The connection whose port @wanted is for; NULL: none. RCU read side. */
static const struct nf_conn *
connection_behind(const struct nf_conntrack_tuple *wanted,
		  const struct nf_hook_state *state)
{
	struct search search = { .wanted = wanted };

	if (is_candidate(wanted, state))
		ipfw_masq_for_each(state->net, look_at, &search);
	return search.found;
}

bool ipfw_masq_expects(const struct sk_buff *skb,
		       const struct ipfw_place *place)
{
	const struct nf_hook_state state = {
		.net = place->net,
		.in = place->in,
	};
	struct nf_conntrack_tuple_hash *known;
	struct nf_conntrack_tuple tuple;
	bool answers = false;
	struct nf_conn *ct;

	if (!ipfw_masq_is_on(state.net) ||
	    !nf_ct_get_tuplepr(skb, skb_network_offset(skb), NFPROTO_IPV4,
			       state.net, &tuple))
		return false;
	known = nf_conntrack_find_get(state.net, &nf_ct_zone_dflt, &tuple);
	if (known) {
		ct = nf_ct_tuplehash_to_ctrack(known);
		answers = ipfw_masq_owns(ct) &&
			  NF_CT_DIRECTION(known) != ipfw_masq_outward(ct);
		nf_ct_put(ct);
	}
	return answers || connection_behind(&tuple, &state);
}

static unsigned int hook_stranger(void *priv, struct sk_buff *skb,
				  const struct nf_hook_state *state)
{
	enum ip_conntrack_info info;
	struct nf_conn *ct = nf_ct_get(skb, &info);
	const struct nf_conn *behind;
	struct nf_conntrack_tuple host;

	if (!ct || ipfw_masq_owns(ct) ||
	    (info != IP_CT_NEW && info != IP_CT_ESTABLISHED))
		return NF_ACCEPT;
	behind = connection_behind(&ct->tuplehash[IP_CT_DIR_ORIGINAL].tuple,
				   state);
	if (!behind)
		return NF_ACCEPT;
	host = *ipfw_masq_request(behind);
	ct = begin_anew(ct, skb, state);
	return ct ? lead_to(ct, skb, &host) : NF_DROP;
}

static const struct nf_hook_ops stranger_ops = {
	.hook = hook_stranger,
	.pf = NFPROTO_IPV4,
	.hooknum = NF_INET_PRE_ROUTING,
	.priority = NF_IP_PRI_NAT_DST - 1,
};

int ipfw_masq_udp_init(struct net *net)
{
	return nf_register_net_hook(net, &stranger_ops);
}

void ipfw_masq_udp_exit(struct net *net)
{
	nf_unregister_net_hook(net, &stranger_ops);
}
