/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * datagram - send and receive UDP through ordinary sockets
 *
 * usage: datagram listen PORT [KEY=VALUE...]
 *        datagram send HOST PORT [KEY=VALUE...]
 *
 * `listen` says "listening on PORT" and then, for each datagram, "received N bytes from ADDR:PORT".
 *     count=N      end after so many (0: never)
 *     group=ADDR   be a member of this multicast group, on dev=DEV
 *     echo=1       send each back
 *
 * `send` prints "sent N bytes", or the name of the error that the system call ended with.
 *     size=BYTES   payload of zeros (1)
 *     count=N      so many (1)
 *     sport=PORT   the port they come from
 *     df=0|1       forbid fragmentation (0)
 *     dev=DEV      the device of a multicast datagram
 *     reply=SEC    wait so long for a datagram, and tell of it as `listen` does
 *     answer=SEC   wait so long for an ICMP error and print "icmp TYPE/CODE from ADDR", or
 *                  "no answer"
 *
 * Exit status: 0 done; 1 the send call failed, or there was no answer; 2 usage; 3 another system
 * call failed (which, and why, on standard error).
 *
 * Example: datagram send gateway 9 answer=2
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/errqueue.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "keys.h"
#include "say.h"

#define MOST_BYTES 65507	/* of a datagram's payload */

struct order {
	unsigned long port, sport, size, count, df, answer, reply, echo;
	struct in_addr host, group;
	const char *dev;
};

static char bytes[MOST_BYTES + 1];

static _Noreturn void usage(void)
{
	fprintf(stderr, "usage: datagram listen PORT [KEY=VALUE...]\n"
			"       datagram send HOST PORT [KEY=VALUE...]\n");
	exit(EXIT_USAGE);
}

static _Noreturn void fail(const char *what)
{
	say_errno("%s", what);
	exit(EXIT_SYSTEM);
}

static void set_option(int fd, int level, int name, const void *value, socklen_t size,
		       const char *what)
{
	if (setsockopt(fd, level, name, value, size))
		fail(what);
}

static int udp_socket(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (fd < 0)
		fail("socket");
	return fd;
}

static struct ip_mreqn membership(const struct order *order)
{
	struct ip_mreqn where = { .imr_multiaddr = order->group };

	where.imr_ifindex = order->dev ? (int)if_nametoindex(order->dev) : 0;
	if (order->dev && !where.imr_ifindex)
		fail(order->dev);
	return where;
}

static void bind_port(int fd, unsigned long port)
{
	struct sockaddr_in here = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };

	if (bind(fd, (struct sockaddr *)&here, sizeof(here)))
		fail("bind");
}

/* One datagram, which is told of, and sent back if @echo. */
static void receive_one(int fd, bool echo)
{
	struct sockaddr_in there;
	socklen_t size = sizeof(there);
	ssize_t got = recvfrom(fd, bytes, sizeof(bytes), 0, (struct sockaddr *)&there, &size);

	if (got < 0)
		fail("recvfrom");
	printf("received %zd bytes from %s:%hu\n", got, inet_ntoa(there.sin_addr),
	       ntohs(there.sin_port));
	fflush(stdout);
	if (echo && sendto(fd, bytes, (size_t)got, 0, (struct sockaddr *)&there, size) < 0)
		fail("sendto");
}

static int listen_for(const struct order *order)
{
	int fd = udp_socket();

	if (order->group.s_addr) {
		struct ip_mreqn where = membership(order);

		set_option(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &where, sizeof(where),
			   "IP_ADD_MEMBERSHIP");
	}
	bind_port(fd, order->port);
	printf("listening on %lu\n", order->port);
	fflush(stdout);
	for (unsigned long n = 0; !order->count || n < order->count; n++)
		receive_one(fd, order->echo);
	return EXIT_DONE;
}

static int await_reply(int fd, unsigned long seconds)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };

	if (poll(&wait, 1, (int)seconds * 1000) < 1) {
		printf("no reply\n");
		return EXIT_FALSE;
	}
	receive_one(fd, false);
	return EXIT_DONE;
}

