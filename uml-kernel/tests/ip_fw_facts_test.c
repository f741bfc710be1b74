// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is read from a packet before the first rule (S2.1-S2.7).
 */
#include <asm/unaligned.h>
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/ip.h>
#include <linux/skbuff.h>
#include <linux/string.h>
#include "ip_fw_core.h"

#define MF	0x2000
#define DF	0x4000
#define SYN	0x02
#define RST	0x04
#define PSH	0x08
#define ACK	0x10
#define FIN	0x01

/*
 * A packet from 192.0.2.2 to 198.51.100.2 whose transport header begins
 * 04 00 00 50; and what must be read from it.
 */
struct facts_case {
	const char *name;
	u8 words;		/* of header, 0 is 5 */
	u8 proto;
	u16 length;
	u16 fragment;		/* flags and offset */
	u8 tcp_flags;
	u16 sport;
	u16 dport;
	bool is_fragment;
	bool is_syn;
	int suspect;
};

static const struct facts_case facts_cases[] = {
	{ "TCP ports", 5, 6, 40, DF, ACK, 1024, 80 },
	{ "TCP ports behind options", 15, 6, 80, DF, ACK, 1024, 80 },
	{ "UDP ports", 5, 17, 28, 0, 0, 1024, 80 },
	{ "ICMP type and code", 5, 1, 28, 0, 0, 4, 0 },
	{ "other protocols have no ports", 5, 47, 20, 0, 0, 65535, 65535 },
	{ "SYN", 5, 6, 40, 0, SYN, 1024, 80, false, true },
	{ "SYN and FIN is a SYN packet", 5, 6, 40, 0, SYN | FIN, 1024, 80,
	  false, true },
	{ "SYN and PSH is a SYN packet", 5, 6, 40, 0, SYN | PSH, 1024, 80,
	  false, true },
	{ "SYN and ACK is none", 5, 6, 40, 0, SYN | ACK, 1024, 80 },
	{ "SYN and RST is none", 5, 6, 40, 0, SYN | RST, 1024, 80 },
	{ "no flags is no SYN", 5, 6, 40, 0, 0, 1024, 80 },
	{ "UDP is never a SYN packet", 5, 17, 40, 0, SYN, 1024, 80 },
	{ "first fragment has ports", 5, 17, 1500, MF, 0, 1024, 80 },
	{ "later fragment has none", 5, 17, 1500, MF | 185, 0, 65535, 65535,
	  true },
	{ "last fragment has none", 5, 17, 68, 370, 0, 65535, 65535, true },
	{ "offset 256 is a fragment", 5, 17, 68, 256, 0, 65535, 65535, true },
	{ "offset 512 is a fragment", 5, 17, 68, MF | 512, 0, 65535, 65535,
	  true },
	{ "fragment of a SYN is none", 5, 6, 40, 2, SYN, 65535, 65535, true },
	{ "TCP at offset 1", 5, 6, 40, 1, 0, 65535, 65535, true, false,
	  IPFW_SUSPECT_TCP },
	{ "TCP at offset 1 with more to come", 5, 6, 40, MF | 1, 0, 65535,
	  65535, true, false, IPFW_SUSPECT_TCP },
	{ "UDP at offset 1", 5, 17, 40, 1, 0, 65535, 65535, true },
	{ "TCP of 16 bytes is long enough", 5, 6, 36, 0, SYN, 1024, 80, false,
	  true },
	{ "TCP of 15 bytes is a fragment", 5, 6, 35, 0, SYN, 65535, 65535,
	  true },
	{ "UDP of 7 bytes is a fragment", 5, 17, 27, 0, 0, 65535, 65535, true },
	{ "ICMP of 7 bytes is a fragment", 5, 1, 27, 0, 0, 65535, 65535, true },
	{ "options count", 6, 17, 31, 0, 0, 65535, 65535, true },
	{ "short TCP with more to come", 5, 6, 28, MF, 0, 65535, 65535, true,
	  false, IPFW_SUSPECT_SHORT },
	{ "short UDP with more to come", 5, 17, 24, MF | DF, 0, 65535, 65535,
	  true, false, IPFW_SUSPECT_SHORT },
	{ "other protocols are never short", 5, 47, 20, MF, 0, 65535, 65535 },
};

