// SPDX-License-Identifier: GPL-2.0-only
/*
 * How long masqueraded connections are remembered: a table for each protocol, by
 * the states of conntrack (S3.18).
 */
#include <linux/in.h>
#include <linux/jiffies.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/netfilter/nf_conntrack_core.h>
#include <net/netfilter/nf_conntrack_l4proto.h>
#include <net/netfilter/nf_conntrack_timeout.h>
#include "ip_fw_masq.h"

#define SECONDS(n)	((n) * HZ)

/* S3.18. What 2.2 did not have never shortens anything. */
static const unsigned int tcp_defaults[TCP_CONNTRACK_TIMEOUT_MAX] = {
	[TCP_CONNTRACK_NONE] = SECONDS(1800),
	[TCP_CONNTRACK_SYN_SENT] = SECONDS(120),
	[TCP_CONNTRACK_SYN_RECV] = SECONDS(60),
	[TCP_CONNTRACK_ESTABLISHED] = SECONDS(900),
	[TCP_CONNTRACK_FIN_WAIT] = SECONDS(120),
	[TCP_CONNTRACK_CLOSE_WAIT] = SECONDS(60),
	[TCP_CONNTRACK_LAST_ACK] = SECONDS(30),
	[TCP_CONNTRACK_TIME_WAIT] = SECONDS(120),
	[TCP_CONNTRACK_CLOSE] = SECONDS(10),
	[TCP_CONNTRACK_SYN_SENT2] = SECONDS(120),
	[TCP_CONNTRACK_RETRANS] = UINT_MAX,
	[TCP_CONNTRACK_UNACK] = UINT_MAX,
};

static const unsigned int udp_defaults[UDP_CT_MAX] = {
	[UDP_CT_UNREPLIED] = SECONDS(300),
	[UDP_CT_REPLIED] = SECONDS(300),
};

static const unsigned int icmp_defaults[] = { SECONDS(60) };

static const struct {
	u8 proto;
	unsigned int n;
	const unsigned int *defaults;
} protocols[IPFW_MASQ_PROTOCOLS] = {
	[IPFW_MASQ_TCP] = { IPPROTO_TCP, ARRAY_SIZE(tcp_defaults),
			    tcp_defaults },
	[IPFW_MASQ_UDP] = { IPPROTO_UDP, ARRAY_SIZE(udp_defaults),
			    udp_defaults },
	[IPFW_MASQ_ICMP] = { IPPROTO_ICMP, ARRAY_SIZE(icmp_defaults),
			     icmp_defaults },
};

int ipfw_masq_protocol(u8 proto)
{
	int i;

	for (i = 0; i < IPFW_MASQ_PROTOCOLS; i++)
		if (protocols[i].proto == proto)
			return i;
	return -1;
}

void ipfw_masq_adopt(struct nf_conn *ct, struct sk_buff *skb,
		     const struct ipfw_masq *masq)
{
	int protocol = ipfw_masq_protocol(nf_ct_protonum(ct));
	struct nf_ct_timeout *timeout = masq->timeouts[protocol];
	unsigned int state = 0;

	if (protocol == IPFW_MASQ_TCP)
		state = ct->proto.tcp.state;
	set_bit(IPFW_MASQ_CT_BIT, &ct->status);
	if (!nf_ct_timeout_ext_add(ct, timeout, GFP_ATOMIC))
		return;
	nf_ct_refresh(ct, skb, ((unsigned int *)timeout->data)[state]);
}

/* USER_HZ is what the tool multiplied seconds with (Q26). */
static void set_timeout(struct nf_ct_timeout *timeout, unsigned int state,
			int value)
{
	unsigned int *table = (unsigned int *)timeout->data;

	if (value)
		WRITE_ONCE(table[state],
			   clock_t_to_jiffies(max_t(int, value, 0)));
}

int ipfw_masq_timeouts(struct ipfw_net *fw, const struct ip_fw_masq *new)
{
	struct nf_ct_timeout **timeouts = fw->masq->timeouts;

	set_timeout(timeouts[IPFW_MASQ_TCP], TCP_CONNTRACK_ESTABLISHED,
		    new->tcp_timeout);
	set_timeout(timeouts[IPFW_MASQ_TCP], TCP_CONNTRACK_FIN_WAIT,
		    new->tcp_fin_timeout);
	set_timeout(timeouts[IPFW_MASQ_UDP], UDP_CT_UNREPLIED,
		    new->udp_timeout);
	set_timeout(timeouts[IPFW_MASQ_UDP], UDP_CT_REPLIED, new->udp_timeout);
	return 0;
}

/* Nobody asks for the timeout of a connection that has no more packets. */
void ipfw_masq_times_exit(struct ipfw_masq *masq)
{
	struct nf_ct_timeout *timeout;
	int i;

	for (i = 0; i < IPFW_MASQ_PROTOCOLS; i++) {
		timeout = masq->timeouts[i];
		if (timeout && refcount_dec_and_test(&timeout->refcnt))
			kfree_rcu(timeout, rcu);
	}
}

int ipfw_masq_times_init(struct ipfw_masq *masq)
{
	struct nf_ct_timeout *timeout;
	size_t size;
	int i;

	for (i = 0; i < IPFW_MASQ_PROTOCOLS; i++) {
		size = protocols[i].n * sizeof(unsigned int);
		timeout = kzalloc(sizeof(*timeout) + size, GFP_KERNEL);
		if (!timeout)
			return -ENOMEM;
		refcount_set(&timeout->refcnt, 1);
		timeout->l3num = NFPROTO_IPV4;
		timeout->l4proto = nf_ct_l4proto_find(protocols[i].proto);
		memcpy(timeout->data, protocols[i].defaults, size);
		masq->timeouts[i] = timeout;
	}
	return 0;
}
