// SPDX-License-Identifier: GPL-2.0-only
/*
 * The "Packet log:" line (S2.59-S2.67).
 */
#include <kunit/test.h>
#include <linux/ip.h>
#include <linux/string.h>
#include "ip_fw_core.h"

/* A UDP packet of 34 bytes, ID 77, and an option for those who count it. */
static const u8 packet[] __aligned(4) = {
	0x45, 0x00, 0, 34, 0, 77, 0, 0, 64, IPPROTO_UDP, 0, 0,
	192, 0, 2, 2, 192, 0, 2, 1,
	0, 53, 4, 1, 0, 14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
};

static struct ipfw_chain input = { .label = "input", .policy = IPFW_T_ACCEPT };
static struct ipfw_chain user = { .label = "user" };

struct log_case {
	const char *name;
	struct ipfw_rule rule;
	const char *line;
	struct { u8 at, value; } change[4];	/* of the packet */
};

static const struct log_case log_cases[] = {
	{ "DENY", { .chain = &input, .num = 5, .target = IPFW_T_DENY },
"Packet log: input DENY eth0 PROTO=17 192.0.2.2:53 192.0.2.1:1025 L=34 S=0x00 I=77 F=0x0000 T=64 (#5)" },
	{ "no target", { .chain = &user, .num = 1 },
"Packet log: user - eth0 PROTO=17 192.0.2.2:53 192.0.2.1:1025 L=34 S=0x00 I=77 F=0x0000 T=64 (#1)" },
	{ "DIVERT has its port", { .chain = &input, .num = 1,
				   .target = IPFW_T_DIVERT,
				   .fw.fw_redirpt = 4321 },
"Packet log: input DIVERT 4321 eth0 PROTO=17 192.0.2.2:53 192.0.2.1:1025 L=34 S=0x00 I=77 F=0x0000 T=64 (#1)" },
	{ "REDIRECT has its port", { .chain = &input, .num = 1,
				     .target = IPFW_T_REDIRECT,
				     .fw.fw_redirpt = 8080 },
"Packet log: input REDIRECT 8080 eth0 PROTO=17 192.0.2.2:53 192.0.2.1:1025 L=34 S=0x00 I=77 F=0x0000 T=64 (#1)" },
	{ "a jump has none", { .chain = &input, .num = 1, .jump = &user,
			       .target = IPFW_T_CHAIN, .fw.fw_redirpt = 9 },
"Packet log: input user eth0 PROTO=17 192.0.2.2:53 192.0.2.1:1025 L=34 S=0x00 I=77 F=0x0000 T=64 (#1)" },
	{ "TOS, DF and TTL", { .chain = &input, .num = 1,
			       .target = IPFW_T_ACCEPT },
"Packet log: input ACCEPT eth0 PROTO=17 192.0.2.2:53 192.0.2.1:1025 L=34 S=0x1A I=77 F=0x4000 T=255 (#1)",
	  { { 1, 0x1A }, { 6, 0x40 }, { 8, 255 } } },
	{ "later fragment", { .chain = &input, .num = 1,
			      .target = IPFW_T_ACCEPT },
"Packet log: input ACCEPT eth0 PROTO=17 192.0.2.2:65535 192.0.2.1:65535 L=34 S=0x00 I=77 F=0x20B9 T=64 (#1)",
	  { { 6, 0x20 }, { 7, 0xB9 } } },
	{ "ICMP type and code", { .chain = &input, .num = 1,
				  .target = IPFW_T_REJECT },
"Packet log: input REJECT eth0 PROTO=1 192.0.2.2:8 192.0.2.1:0 L=34 S=0x00 I=77 F=0x0000 T=64 (#1)",
	  { { 9, IPPROTO_ICMP }, { 20, 8 }, { 21, 0 } } },
	{ "SYN", { .chain = &input, .num = 2, .target = IPFW_T_DENY },
"Packet log: input DENY eth0 PROTO=6 192.0.2.2:53 192.0.2.1:1025 L=36 S=0x00 I=77 F=0x0000 T=64 SYN (#2)",
	  { { 3, 36 }, { 9, IPPROTO_TCP }, { 33, 2 } } },
	{ "suspect", {},
"eth0 PROTO=6 192.0.2.2:0 192.0.2.1:0 L=34 S=0x00 I=77 F=0x0001 T=64 (#0)",
	  { { 7, 1 }, { 9, IPPROTO_TCP } } },
};

static void describe(const struct log_case *c, char *description)
{
	strscpy(description, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(log, log_cases, describe);

static void log_table(struct kunit *test)
{
	const struct log_case *c = test->param_value;
	const struct ipfw_rule *rule = c->rule.chain ? &c->rule : NULL;
	u8 bytes[sizeof(packet)] __aligned(4);
	char line[IPFW_LOG_LINE];
	struct ipfw_facts facts;
	unsigned int i;

	memcpy(bytes, packet, sizeof(packet));
	for (i = 0; i < ARRAY_SIZE(c->change) && c->change[i].at; i++)
		bytes[c->change[i].at] = c->change[i].value;
	ipfw_facts(&facts, (struct iphdr *)bytes, sizeof(bytes), "eth0");
	ipfw_log_line(line, rule, &facts, (struct iphdr *)bytes);
	KUNIT_EXPECT_STREQ(test, line, c->line);
}

/* Ten option words, all names and numbers at their longest. */
static void longest_line(struct kunit *test)
{
	struct ipfw_chain chain = { .label = "12345678" };
	struct ipfw_rule rule = { .chain = &chain, .num = U32_MAX,
				  .target = IPFW_T_REDIRECT,
				  .fw.fw_redirpt = 65535 };
	u8 bytes[128] __aligned(4);
	struct ipfw_facts facts;
	char line[IPFW_LOG_LINE];
	const char *rest;
	int options = 0;

	memset(bytes, 0xFF, sizeof(bytes));
	bytes[9] = IPPROTO_TCP;
	bytes[6] = 0;
	bytes[7] = 0;
	bytes[73] = 2;
	ipfw_facts(&facts, (struct iphdr *)bytes, sizeof(bytes),
		   "abcdefghijklmno");
	ipfw_log_line(line, &rule, &facts, (struct iphdr *)bytes);
	KUNIT_EXPECT_LT(test, strlen(line), IPFW_LOG_LINE - 1);
	for (rest = line; (rest = strstr(rest, " O=0xFFFFFFFF")); rest++)
		options++;
	KUNIT_EXPECT_EQ(test, options, 10);
	KUNIT_EXPECT_NOT_NULL(test, strstr(line, "T=255 O=0x"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(line, "F SYN (#4294967295)"));
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(log_table, log_gen_params),
	KUNIT_CASE(longest_line),
	{}
};

static struct kunit_suite suite = {
	.name = "ip_fw_log",
	.test_cases = cases,
};

kunit_test_suite(suite);