static void describe(const struct facts_case *c, char *description)
{
	strscpy(description, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(facts, facts_cases, describe);

static void packet_of(u8 bytes[128], const struct facts_case *c)
{
	u8 *transport = bytes + c->words * 4;

	memset(bytes, 0, 128);
	bytes[0] = 0x40 | c->words;
	put_unaligned_be16(c->length, bytes + 2);
	put_unaligned_be16(c->fragment, bytes + 6);
	bytes[9] = c->proto;
	put_unaligned_be32(0xC0000202, bytes + 12);
	put_unaligned_be32(0xC6336402, bytes + 16);
	put_unaligned_be32(0x04000050, transport);
	transport[13] = c->tcp_flags;
}

static void facts_are_read(struct kunit *test)
{
	const struct facts_case *c = test->param_value;
	struct ipfw_facts facts;
	u8 bytes[128] __aligned(4);

	packet_of(bytes, c);
	ipfw_facts(&facts, (struct iphdr *)bytes, sizeof(bytes), "eth0");
	KUNIT_EXPECT_EQ(test, ntohl(facts.saddr), 0xC0000202);
	KUNIT_EXPECT_EQ(test, ntohl(facts.daddr), 0xC6336402);
	KUNIT_EXPECT_EQ(test, facts.sport, c->sport);
	KUNIT_EXPECT_EQ(test, facts.dport, c->dport);
	KUNIT_EXPECT_EQ(test, facts.length, c->length);
	KUNIT_EXPECT_EQ(test, facts.proto, c->proto);
	KUNIT_EXPECT_EQ(test, facts.fragment, c->is_fragment);
	KUNIT_EXPECT_EQ(test, facts.syn, c->is_syn);
	KUNIT_EXPECT_EQ(test, (int)facts.suspect, c->suspect);
	KUNIT_EXPECT_STREQ(test, facts.via, "eth0");
}

/* A length that lies about the bytes at hand must not be believed. */
static void facts_of_fewer_bytes(struct kunit *test)
{
	const struct facts_case c = { "", 5, 6, 40, 0, SYN };
	struct ipfw_facts facts;
	u8 bytes[128] __aligned(4);

	packet_of(bytes, &c);
	ipfw_facts(&facts, (struct iphdr *)bytes, 35, "eth0");
	KUNIT_EXPECT_TRUE(test, facts.fragment);
	KUNIT_EXPECT_FALSE(test, facts.syn);
	KUNIT_EXPECT_EQ(test, facts.sport, 65535);
	KUNIT_EXPECT_EQ(test, (int)facts.suspect, IPFW_SANE);
}

/* Ports that lie in another piece of the buffer are found. */
static void facts_of_skb_in_pieces(struct kunit *test)
{
	const struct facts_case c = { "", 5, 6, 40, 0, SYN };
	struct page *page = alloc_page(GFP_KERNEL);
	struct ipfw_facts facts;
	struct sk_buff *skb;
	u8 bytes[128] __aligned(4);

	KUNIT_ASSERT_NOT_NULL(test, page);
	skb = alloc_skb(64, GFP_KERNEL);
	if (!skb)
		__free_page(page);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	packet_of(bytes, &c);
	skb_put_data(skb, bytes, 22);
	memcpy(page_address(page), bytes + 22, 18);
	skb_add_rx_frag(skb, 0, page, 0, 18, PAGE_SIZE);
	skb_reset_network_header(skb);
	KUNIT_EXPECT_EQ(test, ipfw_facts_skb(&facts, skb, "eth0"), 0);
	KUNIT_EXPECT_EQ(test, facts.sport, 1024);
	KUNIT_EXPECT_EQ(test, facts.dport, 80);
	KUNIT_EXPECT_TRUE(test, facts.syn);
	kfree_skb(skb);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(facts_are_read, facts_gen_params),
	KUNIT_CASE(facts_of_fewer_bytes),
	KUNIT_CASE(facts_of_skb_in_pieces),
	{}
};

static struct kunit_suite suite = {
	.name = "ip_fw_facts",
	.test_cases = cases,
};

kunit_test_suite(suite);