/* Prints the first ICMP error that comes for the socket. */
static int await_error(int fd, unsigned long seconds)
{
	struct pollfd wait = { .fd = fd };
	union {
		char room[512];
		struct cmsghdr align;
	} control;
	struct msghdr message = { .msg_control = &control, .msg_controllen = sizeof(control) };

	if (poll(&wait, 1, (int)seconds * 1000) < 1) {
		printf("no answer\n");
		return EXIT_FALSE;
	}
	if (recvmsg(fd, &message, MSG_ERRQUEUE) < 0)
		fail("recvmsg MSG_ERRQUEUE");
	for (struct cmsghdr *part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
		struct sock_extended_err error;
		struct sockaddr_in from;

		if (part->cmsg_level != IPPROTO_IP || part->cmsg_type != IP_RECVERR)
			continue;
		memcpy(&error, CMSG_DATA(part), sizeof(error));
		memcpy(&from, CMSG_DATA(part) + sizeof(error), sizeof(from));
		printf("icmp %u/%u from %s\n", error.ee_type, error.ee_code, inet_ntoa(from.sin_addr));
	}
	return EXIT_DONE;
}

static int send_to(const struct order *order)
{
	struct sockaddr_in there = { .sin_family = AF_INET, .sin_addr = order->host,
				     .sin_port = htons((uint16_t)order->port) };
	int discover = order->df ? IP_PMTUDISC_PROBE : IP_PMTUDISC_DONT;
	struct ip_mreqn where = membership(order);
	int on = 1;
	int fd = udp_socket();

	set_option(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof(on), "SO_BROADCAST");
	set_option(fd, IPPROTO_IP, IP_MTU_DISCOVER, &discover, sizeof(discover), "IP_MTU_DISCOVER");
	if (order->sport)
		bind_port(fd, order->sport);
	if (order->answer)
		set_option(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof(on), "IP_RECVERR");
	if (order->dev)
		set_option(fd, IPPROTO_IP, IP_MULTICAST_IF, &where, sizeof(where), "IP_MULTICAST_IF");
	for (unsigned long n = 0; n < order->count; n++) {
		if (sendto(fd, bytes, order->size, 0, (struct sockaddr *)&there, sizeof(there)) < 0) {
			printf("%s\n", strerrorname_np(errno));
			return EXIT_FALSE;
		}
		printf("sent %lu bytes\n", order->size);
	}
	if (order->reply)
		return await_reply(fd, order->reply);
	return order->answer ? await_error(fd, order->answer) : EXIT_DONE;
}

static void read_order(struct order *order, const char *port, char **arguments)
{
	const struct key keys[] = {
		{ "size", KEY_NUMBER, &order->size, MOST_BYTES },
		{ "sport", KEY_NUMBER, &order->sport, 65535 },
		{ "reply", KEY_NUMBER, &order->reply, 1000 }, { "echo", KEY_NUMBER, &order->echo, 1 },
		{ "count", KEY_NUMBER, &order->count, 1000000 },
		{ "df", KEY_NUMBER, &order->df, 1 }, { "answer", KEY_NUMBER, &order->answer, 1000 },
		{ "group", KEY_HOST, &order->group, 0 }, { "dev", KEY_TEXT, &order->dev, 0 },
		{ NULL, KEY_TEXT, NULL, 0 },
	};

	if (!parse_number(port, 1, 65535, &order->port)) {
		say("port `%s' is not a number from 1 to 65535", port);
		usage();
	}
	if (!keys_read(arguments, keys))
		usage();
}

int main(int argc, char **argv)
{
	struct order order = { .size = 1 };

	say_as("datagram");
	if (argc >= 3 && !strcmp(argv[1], "listen")) {
		read_order(&order, argv[2], argv + 3);
		return listen_for(&order);
	}
	if (argc < 4 || strcmp(argv[1], "send"))
		usage();
	order.count = 1;
	if (!find_host(argv[2], &order.host))
		return EXIT_SYSTEM;
	read_order(&order, argv[3], argv + 4);
	return send_to(&order);
}
