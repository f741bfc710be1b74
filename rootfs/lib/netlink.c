/* SPDX-License-Identifier: GPL-2.0-only */
/* netlink.c - messages for nfnetlink; netlink.h says what each function does. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netlink.h"

int netlink_open(void)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	int room = 2 * NETLINK_BATCH;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);

	if (fd < 0)
		return -1;
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof(room)) ||
	    connect(fd, (struct sockaddr *)&kernel, sizeof(kernel))) {
		int error = errno;

		close(fd);
		errno = error;
		return -1;
	}
	return fd;
}

void netlink_clear(struct netlink_batch *batch)
{
	batch->length = 0;
	batch->message = 0;
	batch->full = false;
}

/* Zeros, up to the next multiple of 4; NULL if there are no more. */
static void *room(struct netlink_batch *batch, size_t length)
{
	void *at = batch->bytes + batch->length;

	if (batch->full || length > sizeof(batch->bytes) - batch->length ||
	    NLMSG_ALIGN(length) > sizeof(batch->bytes) - batch->length) {
		batch->full = true;
		return NULL;
	}
	memset(at, 0, NLMSG_ALIGN(length));
	batch->length += NLMSG_ALIGN(length);
	return at;
}

static struct nlmsghdr *last(struct netlink_batch *batch)
{
	return (struct nlmsghdr *)(batch->bytes + batch->message);
}

void netlink_begin(struct netlink_batch *batch, int type, int flags, int family, uint16_t resource)
{
	size_t at = batch->length;
	struct nlmsghdr *header = room(batch, sizeof(*header));
	struct nfgenmsg *generic = room(batch, sizeof(*generic));

	if (!header || !generic)
		return;
	batch->message = at;
	header->nlmsg_type = (uint16_t)type;
	header->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
	header->nlmsg_seq = ++batch->sequence;
	generic->nfgen_family = (uint8_t)family;
	generic->version = NFNETLINK_V0;
	generic->res_id = htons(resource);
}

void netlink_end(struct netlink_batch *batch)
{
	if (!batch->full)
		last(batch)->nlmsg_len = (uint32_t)(batch->length - batch->message);
}

void netlink_bytes(struct netlink_batch *batch, int type, const void *value, size_t length)
{
	struct nlattr *header;

	if (length > UINT16_MAX - sizeof(*header)) {
		batch->full = true;
		return;
	}
	header = room(batch, sizeof(*header) + length);
	if (!header)
		return;
	header->nla_type = (uint16_t)type;
	header->nla_len = (uint16_t)(sizeof(*header) + length);
	memcpy(header + 1, value, length);
}

void netlink_text(struct netlink_batch *batch, int type, const char *value)
{
	netlink_bytes(batch, type, value, strlen(value) + 1);
}

void netlink_number(struct netlink_batch *batch, int type, uint32_t value)
{
	uint32_t big = htonl(value);

	netlink_bytes(batch, type, &big, sizeof(big));
}

void netlink_number16(struct netlink_batch *batch, int type, uint16_t value)
{
	uint16_t big = htons(value);

	netlink_bytes(batch, type, &big, sizeof(big));
}

size_t netlink_nest(struct netlink_batch *batch, int type)
{
	size_t at = batch->length;

	netlink_bytes(batch, type | NLA_F_NESTED, "", 0);
	return at;
}

void netlink_unnest(struct netlink_batch *batch, size_t at)
{
	if (!batch->full)
		((struct nlattr *)(batch->bytes + at))->nla_len = (uint16_t)(batch->length - at);
}

void netlink_ask(struct netlink_batch *batch)
{
	if (!batch->full)
		last(batch)->nlmsg_flags |= NLM_F_ACK;
}

int netlink_send(int fd, const struct netlink_batch *batch)
{
	if (batch->full) {
		errno = ENOBUFS;
		return -1;
	}
	return send(fd, batch->bytes, batch->length, 0) < 0 ? -1 : 0;
}

int netlink_verdict(const void *bytes, size_t n)
{
	struct {
		struct nlmsghdr header;
		struct nlmsgerr error;
	} answer;

	if (n < sizeof(answer))
		return -1;
	memcpy(&answer, bytes, sizeof(answer));
	return answer.header.nlmsg_type == NLMSG_ERROR ? -answer.error.error : -1;
}

int netlink_answer(int fd)
{
	unsigned char bytes[1024];
	ssize_t n = recv(fd, bytes, sizeof(bytes), 0);
	int error;

	if (n < 0)
		return -1;
	error = netlink_verdict(bytes, (size_t)n);
	if (!error)
		return 0;
	errno = error < 0 ? EPROTO : error;
	return -1;
}
