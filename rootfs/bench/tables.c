// SPDX-License-Identifier: GPL-2.0-only
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <unistd.h>

#include "bench.h"
#include "nftables.h"

#define PRIORITY	(-450)
#define SOURCE_AT	12	/* of the source address in an IP header */
#define RULES_AT_ONCE	256

static struct netlink_batch batch;

static const struct nft_chain chain = {
	.table = "bench",
	.chain = "input",
	.type = "filter",
	.hook = NF_INET_PRE_ROUTING,
	.priority = PRIORITY,
};

static void new_rule(struct bench_rule rule)
{
	struct nft_rule opened = nft_rule(&batch, &chain);

	nft_header_is(&batch, SOURCE_AT, &rule.from, sizeof(rule.from));
	nft_count(&batch);
	nft_verdict(&batch, rule.accept ? NF_ACCEPT : NF_DROP);
	nft_rule_end(&batch, opened);
}

static void commit(int fd)
{
	if (nft_commit(fd, &batch))
		give_up("nf_tables");
}

void install_tables(unsigned int count, enum bench_last last)
{
	unsigned int all = count + (last != LAST_NONE);
	int fd = netlink_open();

	if (fd < 0)
		give_up("netlink socket");
	nft_begin(&batch);
	nft_new_chain(&batch, &chain, false);
	commit(fd);
	for (unsigned int i = 0; i < all;) {
		unsigned int until = i + RULES_AT_ONCE < all ? i + RULES_AT_ONCE : all;

		nft_begin(&batch);
		for (; i < until; i++)
			new_rule(rule_of(i, count, last));
		commit(fd);
	}
	close(fd);
}
