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

/* Index of IP protocol @proto above, -1 if it is not masqueraded (S3.13). */
int ipfw_masq_protocol(u8 proto);

static inline bool ipfw_masq_owns(const struct nf_conn *ct)
{
	return test_bit(IPFW_MASQ_CT_BIT, &ct->status);
}

/* ip_fw_compat_masq_proc.c: /proc/net/ip_masquerade and the folder ip_masq. */
int ipfw_masq_proc_init(struct net *net);
void ipfw_masq_proc_exit(struct net *net);

#endif /* _IP_FW_MASQ_H */
