/* SPDX-License-Identifier: GPL-2.0-only */
/* nat_try.h - one translator and one packet, for the tests of both directions */
#ifndef NAT_TRY_H
#define NAT_TRY_H

#include "nat.h"
#include "packet.h"

#define INNER "192.0.2.2"
#define ALIAS "198.51.100.1"
#define OUTER "198.51.100.2"

extern struct nat nat;
extern struct packet packet;

/* The address in dots. */
struct in_addr host(const char *text);

/* An empty translator of ALIAS with these ports. */
void start(uint16_t first, uint16_t last);

/* Builds the packet of words like "udp 192.0.2.2 198.51.100.2 sport=1". */
void build(const char *words);

/* nat_out() and nat_in() on the packet, in a place that is no larger than it. */
enum nat_result pass_out(long long now);
enum nat_result pass_in(long long now);

/* "192.0.2.2:1 > 198.51.100.2:9", with an echo's id in the place of both ports. */
const char *ends_of(const unsigned char *ip);

/* Do both checksums of the packet fit? They are computed over all of it. */
bool sums_fit(void);

#endif
