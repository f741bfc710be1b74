/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * divert_packet.h - packets and addresses for claims about sendto() on a divert socket
 */
#ifndef DIVERT_PACKET_H
#define DIVERT_PACKET_H

#include <netinet/in.h>
#include <stddef.h>

/* A divert socket, bound to @port unless that is 0. Gives up if it cannot. */
int divert_socket(unsigned int port);

/* A UDP packet of @length bytes, 20 at least, from @from to @to port 9, into @packet. */
void make_packet(unsigned char *packet, size_t length, const char *from, const char *to);

/* AF_INET, port 0, @address in dots, sin_zero 0. */
struct sockaddr_in divert_address(const char *address);

/* sendto(), or send() without an address: its errno, 0 if it has taken all bytes, else -1. */
int send_packet(int fd, const void *packet, size_t length, int flags, const void *address,
		socklen_t size);

#endif
