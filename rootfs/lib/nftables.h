/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * nftables.h - the few messages of nf_tables that programs here need: the machine has no nft
 *
 * nft_begin(), then what is wanted, then nft_commit(): all of it is done, or nothing. A rule is
 * nft_rule(), what it matches, what it does, nft_rule_end(). The family is IPv4.
 */
#ifndef NFTABLES_H
#define NFTABLES_H

#include "netlink.h"

/* A base chain and its table. */
struct nft_chain {
	const char *table, *chain;
	const char *type;	/* "filter", "nat" */
	uint32_t hook;		/* NF_INET_... */
	int priority;		/* of netfilter: the lowest is called first */
};

struct nft_rule {
	size_t expressions;
};

void nft_begin(struct netlink_batch *batch);

/*
 * Sends it and waits for the answer: 0, or -1 with errno set. @fd has nothing else to do with
 * answers.
 */
int nft_commit(int fd, struct netlink_batch *batch);

/*
 * The chain, which accepts what its rules do not decide, and its table, if they are not there.
 * An owned table goes with the socket it was made by.
 */
void nft_new_chain(struct netlink_batch *batch, const struct nft_chain *chain, bool owned);
void nft_delete_table(struct netlink_batch *batch, const char *table);

/* All rules of the table. */
void nft_delete_rules(struct netlink_batch *batch, const char *table);

/* A rule behind those that are there. */
struct nft_rule nft_rule(struct netlink_batch *batch, const struct nft_chain *chain);
void nft_rule_end(struct netlink_batch *batch, struct nft_rule rule);

/* Matches: @n bytes of the packet, @offset behind the beginning of its IP header; the way out. */
void nft_header_is(struct netlink_batch *batch, uint32_t offset, const void *value, size_t n);
void nft_out_device_is(struct netlink_batch *batch, const char *device);

/* What a rule does. */
void nft_count(struct netlink_batch *batch);
void nft_verdict(struct netlink_batch *batch, uint32_t code);	/* NF_ACCEPT, NF_DROP */
void nft_queue(struct netlink_batch *batch, uint16_t queue, bool bypass);
void nft_masquerade(struct netlink_batch *batch);

#endif
