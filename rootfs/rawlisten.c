/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rawlisten - show the copies of packets that a raw socket gets
 *
 * usage: rawlisten [OPTION...] PROTOCOL
 *
 *   --buffer BYTES     size of the receive buffer
 *   --count N          end after N packets
 *   --timeout SECONDS  end after that time, counted from the line that says ready
 *
 * PROTOCOL is the IP protocol number, the only thing by which a raw socket selects.
 * "rawlisten: ready for protocol N" on standard output says that none is missed from now on, as
 * long as the buffer lasts: the kernel tells nobody of a copy that found no room. Then there is a
 * line for each packet:
 *
 *   packet 1: 84 bytes, source 192.0.2.2, destination 192.0.2.1, protocol 1, ...
 *
 * Exit status: 0 done, or ended by SIGINT or SIGTERM; 1 fewer than --count packets came before
 * --timeout or the signal; 2 usage; 3 a system call failed (which, and why, on standard error).
 *
 * Example: rawlisten --count 1 1
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <netinet/in.h>

#include "await.h"
#include "ipv4.h"
#include "say.h"

#define MOST 1000000000UL

struct task {
	unsigned long protocol;
	unsigned long buffer;		/* bytes, 0: what the kernel gives */
	unsigned long count;		/* 0: no limit */
	unsigned long timeout;		/* seconds, 0: none */
};

static _Noreturn void usage(void)
{
	fprintf(stderr, "usage: rawlisten [--buffer BYTES] [--count N] [--timeout SECONDS]"
			" PROTOCOL\n");
	exit(EXIT_USAGE);
}

static _Noreturn void fail(const char *what)
{
	say_errno("%s", what);
	exit(EXIT_SYSTEM);
}

static unsigned long number_or_usage(const char *what, const char *text, unsigned long most)
{
	unsigned long value;

	if (!parse_number(text, 1, most, &value)) {
		say("%s `%s' is not a number from 1 to %lu", what, text, most);
		usage();
	}
	return value;
}

static void read_arguments(struct task *task, int argc, char **argv)
{
	static const struct option options[] = {
		{ "buffer", required_argument, NULL, 'b' },
		{ "count", required_argument, NULL, 'c' },
		{ "timeout", required_argument, NULL, 't' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'b')
			task->buffer = number_or_usage("--buffer", optarg, MOST);
		else if (option == 'c')
			task->count = number_or_usage("--count", optarg, MOST);
		else if (option == 't')
			task->timeout = number_or_usage("--timeout", optarg, MOST);
		else
			usage();
	}
	if (argc - optind != 1)
		usage();
	task->protocol = number_or_usage("protocol", argv[optind], 255);
}

static int listen_to(const struct task *task)
{
	int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, (int)task->protocol);
	int bytes = (int)task->buffer;

	if (fd < 0)
		fail("open a raw socket");
	if (bytes && setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes)))
		fail("set the receive buffer");
	return fd;
}

/* Serves packets to the end of the task; the program's exit status. */
static int serve(const struct task *task, int fd)
{
	static unsigned char bytes[65536];
	long long deadline = await_deadline(task->timeout);
	unsigned long seen = 0;
	char words[256];
	int come = 1;

	while ((!task->count || seen < task->count) && (come = await_input(fd, deadline)) > 0) {
		ssize_t n = recv(fd, bytes, sizeof(bytes), 0);

		if (n < 0)
			fail("receive a packet");
		ipv4_describe(bytes, (size_t)n, words, sizeof(words));
		printf("packet %lu: %zd bytes, %s\n", ++seen, n, words);
		fflush(stdout);
	}
	if (come < 0)
		fail("wait for a packet");
	if (seen < task->count) {
		say("%lu of %lu packets came", seen, task->count);
		return EXIT_FALSE;
	}
	return EXIT_DONE;
}

int main(int argc, char **argv)
{
	struct task task = { .count = 0 };
	int fd;

	say_as("rawlisten");
	read_arguments(&task, argc, argv);
	await_signals();
	fd = listen_to(&task);
	printf("rawlisten: ready for protocol %lu\n", task.protocol);
	fflush(stdout);
	return serve(&task, fd);
}
