/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Masquerading: what its files share.
 */
#ifndef _IP_FW_MASQ_H
#define _IP_FW_MASQ_H

#include <net/netfilter/nf_conntrack.h>
#include "ip_fw_translate.h"

struct nf_ct_timeout;

/*
 * Says that a connection is masqueraded. The kernel's own status bits end at
 * 16, and this is the last of those that every machine has.
 */
#define IPFW_MASQ_CT_BIT	31

/*
 * Says that a masqueraded connection was begun from outside (S3.17): what comes
 * from the masqueraded host is its second direction.
 */
#define IPFW_MASQ_LOOSE_BIT	30

enum { IPFW_MASQ_TCP, IPFW_MASQ_UDP, IPFW_MASQ_ICMP, IPFW_MASQ_PROTOCOLS };

/**
 * struct ipfw_masq - masquerading in a namespace
 * @on: connection tracking is held
 * @next: the port to be tried first for the next connection, less
 *	IPFW_MASQ_FIRST
 * @timeouts: of each protocol, by state; a reference is the namespace's
 */
struct ipfw_masq {
	bool on;
	u16 next;
	struct nf_ct_timeout *timeouts[IPFW_MASQ_PROTOCOLS];
};

/*
 * ip_fw_compat_masq_times.c: the tables of a namespace, with the times of 2.2.
 * -ENOMEM; what has been made is for ipfw_masq_times_exit() all the same.
 */
int ipfw_masq_times_init(struct ipfw_masq *masq);
void ipfw_masq_times_exit(struct ipfw_masq *masq);

/* Index of IP protocol @proto above, -1 if it is not masqueraded (S3.13). */
int ipfw_masq_protocol(u8 proto);

/*
 * From now on @ct is masqueraded, and lives as long as the table of its protocol
 * says. It belongs to nobody else yet.
 */
void ipfw_masq_adopt(struct nf_conn *ct, struct sk_buff *skb,
		     const struct ipfw_masq *masq);

static inline bool ipfw_masq_owns(const struct nf_conn *ct)
{
	return test_bit(IPFW_MASQ_CT_BIT, &ct->status);
}

/* The direction in which packets come from the masqueraded host. */
static inline enum ip_conntrack_dir ipfw_masq_outward(const struct nf_conn *ct)
{
	return test_bit(IPFW_MASQ_LOOSE_BIT, &ct->status) ?
	       IP_CT_DIR_REPLY : IP_CT_DIR_ORIGINAL;
}

/* Packets of @ct as they come from the masqueraded host. */
static inline const struct nf_conntrack_tuple *
ipfw_masq_request(const struct nf_conn *ct)
{
	return &ct->tuplehash[ipfw_masq_outward(ct)].tuple;
}

/* Packets of @ct as they come to the address that it hides behind. */
static inline const struct nf_conntrack_tuple *
ipfw_masq_answer(const struct nf_conn *ct)
{
	return &ct->tuplehash[!ipfw_masq_outward(ct)].tuple;
}

/* ip_fw_compat_masq_udp.c: its hook, before NAT's. -ENOMEM. May sleep. */
int ipfw_masq_udp_init(struct net *net);
void ipfw_masq_udp_exit(struct net *net);

/* ip_fw_compat_masq_proc.c: /proc/net/ip_masquerade and the folder ip_masq. */
int ipfw_masq_proc_init(struct net *net);
void ipfw_masq_proc_exit(struct net *net);

/*
 * Shows @visit each masqueraded connection of @net that is alive. Some may be
 * missed while conntrack resizes its table. Any context.
 */
void ipfw_masq_for_each(const struct net *net,
			void (*visit)(void *context, const struct nf_conn *ct),
			void *context);

#endif /* _IP_FW_MASQ_H */
