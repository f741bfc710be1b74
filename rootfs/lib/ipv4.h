/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ipv4.h - what the header of an IPv4 packet says, as text
 */
#ifndef IPV4_H
#define IPV4_H

#include <stddef.h>

/*
 * "source 192.0.2.2, destination 192.0.2.1, protocol 1, tos 0x00, checksum 0xb6a5 right, ports
 * 2048 0" into @text of @size bytes, cut off if too long.
 *
 * @bytes begin with the IP header; there are @n of them, perhaps not all of the packet. The
 * checksum, of the header, is right, wrong, or unknown if options are cut off. A fragment says
 * "offset 1480" or "offset 0 more" before its ports. Ports are the two words behind the header,
 * whatever they mean in this protocol; they are left out if they are not there, as in all
 * fragments but the first. It is "header cut off" if not even the fixed part is there, "not
 * IPv4" if that has another version.
 */
void ipv4_describe(const void *bytes, size_t n, char *text, size_t size);

#endif
