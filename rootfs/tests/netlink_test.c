/* SPDX-License-Identifier: GPL-2.0-only */
/* netlink_test.c - batches of messages, what has no room in them, and what a queue's reader reads */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <linux/netlink.h>
#include <string.h>

#include "netlink.h"
#include "nfqueue.h"
#include "tap.h"

static struct netlink_batch batch;

static void test_shape(void)
{
	struct nlmsghdr *header = (struct nlmsghdr *)batch.bytes;
	const struct nlattr *outer = (struct nlattr *)(batch.bytes + 20);
	size_t nest;

	netlink_clear(&batch);
	netlink_begin(&batch, 7, 0, AF_INET, 9);
	nest = netlink_nest(&batch, 3);
	netlink_text(&batch, 1, "abcd");
	netlink_unnest(&batch, nest);
	netlink_number16(&batch, 2, 258);
	netlink_end(&batch);
	netlink_ask(&batch);
	same_number(batch.length, 16 + 4 + 4 + 12 + 8, "lengths are multiples of 4");
	same_number(header->nlmsg_len, batch.length, "a message knows its length");
	same_number(header->nlmsg_flags, NLM_F_REQUEST | NLM_F_ACK, "and what it asks for");
	same_number(outer->nla_len, 4 + 12, "an attribute counts those inside");
	holds(outer->nla_type & NLA_F_NESTED, "and says that it has some");
	holds(!memcmp(batch.bytes + 40, "\1\2\0", 3), "numbers are big-endian, gaps are zeros");
}

static void test_full(void)
{
	static const unsigned char much[NETLINK_BATCH];

	netlink_clear(&batch);
	netlink_begin(&batch, 7, 0, AF_INET, 9);
	netlink_bytes(&batch, 1, much, UINT16_MAX - 4);
	netlink_bytes(&batch, 1, much, UINT16_MAX - 4);
	holds(batch.full && batch.length <= sizeof(batch.bytes), "what has no room is left out");
	netlink_unnest(&batch, netlink_nest(&batch, 3));
	netlink_begin(&batch, 7, 0, AF_INET, 9);
	netlink_end(&batch);
	holds(netlink_send(-1, &batch) && errno == ENOBUFS, "and the batch is not sent");
	netlink_clear(&batch);
	netlink_bytes(&batch, 1, much, UINT16_MAX);
	holds(batch.full, "an attribute longer than its length can say has no room");
}

/* A datagram as the kernel sends it: a packet of 3 bytes. */
static void write_packet(void)
{
	struct nfqnl_msg_packet_hdr header = { .packet_id = htonl(5), .hook = 2 };

	netlink_clear(&batch);
	netlink_begin(&batch, NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_PACKET, 0, AF_INET, 1);
	netlink_bytes(&batch, NFQA_PACKET_HDR, &header, sizeof(header));
	netlink_number(&batch, NFQA_IFINDEX_INDEV, 4);
	netlink_number(&batch, NFQA_SKB_INFO, NFQA_SKB_CSUMNOTREADY);
	netlink_bytes(&batch, NFQA_PAYLOAD, "abc", 3);
	netlink_end(&batch);
}

static void test_reading(void)
{
	struct nfq_packet packet;

	write_packet();
	holds(nfq_read(batch.bytes, batch.length, &packet) == NFQ_PACKET, "a packet is read");
	same_number(packet.id, 5, "its id");
	same_number(packet.hook, 2, "its hook");
	same_number(packet.in * 10 + packet.out, 40, "its devices");
	holds(packet.checksum_missing && !packet.gso, "what its checksum is");
	holds(packet.len == 3 && !memcmp(packet.bytes, "abc", 3), "its bytes");
	holds(nfq_read(batch.bytes, batch.length - 4, &packet) == NFQ_OTHER, "a message cut off is none");
	((struct nlattr *)(batch.bytes + batch.length - 8))->nla_len = 8 + 4;
	holds(nfq_read(batch.bytes, batch.length, &packet) == NFQ_PACKET && !packet.len,
	      "attributes end with one that is too long");
	((struct nlattr *)(batch.bytes + 20))->nla_len = 0;
	holds(nfq_read(batch.bytes, batch.length, &packet) == NFQ_PACKET && !packet.len,
	      "and with one that is too short");
}

static void test_answers(void)
{
	struct {
		struct nlmsghdr header;
		struct nlmsgerr error;
	} answer = { .header = { .nlmsg_type = NLMSG_ERROR, .nlmsg_len = sizeof(answer) } };
	struct nfq_packet packet;

	holds(nfq_read(&answer, sizeof(answer), &packet) == NFQ_DONE, "no error is an answer");
	answer.error.error = -EPERM;
	holds(nfq_read(&answer, sizeof(answer), &packet) == NFQ_REFUSED && errno == EPERM,
	      "an error is one, too");
	holds(nfq_read(&answer, sizeof(answer) - 1, &packet) == NFQ_OTHER, "a part of one is none");
}

void test_netlink(void)
{
	test_shape();
	test_full();
	test_reading();
	test_answers();
}
