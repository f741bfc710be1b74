/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * interceptor - show what is diverted to a port, and perhaps hand it back
 *
 * usage: interceptor [OPTION...] PORT
 *
 *   --reinject         hand each packet back with the address it came with: it goes on behind
 *                      the rule that diverted it
 *   --zero             write it back with a zeroed address: outbound
 *   --null             write it back without an address: outbound
 *   --as ADDR          write it back with the address ADDR and nothing else: inbound, as if it
 *                      had come in on the interface that has ADDR
 *   --count N          end after N packets
 *   --timeout SECONDS  end after that time, counted from the line that says ready
 *   --info             show as well by which rule it was diverted, where, its interfaces, mark
 *                      and id in the diary
 *   --quiet            show no packets
 *
 * Without one of the first four, packets are stopped here: they never go on. At most one of them
 * may be given. "interceptor: ready on divert port PORT" on standard output says that packets are
 * served from now on; then there is one line and a hex dump of the first 40 bytes for each packet.
 * A packet that cannot be written back is reported on standard error, and the next one is served.
 *
 * Exit status: 0 done, or ended by SIGINT or SIGTERM; 1 fewer than --count packets came before
 * --timeout or the signal; 2 usage; 3 a system call failed (which, and why, on standard error).
 *
 * Example: interceptor --reinject 1234 &
 *          ipchains -A input -p icmp -j DIVERT 1234
 */
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "divert.h"
#include "say.h"

#define SHOWN_BYTES 40		/* of each packet, in hex: an IP header and what follows */
#define NSEC_PER_SEC 1000000000LL

enum way { STOP, UNTOUCHED, ZERO, NO_ADDRESS, AS };

struct task {
	enum way way;
	struct sockaddr_in as;		/* for AS */
	unsigned long count;		/* 0: no limit */
	unsigned long timeout;		/* seconds, 0: none */
	bool quiet, info;
	uint16_t port;
};

static volatile sig_atomic_t ended;

static void on_end(int signal_number)
{
	(void)signal_number;
	ended = 1;
}

