// SPDX-License-Identifier: GPL-2.0-only
/*
 * The datagram that is a copy of a packet (S2.37), and who gets it.
 */
#include <kunit/test.h>
#include <linux/ip.h>
#include <linux/net.h>
#include <linux/netlink.h>
#include <linux/skbuff.h>
#include <linux/string.h>
#include <net/net_namespace.h>
#include <uapi/linux/ip_fw_netlink.h>
#include "ip_fw_core.h"
#include "ip_fw_netlink.h"

#define HEAD	sizeof(struct ip_fw_netlink)

/* A UDP packet of 34 bytes, with a header checksum nobody looks at. */
static const u8 packet[] = {
	0x45, 0x00, 0, 34, 0, 77, 0, 0, 64, IPPROTO_UDP, 0xAB, 0xCD,
	192, 0, 2, 2, 192, 0, 2, 1,
	0, 53, 4, 1, 0, 14, 0, 0, 1, 2, 3, 4, 5, 6,
};

struct copy_case {
	const char *name;
	u16 outputsize;
	u16 bytes;		/* of the packet, in the copy */
	u32 mark;
	const char *via;
};

static const struct copy_case copy_cases[] = {
	{ "whole", 65535, 34, 0, "eth0" },
	{ "exactly", 34, 34, 7, "eth0" },
	{ "cut behind the ports", 28, 28, 0, "eth0" },
	{ "cut within the header", 11, 11, 0xFFFFFFFF, "eth0" },
	{ "nothing of it", 0, 0, 1, "lo" },
	{ "the longest name", 1, 1, 0, "abcdefghijklmno" },
	{ "no interface", 1, 1, 0, "" },
};

static void describe(const struct copy_case *c, char *description)
{
	strscpy(description, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(copy, copy_cases, describe);

/* @linear bytes in one piece, the others in a page, as from a device. */
static struct sk_buff *packet_of(struct kunit *test, unsigned int linear)
{
	struct sk_buff *skb = alloc_skb(64, GFP_KERNEL);
	unsigned int rest = sizeof(packet) - linear;
	struct page *page;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reserve(skb, 16);
	skb_put_data(skb, packet, linear);
	skb_reset_network_header(skb);
	if (!rest)
		return skb;
	page = alloc_page(GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, page);
	memcpy(page_address(page), packet + linear, rest);
	skb_add_rx_frag(skb, 0, page, 0, rest, PAGE_SIZE);
	return skb;
}

static void expect_copy(struct kunit *test, const struct copy_case *c,
			unsigned int linear)
{
	const struct ip_fw fw = { .fw_outputsize = c->outputsize };
	struct sk_buff *skb = packet_of(test, linear);
	char name[16] = {};
	struct ipfw_facts facts;
	struct sk_buff *copy;

	memcpy(name, c->via, strlen(c->via));
	skb->mark = c->mark;
	ipfw_facts(&facts, ip_hdr(skb), linear, c->via);
	copy = ipfw_netlink_make(skb, &fw, &facts);
	KUNIT_ASSERT_NOT_NULL(test, copy);
	KUNIT_EXPECT_EQ(test, copy->len, HEAD + c->bytes);
	KUNIT_EXPECT_EQ(test, *(u32 *)copy->data, HEAD + c->bytes);
	KUNIT_EXPECT_EQ(test, *(u32 *)(copy->data + 4), c->mark);
	KUNIT_EXPECT_EQ(test, memcmp(copy->data + 8, name, sizeof(name)), 0);
	KUNIT_EXPECT_EQ(test, memcmp(copy->data + HEAD, packet, c->bytes), 0);
	KUNIT_EXPECT_EQ(test, skb->len, sizeof(packet));
	kfree_skb(copy);
	kfree_skb(skb);
}

static void copy_table(struct kunit *test)
{
	const struct copy_case *c = test->param_value;

	expect_copy(test, c, sizeof(packet));
	expect_copy(test, c, sizeof(struct iphdr));
}

static struct socket *reader_of(struct kunit *test, u32 groups)
{
	struct sockaddr_nl name = {
		.nl_family = AF_NETLINK,
		.nl_groups = groups,
	};
	struct socket *sock;
	int err;

	err = sock_create_kern(&init_net, AF_NETLINK, SOCK_RAW,
			       NETLINK_FIREWALL, &sock);
	KUNIT_ASSERT_EQ(test, err, 0);
	err = kernel_bind(sock, (struct sockaddr *)&name, sizeof(name));
	KUNIT_ASSERT_EQ(test, err, 0);
	return sock;
}

static unsigned int copies_of(const struct socket *reader)
{
	return skb_queue_len(&reader->sk->sk_receive_queue);
}

/*
 * A packet that ends before its length stands for memory that has run out: its
 * copy cannot be made either.
 */
static void all_readers_or_none(struct kunit *test)
{
	struct socket *one = reader_of(test, 1);
	struct socket *several = reader_of(test, 0x80000006);
	struct ipfw_rule rule = { .fw.fw_outputsize = U16_MAX };
	struct sk_buff *skb = packet_of(test, sizeof(packet));
	struct ipfw_facts facts;
	struct ipfw_walk walk = { .fw = ipfw_net(&init_net), .facts = &facts };
	struct ipfw_step step = {
		.kind = IPFW_STEP_RULE,
		.rule = &rule,
		.walk = &walk,
	};

	ipfw_facts(&facts, ip_hdr(skb), sizeof(packet), "eth0");
	KUNIT_EXPECT_EQ(test, ipfw_netlink_copy(skb, &step), 0);
	KUNIT_EXPECT_EQ(test, copies_of(one), 1);
	KUNIT_EXPECT_EQ(test, copies_of(several), 1);
	facts.length++;
	KUNIT_EXPECT_EQ(test, ipfw_netlink_copy(skb, &step), -ENOMEM);
	KUNIT_EXPECT_EQ(test, copies_of(one), 1);
	KUNIT_EXPECT_EQ(test, copies_of(several), 1);
	sock_release(one);
	sock_release(several);
	KUNIT_EXPECT_EQ(test, ipfw_netlink_copy(skb, &step), 0);
	kfree_skb(skb);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(copy_table, copy_gen_params),
	KUNIT_CASE(all_readers_or_none),
	{}
};

static struct kunit_suite suite = {
	.name = "ip_fw_netlink",
	.test_cases = cases,
};

kunit_test_suite(suite);
