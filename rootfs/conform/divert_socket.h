/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * divert_socket.h - divert sockets for claims, and packets for them to read
 *
 * Packets are datagrams of this machine to itself by lo, diverted on output. A
 * datagram of N bytes is read as N + 28. Errors are answered as errnos, 0 being success.
 */
#ifndef DIVERT_SOCKET_H
#define DIVERT_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HEADERS 28	/* bytes: of IP and UDP */
#define DIVERTED_TO 9	/* the UDP port of diverted datagrams */

/* socket(AF_INET, SOCK_RAW, IPPROTO_DIVERT). Gives up if it cannot. */
int divert_new(void);

/* bind() to a divert port, as a program does it. */
int divert_name(int fd, uint16_t port);

/* A socket with a port. Gives up if it cannot have it. */
int divert_on(uint16_t port);

/* setsockopt(IP_DIVERT_INFO): whether packets come with a struct ip_divert_info. */
int divert_tell(int fd, int value);

/* From now on datagrams to DIVERTED_TO are diverted to @port on output; no other rule is left. */
void divert_datagrams(uint16_t port);

/* Sends a datagram of @payload bytes, 65507 at most, to DIVERTED_TO on 127.0.0.1. */
int divert_one(size_t payload);

/* recv() of up to @size bytes with @flags and MSG_DONTWAIT. The length, or the negative errno. */
long divert_read(int fd, size_t size, int flags);

/*
 * Of /proc/net/ip_divert: whether it has a line of @port, and what stands in a column of it. The
 * latter gives up if it has none.
 */
enum column { PORT, QUEUED, BYTES, RECEIVED, READ, REINJECTED, INJECTED, FULL, TICKETS, COLUMNS };
bool divert_is_listed(uint16_t port);
unsigned long divert_listed(uint16_t port, enum column column);

#endif