static void usage(void)
{
	fprintf(stderr, "usage: interceptor [--reinject | --zero | --null | --as ADDR]\n"
			"                   [--count N] [--timeout SECONDS] [--info] [--quiet] PORT\n");
	exit(EXIT_USAGE);
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

static void set_way(struct task *task, enum way way)
{
	if (task->way != STOP) {
		say("only one of --reinject, --zero, --null and --as can be meant");
		usage();
	}
	task->way = way;
}

static void set_address(struct task *task, const char *text)
{
	set_way(task, AS);
	task->as.sin_family = AF_INET;
	if (inet_pton(AF_INET, text, &task->as.sin_addr) != 1) {
		say("--as `%s' is not an IPv4 address", text);
		usage();
	}
}

static void read_arguments(struct task *task, int argc, char **argv)
{
	static const struct option options[] = {
		{ "reinject", no_argument, NULL, 'r' },
		{ "zero", no_argument, NULL, 'z' },
		{ "null", no_argument, NULL, 'n' },
		{ "as", required_argument, NULL, 'a' },
		{ "count", required_argument, NULL, 'c' },
		{ "timeout", required_argument, NULL, 't' },
		{ "info", no_argument, NULL, 'i' },
		{ "quiet", no_argument, NULL, 'q' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'r')
			set_way(task, UNTOUCHED);
		else if (option == 'z')
			set_way(task, ZERO);
		else if (option == 'n')
			set_way(task, NO_ADDRESS);
		else if (option == 'a')
			set_address(task, optarg);
		else if (option == 'c')
			task->count = number_or_usage("--count", optarg, 1000000000);
		else if (option == 't')
			task->timeout = number_or_usage("--timeout", optarg, 1000000000);
		else if (option == 'i')
			task->info = true;
		else if (option == 'q')
			task->quiet = true;
		else
			usage();
	}
	if (argc - optind != 1)
		usage();
	task->port = (uint16_t)number_or_usage("divert port", argv[optind], 65535);
}

/* The signals stay blocked but for the wait in next_packet(), so that none is missed. */
static void catch_signals(sigset_t *while_waiting)
{
	struct sigaction action = { .sa_handler = on_end };
	sigset_t ends;

	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigprocmask(SIG_BLOCK, &ends, while_waiting);
	sigdelset(while_waiting, SIGINT);
	sigdelset(while_waiting, SIGTERM);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

static int listen_on(uint16_t port, bool info)
{
	int fd = divert_open();

	if (fd < 0) {
		say_errno("open a divert socket");
		exit(EXIT_SYSTEM);
	}
	if (divert_bind(fd, port)) {
		say_errno("bind divert port %u", (unsigned int)port);
		exit(EXIT_SYSTEM);
	}
	if (info && divert_ask(fd)) {
		say_errno("ask for IP_DIVERT_INFO");
		exit(EXIT_SYSTEM);
	}
	return fd;
}

static long long now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NSEC_PER_SEC + now.tv_nsec;
}

/* Waits for a packet until @deadline (0: for ever). False at the deadline or after a signal. */
static bool await_packet(int fd, long long deadline, const sigset_t *while_waiting)
{
	struct pollfd wanted = { .fd = fd, .events = POLLIN };

	while (!ended) {
		long long left = deadline ? deadline - now_ns() : 0;
		struct timespec wait;
		int n;

		if (left < 0)
			left = 0;
		wait.tv_sec = left / NSEC_PER_SEC;
		wait.tv_nsec = left % NSEC_PER_SEC;
		n = ppoll(&wanted, 1, deadline ? &wait : NULL, while_waiting);
		if (n > 0)
			return true;
		if (n == 0)
			return false;
		if (errno != EINTR) {
			say_errno("wait for a packet");
			exit(EXIT_SYSTEM);
		}
	}
	return false;
}

static void show(const struct task *task, unsigned long serial, const struct divert_packet *packet)
{
	char words[256], hex[SHOWN_BYTES * 3 + 1];

	if (task->quiet)
		return;
	divert_describe(packet, words, sizeof(words));
	divert_hex(packet, SHOWN_BYTES, hex, sizeof(hex));
	printf("packet %lu: %s\n%s", serial, words, hex);
	if (packet->has_info) {
		divert_describe_info(packet, words, sizeof(words));
		printf("diverted on %s\n", words);
	}
	fflush(stdout);
}

/* What the task says is done with a packet. False if the kernel refused it. */
static bool hand_back(const struct task *task, int fd, const struct divert_packet *packet)
{
	static const struct sockaddr_in zero;
	int refused;

	if (task->way == STOP)
		return true;
	if (task->way == UNTOUCHED)
		refused = divert_reinject(fd, packet);
	else
		refused = divert_send(fd, packet->bytes, packet->len,
				      task->way == AS ? &task->as :
				      task->way == ZERO ? &zero : NULL);
	if (refused) {
		say_errno("reinject %zu bytes", packet->len);
		return false;
	}
	if (!task->quiet) {
		printf("reinjected %zu bytes\n", packet->len);
		fflush(stdout);
	}
	return true;
}

/* Serves packets to the end of the task; the program's exit status. */
static int serve(const struct task *task, int fd, const sigset_t *while_waiting)
{
	static struct divert_packet packet;
	long long deadline = task->timeout ?
			     now_ns() + (long long)task->timeout * NSEC_PER_SEC : 0;
	unsigned long seen = 0;
	bool all_back = true;

	while (!task->count || seen < task->count) {
		if (!await_packet(fd, deadline, while_waiting))
			break;
		if (divert_recv(fd, &packet)) {
			if (errno == EINTR || errno == EAGAIN)
				continue;
			say_errno("receive a packet");
			return EXIT_SYSTEM;
		}
		show(task, ++seen, &packet);
		all_back &= hand_back(task, fd, &packet);
	}
	if (!all_back)
		return EXIT_SYSTEM;
	if (seen < task->count) {
		say("%lu of %lu packets came", seen, task->count);
		return EXIT_FALSE;
	}
	return EXIT_DONE;
}

int main(int argc, char **argv)
{
	struct task task = { .way = STOP };
	sigset_t while_waiting;
	int fd;

	say_as("interceptor");
	read_arguments(&task, argc, argv);
	catch_signals(&while_waiting);
	fd = listen_on(task.port, task.info);
	divert_ready("interceptor", task.port);
	return serve(&task, fd, &while_waiting);
}
