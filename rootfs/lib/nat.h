/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * nat.h - address translation of IPv4 packets in memory
 *
 * On the way out the source of TCP, UDP and ICMP echo requests becomes the alias address and a
 * port of its range; on the way in the destination of what comes for such a port becomes the inner
 * end again. An ICMP error is translated by the header it quotes, and in it. The checksums of IP,
 * TCP, UDP and ICMP are corrected by the difference and not computed anew: one that was wrong stays
 * wrong, so that the receiver notices what a translator must not hide. A UDP checksum of 0 stays.
 *
 * Only whole packets are translated. A fragment is left as it is: all but the first have no port,
 * and to translate some of a datagram's fragments would break it.
 *
 * Nothing here allocates memory or makes a system call.
 */
#ifndef NAT_H
#define NAT_H

#include <stddef.h>

#include "nat_flows.h"

struct nat {
	struct in_addr alias;		/* the address that the outside sees */
	struct nat_flows flows;
	const struct nat_flow *used;	/* by the last packet; NULL: by none */
};

enum nat_result {
	NAT_TRANSLATED,
	NAT_OWN,	/* out: from the alias address already; unchanged, as in all that follow */
	NAT_UNKNOWN,	/* not TCP, UDP or ICMP echo, or for no flow, or too short for its ports */
	NAT_FRAGMENT,	/* not a whole packet */
	NAT_FULL,	/* out: of a new flow, for which there is no room */
};

/*
 * Translates the packet of @len bytes, which has a whole IP header and no wrong header length, on
 * the way out or in. @now as in nat_flows.h.
 */
enum nat_result nat_out(struct nat *nat, unsigned char *packet, size_t len, long long now);
enum nat_result nat_in(struct nat *nat, unsigned char *packet, size_t len, long long now);

/* "translated", "own", "unknown", "fragment", "no room". */
const char *nat_result_word(enum nat_result result);

#endif
