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
 * Exit status: 0 done, or ended by SIGINT, SIGTERM or SIGPIPE; 1 fewer than --count packets
 * came before --timeout or the signal; 2 usage; 3 a system call failed (which, and why, on
 * standard error).
 *
 * Example: rawlisten --count 1 1
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <netinet/in.h>

#include "arguments.h"
#include "await.h"
#include "ipv4.h"
#include "limit.h"
#include "say.h"

#define MOST 1000000000UL

struct task {
	unsigned long protocol;
	unsigned long buffer;		/* bytes, 0: what the kernel gives */
	struct limit limit;
};

static const char usage_text[] =
	"usage: rawlisten [--buffer BYTES] [--count N] [--timeout SECONDS] PROTOCOL\n";

static _Noreturn void fail(const char *what)
{
	say_errno("%s", what);
	exit(EXIT_SYSTEM);
}

static void read_arguments(struct task *task, int argc, char **argv)
{
	static const struct option options[] = {
		{ "buffer", required_argument, NULL, 'b' },
		LIMIT_OPTIONS,
		{ NULL, 0, NULL, 0 },
	};
	int option;

	usage_is(usage_text);
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'b')
			task->buffer = number_argument("--buffer", optarg, 1, MOST);
		else if (!limit_option(&task->limit, option, optarg))
			usage();
	}
	if (argc - optind != 1)
		usage();
	task->protocol = number_argument("protocol", argv[optind], 1, 255);
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
static int serve(struct task *task, int fd)
{
	static unsigned char bytes[65536];
	char words[256];

	while (limit_wait(&task->limit, fd)) {
		ssize_t n = recv(fd, bytes, sizeof(bytes), 0);

		if (n < 0)
			fail("receive a packet");
		ipv4_describe(bytes, (size_t)n, words, sizeof(words));
		printf("packet %lu: %zd bytes, %s\n", limit_came(&task->limit), n, words);
		fflush(stdout);
	}
	return limit_status(&task->limit);
}

int main(int argc, char **argv)
{
	struct task task = { .limit.what = "packets" };
	int fd;

	say_as("rawlisten");
	read_arguments(&task, argc, argv);
	await_signals();
	fd = listen_to(&task);
	printf("rawlisten: ready for protocol %lu\n", task.protocol);
	fflush(stdout);
	limit_start(&task.limit);
	return serve(&task, fd);
}
