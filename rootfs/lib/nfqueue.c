/* SPDX-License-Identifier: GPL-2.0-only */
/* nfqueue.c - a reader of an NFQUEUE; nfqueue.h says what each function does. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>

#include "nfqueue.h"

static void begin(struct netlink_batch *batch, int message, uint16_t queue)
{
	netlink_begin(batch, NFNL_SUBSYS_QUEUE << 8 | message, 0, AF_UNSPEC, queue);
}

int nfq_bind(int fd, struct netlink_batch *batch, const struct nfq_setup *setup)
{
	struct nfqnl_msg_config_cmd command = { .command = NFQNL_CFG_CMD_BIND };
	struct nfqnl_msg_config_params whole = {
		.copy_range = htonl(UINT16_MAX),
		.copy_mode = NFQNL_COPY_PACKET,
	};
	uint32_t flags = (setup->fail_open ? NFQA_CFG_F_FAIL_OPEN : 0) |
			 (setup->gso ? NFQA_CFG_F_GSO : 0);

	netlink_clear(batch);
	begin(batch, NFQNL_MSG_CONFIG, setup->queue);
	netlink_bytes(batch, NFQA_CFG_CMD, &command, sizeof(command));
	netlink_bytes(batch, NFQA_CFG_PARAMS, &whole, sizeof(whole));
	if (setup->length)
		netlink_number(batch, NFQA_CFG_QUEUE_MAXLEN, setup->length);
	netlink_number(batch, NFQA_CFG_FLAGS, flags);
	netlink_number(batch, NFQA_CFG_MASK, NFQA_CFG_F_FAIL_OPEN | NFQA_CFG_F_GSO);
	netlink_end(batch);
	netlink_ask(batch);
	return netlink_send(fd, batch);
}

static uint32_t number(const unsigned char *value, size_t n)
{
	uint32_t big = 0;

	if (n == sizeof(big))
		memcpy(&big, value, sizeof(big));
	return ntohl(big);
}

static void take_attribute(struct nfq_packet *packet, int type, const unsigned char *value, size_t n)
{
	struct nfqnl_msg_packet_hdr header;

	switch (type) {
	case NFQA_PACKET_HDR:
		if (n < sizeof(header))
			return;
		memcpy(&header, value, sizeof(header));
		packet->id = ntohl(header.packet_id);
		packet->hook = header.hook;
		break;
	case NFQA_IFINDEX_INDEV:
		packet->in = number(value, n);
		break;
	case NFQA_IFINDEX_OUTDEV:
		packet->out = number(value, n);
		break;
	case NFQA_MARK:
		packet->mark = number(value, n);
		break;
	case NFQA_SKB_INFO:
		packet->checksum_missing = number(value, n) & NFQA_SKB_CSUMNOTREADY;
		packet->gso = number(value, n) & NFQA_SKB_GSO;
		break;
	case NFQA_PAYLOAD:
		packet->bytes = value;
		packet->len = n;
		break;
	default:
		break;
	}
}

static void take_attributes(struct nfq_packet *packet, const unsigned char *at, size_t n)
{
	struct nlattr attribute;

	while (n >= sizeof(attribute)) {
		size_t step;

		memcpy(&attribute, at, sizeof(attribute));
		if (attribute.nla_len < sizeof(attribute) || attribute.nla_len > n)
			return;
		take_attribute(packet, attribute.nla_type & NLA_TYPE_MASK, at + sizeof(attribute),
			       attribute.nla_len - sizeof(attribute));
		step = NLA_ALIGN(attribute.nla_len);
		at += step;
		n = step < n ? n - step : 0;
	}
}

enum nfq_kind nfq_read(const void *datagram, size_t n, struct nfq_packet *packet)
{
	const size_t heads = NLMSG_HDRLEN + sizeof(struct nfgenmsg);
	int error = netlink_verdict(datagram, n);
	struct nlmsghdr header;

	if (error > 0)
		errno = error;
	if (error >= 0)
		return error ? NFQ_REFUSED : NFQ_DONE;
	if (n < heads)
		return NFQ_OTHER;
	memcpy(&header, datagram, sizeof(header));
	if (header.nlmsg_type != (NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_PACKET) ||
	    header.nlmsg_len > n || header.nlmsg_len < heads)
		return NFQ_OTHER;
	*packet = (struct nfq_packet) { .id = 0 };
	take_attributes(packet, (const unsigned char *)datagram + heads, header.nlmsg_len - heads);
	return NFQ_PACKET;
}

static void verdict_header(struct netlink_batch *batch, uint32_t id, uint32_t code)
{
	struct nfqnl_msg_verdict_hdr header = { .verdict = htonl(code), .id = htonl(id) };

	netlink_bytes(batch, NFQA_VERDICT_HDR, &header, sizeof(header));
}

void nfq_verdict(struct netlink_batch *batch, uint16_t queue, uint32_t id, uint32_t code,
		 const void *bytes, size_t n)
{
	begin(batch, NFQNL_MSG_VERDICT, queue);
	verdict_header(batch, id, code);
	if (bytes)
		netlink_bytes(batch, NFQA_PAYLOAD, bytes, n);
	netlink_end(batch);
}

void nfq_verdict_up_to(struct netlink_batch *batch, uint16_t queue, uint32_t id, uint32_t code)
{
	begin(batch, NFQNL_MSG_VERDICT_BATCH, queue);
	verdict_header(batch, id, code);
	netlink_end(batch);
}
