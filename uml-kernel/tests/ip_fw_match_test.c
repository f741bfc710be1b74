// SPDX-License-Identifier: GPL-2.0-only
/*
 * One rule against one packet (S2.8-S2.27): a table of rule, packet and
 * answer, then generated pairs against the reference model.
 */
#include <kunit/test.h>
#include <linux/ip.h>
#include <linux/string.h>
#include "ip_fw_core.h"
#include "ip_fw_random.h"

#define PAIRS		300000

/* Written as on the wire, read as a number; constant on either byte order. */
#define IP(a, b, c, d)	\
	cpu_to_be32((u32)(a) << 24 | (b) << 16 | (c) << 8 | (d))

#define INSIDE		IP(192, 0, 2, 2)
#define OUTSIDE		IP(198, 51, 100, 2)
#define HOST		IP(255, 255, 255, 255)

#define RULE(...)	{ __VA_ARGS__ }
#define ETH_PLUS	.fw_flg = IP_FW_F_WILDIF, .fw_vianame = "eth"

static const struct ipfw_facts tcp = {
	.saddr = INSIDE, .daddr = OUTSIDE, .sport = 1024, .dport = 80,
	.length = 60, .proto = IPPROTO_TCP, .via = "eth0",
};

static const struct ipfw_facts syn = {
	.saddr = INSIDE, .daddr = OUTSIDE, .sport = 1024, .dport = 80,
	.length = 60, .proto = IPPROTO_TCP, .syn = true, .via = "eth0",
};

static const struct ipfw_facts tcp_fragment = {
	.saddr = INSIDE, .daddr = OUTSIDE, .sport = 65535, .dport = 65535,
	.length = 60, .proto = IPPROTO_TCP, .fragment = true, .via = "eth0",
};

static const struct ipfw_facts udp = {
	.saddr = INSIDE, .daddr = OUTSIDE, .sport = 1024, .dport = 1001,
	.length = 60, .proto = IPPROTO_UDP, .via = "eth1",
};

static const struct ipfw_facts echo = {
	.saddr = INSIDE, .daddr = OUTSIDE, .sport = 8, .dport = 0,
	.length = 84, .proto = IPPROTO_ICMP, .via = "lo",
};

static const struct ipfw_facts gre = {
	.saddr = INSIDE, .daddr = OUTSIDE, .sport = 65535, .dport = 65535,
	.length = 84, .proto = IPPROTO_GRE, .via = "eth0",
};

struct match_case {
	const char *name;
	struct ip_fw fw;
	const struct ipfw_facts *packet;
	bool matches;
};

