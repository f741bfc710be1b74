/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * flow - send or receive a stream of known bytes over TCP
 *
 * usage: flow listen PORT
 *        flow send HOST PORT BYTES
 *
 * `listen` says "listening on PORT" once a connection would be accepted, takes
 * one connection, reads to its end and prints "received N bytes intact", or
 * where the first wrong byte stood. `send` connects, writes BYTES bytes of the
 * pattern, waits until the other side has closed and prints "sent N bytes".
 *
 * Exit status: 0 done; 1 a wrong byte was received; 2 usage; 3 a system call
 * failed (which, and why, on standard error).
 *
 * Example: flow listen 5000      (on one machine)
 *          flow send outside 5000 100000      (on another)
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CHUNK 4096
#define MOST_BYTES 1000000000UL

static _Noreturn void usage(void)
{
	fprintf(stderr, "usage: flow listen PORT\n"
			"       flow send HOST PORT BYTES\n");
	exit(2);
}

static void fail(const char *what)
{
	fprintf(stderr, "flow: %s: %s\n", what, strerror(errno));
	exit(3);
}

/* The byte that belongs at @position of every stream; period 251, a prime. */
static unsigned char pattern(unsigned long position)
{
	return (unsigned char)(position % 251);
}

static unsigned long number(const char *text, unsigned long least,
			    unsigned long most)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (end == text || *end || value < least || value > most) {
		fprintf(stderr, "flow: `%s' is not a number from %lu to %lu\n",
			text, least, most);
		usage();
	}
	return value;
}

static int tcp_socket(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0)
		fail("socket");
	return fd;
}

static int accept_one(unsigned short port)
{
	struct sockaddr_in here = { .sin_family = AF_INET, .sin_port = htons(port) };
	int on = 1;
	int listener = tcp_socket();
	int fd;

	if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)))
		fail("setsockopt SO_REUSEADDR");
	if (bind(listener, (struct sockaddr *)&here, sizeof(here)))
		fail("bind");
	if (listen(listener, 1))
		fail("listen");
	printf("listening on %hu\n", port);
	fflush(stdout);
	fd = accept(listener, NULL, NULL);
	if (fd < 0)
		fail("accept");
	close(listener);
	return fd;
}

/* Index of the first byte of @bytes that is not the pattern's; @n if none. */
static size_t first_wrong(const unsigned char *bytes, size_t n, unsigned long at)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (bytes[i] != pattern(at + i))
			break;
	return i;
}

static int receive(unsigned short port)
{
	unsigned char bytes[CHUNK];
	unsigned long total = 0;
	int fd = accept_one(port);
	ssize_t n;

	while ((n = read(fd, bytes, sizeof(bytes))) > 0) {
		size_t good = first_wrong(bytes, (size_t)n, total);

		if (good < (size_t)n) {
			printf("wrong byte at %lu\n", total + (unsigned long)good);
			return 1;
		}
		total += (unsigned long)n;
	}
	if (n < 0)
		fail("read");
	printf("received %lu bytes intact\n", total);
	return 0;
}

static int connect_to(const char *host, unsigned short port)
{
	struct sockaddr_in there = { .sin_family = AF_INET, .sin_port = htons(port) };
	const struct hostent *entry = gethostbyname(host);
	int fd;

	if (!entry || entry->h_addrtype != AF_INET) {
		fprintf(stderr, "flow: host `%s' not found\n", host);
		exit(3);
	}
	memcpy(&there.sin_addr, entry->h_addr_list[0], sizeof(there.sin_addr));
	fd = tcp_socket();
	if (connect(fd, (struct sockaddr *)&there, sizeof(there)))
		fail("connect");
	return fd;
}

static void write_pattern(int fd, unsigned long total)
{
	unsigned char bytes[CHUNK];
	unsigned long at = 0;

	while (at < total) {
		size_t n = total - at < CHUNK ? total - at : CHUNK;
		ssize_t done;

		for (size_t i = 0; i < n; i++)
			bytes[i] = pattern(at + i);
		done = write(fd, bytes, n);
		if (done < 0)
			fail("write");
		at += (unsigned long)done;
	}
}

static int send_to(const char *host, unsigned short port, unsigned long total)
{
	int fd = connect_to(host, port);
	char rest;

	write_pattern(fd, total);
	if (shutdown(fd, SHUT_WR))
		fail("shutdown");
	if (read(fd, &rest, 1) < 0)
		fail("read");
	printf("sent %lu bytes\n", total);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "listen"))
		return receive((unsigned short)number(argv[2], 1, 65535));
	if (argc == 5 && !strcmp(argv[1], "send"))
		return send_to(argv[2], (unsigned short)number(argv[3], 1, 65535),
			       number(argv[4], 0, MOST_BYTES));
	usage();
}
