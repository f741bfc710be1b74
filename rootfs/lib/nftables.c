/* SPDX-License-Identifier: GPL-2.0-only */
/* nftables.c - messages of nf_tables; nftables.h says what each function does. */
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>

#include "nftables.h"

static void begin(struct netlink_batch *batch, int message, int flags)
{
	netlink_begin(batch, NFNL_SUBSYS_NFTABLES << 8 | message, flags, NFPROTO_IPV4, 0);
}

void nft_begin(struct netlink_batch *batch)
{
	netlink_clear(batch);
	netlink_begin(batch, NFNL_MSG_BATCH_BEGIN, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);
	netlink_end(batch);
}

/* Of the messages between, only the last is asked for: an error of any of them is told first. */
int nft_commit(int fd, struct netlink_batch *batch)
{
	netlink_ask(batch);
	netlink_begin(batch, NFNL_MSG_BATCH_END, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);
	netlink_end(batch);
	return netlink_send(fd, batch) ? -1 : netlink_answer(fd);
}

void nft_new_chain(struct netlink_batch *batch, const struct nft_chain *chain, bool owned)
{
	size_t hook;

	begin(batch, NFT_MSG_NEWTABLE, NLM_F_CREATE);
	netlink_text(batch, NFTA_TABLE_NAME, chain->table);
	if (owned)
		netlink_number(batch, NFTA_TABLE_FLAGS, NFT_TABLE_F_OWNER);
	netlink_end(batch);
	begin(batch, NFT_MSG_NEWCHAIN, NLM_F_CREATE);
	netlink_text(batch, NFTA_CHAIN_TABLE, chain->table);
	netlink_text(batch, NFTA_CHAIN_NAME, chain->chain);
	netlink_text(batch, NFTA_CHAIN_TYPE, chain->type);
	hook = netlink_nest(batch, NFTA_CHAIN_HOOK);
	netlink_number(batch, NFTA_HOOK_HOOKNUM, chain->hook);
	netlink_number(batch, NFTA_HOOK_PRIORITY, (uint32_t)chain->priority);
	netlink_unnest(batch, hook);
	netlink_end(batch);
}

void nft_delete_table(struct netlink_batch *batch, const char *table)
{
	begin(batch, NFT_MSG_DELTABLE, 0);
	netlink_text(batch, NFTA_TABLE_NAME, table);
	netlink_end(batch);
}

void nft_delete_rules(struct netlink_batch *batch, const char *table)
{
	begin(batch, NFT_MSG_DELRULE, 0);
	netlink_text(batch, NFTA_RULE_TABLE, table);
	netlink_end(batch);
}

struct nft_rule nft_rule(struct netlink_batch *batch, const struct nft_chain *chain)
{
	struct nft_rule rule;

	begin(batch, NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND);
	netlink_text(batch, NFTA_RULE_TABLE, chain->table);
	netlink_text(batch, NFTA_RULE_CHAIN, chain->chain);
	rule.expressions = netlink_nest(batch, NFTA_RULE_EXPRESSIONS);
	return rule;
}

void nft_rule_end(struct netlink_batch *batch, struct nft_rule rule)
{
	netlink_unnest(batch, rule.expressions);
	netlink_end(batch);
}

/* An expression; its attributes follow, up to expression_end(). */
struct expression {
	size_t element, data;
};

static struct expression expression(struct netlink_batch *batch, const char *name)
{
	struct expression opened;

	opened.element = netlink_nest(batch, NFTA_LIST_ELEM);
	netlink_text(batch, NFTA_EXPR_NAME, name);
	opened.data = netlink_nest(batch, NFTA_EXPR_DATA);
	return opened;
}

static void expression_end(struct netlink_batch *batch, struct expression opened)
{
	netlink_unnest(batch, opened.data);
	netlink_unnest(batch, opened.element);
}

static void first_register_is(struct netlink_batch *batch, const void *bytes, size_t n)
{
	struct expression opened = expression(batch, "cmp");
	size_t value;

	netlink_number(batch, NFTA_CMP_SREG, NFT_REG_1);
	netlink_number(batch, NFTA_CMP_OP, NFT_CMP_EQ);
	value = netlink_nest(batch, NFTA_CMP_DATA);
	netlink_bytes(batch, NFTA_DATA_VALUE, bytes, n);
	netlink_unnest(batch, value);
	expression_end(batch, opened);
}

void nft_header_is(struct netlink_batch *batch, uint32_t offset, const void *value, size_t n)
{
	struct expression opened = expression(batch, "payload");

	netlink_number(batch, NFTA_PAYLOAD_DREG, NFT_REG_1);
	netlink_number(batch, NFTA_PAYLOAD_BASE, NFT_PAYLOAD_NETWORK_HEADER);
	netlink_number(batch, NFTA_PAYLOAD_OFFSET, offset);
	netlink_number(batch, NFTA_PAYLOAD_LEN, (uint32_t)n);
	expression_end(batch, opened);
	first_register_is(batch, value, n);
}

void nft_out_device_is(struct netlink_batch *batch, const char *device)
{
	char name[IFNAMSIZ] = "";
	struct expression opened = expression(batch, "meta");

	netlink_number(batch, NFTA_META_DREG, NFT_REG_1);
	netlink_number(batch, NFTA_META_KEY, NFT_META_OIFNAME);
	expression_end(batch, opened);
	memcpy(name, device, strnlen(device, sizeof(name) - 1));
	first_register_is(batch, name, sizeof(name));
}

void nft_count(struct netlink_batch *batch)
{
	expression_end(batch, expression(batch, "counter"));
}

void nft_verdict(struct netlink_batch *batch, uint32_t code)
{
	struct expression opened = expression(batch, "immediate");
	size_t value, inner;

	netlink_number(batch, NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
	value = netlink_nest(batch, NFTA_IMMEDIATE_DATA);
	inner = netlink_nest(batch, NFTA_DATA_VERDICT);
	netlink_number(batch, NFTA_VERDICT_CODE, code);
	netlink_unnest(batch, inner);
	netlink_unnest(batch, value);
	expression_end(batch, opened);
}

void nft_queue(struct netlink_batch *batch, uint16_t queue, bool bypass)
{
	struct expression opened = expression(batch, "queue");

	netlink_number16(batch, NFTA_QUEUE_NUM, queue);
	netlink_number16(batch, NFTA_QUEUE_TOTAL, 1);
	netlink_number16(batch, NFTA_QUEUE_FLAGS, bypass ? NFT_QUEUE_FLAG_BYPASS : 0);
	expression_end(batch, opened);
}

void nft_masquerade(struct netlink_batch *batch)
{
	expression_end(batch, expression(batch, "masq"));
}