static const struct match_case match_cases[] = {
	{ "empty rule, TCP", RULE(), &tcp, true },
	{ "empty rule, fragment", RULE(), &tcp_fragment, true },
	{ "empty rule, GRE", RULE(), &gre, true },

	{ "source host", RULE(.fw_src = { INSIDE }, .fw_smsk = { HOST }),
	  &tcp, true },
	{ "source is another", RULE(.fw_src = { OUTSIDE }, .fw_smsk = { HOST }),
	  &tcp, false },
	{ "source inverted", RULE(.fw_src = { OUTSIDE }, .fw_smsk = { HOST },
				  .fw_invflg = IP_FW_INV_SRCIP), &tcp, true },
	{ "source inverted, same", RULE(.fw_src = { INSIDE },
					.fw_smsk = { HOST },
					.fw_invflg = IP_FW_INV_SRCIP),
	  &tcp, false },
	{ "destination host", RULE(.fw_dst = { OUTSIDE }, .fw_dmsk = { HOST }),
	  &tcp, true },
	{ "destination is another", RULE(.fw_dst = { INSIDE },
					 .fw_dmsk = { HOST }), &tcp, false },
	{ "destination inverted", RULE(.fw_dst = { INSIDE },
				       .fw_dmsk = { HOST },
				       .fw_invflg = IP_FW_INV_DSTIP),
	  &tcp, true },
	{ "mask with a hole", RULE(.fw_src = { IP(192, 0, 0, 2) },
				   .fw_smsk = { IP(255, 0, 0, 255) }),
	  &tcp, true },
	{ "host bits outside the mask", RULE(.fw_src = { INSIDE },
					     .fw_smsk = { IP(255, 255, 255, 0) }),
	  &tcp, false },
	{ "the same inverted", RULE(.fw_src = { INSIDE },
				    .fw_smsk = { IP(255, 255, 255, 0) },
				    .fw_invflg = IP_FW_INV_SRCIP), &tcp, true },
	{ "mask 0 inverted", RULE(.fw_invflg = IP_FW_INV_DSTIP), &tcp, false },

	{ "interface", RULE(.fw_vianame = "eth0"), &tcp, true },
	{ "another interface", RULE(.fw_vianame = "eth0"), &udp, false },
	{ "start of a name is no name", RULE(.fw_vianame = "eth"),
	  &tcp, false },
	{ "longer name", RULE(.fw_vianame = "eth00"), &tcp, false },
	{ "eth+, eth1", RULE(ETH_PLUS), &udp, true },
	{ "eth+, lo", RULE(ETH_PLUS), &echo, false },
	{ "! eth+, lo", RULE(ETH_PLUS, .fw_invflg = IP_FW_INV_VIA), &echo, true },
	{ "! eth0, eth0", RULE(.fw_vianame = "eth0",
			       .fw_invflg = IP_FW_INV_VIA), &tcp, false },
	{ "! any interface", RULE(.fw_invflg = IP_FW_INV_VIA), &tcp, false },
	{ "16 characters", RULE(.fw_flg = IP_FW_F_WILDIF,
				.fw_vianame = "eth0567890123456"), &tcp, false },

	{ "-f, fragment", RULE(.fw_flg = IP_FW_F_FRAG), &tcp_fragment, true },
	{ "-f, whole", RULE(.fw_flg = IP_FW_F_FRAG), &tcp, false },
	{ "! -f, fragment", RULE(.fw_flg = IP_FW_F_FRAG,
				 .fw_invflg = IP_FW_INV_FRAG),
	  &tcp_fragment, false },
	{ "! -f, whole", RULE(.fw_flg = IP_FW_F_FRAG,
			      .fw_invflg = IP_FW_INV_FRAG), &tcp, true },
	{ "! without -f, whole", RULE(.fw_invflg = IP_FW_INV_FRAG), &tcp,
	  false },
	{ "! without -f, fragment", RULE(.fw_invflg = IP_FW_INV_FRAG),
	  &tcp_fragment, false },

	{ "-y, SYN", RULE(.fw_flg = IP_FW_F_TCPSYN), &syn, true },
	{ "-y, no SYN", RULE(.fw_flg = IP_FW_F_TCPSYN), &tcp, false },
	{ "! -y, SYN", RULE(.fw_flg = IP_FW_F_TCPSYN,
			    .fw_invflg = IP_FW_INV_SYN), &syn, false },
	{ "! -y, no SYN", RULE(.fw_flg = IP_FW_F_TCPSYN,
			       .fw_invflg = IP_FW_INV_SYN), &tcp, true },
	{ "-y, fragment", RULE(.fw_flg = IP_FW_F_TCPSYN),
	  &tcp_fragment, false },
	{ "! -y, fragment", RULE(.fw_flg = IP_FW_F_TCPSYN,
				 .fw_invflg = IP_FW_INV_SYN),
	  &tcp_fragment, false },
	{ "! without -y", RULE(.fw_invflg = IP_FW_INV_SYN), &tcp, false },

	{ "protocol", RULE(.fw_proto = IPPROTO_TCP), &tcp, true },
	{ "another protocol", RULE(.fw_proto = IPPROTO_UDP), &tcp, false },
	{ "! protocol", RULE(.fw_proto = IPPROTO_UDP,
			     .fw_invflg = IP_FW_INV_PROTO), &tcp, true },
	{ "! protocol, same", RULE(.fw_proto = IPPROTO_TCP,
				   .fw_invflg = IP_FW_INV_PROTO), &tcp, false },
	{ "! any protocol is any", RULE(.fw_invflg = IP_FW_INV_PROTO), &tcp,
	  true },
	{ "any protocol ignores ports", RULE(.fw_dpts = { 7, 7 }), &tcp, true },
	{ "protocol 262 is not 6", RULE(.fw_proto = 262), &tcp, false },
	{ "! protocol 262", RULE(.fw_proto = 262,
				 .fw_invflg = IP_FW_INV_PROTO), &tcp, true },

	{ "lowest port", RULE(.fw_proto = IPPROTO_UDP,
			      .fw_dpts = { 1001, 1003 }), &udp, true },
	{ "highest port", RULE(.fw_proto = IPPROTO_UDP,
			       .fw_dpts = { 999, 1001 }), &udp, true },
	{ "below the range", RULE(.fw_proto = IPPROTO_UDP,
				  .fw_dpts = { 1002, 1003 }), &udp, false },
	{ "above the range", RULE(.fw_proto = IPPROTO_UDP,
				  .fw_dpts = { 999, 1000 }), &udp, false },
	{ "! range, inside", RULE(.fw_proto = IPPROTO_UDP,
				  .fw_dpts = { 1000, 1002 },
				  .fw_invflg = IP_FW_INV_DSTPT), &udp, false },
	{ "! range, outside", RULE(.fw_proto = IPPROTO_UDP,
				   .fw_dpts = { 1002, 1003 },
				   .fw_invflg = IP_FW_INV_DSTPT), &udp, true },
	{ "source port", RULE(.fw_proto = IPPROTO_TCP,
			      .fw_spts = { 1024, 1024 }), &tcp, true },
	{ "! source port", RULE(.fw_proto = IPPROTO_TCP,
				.fw_spts = { 1024, 1024 },
				.fw_invflg = IP_FW_INV_SRCPT), &tcp, false },
	{ "destination port as source", RULE(.fw_proto = IPPROTO_TCP,
					     .fw_spts = { 80, 80 }),
	  &tcp, false },
	{ "backward range", RULE(.fw_proto = IPPROTO_TCP,
				 .fw_dpts = { 81, 79 }), &tcp, false },
	{ "! backward range", RULE(.fw_proto = IPPROTO_TCP,
				   .fw_dpts = { 81, 79 },
				   .fw_invflg = IP_FW_INV_DSTPT), &tcp, true },
	{ "ports of a fragment", RULE(.fw_proto = IPPROTO_TCP,
				      .fw_dpts = { 65535, 65535 }),
	  &tcp_fragment, false },
	{ "! ports of a fragment", RULE(.fw_proto = IPPROTO_TCP,
					.fw_dpts = { 80, 80 },
					.fw_invflg = IP_FW_INV_DSTPT),
	  &tcp_fragment, false },
	{ "! all ports of a fragment", RULE(.fw_proto = IPPROTO_TCP,
					    .fw_invflg = IP_FW_INV_DSTPT),
	  &tcp_fragment, true },
	{ "! all ports of a whole", RULE(.fw_proto = IPPROTO_TCP,
					 .fw_invflg = IP_FW_INV_DSTPT),
	  &tcp, false },

	{ "echo request", RULE(.fw_proto = IPPROTO_ICMP, .fw_spts = { 8, 8 }),
	  &echo, true },
	{ "types 0 to 7", RULE(.fw_proto = IPPROTO_ICMP, .fw_spts = { 0, 7 }),
	  &echo, false },
	{ "type and code", RULE(.fw_proto = IPPROTO_ICMP, .fw_spts = { 8, 8 },
				.fw_dpts = { 1, 1 }), &echo, false },
	{ "types 0 to 8", RULE(.fw_proto = IPPROTO_ICMP, .fw_spts = { 0, 8 }),
	  &echo, true },
	{ "GRE", RULE(.fw_proto = IPPROTO_GRE), &gre, true },
	{ "unknown inverse flags", RULE(.fw_invflg = 0x8000), &tcp, true },
};

