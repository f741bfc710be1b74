/* SPDX-License-Identifier: GPL-2.0-only */
/* packet.c - packets of any shape; packet.h says what each function does. */
#include <netinet/ip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arguments.h"
#include "packet.h"
#include "say.h"

#define MOST_OPTIONS 40
#define EXPERIMENTAL 253	/* protocol number for experiments (RFC 3692) */

static void put16(unsigned char *at, unsigned long value)
{
	at[0] = (unsigned char)(value >> 8);
	at[1] = (unsigned char)value;
}

static void put32(unsigned char *at, unsigned long value)
{
	put16(at, value >> 16);
	put16(at + 2, value);
}

/* The ones' complement sum of @n bytes, on top of @sum. */
static unsigned long add_up(const unsigned char *bytes, size_t n, unsigned long sum)
{
	for (size_t i = 0; i < n; i++)
		sum += i % 2 ? bytes[i] : (unsigned long)bytes[i] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

void packet_append_hex(struct packet *packet, const char *what, const char *hex)
{
	unsigned int byte;
	int used;

	for (; *hex; hex += 2) {
		if (packet->length == PACKET_MAX || strspn(hex, "0123456789abcdefABCDEF") < 2 ||
		    sscanf(hex, "%2x%n", &byte, &used) != 1) {
			say("%s: not an even number of hex digits, or too many", what);
			usage();
		}
		packet->bytes[packet->length++] = (unsigned char)byte;
	}
}

/* The options' room is known before the header's fields are. */
static void append_ip_header(struct packet *packet, const struct packet_order *order)
{
	packet->length = sizeof(struct iphdr);
	if (order->options)
		packet_append_hex(packet, "options", order->options);
	packet->length = (packet->length + 3) & ~3UL;
	packet->header = packet->length;
	if (packet->header > sizeof(struct iphdr) + MOST_OPTIONS) {
		say("more than %d bytes of options", MOST_OPTIONS);
		usage();
	}
}

static unsigned long tcp_flags(const char *letters)
{
	static const char known[] = "FSRPAU";
	unsigned long bits = 0;

	for (; *letters; letters++) {
		const char *found = strchr(known, *letters);

		if (found) {
			bits |= 1UL << (found - known);
			continue;
		}
		say("flags: `%c' is not one of %s", *letters, known);
		usage();
	}
	return bits;
}

/* Returns the place of the transport checksum in the header, 0 if there is none. */
static size_t append_transport(struct packet *packet, const struct packet_order *order)
{
	unsigned char *at = packet->bytes + packet->length;

	put16(at, order->sport);
	put16(at + 2, order->dport);
	switch (order->kind) {
	case PACKET_UDP:
		packet->length += 8;
		return 6;
	case PACKET_TCP:
		put32(at + 4, 1000);
		put32(at + 8, strchr(order->flags, 'A') ? 2000 : 0);
		at[12] = 5 << 4;
		at[13] = (unsigned char)tcp_flags(order->flags);
		put16(at + 14, 8192);
		packet->length += 20;
		return 16;
	case PACKET_ICMP:
		at[0] = (unsigned char)order->type;
		at[1] = (unsigned char)order->code;
		put16(at + 2, 0);
		packet->length += 8;
		return 2;
	case PACKET_IP:
		break;
	}
	return 0;
}

static void append_payload(struct packet *packet, const struct packet_order *order)
{
	if (order->hex)
		packet_append_hex(packet, "hex", order->hex);
	packet->length += order->size;
	if (packet->length > PACKET_MAX) {
		say("a packet of %zu bytes is too long", packet->length);
		usage();
	}
}

static void finish_transport(struct packet *packet, const struct packet_order *order,
			     size_t checksum)
{
	unsigned char *transport = packet->bytes + packet->header;
	size_t n = packet->length - packet->header;
	unsigned long sum = 0;

	if (!checksum)
		return;
	if (order->kind == PACKET_UDP)
		put16(transport + 4, n);
	if (order->kind != PACKET_ICMP) {
		sum = add_up((const unsigned char *)&order->src, 4, order->proto + n);
		sum = add_up((const unsigned char *)&order->dst, 4, sum);
	}
	sum = ~add_up(transport, n, sum) & 0xffff;
	if (!sum && order->kind == PACKET_UDP)
		sum = 0xffff;	/* 0 would say that there is none */
	put16(transport + checksum, sum ^ order->wrongsum);
}

void packet_fill_header(struct packet *packet, const struct packet_order *order, unsigned long id)
{
	unsigned char *at = packet->bytes;

	at[0] = (unsigned char)(order->version << 4 |
				(order->ihl ? order->ihl : packet->header / 4));
	at[1] = (unsigned char)order->tos;
	put16(at + 2, order->total ? order->total : packet->length);
	put16(at + 4, id);
	put16(at + 6, order->df << 14 | order->mf << 13 | order->off / 8);
	at[8] = (unsigned char)order->ttl;
	at[9] = (unsigned char)order->proto;
	put16(at + 10, 0);
	memcpy(at + 12, &order->src, 4);
	memcpy(at + 16, &order->dst, 4);
	put16(at + 10, (~add_up(at, packet->header, 0) & 0xffff) ^ order->badsum);
}

void packet_build(struct packet *packet, const struct packet_order *order)
{
	append_ip_header(packet, order);
	size_t checksum = append_transport(packet, order);

	append_payload(packet, order);
	finish_transport(packet, order, checksum);
}

static enum packet_kind read_kind(const char *word)
{
	static const char *const words[] = { [PACKET_IP] = "ip", [PACKET_ICMP] = "icmp",
					     [PACKET_TCP] = "tcp", [PACKET_UDP] = "udp" };

	for (enum packet_kind kind = PACKET_IP; kind <= PACKET_UDP; kind++)
		if (!strcmp(word, words[kind]))
			return kind;
	say("`%s' is no kind of packet", word);
	usage();
}

static void read_keys(struct packet_order *order, char **words, const struct key *more)
{
	struct key keys[40] = {
		{ "ttl", KEY_NUMBER, &order->ttl, 255 }, { "tos", KEY_NUMBER, &order->tos, 255 },
		{ "id", KEY_NUMBER, &order->id, 65535 },
		{ "proto", KEY_NUMBER, &order->proto, 255 },
		{ "version", KEY_NUMBER, &order->version, 15 },
		{ "ihl", KEY_NUMBER, &order->ihl, 15 },
		{ "total", KEY_NUMBER, &order->total, 65535 },
		{ "off", KEY_NUMBER, &order->off, 65528 }, { "mf", KEY_NUMBER, &order->mf, 1 },
		{ "df", KEY_NUMBER, &order->df, 1 }, { "options", KEY_TEXT, &order->options, 0 },
		{ "badsum", KEY_NUMBER, &order->badsum, 1 },
		{ "sport", KEY_NUMBER, &order->sport, 65535 },
		{ "dport", KEY_NUMBER, &order->dport, 65535 },
		{ "flags", KEY_TEXT, &order->flags, 0 },
		{ "type", KEY_NUMBER, &order->type, 255 }, { "code", KEY_NUMBER, &order->code, 255 },
		{ "size", KEY_NUMBER, &order->size, PACKET_MAX }, { "hex", KEY_TEXT, &order->hex, 0 },
		{ "wrongsum", KEY_NUMBER, &order->wrongsum, 1 },
	};
	size_t n = 0;

	while (keys[n].name)
		n++;
	for (; more && more->name && n < sizeof(keys) / sizeof(keys[0]) - 1; more++)
		keys[n++] = *more;
	if (!keys_read(words, keys))
		usage();
}

void packet_read(struct packet_order *order, char **words, const struct key *more)
{
	static const unsigned long proto[] = { [PACKET_IP] = EXPERIMENTAL,
					       [PACKET_ICMP] = IPPROTO_ICMP,
					       [PACKET_TCP] = IPPROTO_TCP,
					       [PACKET_UDP] = IPPROTO_UDP };

	if (!words[0] || !words[1] || !words[2])
		usage();
	*order = (struct packet_order) { .ttl = 64, .id = 1, .version = 4, .sport = 1024,
					 .dport = 9, .type = 8, .flags = "S" };
	order->kind = read_kind(words[0]);
	order->proto = proto[order->kind];
	if (!find_host(words[1], &order->src) || !find_host(words[2], &order->dst))
		exit(EXIT_SYSTEM);
	read_keys(order, words + 3, more);
	if (order->off % 8) {
		say("off: %lu is not a multiple of 8", order->off);
		usage();
	}
}

void packet_make(struct packet *packet, char **words)
{
	struct packet_order order;

	if (words[0] && !strcmp(words[0], "raw") && words[1] && !words[2]) {
		packet_append_hex(packet, "raw", words[1]);
		return;
	}
	packet_read(&order, words, NULL);
	packet_build(packet, &order);
	packet_fill_header(packet, &order, order.id);
}
