// SPDX-License-Identifier: GPL-2.0-only
/*
 * The connection a packet belongs to, for those who keep packets for a while.
 *
 * Who keeps a packet does not keep its connection: that one has a time, and a
 * place in a table that has an end. It is found again by its addresses.
 */
#include <linux/ip.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/netfilter/nf_conntrack_core.h>
#include <net/netfilter/nf_conntrack_helper.h>
#include <net/netfilter/nf_conntrack_zones.h>
#include "ip_fw_road.h"

#if IS_BUILTIN(CONFIG_NF_CONNTRACK)

/**
 * struct ipfw_ct - the connection of a packet that is in user space
 * @held: a reference, if it could not be made again; 0: none
 * @known: it was in the table
 * @info: what the packet is to it
 * @zone: where it is known
 * @tuple: its first direction
 */
struct ipfw_ct {
	unsigned long held;
	bool known;
	enum ip_conntrack_info info;
	struct nf_conntrack_zone zone;
	struct nf_conntrack_tuple tuple;
};

bool ipfw_ct_confirm(struct sk_buff *skb)
{
	return nf_conntrack_confirm(skb) == NF_ACCEPT;
}

static bool is_marked(const struct nf_conn *ct)
{
#ifdef CONFIG_NF_CONNTRACK_MARK
	return READ_ONCE(ct->mark);
#else
	return false;
#endif
}

/* Only its first packet has it, and what others have made of it. */
static bool is_irreplaceable(const struct nf_conn *ct)
{
	return !nf_ct_is_confirmed(ct) &&
	       (ct->status & IPS_NAT_MASK || ct->master || is_marked(ct) ||
		nfct_help(ct));
}

struct ipfw_ct *ipfw_ct_take(struct sk_buff *skb)
{
	struct ipfw_ct *note = NULL;
	enum ip_conntrack_info info;
	const struct nf_conn *ct = nf_ct_get(skb, &info);

	if (ct)
		note = kzalloc(sizeof(*note), GFP_ATOMIC);
	if (note) {
		note->known = nf_ct_is_confirmed(ct);
		note->info = info;
		note->zone = *nf_ct_zone(ct);
		note->tuple = ct->tuplehash[IP_CT_DIR_ORIGINAL].tuple;
		if (is_irreplaceable(ct)) {
			note->held = skb_get_nfct(skb);
			skb_set_nfct(skb, 0);
		}
	}
	nf_reset_ct(skb);
	return note;
}

void ipfw_ct_put(struct ipfw_ct *note)
{
	if (note)
		nf_conntrack_put((void *)(note->held & NFCT_PTRMASK));
	kfree(note);
}

bool ipfw_ct_give(struct sk_buff *skb, struct ipfw_ct *note, struct net *net,
		  bool inward)
{
	const struct nf_hook_state state = {
		.hook = inward ? NF_INET_PRE_ROUTING : NF_INET_LOCAL_OUT,
		.pf = NFPROTO_IPV4,
		.net = net,
	};
	unsigned long held = note ? xchg(&note->held, 0) : 0;
	struct nf_conntrack_tuple_hash *found;

	if (held)
		skb_set_nfct(skb, held);
	if (!note || held)
		return true;
	found = nf_conntrack_find_get(net, &note->zone, &note->tuple);
	if (!found)
		return note->known ||
		       nf_conntrack_in(skb, &state) == NF_ACCEPT;
	nf_ct_set(skb, nf_ct_tuplehash_to_ctrack(found), note->info);
	return true;
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

struct ipfw_ct *ipfw_ct_take(struct sk_buff *skb)
{
	return NULL;
}

void ipfw_ct_put(struct ipfw_ct *note)
{
}

bool ipfw_ct_give(struct sk_buff *skb, struct ipfw_ct *note, struct net *net,
		  bool inward)
{
	return true;
}

void ipfw_ct_recognise(struct sk_buff *skb, struct net *net)
{
}

#endif
