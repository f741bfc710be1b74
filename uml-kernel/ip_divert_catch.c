// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a DIVERT rule into the queue of a divert socket.
 */
#include <linux/inetdevice.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/sock.h>
#include "ip_divert.h"
#include "ip_fw_core.h"
#include "ip_fw_diary.h"

/* First address of the interface, 0 without one. RCU read side. */
static __be32 primary_address(const struct net_device *dev)
{
	struct in_device *in_dev = dev ? __in_dev_get_rcu(dev) : NULL;
	const struct in_ifaddr *ifa;

	if (!in_dev)
		return 0;
	in_dev_for_each_ifa_rcu(ifa, in_dev)
		if (!(ifa->ifa_flags & IFA_F_SECONDARY))
			return ifa->ifa_local;
	return 0;
}

/* S7.48-S7.52 */
static __be32 delivered_address(const struct ipfw_place *place)
{
	switch (place->stage) {
	case IPFW_STAGE_INPUT:
	case IPFW_STAGE_FORWARD:
		return primary_address(place->in);
	default:
		return 0;
	}
}

/* Going out, a copy made by multicast routing knows by its notes alone. */
static int incoming_index(const struct ipfw_place *place,
			  const struct sk_buff *skb)
{
	if (place->in)
		return place->in->ifindex;
	return place->stage == IPFW_STAGE_OUTPUT_FORWARDED ? IPCB(skb)->iif : 0;
}

/* What the program may want to know. RCU read side, rule lock. */
static void note_place(struct ipdivert_cb *cb, const struct ipfw_place *place,
		       const struct sk_buff *skb, const struct ipfw_step *step)
{
	cb->addr = delivered_address(place);
	cb->in = incoming_index(place, skb);
	cb->out = place->out ? place->out->ifindex : 0;
	cb->rulenum = step->rule->num;
	cb->stage = place->stage;
	memcpy(cb->chain, step->chain->label, sizeof(cb->chain));
}

bool ipdivert_catch(struct ipdivert_delivery *delivery,
		    const struct ipfw_place *place, struct sk_buff *skb,
		    const struct ipfw_step *step)
{
	struct ipdivert_net *dn = step->walk->fw->divert;
	struct sock *sk;

	rcu_read_lock();
	sk = xa_load(&dn->ports, step->rule->fw.fw_redirpt);
	if (sk && !refcount_inc_not_zero(&sk->sk_refcnt))
		sk = NULL;
	note_place(&delivery->cb, place, skb, step);
	rcu_read_unlock();
	delivery->sk = sk;
	if (!sk) {
		atomic64_inc(&dn->noport);
		return false;
	}
	delivery->ticket = ipdivert_ticket_make(place, skb, step,
						delivery->cb.addr);
	return true;
}

/*
 * Makes @skb depend on nothing but itself (S7.43, S7.113, S7.114). Behind
 * source NAT its connection must be known before the packet leaves the stack,
 * or the mapping is lost (S7.120). False: it cannot be delivered.
 */
static bool detach(struct ipdivert_delivery *delivery, struct sk_buff *skb)
{
	struct ipdivert_ticket *ticket = delivery->ticket;
	struct ipfw_ct *ct;

	if (ticket && ticket->stage == IPFW_STAGE_OUTPUT_FORWARDED &&
	    !ipfw_ct_confirm(skb))
		return false;
	ct = ipfw_ct_take(skb);
	if (ticket)
		ticket->ct = ct;
	else
		ipfw_ct_put(ct);
	skb_orphan(skb);
	skb_dst_drop(skb);
	if (!skb->tstamp || skb->mono_delivery_time)
		__net_timestamp(skb);
	return skb->ip_summed != CHECKSUM_PARTIAL || !skb_checksum_help(skb);
}

/* Consumes both. */
static void queue(struct ipdivert_sock *ds, struct ipdivert_ticket *ticket,
		  struct sk_buff *skb, const struct ipdivert_cb *cb)
{
	u64 handle = ticket ? ipdivert_ticket_add(ds, ticket) : 0;

	sock_skb_cb_check_size(sizeof(*cb));
	*ipdivert_cb(skb) = *cb;
	ipdivert_cb(skb)->handle = handle;
	if (!sock_queue_rcv_skb(&ds->inet.sk, skb)) {
		atomic64_inc(&ds->received);
		return;
	}
	ipdivert_ticket_cancel(ds, handle);
	ipfw_diary_lost(ipfw_diary_packet(skb), "full");
	kfree_skb_reason(skb, SKB_DROP_REASON_SOCKET_RCVBUFF);
}

void ipdivert_deliver(struct ipdivert_delivery *delivery, struct sk_buff *skb)
{
	if (detach(delivery, skb)) {
		queue(ipdivert_sk(delivery->sk), delivery->ticket, skb,
		      &delivery->cb);
	} else {
		if (delivery->ticket)
			ipdivert_ticket_put(delivery->ticket);
		kfree_skb_reason(skb, SKB_DROP_REASON_NOMEM);
	}
	sock_put(delivery->sk);
}
