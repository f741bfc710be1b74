/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mangle.h - changes to what stands behind the IP header of a packet
 *
 * The packet has @n bytes and a whole IP header.
 */
#ifndef MANGLE_H
#define MANGLE_H

#include <stdbool.h>
#include <stddef.h>

/* Each @from behind the header becomes @to, a word of the same length. */
void mangle_replace(unsigned char *packet, size_t n, const char *from, const char *to);

/*
 * Computes the checksum of TCP, UDP or ICMP anew. Others, and what is too short to have one, stay
 * as they are; of a fragment it makes a wrong one.
 */
void mangle_fix_transport(unsigned char *packet, size_t n);

/* True if that would change nothing: the checksum is right, or there is none. */
bool mangle_transport_is_right(const unsigned char *packet, size_t n);

#endif
