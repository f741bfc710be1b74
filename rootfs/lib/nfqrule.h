/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * nfqrule.h - the nf_tables rule that hands packets to an NFQUEUE
 *
 * It stands alone in a table of its own, nfqueue-N for queue N, in a chain of one of the hooks.
 */
#ifndef NFQRULE_H
#define NFQRULE_H

#include "netlink.h"

struct nfq_rule {
	uint16_t queue;
	uint32_t hook;		/* NF_INET_... */
	int priority;
	uint8_t protocol;	/* of the packets that are queued, 0: all */
	bool bypass;		/* without a reader, packets go on */
	bool drop_behind;	/* behind it, a rule that drops all */
};

/*
 * Makes table, chain and rule; with @owned they go when @fd is closed. 0, or -1 with errno set.
 * EEXIST, EPERM: the queue has such a table.
 */
int nfq_rule_install(int fd, struct netlink_batch *batch, const struct nfq_rule *rule, bool owned);

/* From now on nothing is queued; the chain stays. 0, or -1 with errno set. */
int nfq_rule_stop(int fd, struct netlink_batch *batch, uint16_t queue);

/* Removes the table. ENOENT: there is none. */
int nfq_rule_remove(int fd, struct netlink_batch *batch, uint16_t queue);

/* The number of the hook prerouting, input, forward, output or postrouting; -1. And back. */
int nfq_hook_number(const char *name);
const char *nfq_hook_name(uint32_t hook);

#endif
