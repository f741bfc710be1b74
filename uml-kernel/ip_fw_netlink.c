// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copies of packets for the readers of NETLINK_FIREWALL (S2.37-S2.42).
 *
 * 2.2 broadcast to all groups at once: whoever had bound with any bit set got
 * one copy. A broadcast of today names one group, and one to each of them in
 * turn would reach some readers twice. So the list of those who have joined a
 * group is read here, and each is sent its own.
 */
#include <linux/filter.h>
#include <linux/ip.h>
#include <linux/netlink.h>
#include <linux/printk.h>
#include <linux/skbuff.h>
#include <net/net_namespace.h>
#include <uapi/linux/ip_fw_netlink.h>
#include "af_netlink.h"		/* of net/netlink: nl_table */
#include "ip_fw_core.h"
#include "ip_fw_netlink.h"

#define GFP_COPY	(GFP_ATOMIC | __GFP_NOWARN)

struct sk_buff *ipfw_netlink_make(struct sk_buff *skb, const struct ip_fw *fw,
				  const struct ipfw_facts *facts)
{
	unsigned int bytes = min(fw->fw_outputsize, facts->length);
	struct ip_fw_netlink *head;
	struct sk_buff *copy;

	/* A reader is shown what the wire will carry. */
	if (skb->ip_summed == CHECKSUM_PARTIAL && skb_checksum_help(skb))
		return NULL;
	copy = alloc_skb(sizeof(*head) + bytes, GFP_COPY);
	if (!copy)
		return NULL;
	head = skb_put_zero(copy, sizeof(*head));
	head->length = sizeof(*head) + bytes;
	head->mark = skb->mark;
	strscpy(head->vianame, facts->via, sizeof(head->vianame));
	if (!skb_copy_bits(skb, skb_network_offset(skb), skb_put(copy, bytes),
			   bytes))
		return copy;
	kfree_skb(copy);
	return NULL;
}

static struct hlist_head *readers(void)
{
	return &nl_table[NETLINK_FIREWALL].mc_list;
}

/*
 * Puts one copy for each reader into @copies, with the reader, held, in
 * NETLINK_CB().sk. They are sent later, because that wakes the readers, and the
 * table must not be locked then. -ENOMEM: not all have got theirs.
 */
static int make_copies(struct sk_buff_head *copies, const struct net *net,
		       struct sk_buff *copy)
{
	struct sk_buff *own;
	unsigned long flags;
	struct sock *sk;
	int err = 0;

	read_lock_irqsave(&nl_table_lock, flags);
	sk_for_each_bound(sk, readers()) {
		if (!net_eq(sock_net(sk), net))
			continue;
		own = skb_clone(copy, GFP_COPY);
		if (!own) {
			err = -ENOMEM;
			break;
		}
		sock_hold(sk);
		NETLINK_CB(own).sk = sk;
		__skb_queue_tail(copies, own);
	}
	read_unlock_irqrestore(&nl_table_lock, flags);
	return err;
}

/* Consumes @own and the hold of @sk. A full reader is told ENOBUFS (S2.40). */
static void send_copy(struct sock *kernel, struct sock *sk, struct sk_buff *own)
{
	long no_time = 0;

	if (sk_filter(sk, own)) {
		kfree_skb(own);
		sock_put(sk);
	} else if (!netlink_attachskb(sk, own, &no_time, kernel)) {
		netlink_sendskb(sk, own);
	}
}

/* Sends @copies, or drops them if @err: all readers get theirs or none does. */
static void send_copies(struct sk_buff_head *copies, struct sock *kernel,
			int err)
{
	struct sk_buff *own;
	struct sock *sk;

	while ((own = __skb_dequeue(copies))) {
		sk = NETLINK_CB(own).sk;
		NETLINK_CB(own).sk = NULL;
		if (!err) {
			send_copy(kernel, sk, own);
			continue;
		}
		kfree_skb(own);
		sock_put(sk);
	}
}

int ipfw_netlink_copy(struct sk_buff *skb, const struct ipfw_step *step)
{
	struct sock *kernel = step->walk->fw->netlink;
	struct sk_buff_head copies;
	struct sk_buff *copy;
	int err = -ENOMEM;

	if (hlist_empty(readers()))
		return 0;
	__skb_queue_head_init(&copies);
	copy = ipfw_netlink_make(skb, &step->rule->fw, step->walk->facts);
	if (copy)
		err = make_copies(&copies, sock_net(kernel), copy);
	consume_skb(copy);
	send_copies(&copies, kernel, err);
	if (err)
		net_warn_ratelimited("ip_fw: packet drop due to netlink failure\n");
	return err;
}

/* Without an input function nobody takes what is written to it (S8.5). */
int ipfw_netlink_init(struct net *net)
{
	struct netlink_kernel_cfg cfg = { .groups = 32 };
	struct ipfw_net *fw = ipfw_net(net);

	fw->netlink = netlink_kernel_create(net, NETLINK_FIREWALL, &cfg);
	return fw->netlink ? 0 : -ENOMEM;
}

void ipfw_netlink_exit(struct net *net)
{
	netlink_kernel_release(ipfw_net(net)->netlink);
}
