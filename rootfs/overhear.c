/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * overhear - hear packets as raw sockets and libpcap do: copies, nothing is stopped
 *
 * usage: overhear raw PROTOCOL
 *        overhear link DEV [promiscuous]
 *
 * `raw' reads a raw socket of this protocol number, `link' a packet socket on this device, in and
 * out; `promiscuous' also hears frames for others. "overhear: ready" on standard output says that
 * nothing is missed from now on; then there is a line for each IPv4 packet:
 *
 *   heard 84 bytes, header 14, 192.0.2.2 > 192.0.2.1, protocol 1, ports 2048 0
 *
 * Bytes are as they were read, those of a link header included; header is how many of them stand
 * before the IP header. Ports are the two words behind the IP header, whatever they mean there.
 * It runs until a signal ends it.
 *
 * Exit status: 2 usage; 3 a system call failed (which, and why, on standard error).
 *
 * Example: overhear link eth0 promiscuous
 */
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/ether.h>
#include <netinet/ip.h>
#include <netpacket/packet.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "say.h"

static unsigned char bytes[65536 + ETH_HLEN];

static _Noreturn void usage(void)
{
	fprintf(stderr, "usage: overhear raw PROTOCOL | link DEV [promiscuous]\n");
	exit(EXIT_USAGE);
}

static _Noreturn void fail(const char *what)
{
	say_errno("%s", what);
	exit(EXIT_SYSTEM);
}

static int open_raw(const char *protocol)
{
	unsigned long number;
	int fd;

	if (!parse_number(protocol, 1, 255, &number))
		usage();
	fd = socket(AF_INET, SOCK_RAW, (int)number);
	if (fd < 0)
		fail("socket SOCK_RAW");
	return fd;
}

static int open_link(const char *dev, bool promiscuous)
{
	struct sockaddr_ll name = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = (int)if_nametoindex(dev),
	};
	struct packet_mreq member = {
		.mr_ifindex = name.sll_ifindex,
		.mr_type = PACKET_MR_PROMISC,
	};
	int fd = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));

	if (fd < 0 || !name.sll_ifindex || bind(fd, (struct sockaddr *)&name, sizeof(name)))
		fail(dev);
	if (promiscuous && setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &member, sizeof(member)))
		fail("PACKET_MR_PROMISC");
	return fd;
}

/* @n bytes, the IP header behind @header of them. */
static void tell(size_t n, size_t header)
{
	const unsigned char *at = bytes + header;
	char source[INET_ADDRSTRLEN], destination[INET_ADDRSTRLEN];
	size_t behind;

	if (n < header + sizeof(struct iphdr) || at[0] >> 4 != 4)
		return;
	behind = header + (at[0] & 15u) * 4;
	inet_ntop(AF_INET, at + 12, source, sizeof(source));
	inet_ntop(AF_INET, at + 16, destination, sizeof(destination));
	printf("heard %zu bytes, header %zu, %s > %s, protocol %u", n, header, source, destination,
	       at[9]);
	if (n >= behind + 4)
		printf(", ports %u %u", bytes[behind] << 8 | bytes[behind + 1],
		       bytes[behind + 2] << 8 | bytes[behind + 3]);
	printf("\n");
	fflush(stdout);
}

int main(int argc, char **argv)
{
	bool raw = argc == 3 && !strcmp(argv[1], "raw");
	bool promiscuous = argc == 4 && !strcmp(argv[3], "promiscuous");
	size_t header = raw ? 0 : ETH_HLEN;
	int fd;

	say_as("overhear");
	if (!raw && !(argc >= 3 && !strcmp(argv[1], "link") && (argc == 3 || promiscuous)))
		usage();
	fd = raw ? open_raw(argv[2]) : open_link(argv[2], promiscuous);
	printf("overhear: ready\n");
	fflush(stdout);
	for (;;) {
		ssize_t n = recv(fd, bytes, sizeof(bytes), 0);

		if (n < 0)
			fail("recv");
		if (raw || (n >= ETH_HLEN && bytes[12] == 8 && bytes[13] == 0))
			tell((size_t)n, header);
	}
}
