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
#include <arpa/inet.h>
#include <getopt.h>
#include <netinet/ip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "divert.h"
#include "packet.h"
#include "say.h"

static const char usage_text[] =
	"usage: divinject [--null | --zero | --write | --as ADDR] [--port N] [--broken]\n"
	"                 [--length N] [--group ADDR] [--dev DEV] [--count N]\n"
	"                 udp|tcp|icmp|ip SRC DST [KEY=VALUE...] | raw HEX\n";

enum way { NO_ADDRESS, ADDRESS, WRITE };

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

static void address_or_usage(const char *option, const char *text, struct in_addr *address)
{
	if (inet_pton(AF_INET, text, address) == 1)
		return;
	say("%s `%s' is not an IPv4 address", option, text);
	packet_wrong();
}

static void number_or_usage(const char *option, const char *text, unsigned long most,
			    unsigned long *number)
{
	if (parse_number(text, 1, most, number))
		return;
	say("%s `%s' is not a number from 1 to %lu", option, text, most);
	packet_wrong();
}

static void take_option(struct task *task, int option)
{
	switch (option) {
	case 'n':
		task->way = NO_ADDRESS;
		break;
	case 'w':
		task->way = WRITE;
		break;
	case 'z':
		task->way = ADDRESS;
		break;
	case 'a':
		task->way = ADDRESS;
		task->to.sin_family = AF_INET;
		address_or_usage("--as", optarg, &task->to.sin_addr);
		break;
	case 'g':
		address_or_usage("--group", optarg, &task->group);
		break;
	case 'd':
		task->dev = optarg;
		break;
	case 'p':
		number_or_usage("--port", optarg, 65535, &task->port);
		break;
	case 'l':
		number_or_usage("--length", optarg, 2 * PACKET_MAX, &task->length);
		break;
	case 'c':
		number_or_usage("--count", optarg, 1000000, &task->count);
		break;
	case 'b':
		task->broken = true;
		break;
	default:
		packet_wrong();
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
	struct packet_order order;

	if (words[0] && !strcmp(words[0], "raw") && words[1] && !words[2]) {
		packet_append_hex(packet, "raw", words[1]);
	} else {
		packet_read(&order, words, NULL);
		packet_build(packet, &order);
		packet_fill_header(packet, &order, order.id);
	}
	if (task->broken)
		make_broken(packet);
	if (task->length)
		packet->length = task->length;
}

static int open_socket(const struct task *task)
{
	int fd = divert_open();

	if (fd < 0) {
		say_errno("open a divert socket");
		exit(EXIT_SYSTEM);
	}
	if (task->port && divert_bind(fd, (uint16_t)task->port)) {
		say_errno("bind divert port %lu", task->port);
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
	packet_usage(usage_text);
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
