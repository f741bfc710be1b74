// SPDX-License-Identifier: GPL-2.0-only
/*
 * The connection a packet belongs to, for those who keep packets for a while:
 * to them it is a number.
 */
#include <linux/ip.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/skbuff.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/netfilter/nf_conntrack_core.h>
#include <net/netfilter/nf_conntrack_zones.h>
#include "ip_fw_road.h"

unsigned long ipfw_ct_take(struct sk_buff *skb)
{
	unsigned long ct = skb_get_nfct(skb);

	skb_set_nfct(skb, 0);
	return ct;
}

void ipfw_ct_put(unsigned long ct)
{
	nf_conntrack_put((struct nf_conntrack *)(ct & NFCT_PTRMASK));
}

#if IS_BUILTIN(CONFIG_NF_CONNTRACK)

bool ipfw_ct_confirm(struct sk_buff *skb)
{
	return nf_conntrack_confirm(skb) == NF_ACCEPT;
}

void ipfw_ct_lend(struct sk_buff *skb, unsigned long ct, bool again)
{
	struct nf_conn *conn = (struct nf_conn *)(ct & NFCT_PTRMASK);

	if (!conn || (again && !nf_ct_is_confirmed(conn)))
		return;
	skb_set_nfct(skb, ct);
	nf_conntrack_get(skb_nfct(skb));
}

/*
 * Conntrack knows a connection by its packets as they come. One that is on its
 * way out already looks like the opposite of an answer.
 */
void ipfw_ct_recognise(struct sk_buff *skb, struct net *net)
{
	struct nf_conntrack_tuple_hash *known;
	struct nf_conntrack_tuple tuple, answer;
	struct nf_conn *ct;

	if (!nf_ct_get_tuplepr(skb, skb_network_offset(skb), NFPROTO_IPV4, net,
			       &tuple) ||
	    !nf_ct_invert_tuple(&answer, &tuple))
		return;
	known = nf_conntrack_find_get(net, &nf_ct_zone_dflt, &answer);
	if (!known)
		return;
	ct = nf_ct_tuplehash_to_ctrack(known);
	if (!(ct->status & IPS_NAT_MASK)) {
		nf_ct_put(ct);
		return;
	}
	nf_ct_set(skb, ct, NF_CT_DIRECTION(known) == IP_CT_DIR_ORIGINAL ?
			   IP_CT_ESTABLISHED_REPLY : IP_CT_ESTABLISHED);
}

#else

bool ipfw_ct_confirm(struct sk_buff *skb)
{
	return true;
}

void ipfw_ct_lend(struct sk_buff *skb, unsigned long ct, bool again)
{
}

void ipfw_ct_recognise(struct sk_buff *skb, struct net *net)
{
}

#endif
