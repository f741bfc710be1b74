/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * nat_flows.h - which inner end stands behind which port of the alias address
 *
 * A bounded table. A flow maps one inner address and port to one alias port, whoever the other
 * side is; the port of an ICMP echo is its id. Ports are in host order, addresses in network
 * order. Time is what the caller says it is, in seconds, and never runs backwards.
 */
#ifndef NAT_FLOWS_H
#define NAT_FLOWS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#define NAT_FLOWS 1024		/* room for so many */

/* Seconds without a packet after which a flow is forgotten: those of the 2.2 masquerading. */
#define NAT_TIMEOUT_TCP 900
#define NAT_TIMEOUT_CLOSED 120	/* TCP, from a FIN or RST on */
#define NAT_TIMEOUT_UDP 300
#define NAT_TIMEOUT_ECHO 60

struct nat_flow {
	unsigned char protocol;		/* IPPROTO_TCP, _UDP or _ICMP */
	bool fixed;			/* never forgotten */
	bool closed;			/* TCP: a FIN or RST has been seen */
	struct in_addr inner;
	uint16_t inner_port, alias_port;
	long long expires;		/* 0 in a free place */
};

struct nat_flows {
	uint16_t first, last;		/* alias ports that may be given out */
	uint16_t next;			/* where the search for a free one begins */
	struct nat_flow flow[NAT_FLOWS];
};

/* Makes it empty. New flows get alias ports from @first to @last. */
void nat_flows_init(struct nat_flows *flows, uint16_t first, uint16_t last);

/* The flow of an inner end, and that of an alias port; NULL if there is none at @now. */
struct nat_flow *nat_flow_from(struct nat_flows *flows, unsigned char protocol,
			       struct in_addr inner, uint16_t port, long long now);
struct nat_flow *nat_flow_to(struct nat_flows *flows, unsigned char protocol, uint16_t alias_port,
			     long long now);

/* A new flow for an inner end that has none; NULL: no place or no alias port is free. */
struct nat_flow *nat_flow_new(struct nat_flows *flows, unsigned char protocol,
			      struct in_addr inner, uint16_t port, long long now);

/* A flow that is never forgotten. False: no place, or the alias port or inner end has one. */
bool nat_flow_fix(struct nat_flows *flows, unsigned char protocol, uint16_t alias_port,
		  struct in_addr inner, uint16_t port);

/* A packet of this flow has come: its time begins anew. */
void nat_flow_use(struct nat_flow *flow, long long now);

#endif
