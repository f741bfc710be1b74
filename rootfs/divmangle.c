/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * divmangle - change what is diverted to a port, and hand it back
 *
 * usage: divmangle [OPTION...] PORT
 *
 *   --set-src ADDR, --set-dst ADDR, --set-ttl N, --set-id N, --df
 *                      the field of the IP header; --df sets "do not fragment"
 *   --replace OLD NEW  each OLD behind the IP header becomes NEW: words of the same length
 *   --grow N, --shrink N
 *                      N zeros at the end, or N bytes less; a UDP length is kept right
 *   --fix-checksum     compute the checksum of TCP, UDP or ICMP anew; without it the old one stays
 *   --break-header     leave a wrong header checksum and total length: the kernel sets both
 *   --count N          end after N packets
 *   --timeout SECONDS  end after that time, counted from the line that says ready
 *
 * The address each packet came with goes back untouched, so it goes on behind the rule that
 * diverted it. "divmangle: ready on divert port PORT" says that packets are served from now on;
 * then there is one line for each: "mangled 84 bytes, 124 now", or on standard error why the
 * kernel refused it.
 *
 * Exit status: 0 done, or ended by SIGINT, SIGTERM or SIGPIPE; 1 fewer than --count packets
 * came before --timeout or the signal; 2 usage; 3 a system call failed (which, and why, on
 * standard error).
 *
 * Example: divmangle --replace AAAA BBBB --fix-checksum 5
 */
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <stdio.h>
#include <string.h>

#include "arguments.h"
#include "await.h"
#include "divert.h"
#include "limit.h"
#include "mangle.h"
#include "say.h"

#define NO_NUMBER (~0UL)

struct change {
	struct in_addr src, dst;		/* 0: kept */
	unsigned long ttl, id;			/* NO_NUMBER: kept */
	const char *from, *to;			/* NULL: nothing is replaced */
	unsigned long grow, shrink;		/* bytes */
	bool df, fix_checksum, break_header;
	struct limit limit;
	uint16_t port;
};

static const char usage_text[] =
	"usage: divmangle [--set-src ADDR] [--set-dst ADDR] [--set-ttl N] [--set-id N] [--df]\n"
	"                 [--replace OLD NEW] [--grow N | --shrink N] [--fix-checksum]\n"
	"                 [--break-header] [--count N] [--timeout SECONDS] PORT\n";

/* getopt has given OLD; NEW is the next word. */
static void take_replacement(struct change *change, char **argv)
{
	change->from = optarg;
	change->to = argv[optind];
	if (!change->to || !*change->from || strlen(change->from) != strlen(change->to)) {
		say("--replace wants two words of the same length");
		usage();
	}
	optind++;
}

static void take_option(struct change *change, int option, char **argv)
{
	switch (option) {
	case 's':
		change->src = address_argument("--set-src", optarg);
		break;
	case 'd':
		change->dst = address_argument("--set-dst", optarg);
		break;
	case 'l':
		change->ttl = number_argument("--set-ttl", optarg, 0, 255);
		break;
	case 'i':
		change->id = number_argument("--set-id", optarg, 0, 65535);
		break;
	case 'r':
		take_replacement(change, argv);
		break;
	case 'g':
		change->grow = number_argument("--grow", optarg, 1, DIVERT_PACKET_MAX);
		break;
	case 'k':
		change->shrink = number_argument("--shrink", optarg, 1, DIVERT_PACKET_MAX);
		break;
	case 'D':
		change->df = true;
		break;
	case 'f':
		change->fix_checksum = true;
		break;
	case 'b':
		change->break_header = true;
		break;
	default:
		if (!limit_option(&change->limit, option, optarg))
			usage();
	}
}

