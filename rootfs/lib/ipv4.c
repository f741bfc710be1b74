/* SPDX-License-Identifier: GPL-2.0-only */
/* ipv4.c - headers as text; ipv4.h says what each function does. */
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "divert.h"
#include "ipv4.h"

static const char *checksum_is(const void *bytes, size_t n, size_t header)
{
	if (n < header || header < sizeof(struct iphdr))
		return "unknown";
	return divert_checksum(bytes, header) ? "wrong" : "right";
}

/* Appends to @text what has this many bytes free. */
#define APPEND(text, size, ...) \
	snprintf((text) + strlen(text), (size) - strlen(text), __VA_ARGS__)

void ipv4_describe(const void *bytes, size_t n, char *text, size_t size)
{
	char source[INET_ADDRSTRLEN], destination[INET_ADDRSTRLEN];
	struct iphdr iph;
	uint16_t ports[2], place;
	size_t header;

	if (n < sizeof(iph)) {
		snprintf(text, size, "header cut off");
		return;
	}
	memcpy(&iph, bytes, sizeof(iph));
	if (iph.version != 4) {
		snprintf(text, size, "not IPv4");
		return;
	}
	header = iph.ihl * 4u;
	place = ntohs(iph.frag_off);
	inet_ntop(AF_INET, &iph.saddr, source, sizeof(source));
	inet_ntop(AF_INET, &iph.daddr, destination, sizeof(destination));
	snprintf(text, size,
		 "source %s, destination %s, protocol %u, tos 0x%02x, checksum 0x%04x %s", source,
		 destination, iph.protocol, iph.tos, ntohs(iph.check),
		 checksum_is(bytes, n, header));
	if (place & (IP_MF | IP_OFFMASK))
		APPEND(text, size, ", offset %u%s", (place & IP_OFFMASK) * 8u,
		       place & IP_MF ? " more" : "");
	if (place & IP_OFFMASK || n < header + sizeof(ports))
		return;
	memcpy(ports, (const unsigned char *)bytes + header, sizeof(ports));
	APPEND(text, size, ", ports %u %u", ntohs(ports[0]), ntohs(ports[1]));
}
