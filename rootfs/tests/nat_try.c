/* SPDX-License-Identifier: GPL-2.0-only */
/* nat_try.c - packets for a translator; nat_try.h says what each function does. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "divert.h"
#include "nat_try.h"

struct nat nat;
struct packet packet;

struct in_addr host(const char *text)
{
	struct in_addr address;

	inet_pton(AF_INET, text, &address);
	return address;
}

void start(uint16_t first, uint16_t last)
{
	nat.alias = host(ALIAS);
	nat_flows_init(&nat.flows, first, last);
}

void build(const char *words)
{
	struct packet_order order;
	char text[256], *list[20];
	size_t n = 0;

	snprintf(text, sizeof(text), "%s", words);
	for (char *word = strtok(text, " "); word; word = strtok(NULL, " "))
		list[n++] = word;
	list[n] = NULL;
	memset(&packet, 0, sizeof(packet));
	packet_read(&order, list, NULL);
	packet_build(&packet, &order);
	packet_fill_header(&packet, &order, order.id);
}

static enum nat_result pass(enum nat_result (*way)(struct nat *, unsigned char *, size_t, long long),
			    long long now)
{
	unsigned char *exact = malloc(packet.length);
	enum nat_result result = NAT_FULL;

	if (!exact)
		return result;
	memcpy(exact, packet.bytes, packet.length);
	result = way(&nat, exact, packet.length, now);
	memcpy(packet.bytes, exact, packet.length);
	free(exact);
	return result;
}

enum nat_result pass_out(long long now)
{
	return pass(nat_out, now);
}

enum nat_result pass_in(long long now)
{
	return pass(nat_in, now);
}

static const unsigned char *transport(const unsigned char *ip)
{
	return ip + (ip[0] & 15) * 4;
}

static unsigned int port_at(const unsigned char *ip, size_t at)
{
	return (unsigned int)transport(ip)[at] << 8 | transport(ip)[at + 1];
}

const char *ends_of(const unsigned char *ip)
{
	static char text[80];
	char from[INET_ADDRSTRLEN], to[INET_ADDRSTRLEN];
	bool icmp = ip[9] == IPPROTO_ICMP;

	inet_ntop(AF_INET, ip + 12, from, sizeof(from));
	inet_ntop(AF_INET, ip + 16, to, sizeof(to));
	snprintf(text, sizeof(text), "%s:%u > %s:%u", from, port_at(ip, icmp ? 4 : 0), to,
		 port_at(ip, icmp ? 4 : 2));
	return text;
}

bool sums_fit(void)
{
	static unsigned char text[12 + PACKET_MAX];
	unsigned char *ip = packet.bytes;
	size_t n = packet.length - packet.header;
	bool icmp = ip[9] == IPPROTO_ICMP;

	memcpy(text, ip + 12, 8);
	text[8] = 0;
	text[9] = ip[9];
	text[10] = (unsigned char)(n >> 8);
	text[11] = (unsigned char)n;
	memcpy(text + 12, ip + packet.header, n);
	return !divert_checksum(ip, packet.header) &&
	       !divert_checksum(text + (icmp ? 12 : 0), n + (icmp ? 0 : 12));
}
