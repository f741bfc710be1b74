/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * craft - send IPv4 packets of any shape
 *
 * usage: craft udp|tcp|icmp|ip SRC DST [KEY=VALUE...]
 *
 * Builds a packet from SRC to DST (names or addresses), sends it and says so. `ip' is a packet
 * with nothing but payload behind its header. Numbers are decimal, HEX is a string of hex digits.
 *
 *   how it is sent
 *     dev=DEV      as a frame by this device, unseen by the machine's own IP; without it through
 *                  a raw socket with IP_HDRINCL, as the machine's own packet
 *     to=HOST      with dev: the neighbour whose link address the frame gets (default DST; the
 *                  machine must know it: ping it first), or `broadcast', or XX:XX:XX:XX:XX:XX
 *     count=N      so many, each with an id one higher (1)
 *   IP header
 *     ttl=N (64)  tos=N (0)  id=N (1)  proto=N (the kind's; ip: 253)  version=N (4)  ihl=WORDS
 *     total=BYTES  the total length said in the header; ihl and total default to the truth
 *     off=BYTES    fragment offset, a multiple of 8    mf=1  df=1    flags of fragments
 *     options=HEX  filled up with zeros to a multiple of 4 bytes
 *     badsum=1     a wrong header checksum (with dev)
 *   behind it
 *     sport=N (1024)  dport=N (9)       udp and tcp
 *     flags=FSRPAU (S)                  tcp: any of these letters, or none of them
 *     type=N (8)  code=N (0)            icmp
 *     size=BYTES   payload of zeros (0)    hex=HEX   payload of these bytes
 *     pad=BYTES    so many zeros behind the end of the packet (with dev)
 *
 * Exit status: 0 sent; 2 usage; 3 a system call failed (which, and why, on standard error).
 *
 * Example: craft tcp inside gateway dev=eth0 dport=80 flags=SA
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/ip.h>
#include <netpacket/packet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "keys.h"
#include "link.h"
#include "say.h"

#define MOST_BYTES 65535
#define MOST_OPTIONS 40
#define EXPERIMENTAL 253	/* protocol number for experiments (RFC 3692) */

enum kind { IP, ICMP, TCP, UDP };

struct order {
	enum kind kind;
	struct in_addr src, dst;
	const char *dev, *to, *options, *flags, *hex;
	unsigned long count, ttl, tos, id, proto, version, ihl, total, off, mf, df, badsum;
	unsigned long sport, dport, type, code, size, pad;
};

struct packet {
	unsigned char bytes[2 * MOST_BYTES];
	size_t header, length;	/* of the IP header; of all */
};

static _Noreturn void usage(void)
{
	fprintf(stderr, "usage: craft udp|tcp|icmp|ip SRC DST [KEY=VALUE...]\n");
	exit(EXIT_USAGE);
}

static _Noreturn void fail(const char *what)
{
	say_errno("%s", what);
	exit(EXIT_SYSTEM);
}

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

static void append_hex(struct packet *packet, const char *what, const char *hex)
{
	unsigned int byte;
	int used;

	for (; *hex; hex += 2) {
		if (packet->length == MOST_BYTES || strspn(hex, "0123456789abcdefABCDEF") < 2 ||
		    sscanf(hex, "%2x%n", &byte, &used) != 1) {
			say("%s: not an even number of hex digits, or too many", what);
			usage();
		}
		packet->bytes[packet->length++] = (unsigned char)byte;
	}
}

/* The options' room is known before the header's fields are. */
static void append_ip_header(struct packet *packet, const struct order *order)
{
	packet->length = sizeof(struct iphdr);
	if (order->options)
		append_hex(packet, "options", order->options);
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

		if (!found) {
			say("flags: `%c' is not one of %s", *letters, known);
			usage();
		}
		bits |= 1UL << (found - known);
	}
	return bits;
}

/* Returns the place of the transport checksum in the header, 0 if there is none. */
static size_t append_transport(struct packet *packet, const struct order *order)
{
	unsigned char *at = packet->bytes + packet->length;

	put16(at, order->sport);
	put16(at + 2, order->dport);
	switch (order->kind) {
	case UDP:
		packet->length += 8;
		return 6;
	case TCP:
		put32(at + 4, 1000);
		put32(at + 8, strchr(order->flags, 'A') ? 2000 : 0);
		at[12] = 5 << 4;
		at[13] = (unsigned char)tcp_flags(order->flags);
		put16(at + 14, 8192);
		packet->length += 20;
		return 16;
	case ICMP:
		at[0] = (unsigned char)order->type;
		at[1] = (unsigned char)order->code;
		put16(at + 2, 0);
		packet->length += 8;
		return 2;
	case IP:
		break;
	}
	return 0;
}

