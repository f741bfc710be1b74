/* SPDX-License-Identifier: GPL-2.0-only */
/* nfqrule.c - the rule of an NFQUEUE; nfqrule.h says what each function does. */
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <stdio.h>
#include <string.h>

#include "nfqrule.h"
#include "nftables.h"

#define PROTOCOL_AT 9		/* in an IP header */
#define HOOKS (sizeof(hook_names) / sizeof(hook_names[0]))

static const char *const hook_names[] = {
	[NF_INET_PRE_ROUTING] = "prerouting",
	[NF_INET_LOCAL_IN] = "input",
	[NF_INET_FORWARD] = "forward",
	[NF_INET_LOCAL_OUT] = "output",
	[NF_INET_POST_ROUTING] = "postrouting",
};

int nfq_hook_number(const char *name)
{
	for (size_t i = 0; i < HOOKS; i++)
		if (!strcmp(name, hook_names[i]))
			return (int)i;
	return -1;
}

const char *nfq_hook_name(uint32_t hook)
{
	return hook < HOOKS ? hook_names[hook] : "?";
}

struct table_name {
	char text[sizeof("nfqueue-65535")];
};

static struct table_name table_of(uint16_t queue)
{
	struct table_name name;

	snprintf(name.text, sizeof(name.text), "nfqueue-%hu", queue);
	return name;
}

static void queue_rule(struct netlink_batch *batch, const struct nft_chain *chain,
		       const struct nfq_rule *wanted)
{
	struct nft_rule rule = nft_rule(batch, chain);

	if (wanted->protocol)
		nft_header_is(batch, PROTOCOL_AT, &wanted->protocol, sizeof(wanted->protocol));
	nft_queue(batch, wanted->queue, wanted->bypass);
	nft_rule_end(batch, rule);
}

static void drop_rule(struct netlink_batch *batch, const struct nft_chain *chain)
{
	struct nft_rule rule = nft_rule(batch, chain);

	nft_verdict(batch, NF_DROP);
	nft_rule_end(batch, rule);
}

int nfq_rule_install(int fd, struct netlink_batch *batch, const struct nfq_rule *rule, bool owned)
{
	const struct table_name name = table_of(rule->queue);
	const struct nft_chain chain = {
		.table = name.text,
		.chain = "queue",
		.type = "filter",
		.hook = rule->hook,
		.priority = rule->priority,
	};

	nft_begin(batch);
	nft_new_chain(batch, &chain, owned);
	queue_rule(batch, &chain, rule);
	if (rule->drop_behind)
		drop_rule(batch, &chain);
	return nft_commit(fd, batch);
}

int nfq_rule_stop(int fd, struct netlink_batch *batch, uint16_t queue)
{
	nft_begin(batch);
	nft_delete_rules(batch, table_of(queue).text);
	return nft_commit(fd, batch);
}

int nfq_rule_remove(int fd, struct netlink_batch *batch, uint16_t queue)
{
	nft_begin(batch);
	nft_delete_table(batch, table_of(queue).text);
	return nft_commit(fd, batch);
}
