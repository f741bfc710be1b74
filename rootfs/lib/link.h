/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * link.h - where a frame goes on the link
 */
#ifndef LINK_H
#define LINK_H

#include <netinet/in.h>
#include <netpacket/packet.h>
#include <stdbool.h>

/*
 * Sets @there to the link address, on the Ethernet device @dev, for an IP packet in a frame to
 * @to: `broadcast', XX:XX:XX:XX:XX:XX, or a neighbour by name or address; NULL is the neighbour
 * @otherwise. False, and said: no such device or host, or the kernel has not found the neighbour.
 */
bool link_to(const char *dev, const char *to, struct in_addr otherwise, struct sockaddr_ll *there);

#endif