static void describe(const struct match_case *c, char *description)
{
	strscpy(description, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(match, match_cases, describe);

/* Ports that a case does not name are all, an interface likewise (S4.27). */
static void match_table(struct kunit *test)
{
	const struct match_case *c = test->param_value;
	struct ip_fw fw = c->fw;

	if (!fw.fw_spts[1])
		fw.fw_spts[1] = 65535;
	if (!fw.fw_dpts[1])
		fw.fw_dpts[1] = 65535;
	if (!fw.fw_vianame[0])
		fw.fw_flg |= IP_FW_F_WILDIF;
	KUNIT_EXPECT_EQ(test, ipfw_match(&fw, c->packet), c->matches);
}

static void say_pair(struct kunit *test, unsigned int pair,
		     const struct ip_fw *fw, const u8 *bytes, const char *via)
{
	kunit_err(test, "pair %u via %s\nrule   %*ph\npacket %*ph\n", pair, via,
		  (int)sizeof(*fw), fw, 64, bytes);
}

/* Both answers must occur, or the pairs prove nothing. */
static void match_like_model(struct kunit *test)
{
	unsigned int pair, yes = 0, no = 0, suspect = 0;
	struct model_packet packet;
	struct model_rule rule;
	struct ipfw_facts facts;
	u8 bytes[RANDOM_PACKET] __aligned(4);
	struct ip_fw fw;
	bool expected;

	random_begin(test);
	for (pair = 0; pair < PAIRS; pair++) {
		packet.bytes = bytes;
		packet.via = random_packet(bytes);
		random_rule(&rule);
		rule_as_stored(&fw, &rule);
		ipfw_facts(&facts, (struct iphdr *)bytes, sizeof(bytes),
			   packet.via);
		if (model_suspect(&packet) != !!facts.suspect)
			break;
		if (facts.suspect) {
			suspect++;
			continue;
		}
		expected = model_matches(&rule, &packet);
		if (ipfw_match(&fw, &facts) != expected)
			break;
		yes += expected;
		no += !expected;
	}
	kunit_info(test, "%u pairs: %u match, %u do not, %u suspect\n", pair,
		   yes, no, suspect);
	if (pair < PAIRS)
		say_pair(test, pair, &fw, bytes, packet.via);
	KUNIT_EXPECT_EQ(test, pair, PAIRS);
	KUNIT_EXPECT_GT(test, yes, PAIRS / 50);
	KUNIT_EXPECT_GT(test, no, PAIRS / 50);
	KUNIT_EXPECT_GT(test, suspect, PAIRS / 500);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(match_table, match_gen_params),
	KUNIT_CASE(match_like_model),
	{}
};

static struct kunit_suite suite = {
	.name = "ip_fw_match",
	.test_cases = cases,
};

kunit_test_suite(suite);
