/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * netlink.h - messages for the kernel's nfnetlink subsystems, written by hand
 *
 * A batch is built piece by piece and sent as one datagram:
 *
 *     netlink_clear(&batch);
 *     netlink_begin(&batch, TYPE, FLAGS, FAMILY, RESOURCE);
 *     netlink_number(&batch, ATTRIBUTE, 5);
 *     netlink_end(&batch);
 *     netlink_send(fd, &batch);
 *
 * Nothing needs to be looked at between: what has no room is left out, and netlink_send() tells.
 * Numbers are in host order, and big-endian in the message, as nfnetlink wants them.
 */
#ifndef NETLINK_H
#define NETLINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NETLINK_BATCH 131072	/* bytes of a batch */

struct netlink_batch {
	_Alignas(4) unsigned char bytes[NETLINK_BATCH];
	size_t length;		/* bytes used */
	size_t message;		/* where the last message begins */
	uint32_t sequence;	/* of the last message; never begins anew */
	bool full;		/* something had no room */
};

/* A NETLINK_NETFILTER socket, closed on exec; -1 with errno set. It can send a whole batch. */
int netlink_open(void);

void netlink_clear(struct netlink_batch *batch);

/* A message up to netlink_end(): @type of nfnetlink, its flags besides NLM_F_REQUEST, nfgenmsg. */
void netlink_begin(struct netlink_batch *batch, int type, int flags, int family, uint16_t resource);
void netlink_end(struct netlink_batch *batch);

/* Attributes of the message that has begun. */
void netlink_bytes(struct netlink_batch *batch, int type, const void *value, size_t length);
void netlink_text(struct netlink_batch *batch, int type, const char *value);
void netlink_number(struct netlink_batch *batch, int type, uint32_t value);
void netlink_number16(struct netlink_batch *batch, int type, uint16_t value);

/* Attributes up to netlink_unnest() with the value it gives are inside this one. */
size_t netlink_nest(struct netlink_batch *batch, int type);
void netlink_unnest(struct netlink_batch *batch, size_t at);

/* The last message wants an answer, also if it succeeds. */
void netlink_ask(struct netlink_batch *batch);

/* Sends all messages; 0, or -1 with errno set. ENOBUFS: the batch was full, nothing is sent. */
int netlink_send(int fd, const struct netlink_batch *batch);

/*
 * What the kernel says of a message it was sent, in the @n bytes received: 0 done; an errno; -1
 * if they are something else.
 */
int netlink_verdict(const void *bytes, size_t n);

/*
 * Waits for the first answer on a socket on which nothing else comes: 0, or -1 with errno set to
 * what the kernel says.
 */
int netlink_answer(int fd);

#endif
