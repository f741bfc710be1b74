/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * nfqueue.h - a reader of an NFQUEUE: the kernel hands out packets and waits for verdicts
 *
 * nfq_bind(), then for each datagram that the socket receives nfq_read(), and for each packet one
 * verdict. The kernel says no more of a verdict than an error, if there is one, as a datagram of
 * its own.
 */
#ifndef NFQUEUE_H
#define NFQUEUE_H

#include "netlink.h"

#define NFQ_DATAGRAM_MAX 66048	/* bytes: the largest packet, and what is told of it */

struct nfq_setup {
	uint16_t queue;
	uint32_t length;	/* packets it holds, 0: what the kernel gives, 1024 */
	bool fail_open;		/* when it is full, packets go on */
	bool gso;		/* packets may be large, their checksums incomplete */
};

struct nfq_packet {
	uint32_t id;			/* of the queue's own count, from 1 */
	unsigned int hook;		/* NF_INET_... */
	uint32_t in, out;		/* numbers of the devices, 0: none */
	uint32_t mark;
	bool checksum_missing;		/* the device was to compute the transport's */
	bool gso;			/* larger than what goes on the wire */
	const unsigned char *bytes;	/* from the IP header on; in the datagram */
	size_t len;
};

enum nfq_kind {
	NFQ_PACKET,
	NFQ_DONE,	/* the kernel has done what asked for an answer */
	NFQ_REFUSED,	/* it has not: errno says why */
	NFQ_OTHER,
};

/* Asks to become the reader of the queue; the answer comes as a datagram, 0 or -1 with errno set. */
int nfq_bind(int fd, struct netlink_batch *batch, const struct nfq_setup *setup);

/* What a datagram of @n bytes is; @packet is set if it is one. */
enum nfq_kind nfq_read(const void *datagram, size_t n, struct nfq_packet *packet);

/*
 * One more message for @batch: what becomes of a packet (NF_ACCEPT, NF_DROP, NF_REPEAT) and, unless
 * @bytes is NULL, what it is from now on.
 */
void nfq_verdict(struct netlink_batch *batch, uint16_t queue, uint32_t id, uint32_t code,
		 const void *bytes, size_t n);

/* The same for all packets that wait with an id up to this one; they stay what they are. */
void nfq_verdict_up_to(struct netlink_batch *batch, uint16_t queue, uint32_t id, uint32_t code);

#endif
