/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * divert_fuzz.c - bytes nobody would write, addresses and tickets nobody was given (T-X36)
 *
 * The same bytes in each run. One thread writes to a socket of port 5; all chains divert to port
 * 6, whose packets are changed and handed back, some with a ticket that has been tampered with.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "answer.h"
#include "claim.h"
#include "command.h"
#include "divert_packet.h"
#include "groups.h"

#define WRITES 30000	/* most of them have no header: nothing but an errno comes of them */
#define PACKETS_IN 20	/* one write more in so many is a packet */
#define ERRORS 200
#define PAUSE 20		/* writes, and then the diary may catch up */
#define BREATH 10000	/* writes of garbage, lest the machine is taken for one that hangs */

static unsigned char packet[65535 + 64];
static unsigned int seen[ERRORS];

static uint32_t draw(void)
{
	static uint32_t state = 2463534242u;

	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state;
}

static void fill(unsigned char *bytes, size_t n)
{
	while (n--)
		*bytes++ = (unsigned char)(draw() >> 16);
}

static void note(int error)
{
	seen[error >= 0 && error < ERRORS ? error : ERRORS - 1]++;
}

static struct sockaddr_in some_address(void)
{
	static const char *const addresses[] = { "192.0.2.1", "198.51.100.1", "0.0.0.0",
						 "127.0.0.1", "203.0.113.1" };
	struct sockaddr_in address = divert_address(addresses[draw() % 5]);

	if (draw() % 3 == 0)
		fill(address.sin_zero, sizeof(address.sin_zero));
	return address;
}

/* Garbage, made to look like a packet for somewhere. */
static size_t some_packet(void)
{
	static const char *const places[] = { "192.0.2.1", "198.51.100.2", "192.0.2.2", "127.0.0.1",
					      "255.255.255.255", "239.1.1.1", "0.0.0.0" };
	static const unsigned char protocols[] = { 1, 2, 4, 6, 17, 47 };
	size_t n = draw() % 200 ? 20 + draw() % (draw() % 3 ? 200 : 3000) : 60000 + draw() % 5536;

	fill(packet, n < 300 ? n : 300);
	packet[0] = (unsigned char)(0x45 + (draw() % 4 ? 0 : draw() % 11));
	packet[9] = protocols[draw() % sizeof(protocols)];
	inet_pton(AF_INET, places[draw() % 7], packet + 16);
	if (draw() % 2)
		inet_pton(AF_INET, places[draw() % 3], packet + 12);
	if (draw() % 2)
		memset(packet + 6, 0, 2);
	return n;
}

/* What has been diverted to @fd goes back, some of it changed. */
static void hand_back_some(int fd)
{
	struct sockaddr_in from;
	ssize_t n;

	for (int i = 0; i < 3; i++) {
		socklen_t size = sizeof(from);
		size_t length;

		n = recvfrom(fd, packet, sizeof(packet), MSG_DONTWAIT, (struct sockaddr *)&from, &size);
		if (n <= 0)
			return;
		length = (size_t)n;
		if (draw() % 3 == 0)
			packet[draw() % length] = (unsigned char)draw();
		if (draw() % 4 == 0)
			length = 1 + draw() % (length + 50);
		if (draw() % 4 == 0)
			from.sin_zero[draw() % 8] ^= (unsigned char)(1 << draw() % 8);
		note(send_packet(fd, packet, length > 65535 ? 65535 : length, 0, &from, sizeof(from)));
	}
}

static void pause_for_diary(void)
{
	nanosleep(&(struct timespec) { .tv_nsec = 10000000 }, NULL);
}

static void claim_errors(void)
{
	static const int documented[] = { 0, EPERM, EINVAL, EBADRQC, EMSGSIZE, EADDRNOTAVAIL,
					  ENETDOWN, ENETUNREACH, EHOSTUNREACH, ENOBUFS };
	size_t i;

	claim(seen[0] > 0, "some of it is a packet");
	claim(seen[EBADRQC] > 0, "some of it is none");
	for (i = 0; i < sizeof(documented) / sizeof(documented[0]); i++)
		seen[documented[i]] = 0;
	for (i = 0; i < ERRORS; i++)
		if (seen[i])
			claim_errno((int)i, 0, "an errno that S7.116 does not have, %u times", seen[i]);
}

void group_fuzz(void)
{
	static const char *const chains[] = { "input", "forward", "output" };
	struct ip_fwuser divert = rule_divert(6);
	int writer = divert_socket(5), reader = divert_socket(6);
	unsigned long writes = rounds(WRITES);

	for (size_t i = 0; i < sizeof(chains) / sizeof(chains[0]); i++)
		prepared(append(chains[i], &divert), "a rule that diverts");
	for (unsigned long i = 0; i < writes; i++) {
		struct sockaddr_in to = some_address();
		size_t n = 1 + draw() % 64;

		fill(packet, n);
		packet[0] = packet[0] >> 4 == 4 ? 0x64 : packet[0];
		note(send_packet(writer, packet, n, 0, &to, sizeof(to)));
		if (i % BREATH == 0)
			pause_for_diary();
	}
	for (unsigned long i = 0; i < writes / PACKETS_IN; i++) {
		size_t n = some_packet();
		struct sockaddr_in to = some_address();

		note(send_packet(writer, packet, n, 0, &to, sizeof(to)));
		hand_back_some(reader);
		if (i % PAUSE == 0)
			pause_for_diary();
	}
	claim_errors();
	close(writer);
	close(reader);
}
