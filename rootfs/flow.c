/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * flow - send or receive a stream of known bytes over TCP
 *
 * usage: flow listen PORT [hangup=1]
 *        flow send HOST PORT BYTES [sport=PORT] [pause=1]
 *
 * `listen` says "listening on PORT" once a connection would be accepted, takes
 * one connection, tells the addresses that both ends have in its view,
 * "connection from ADDR:PORT to ADDR:PORT", reads to its end and prints
 * "received N bytes intact", or where the first wrong byte stood. `send`
 * connects, writes BYTES bytes of the pattern, waits until the other side has
 * closed and prints "sent N bytes".
 *
 *     hangup=1     close the connection at once instead, and say "hung up"
 *     sport=PORT   the port it sends from
 *     pause=1      say "half sent" after half of the bytes, and wait for SIGUSR1
 *
 * Exit status: 0 done; 1 a wrong byte was received; 2 usage; 3 a system call
 * failed (which, and why, on standard error).
 *
 * Example: flow listen 5000      (on one machine)
 *          flow send outside 5000 100000      (on another)
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "keys.h"
#include "say.h"

#define CHUNK 4096
#define MOST_BYTES 1000000000UL

static _Noreturn void usage(void)
{
	fprintf(stderr, "usage: flow listen PORT [hangup=1]\n"
			"       flow send HOST PORT BYTES [sport=PORT] [pause=1]\n");
	exit(EXIT_USAGE);
}

static _Noreturn void fail(const char *what)
{
	say_errno("%s", what);
	exit(EXIT_SYSTEM);
}

/* The byte that belongs at @position of every stream; period 251, a prime. */
static unsigned char pattern(unsigned long position)
{
	return (unsigned char)(position % 251);
}

static unsigned long number(const char *text, unsigned long least, unsigned long most)
{
	unsigned long value;

	if (!parse_number(text, least, most, &value)) {
		say("`%s' is not a number from %lu to %lu", text, least, most);
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

static void bind_port(int fd, unsigned long port)
{
	struct sockaddr_in here = { .sin_family = AF_INET, .sin_port = htons((in_port_t)port) };
	int on = 1;

	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)))
		fail("setsockopt SO_REUSEADDR");
	if (bind(fd, (struct sockaddr *)&here, sizeof(here)))
		fail("bind");
}

/* What getpeername() or getsockname() says of @fd, behind @word. */
static void tell(const char *word, int fd, int (*name)(int, struct sockaddr *, socklen_t *))
{
	struct sockaddr_in end;
	socklen_t size = sizeof(end);

	if (name(fd, (struct sockaddr *)&end, &size))
		fail(word);
	printf("%s %s:%hu", word, inet_ntoa(end.sin_addr), ntohs(end.sin_port));
}

static int accept_one(unsigned short port)
{
	int listener = tcp_socket();
	int fd;

	bind_port(listener, port);
	if (listen(listener, 1))
		fail("listen");
	printf("listening on %hu\n", port);
	fflush(stdout);
	fd = accept(listener, NULL, NULL);
	if (fd < 0)
		fail("accept");
	close(listener);
	tell("connection from", fd, getpeername);
	tell(" to", fd, getsockname);
	printf("\n");
	fflush(stdout);
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

static int hang_up(int fd)
{
	close(fd);
	printf("hung up\n");
	return EXIT_DONE;
}

static int receive(unsigned short port, char **arguments)
{
	unsigned long total = 0, hangup = 0;
	const struct key keys[] = {
		{ "hangup", KEY_NUMBER, &hangup, 1 }, { NULL, KEY_TEXT, NULL, 0 },
	};
	unsigned char bytes[CHUNK];
	ssize_t n;
	int fd;

	if (!keys_read(arguments, keys))
		usage();
	fd = accept_one(port);
	if (hangup)
		return hang_up(fd);

	while ((n = read(fd, bytes, sizeof(bytes))) > 0) {
		size_t good = first_wrong(bytes, (size_t)n, total);

		if (good < (size_t)n) {
			printf("wrong byte at %lu\n", total + (unsigned long)good);
			return EXIT_FALSE;
		}
		total += (unsigned long)n;
	}
	if (n < 0)
		fail("read");
	printf("received %lu bytes intact\n", total);
	return EXIT_DONE;
}

static int connect_to(const char *host, unsigned short port, unsigned long sport)
{
	struct sockaddr_in there = { .sin_family = AF_INET, .sin_port = htons(port) };
	int fd = tcp_socket();

	if (!find_host(host, &there.sin_addr))
		exit(EXIT_SYSTEM);
	if (sport)
		bind_port(fd, sport);
	if (connect(fd, (struct sockaddr *)&there, sizeof(there)))
		fail("connect");
	return fd;
}

/* The bytes from @at up to @total. */
static void write_pattern(int fd, unsigned long at, unsigned long total)
{
	unsigned char bytes[CHUNK];

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

/* SIGUSR1 has been blocked since before the words could be read. */
static void wait_for_signal(const sigset_t *signals)
{
	int number;

	printf("half sent\n");
	fflush(stdout);
	sigwait(signals, &number);
}

static int send_to(const char *host, unsigned short port, unsigned long total, char **arguments)
{
	unsigned long sport = 0, pause = 0;
	const struct key keys[] = {
		{ "sport", KEY_NUMBER, &sport, 65535 }, { "pause", KEY_NUMBER, &pause, 1 },
		{ NULL, KEY_TEXT, NULL, 0 },
	};
	sigset_t signals;
	char rest;
	int fd;

	if (!keys_read(arguments, keys))
		usage();
	sigemptyset(&signals);
	sigaddset(&signals, SIGUSR1);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	fd = connect_to(host, port, sport);
	write_pattern(fd, 0, total / 2);
	if (pause)
		wait_for_signal(&signals);
	write_pattern(fd, total / 2, total);
	if (shutdown(fd, SHUT_WR))
		fail("shutdown");
	if (read(fd, &rest, 1) < 0)
		fail("read");
	printf("sent %lu bytes\n", total);
	return EXIT_DONE;
}

int main(int argc, char **argv)
{
	say_as("flow");
	if (argc >= 3 && !strcmp(argv[1], "listen"))
		return receive((unsigned short)number(argv[2], 1, 65535), argv + 3);
	if (argc >= 5 && !strcmp(argv[1], "send"))
		return send_to(argv[2], (unsigned short)number(argv[3], 1, 65535),
			       number(argv[4], 0, MOST_BYTES), argv + 5);
	usage();
}
