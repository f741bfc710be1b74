/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * divinject - write packets of its own making to a divert socket
 *
 * usage: divinject [OPTION...] udp|tcp|icmp|ip SRC DST [KEY=VALUE...]
 *        divinject [OPTION...] raw HEX
 *
 * The packet needs no interception: it has never been read. Its words are those of lib/packet.h;
 * `raw' is a packet of these bytes, whatever they are.
 *
 *   --null        without an address: outbound (as it is without options)
 *   --zero        with a zeroed address: outbound
 *   --write       with write(2): outbound
 *   --as ADDR     with the address ADDR: inbound, as if it had come in on the interface of ADDR
 *   --port N      through a socket bound to divert port N; else through one without a port
 *   --broken      leave header checksum and total length 0: the kernel has to fill them in
 *   --length N    write N bytes: the packet cut off, or filled up with zeros
 *   --group ADDR  multicast leaves by the interface of ADDR (IP_MULTICAST_IF)
 *   --dev DEV     what is sent leaves by the device DEV (SO_BINDTODEVICE)
 *   --count N     write it N times (1)
 *
 * "injected N bytes" on standard output for each one; N is what the system call returned.
 *
 * Exit status: 0 all injected; 2 usage; 3 a system call failed (which, and why, on standard error).
 *
 * Example: divinject --as 192.0.2.1 icmp inside outside size=56
 */
#include <getopt.h>
#include <netinet/ip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arguments.h"
#include "divert.h"
#include "packet.h"
#include "say.h"

static const char usage_text[] =
	"usage: divinject [--null | --zero | --write | --as ADDR] [--port N] [--broken]\n"
	"                 [--length N] [--group ADDR] [--dev DEV] [--count N]\n"
	"                 udp|tcp|icmp|ip SRC DST [KEY=VALUE...] | raw HEX\n";

enum way { UNSAID, NO_ADDRESS, ADDRESS, WRITE };

struct task {
	enum way way;
	struct sockaddr_in to;		/* for ADDRESS */
	struct in_addr group;		/* interface for multicast, 0: the routing's */
	const char *dev;		/* NULL: the routing's */
	unsigned long port;		/* 0: not bound */
	unsigned long length;		/* 0: the packet's own */
	unsigned long count;
	bool broken;
};

static void set_way(struct task *task, enum way way)
{
	if (task->way != UNSAID) {
		say("only one of --null, --zero, --write and --as can be meant");
		usage();
	}
	task->way = way;
}

static void take_option(struct task *task, int option)
{
	switch (option) {
	case 'n':
		set_way(task, NO_ADDRESS);
		break;
	case 'w':
		set_way(task, WRITE);
		break;
	case 'z':
		set_way(task, ADDRESS);
		break;
	case 'a':
		set_way(task, ADDRESS);
		task->to.sin_family = AF_INET;
		task->to.sin_addr = address_argument("--as", optarg);
		break;
	case 'g':
		task->group = address_argument("--group", optarg);
		break;
	case 'd':
		task->dev = optarg;
		break;
	case 'p':
		task->port = port_argument("--port", optarg);
		break;
	case 'l':
		task->length = number_argument("--length", optarg, 1, 2 * PACKET_MAX);
		break;
	case 'c':
		task->count = number_argument("--count", optarg, 1, 1000000);
		break;
	case 'b':
		task->broken = true;
		break;
	default:
		usage();
	}
}

static void read_options(struct task *task, int argc, char **argv)
{
	static const struct option options[] = {
		{ "null", no_argument, NULL, 'n' },
		{ "zero", no_argument, NULL, 'z' },
		{ "write", no_argument, NULL, 'w' },
		{ "as", required_argument, NULL, 'a' },
		{ "port", required_argument, NULL, 'p' },
		{ "broken", no_argument, NULL, 'b' },
		{ "length", required_argument, NULL, 'l' },
		{ "group", required_argument, NULL, 'g' },
		{ "dev", required_argument, NULL, 'd' },
		{ "count", required_argument, NULL, 'c' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1)
		take_option(task, option);
}

/* What the kernel fills in is taken away. */
static void make_broken(struct packet *packet)
{
	memset(packet->bytes + offsetof(struct iphdr, tot_len), 0, 2);
	memset(packet->bytes + offsetof(struct iphdr, check), 0, 2);
}

static void make_packet(struct packet *packet, const struct task *task, char **words)
{
	packet_make(packet, words);
	if (task->broken)
		make_broken(packet);
	if (task->length)
		packet->length = task->length;
}

static int open_socket(const struct task *task)
{
	int fd = task->port ? divert_listen((uint16_t)task->port) : divert_open();

	if (fd < 0) {
		say_errno("open a divert socket");
		exit(EXIT_SYSTEM);
	}
	if (task->group.s_addr && setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &task->group,
					     sizeof(task->group))) {
		say_errno("set IP_MULTICAST_IF");
		exit(EXIT_SYSTEM);
	}
	if (task->dev && setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, task->dev,
				    (socklen_t)strlen(task->dev))) {
		say_errno("bind to %s", task->dev);
		exit(EXIT_SYSTEM);
	}
	return fd;
}

static ssize_t inject(const struct task *task, int fd, const struct packet *packet)
{
	if (task->way == WRITE)
		return write(fd, packet->bytes, packet->length);
	if (task->way == ADDRESS)
		return sendto(fd, packet->bytes, packet->length, 0,
			      (const struct sockaddr *)&task->to, sizeof(task->to));
	return sendto(fd, packet->bytes, packet->length, 0, NULL, 0);
}

int main(int argc, char **argv)
{
	static struct packet packet;
	struct task task = { .count = 1 };
	int fd;

	say_as("divinject");
	usage_is(usage_text);
	read_options(&task, argc, argv);
	make_packet(&packet, &task, argv + optind);
	fd = open_socket(&task);
	for (unsigned long i = 0; i < task.count; i++) {
		ssize_t n = inject(&task, fd, &packet);

		if (n < 0) {
			say_errno("inject %zu bytes", packet.length);
			return EXIT_SYSTEM;
		}
		printf("injected %zd bytes\n", n);
	}
	close(fd);
	return EXIT_DONE;
}
