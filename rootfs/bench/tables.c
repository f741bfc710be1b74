// SPDX-License-Identifier: GPL-2.0-only
/*
 * The few netlink messages of nf_tables that the benchmark needs, written by hand: the machine
 * has no nft.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>

#include "bench.h"

#define PRIORITY	(-450)
#define SOURCE_AT	12	/* of the source address in an IP header */
#define RULES_AT_ONCE	256

/* Messages one behind the other; the last of them is open. */
static struct {
	char bytes[RULES_AT_ONCE * 512];
	size_t length;
	size_t message;		/* where the open message begins */
	unsigned int sequence;
} batch;

static void *room(size_t length)
{
	void *at = batch.bytes + batch.length;

	errno = ENOBUFS;
	if (batch.length + NLMSG_ALIGN(length) > sizeof(batch.bytes))
		give_up("nf_tables batch");
	memset(at, 0, NLMSG_ALIGN(length));
	batch.length += NLMSG_ALIGN(length);
	return at;
}

static struct nlmsghdr *message(void)
{
	return (struct nlmsghdr *)(batch.bytes + batch.message);
}

static void begin(int type, int flags, int family, int resource)
{
	struct nfgenmsg *generic;

	batch.message = batch.length;
	room(sizeof(struct nlmsghdr));
	message()->nlmsg_type = type;
	message()->nlmsg_flags = NLM_F_REQUEST | flags;
	message()->nlmsg_seq = ++batch.sequence;
	generic = room(sizeof(*generic));
	generic->nfgen_family = family;
	generic->version = NFNETLINK_V0;
	generic->res_id = htons(resource);
}

static void end(void)
{
	message()->nlmsg_len = batch.length - batch.message;
}

static void attribute(int type, const void *value, size_t length)
{
	struct nlattr *header = room(sizeof(*header));

	header->nla_type = type;
	header->nla_len = sizeof(*header) + length;
	memcpy(room(length), value, length);
}

static void text(int type, const char *value)
{
	attribute(type, value, strlen(value) + 1);
}

static void number(int type, unsigned int value)
{
	uint32_t big = htonl(value);

	attribute(type, &big, sizeof(big));
}

/* Attributes up to unnest() with the returned value are inside this one. */
static size_t nest(int type)
{
	size_t at = batch.length;
	struct nlattr *header = room(sizeof(*header));

	header->nla_type = type | NLA_F_NESTED;
	return at;
}

static void unnest(size_t at)
{
	((struct nlattr *)(batch.bytes + at))->nla_len = batch.length - at;
}

/* An expression named @name; its attributes follow, up to expression_end(). */
struct expression {
	size_t element, data;
};

static struct expression expression(const char *name)
{
	struct expression opened;

	opened.element = nest(NFTA_LIST_ELEM);
	text(NFTA_EXPR_NAME, name);
	opened.data = nest(NFTA_EXPR_DATA);
	return opened;
}

static void expression_end(struct expression opened)
{
	unnest(opened.data);
	unnest(opened.element);
}

static void source_is(struct in_addr address)
{
	struct expression opened = expression("payload");
	size_t value;

	number(NFTA_PAYLOAD_DREG, NFT_REG_1);
	number(NFTA_PAYLOAD_BASE, NFT_PAYLOAD_NETWORK_HEADER);
	number(NFTA_PAYLOAD_OFFSET, SOURCE_AT);
	number(NFTA_PAYLOAD_LEN, sizeof(address));
	expression_end(opened);
	opened = expression("cmp");
	number(NFTA_CMP_SREG, NFT_REG_1);
	number(NFTA_CMP_OP, NFT_CMP_EQ);
	value = nest(NFTA_CMP_DATA);
	attribute(NFTA_DATA_VALUE, &address, sizeof(address));
	unnest(value);
	expression_end(opened);
}

static void verdict(bool accept)
{
	struct expression opened = expression("immediate");
	size_t value, code;

	number(NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
	value = nest(NFTA_IMMEDIATE_DATA);
	code = nest(NFTA_DATA_VERDICT);
	number(NFTA_VERDICT_CODE, accept ? NF_ACCEPT : NF_DROP);
	unnest(code);
	unnest(value);
	expression_end(opened);
}

static void new_chain(void)
{
	size_t hook;

	begin(NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWTABLE, NLM_F_CREATE, NFPROTO_IPV4, 0);
	text(NFTA_TABLE_NAME, "bench");
	end();
	begin(NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWCHAIN, NLM_F_CREATE | NLM_F_ACK, NFPROTO_IPV4, 0);
	text(NFTA_CHAIN_TABLE, "bench");
	text(NFTA_CHAIN_NAME, "input");
	text(NFTA_CHAIN_TYPE, "filter");
	hook = nest(NFTA_CHAIN_HOOK);
	number(NFTA_HOOK_HOOKNUM, NF_INET_PRE_ROUTING);
	number(NFTA_HOOK_PRIORITY, PRIORITY);
	unnest(hook);
	end();
}

static void new_rule(struct bench_rule rule, bool acknowledge)
{
	size_t expressions;

	begin(NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWRULE,
	      NLM_F_CREATE | NLM_F_APPEND | (acknowledge ? NLM_F_ACK : 0), NFPROTO_IPV4, 0);
	text(NFTA_RULE_TABLE, "bench");
	text(NFTA_RULE_CHAIN, "input");
	expressions = nest(NFTA_RULE_EXPRESSIONS);
	source_is(rule.from);
	expression_end(expression("counter"));
	verdict(rule.accept);
	unnest(expressions);
	end();
}

static void batch_begin(void)
{
	batch.length = 0;
	begin(NFNL_MSG_BATCH_BEGIN, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);
	end();
}

/* Sends the batch and waits for the one answer that it asks for. */
static void batch_end(int fd)
{
	struct {
		struct nlmsghdr header;
		struct nlmsgerr error;
		char rest[1024];
	} answer;

	begin(NFNL_MSG_BATCH_END, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);
	end();
	if (send(fd, batch.bytes, batch.length, 0) < 0)
		give_up("nf_tables: send");
	if (recv(fd, &answer, sizeof(answer), 0) < 0)
		give_up("nf_tables: answer");
	errno = answer.header.nlmsg_type == NLMSG_ERROR ? -answer.error.error : EPROTO;
	if (errno)
		give_up("nf_tables");
}

void install_tables(unsigned int count, enum bench_last last)
{
	unsigned int all = count + (last != LAST_NONE);
	int room_for = 2 * sizeof(batch.bytes);
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room_for, sizeof(room_for)))
		give_up("netlink socket");
	batch_begin();
	new_chain();
	batch_end(fd);
	for (unsigned int i = 0; i < all;) {
		unsigned int until = i + RULES_AT_ONCE < all ? i + RULES_AT_ONCE : all;

		batch_begin();
		for (; i < until; i++)
			new_rule(rule_of(i, count, last), i + 1 == until);
		batch_end(fd);
	}
	close(fd);
}
