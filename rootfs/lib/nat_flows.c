/* SPDX-License-Identifier: GPL-2.0-only */
/* nat_flows.c - the table of translated flows; nat_flows.h says what each function does. */
#include <stddef.h>
#include <string.h>

#include "nat_flows.h"

void nat_flows_init(struct nat_flows *flows, uint16_t first, uint16_t last)
{
	memset(flows, 0, sizeof(*flows));
	flows->first = first;
	flows->last = last;
	flows->next = first;
}

static bool is_alive(const struct nat_flow *flow, long long now)
{
	return flow->fixed || flow->expires > now;
}

struct nat_flow *nat_flow_from(struct nat_flows *flows, unsigned char protocol,
			       struct in_addr inner, uint16_t port, long long now)
{
	for (struct nat_flow *flow = flows->flow; flow < flows->flow + NAT_FLOWS; flow++)
		if (is_alive(flow, now) && flow->protocol == protocol &&
		    flow->inner.s_addr == inner.s_addr && flow->inner_port == port)
			return flow;
	return NULL;
}

struct nat_flow *nat_flow_to(struct nat_flows *flows, unsigned char protocol, uint16_t alias_port,
			     long long now)
{
	for (struct nat_flow *flow = flows->flow; flow < flows->flow + NAT_FLOWS; flow++)
		if (is_alive(flow, now) && flow->protocol == protocol &&
		    flow->alias_port == alias_port)
			return flow;
	return NULL;
}

static struct nat_flow *free_place(struct nat_flows *flows, long long now)
{
	for (struct nat_flow *flow = flows->flow; flow < flows->flow + NAT_FLOWS; flow++)
		if (!is_alive(flow, now))
			return flow;
	return NULL;
}

/* An alias port that no flow of @protocol has, 0 if all are taken. */
static uint16_t free_port(struct nat_flows *flows, unsigned char protocol, long long now)
{
	unsigned int ports = flows->last - flows->first + 1u;

	while (ports--) {
		uint16_t port = flows->next;

		flows->next = port == flows->last ? flows->first : (uint16_t)(port + 1);
		if (!nat_flow_to(flows, protocol, port, now))
			return port;
	}
	return 0;
}

struct nat_flow *nat_flow_new(struct nat_flows *flows, unsigned char protocol,
			      struct in_addr inner, uint16_t port, long long now)
{
	struct nat_flow *flow = free_place(flows, now);
	uint16_t alias_port = flow ? free_port(flows, protocol, now) : 0;

	if (!alias_port)
		return NULL;
	*flow = (struct nat_flow) { .protocol = protocol, .inner = inner, .inner_port = port,
				    .alias_port = alias_port };
	nat_flow_use(flow, now);
	return flow;
}

bool nat_flow_fix(struct nat_flows *flows, unsigned char protocol, uint16_t alias_port,
		  struct in_addr inner, uint16_t port)
{
	struct nat_flow *flow = free_place(flows, 0);

	if (!flow || nat_flow_to(flows, protocol, alias_port, 0) ||
	    nat_flow_from(flows, protocol, inner, port, 0))
		return false;
	*flow = (struct nat_flow) { .protocol = protocol, .fixed = true, .inner = inner,
				    .inner_port = port, .alias_port = alias_port };
	return true;
}

void nat_flow_use(struct nat_flow *flow, long long now)
{
	int timeout = flow->protocol == IPPROTO_UDP ? NAT_TIMEOUT_UDP :
		      flow->protocol == IPPROTO_ICMP ? NAT_TIMEOUT_ECHO :
		      flow->closed ? NAT_TIMEOUT_CLOSED : NAT_TIMEOUT_TCP;

	flow->expires = now + timeout;
}