static void read_arguments(struct change *change, int argc, char **argv)
{
	static const struct option options[] = {
		{ "set-src", required_argument, NULL, 's' },
		{ "set-dst", required_argument, NULL, 'd' },
		{ "set-ttl", required_argument, NULL, 'l' },
		{ "set-id", required_argument, NULL, 'i' },
		{ "replace", required_argument, NULL, 'r' },
		{ "grow", required_argument, NULL, 'g' },
		{ "shrink", required_argument, NULL, 'k' },
		{ "df", no_argument, NULL, 'D' },
		{ "fix-checksum", no_argument, NULL, 'f' },
		{ "break-header", no_argument, NULL, 'b' },
		LIMIT_OPTIONS,
		{ NULL, 0, NULL, 0 },
	};
	int option;

	usage_is(usage_text);
	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1)
		take_option(change, option, argv);
	if (change->grow && change->shrink) {
		say("only one of --grow and --shrink can be meant");
		usage();
	}
	if (argc - optind != 1)
		usage();
	change->port = port_argument("divert port", argv[optind]);
}

static size_t header_length(const struct divert_packet *packet)
{
	return (packet->bytes[0] & 15u) * 4;
}

static void resize(const struct change *change, struct divert_packet *packet)
{
	size_t least = header_length(packet);
	size_t length = packet->len + change->grow;

	length = length > DIVERT_PACKET_MAX ? DIVERT_PACKET_MAX : length;
	length = length < least + change->shrink ? least : length - change->shrink;
	if (length > packet->len)
		memset(packet->bytes + packet->len, 0, length - packet->len);
	packet->len = length;
}

static void set_fields(const struct change *change, unsigned char *bytes)
{
	struct iphdr ip;

	memcpy(&ip, bytes, sizeof(ip));
	if (change->src.s_addr)
		ip.saddr = change->src.s_addr;
	if (change->dst.s_addr)
		ip.daddr = change->dst.s_addr;
	if (change->ttl != NO_NUMBER)
		ip.ttl = (uint8_t)change->ttl;
	if (change->id != NO_NUMBER)
		ip.id = htons((uint16_t)change->id);
	if (change->df)
		ip.frag_off |= htons(IP_DF);
	if (change->break_header) {
		ip.check = (uint16_t)~ip.check;
		ip.tot_len = htons(1);
	}
	memcpy(bytes, &ip, sizeof(ip));
}

static void mangle(const struct change *change, struct divert_packet *packet)
{
	unsigned char *transport = packet->bytes + header_length(packet);
	uint16_t length;

	set_fields(change, packet->bytes);
	if (change->from)
		mangle_replace(packet->bytes, packet->len, change->from, change->to);
	resize(change, packet);
	if (packet->bytes[9] == IPPROTO_UDP && packet->len >= header_length(packet) + 8) {
		length = htons((uint16_t)(packet->len - header_length(packet)));
		memcpy(transport + 4, &length, 2);
	}
	if (change->fix_checksum)
		mangle_fix_transport(packet->bytes, packet->len);
}

static int serve(struct change *change, int fd)
{
	static struct divert_packet packet;
	bool all_back = true;

	while (limit_wait(&change->limit, fd)) {
		size_t was;

		if (!divert_take(fd, &packet))
			continue;
		limit_came(&change->limit);
		was = packet.len;
		mangle(change, &packet);
		if (divert_reinject(fd, &packet)) {
			say_errno("reinject %zu bytes", packet.len);
			all_back = false;
			continue;
		}
		printf("mangled %zu bytes, %zu now\n", was, packet.len);
		fflush(stdout);
	}
	return all_back ? limit_status(&change->limit) : EXIT_SYSTEM;
}

int main(int argc, char **argv)
{
	struct change change = { .ttl = NO_NUMBER, .id = NO_NUMBER, .limit.what = "packets" };
	int fd;

	say_as("divmangle");
	read_arguments(&change, argc, argv);
	await_signals();
	fd = divert_listen(change.port);
	divert_ready("divmangle", change.port);
	limit_start(&change.limit);
	return serve(&change, fd);
}
