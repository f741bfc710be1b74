/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * craft - send IPv4 packets of any shape
 *
 * usage: craft udp|tcp|icmp|ip SRC DST [KEY=VALUE...]
 *
 * Builds a packet from SRC to DST (names or addresses), sends it and says so.
 * The words of the packet are those of lib/packet.h. How it is sent:
 *
 *   dev=DEV      as a frame by this device, unseen by the machine's own IP; without it through
 *                a raw socket with IP_HDRINCL, as the machine's own packet
 *   to=HOST      with dev: the neighbour whose link address the frame gets (default DST; the
 *                machine must know it: ping it first), or `broadcast', or XX:XX:XX:XX:XX:XX
 *   count=N      so many, each with an id one higher (1)
 *   pad=BYTES    so many zeros behind the end of the packet (with dev)
 *
 * A wrong header checksum stays wrong with dev only.
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

#include "arguments.h"
#include "link.h"
#include "packet.h"
#include "say.h"

struct order {
	struct packet_order packet;
	const char *dev, *to;
	unsigned long count, pad;
};

static _Noreturn void fail(const char *what)
{
	say_errno("%s", what);
	exit(EXIT_SYSTEM);
}

static void send_all(struct packet *packet, const struct order *order)
{
	struct sockaddr_in raw = { .sin_family = AF_INET, .sin_addr = order->packet.dst };
	struct sockaddr_ll link;
	const void *there = order->dev ? (const void *)&link : &raw;
	socklen_t size = order->dev ? sizeof(link) : sizeof(raw);
	int fd = order->dev ? socket(AF_PACKET, SOCK_DGRAM, 0) :
			      socket(AF_INET, SOCK_RAW, IPPROTO_RAW);

	if (fd < 0)
		fail("socket");
	if (order->dev && !link_to(order->dev, order->to, order->packet.dst, &link))
		exit(EXIT_SYSTEM);
	for (unsigned long i = 0; i < order->count; i++) {
		packet_fill_header(packet, &order->packet, order->packet.id + i);
		if (sendto(fd, packet->bytes, packet->length + order->pad, 0, there, size) < 0)
			fail("sendto");
	}
}

int main(int argc, char **argv)
{
	static struct packet packet;
	struct order order = { .count = 1 };
	const struct key keys[] = {
		{ "dev", KEY_TEXT, &order.dev, 0 }, { "to", KEY_TEXT, &order.to, 0 },
		{ "count", KEY_NUMBER, &order.count, 1000000 },
		{ "pad", KEY_NUMBER, &order.pad, PACKET_MAX }, { NULL, KEY_TEXT, NULL, 0 },
	};

	say_as("craft");
	usage_is("usage: craft udp|tcp|icmp|ip SRC DST [KEY=VALUE...]\n");
	if (argc < 2)
		usage();
	packet_read(&order.packet, argv + 1, keys);
	packet_build(&packet, &order.packet);
	send_all(&packet, &order);
	printf("sent %lu of %zu bytes, protocol %lu\n", order.count, packet.length,
	       order.packet.proto);
	return EXIT_DONE;
}
