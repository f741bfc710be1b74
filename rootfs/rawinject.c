/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rawinject - send packets of its own making through a raw socket
 *
 * usage: rawinject [--count N] udp|tcp|icmp|ip SRC DST [KEY=VALUE...]
 *        rawinject [--count N] raw HEX
 *
 * The words of the packet are those of lib/packet.h; `raw' is a packet of these bytes, whatever
 * they are. It is written to a raw socket with IP_HDRINCL: the kernel takes the header as it is,
 * but for total length and checksum, sends it to the destination that stands in it, and that is
 * all there is to choose. What is for this host comes in by lo.
 *
 *   --count N   write it N times (1)
 *
 * "injected N bytes" on standard output for each one; N is what the system call returned.
 *
 * Exit status: 0 all injected; 2 usage; 3 a system call failed (which, and why, on standard error).
 *
 * Example: rawinject icmp outside gateway type=0
 */
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "arguments.h"
#include "packet.h"
#include "say.h"

static _Noreturn void fail(const char *what)
{
	say_errno("%s", what);
	exit(EXIT_SYSTEM);
}

static unsigned long read_options(int argc, char **argv)
{
	static const struct option options[] = {
		{ "count", required_argument, NULL, 'c' },
		{ NULL, 0, NULL, 0 },
	};
	unsigned long count = 1;
	int option;

	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (option != 'c')
			usage();
		if (!parse_number(optarg, 1, 1000000, &count)) {
			say("--count `%s' is not a number from 1 to 1000000", optarg);
			usage();
		}
	}
	return count;
}

static int open_raw(void)
{
	int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW), yes = 1;

	if (fd < 0)
		fail("open a raw socket");
	if (setsockopt(fd, IPPROTO_IP, IP_HDRINCL, &yes, sizeof(yes)))
		fail("set IP_HDRINCL");
	return fd;
}

/* Where the packet's own header says that it goes; nowhere if there is none. */
static struct sockaddr_in destination(const struct packet *packet)
{
	struct sockaddr_in to = { .sin_family = AF_INET };

	if (packet->length >= sizeof(struct iphdr))
		memcpy(&to.sin_addr, packet->bytes + offsetof(struct iphdr, daddr),
		       sizeof(to.sin_addr));
	return to;
}

int main(int argc, char **argv)
{
	static struct packet packet;
	struct sockaddr_in to;
	unsigned long count;
	int fd;

	say_as("rawinject");
	usage_is("usage: rawinject [--count N] udp|tcp|icmp|ip SRC DST [KEY=VALUE...]\n"
		     "       rawinject [--count N] raw HEX\n");
	count = read_options(argc, argv);
	packet_make(&packet, argv + optind);
	to = destination(&packet);
	fd = open_raw();
	while (count--) {
		ssize_t n = sendto(fd, packet.bytes, packet.length, 0, (struct sockaddr *)&to,
				   sizeof(to));

		if (n < 0) {
			say_errno("inject %zu bytes", packet.length);
			return EXIT_SYSTEM;
		}
		printf("injected %zd bytes\n", n);
	}
	return EXIT_DONE;
}
