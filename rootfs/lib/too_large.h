/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * too_large.h - what a translator says of a packet that is too large for the way out
 *
 * The kernel has refused to send it (EMSGSIZE) and told only the program, so the program tells the
 * packet's sender.
 */
#ifndef TOO_LARGE_H
#define TOO_LARGE_H

#include <stdbool.h>
#include <stdint.h>

/* Bytes of a packet that an error quotes at most: the longest header, and 8 more. */
#define TOO_LARGE_QUOTE (60 + 8)

/* The largest packet that goes to @to, in network order, in one piece; 0 if that is not known. */
unsigned int too_large_for(uint32_t to);

/*
 * Sends an ICMP "fragmentation needed" with @mtu to the sender of the packet whose first
 * TOO_LARGE_QUOTE bytes are at @quote, outbound through the divert socket @fd. False, with errno
 * set, if that is refused.
 */
bool too_large_tell(int fd, const unsigned char *quote, unsigned int mtu);

#endif