static void append_payload(struct packet *packet, const struct order *order)
{
	if (order->hex)
		append_hex(packet, "hex", order->hex);
	packet->length += order->size;
	if (packet->length > MOST_BYTES) {
		say("a packet of %zu bytes is too long", packet->length);
		usage();
	}
}

static void finish_transport(struct packet *packet, const struct order *order, size_t checksum)
{
	unsigned char *transport = packet->bytes + packet->header;
	size_t n = packet->length - packet->header;
	unsigned long sum = 0;

	if (!checksum)
		return;
	if (order->kind == UDP)
		put16(transport + 4, n);
	if (order->kind != ICMP) {
		sum = add_up((const unsigned char *)&order->src, 4, order->proto + n);
		sum = add_up((const unsigned char *)&order->dst, 4, sum);
	}
	put16(transport + checksum, ~add_up(transport, n, sum) & 0xffff);
}

static void fill_ip_header(struct packet *packet, const struct order *order, unsigned long id)
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

static void build(struct packet *packet, const struct order *order)
{
	append_ip_header(packet, order);
	size_t checksum = append_transport(packet, order);

	append_payload(packet, order);
	finish_transport(packet, order, checksum);
}

static void send_all(struct packet *packet, const struct order *order)
{
	struct sockaddr_in raw = { .sin_family = AF_INET, .sin_addr = order->dst };
	struct sockaddr_ll link;
	const void *there = order->dev ? (const void *)&link : &raw;
	socklen_t size = order->dev ? sizeof(link) : sizeof(raw);
	int fd = order->dev ? socket(AF_PACKET, SOCK_DGRAM, 0) :
			      socket(AF_INET, SOCK_RAW, IPPROTO_RAW);

	if (fd < 0)
		fail("socket");
	if (order->dev && !link_to(order->dev, order->to, order->dst, &link))
		exit(EXIT_SYSTEM);
	for (unsigned long i = 0; i < order->count; i++) {
		fill_ip_header(packet, order, order->id + i);
		if (sendto(fd, packet->bytes, packet->length + order->pad, 0, there, size) < 0)
			fail("sendto");
	}
}

static void read_order(struct order *order, char **arguments)
{
	const struct key keys[] = {
		{ "dev", KEY_TEXT, &order->dev, 0 }, { "to", KEY_TEXT, &order->to, 0 },
		{ "count", KEY_NUMBER, &order->count, 1000000 },
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
		{ "size", KEY_NUMBER, &order->size, MOST_BYTES }, { "hex", KEY_TEXT, &order->hex, 0 },
		{ "pad", KEY_NUMBER, &order->pad, MOST_BYTES }, { NULL, KEY_TEXT, NULL, 0 },
	};

	if (!keys_read(arguments, keys))
		usage();
	if (order->off % 8) {
		say("off: %lu is not a multiple of 8", order->off);
		usage();
	}
}

static enum kind read_kind(const char *word)
{
	static const char *const words[] = { [IP] = "ip", [ICMP] = "icmp", [TCP] = "tcp",
					     [UDP] = "udp" };

	for (enum kind kind = IP; kind <= UDP; kind++)
		if (!strcmp(word, words[kind]))
			return kind;
	say("`%s' is no kind of packet", word);
	usage();
}

int main(int argc, char **argv)
{
	static const unsigned long proto[] = { [IP] = EXPERIMENTAL, [ICMP] = IPPROTO_ICMP,
					       [TCP] = IPPROTO_TCP, [UDP] = IPPROTO_UDP };
	static struct packet packet;
	struct order order = { .count = 1, .ttl = 64, .id = 1, .version = 4, .sport = 1024,
			       .dport = 9, .type = 8, .flags = "S" };

	say_as("craft");
	if (argc < 4)
		usage();
	order.kind = read_kind(argv[1]);
	order.proto = proto[order.kind];
	if (!find_host(argv[2], &order.src) || !find_host(argv[3], &order.dst))
		return EXIT_SYSTEM;
	read_order(&order, argv + 4);
	build(&packet, &order);
	send_all(&packet, &order);
	printf("sent %lu of %zu bytes, protocol %lu\n", order.count, packet.length, order.proto);
	return EXIT_DONE;
}
