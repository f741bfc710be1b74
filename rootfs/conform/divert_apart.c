/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * divert_apart.c - many divert ports at once: each gets its own packets and nobody else's
 *
 * Port N is that of the packets from 127.1.X.Y, N being X * 256 + Y: one rule of output for each.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/ip.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "claim.h"
#include "command.h"
#include "divert.h"
#include "divert_packet.h"
#include "divert_socket.h"
#include "groups.h"

#define AT_ONCE 1000u	/* sockets: as many as the descriptors of a process */
#define FIRST 1u
#define LAST 65535u
#define PART 255u	/* a divisor of 65535 */

static int sockets[AT_ONCE];

static in_addr_t source_of(unsigned int port)
{
	return htonl(127u << 24 | 1u << 16 | port);
}

static int rule_for(unsigned int port)
{
	struct ip_fwuser rule = rule_divert((uint16_t)port);

	rule.ipfw.fw_src.s_addr = source_of(port);
	rule.ipfw.fw_smsk.s_addr = 0xFFFFFFFF;
	return append("output", &rule);
}

static int send_from(int raw, unsigned int port)
{
	const struct sockaddr_in to = divert_address("127.0.0.1");
	unsigned char bytes[HEADERS];
	in_addr_t source = source_of(port);

	make_packet(bytes, sizeof(bytes), "0.0.0.0", "127.0.0.1");
	memcpy(bytes + offsetof(struct iphdr, saddr), &source, sizeof(source));
	return send_packet(raw, bytes, sizeof(bytes), 0, &to, sizeof(to));
}

/* True if @fd has one packet to read and no other, and it is that of @port. */
static bool has_its_own(int fd, unsigned int port)
{
	static struct divert_packet packet;
	in_addr_t source = source_of(port);

	if (divert_recv(fd, &packet) || packet.len != HEADERS ||
	    memcmp(packet.bytes + offsetof(struct iphdr, saddr), &source, sizeof(source)) ||
	    packet.from.sin_port != htons((uint16_t)port))
		return false;
	return divert_read(fd, HEADERS, 0) == -EAGAIN;
}

/* How many of the ports from @first to @last, together at most AT_ONCE, get what is theirs. */
static unsigned int apart(int raw, unsigned int first, unsigned int last)
{
	unsigned int port, good = 0;

	for (port = first; port <= last; port++) {
		sockets[port - first] = divert_on((uint16_t)port);
		must(fcntl(sockets[port - first], F_SETFL, O_NONBLOCK) ? errno : 0, "O_NONBLOCK");
		must(rule_for(port), "append a DIVERT rule");
	}
	for (port = last; port >= first; port--)
		must(send_from(raw, port), "send");
	for (port = first; port <= last; port++) {
		good += has_its_own(sockets[port - first], port);
		close(sockets[port - first]);
	}
	must(flush_chain("output"), "flush");
	return good;
}

/* S7.16, S7.20, S8.19: at both ends of the space. */
void group_divert_apart(void)
{
	int raw = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);

	claim_number(apart(raw, FIRST, AT_ONCE), AT_ONCE,
		     "%u sockets at once: each reads the packet of its rule and no other", AT_ONCE);
	claim_number(apart(raw, LAST - AT_ONCE + 1, LAST), AT_ONCE,
		     "and so do those of the last %u ports", AT_ONCE);
	close(raw);
}

static bool has_the_name(int fd, unsigned int port)
{
	struct sockaddr_in name;
	socklen_t size = sizeof(name);

	return !getsockname(fd, (struct sockaddr *)&name, &size) &&
	       name.sin_port == htons((uint16_t)port);
}

/* S7.16: the whole space, a part of it at a time. */
void group_divert_space(void)
{
	unsigned int good = 0, first, i;

	for (first = FIRST; first <= LAST; first += PART) {
		for (i = 0; i < PART; i++)
			sockets[i] = divert_on((uint16_t)(first + i));
		for (i = 0; i < PART; i++) {
			good += has_the_name(sockets[i], first + i);
			close(sockets[i]);
		}
		/* What is closed is freed when the machine is idle, and there is little memory. */
		usleep(20000);
	}
	claim_number(good, LAST, "each of the ports 1 to %u can be had", LAST);
}
