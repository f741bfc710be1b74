/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * packet.h - IPv4 packets of any shape, from the words of a command line
 *
 * udp|tcp|icmp|ip SRC DST [KEY=VALUE...]
 *
 * Builds a packet from SRC to DST (names or addresses). `ip' is a packet with nothing but payload
 * behind its header. Numbers are decimal, HEX is a string of hex digits; the default stands in
 * parentheses.
 *
 *   IP header
 *     ttl=N (64)  tos=N (0)  id=N (1)  proto=N (the kind's; ip: 253)  version=N (4)  ihl=WORDS
 *     total=BYTES  the total length said in the header; ihl and total default to the truth
 *     off=BYTES    fragment offset, a multiple of 8    mf=1  df=1    flags of fragments
 *     options=HEX  filled up with zeros to a multiple of 4 bytes
 *     badsum=1     a wrong header checksum
 *   behind it
 *     sport=N (1024)  dport=N (9)       udp and tcp
 *     flags=FSRPAU (S)                  tcp: any of these letters, or none of them
 *     type=N (8)  code=N (0)            icmp
 *     size=BYTES   payload of zeros (0)    hex=HEX   payload of these bytes
 *     wrongsum=1   a wrong checksum of the transport
 *
 * A mistake in the words is said, and ends the program: EXIT_USAGE, with the usage of
 * arguments.h, or EXIT_SYSTEM for a host that is not known.
 */
#ifndef PACKET_H
#define PACKET_H

#include <netinet/in.h>
#include <stddef.h>

#include "keys.h"

#define PACKET_MAX 65535	/* bytes: the largest total length there is */

enum packet_kind { PACKET_IP, PACKET_ICMP, PACKET_TCP, PACKET_UDP };

/* What is wanted; numbers are in host order. */
struct packet_order {
	enum packet_kind kind;
	struct in_addr src, dst;
	const char *options, *flags, *hex;
	unsigned long ttl, tos, id, proto, version, ihl, total, off, mf, df, badsum;
	unsigned long sport, dport, type, code, size, wrongsum;
};

struct packet {
	unsigned char bytes[2 * PACKET_MAX];	/* room for padding behind the packet */
	size_t header, length;			/* bytes: of the IP header; of all */
};

/*
 * Reads KIND SRC DST KEY=VALUE... up to NULL. @more are keys of the program's own, ended by a NULL
 * name, or NULL.
 */
void packet_read(struct packet_order *order, char **words, const struct key *more);

/* Builds all but the IP header, whose place is left free. */
void packet_build(struct packet *packet, const struct packet_order *order);

/* Fills in the IP header, with this identification. May be done again with another. */
void packet_fill_header(struct packet *packet, const struct packet_order *order, unsigned long id);

/*
 * All of it at once: KIND SRC DST KEY=VALUE... up to NULL, or `raw' HEX, a packet of these bytes,
 * whatever they are.
 */
void packet_make(struct packet *packet, char **words);

/* Appends bytes given as hex digits, which are called @what in a message. */
void packet_append_hex(struct packet *packet, const char *what, const char *hex);

#endif
