/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * divhold - keep what is diverted to a port for a while, and hand it back in another manner
 *
 * usage: divhold [OPTION...] PORT
 *
 *   --hold N         hand back what is held as soon as N packets are held, and again after N more
 *   --order reverse  the last one first
 *   --drop EVERY     every EVERY-th packet is not handed back; it counts as held
 *   --times N        hand each packet back N times
 *   --through PORT2  write by a second socket, bound to PORT2; what is diverted there is not read
 *   --bare           put zeros in the place of the ticket
 *   --flip           flip a bit of the ticket
 *   --as ADDR        put ADDR in the place of the receiving interface's address; keep the ticket
 *   --group-by ADDR  write multicasts by the device that has ADDR (IP_MULTICAST_IF)
 *   --no-loop        write multicasts without a copy for this machine (IP_MULTICAST_LOOP 0)
 *   --deaf           read nothing before the first SIGUSR1
 *   --rcvbuf BYTES   ask for so large a receive buffer
 *
 * SIGUSR1 hands back what is held. Without --hold nothing else does. What is still held at the
 * end is lost. "divhold: ready on divert port PORT" on standard output says that packets are
 * taken from now on; then there is "held N" for each packet, N being how many are held, and
 * "released N" when N have been handed back. A packet that the kernel refuses is reported on
 * standard error and not counted, and the next one is served.
 *
 * Exit status: 0 ended by SIGINT, SIGTERM or SIGPIPE; 2 usage; 3 a system call failed (which,
 * and why, on standard error).
 *
 * Example: divhold --hold 8 --order reverse 4321 &
 *          ipchains -A input -p tcp -j DIVERT 4321
 */
#include <arpa/inet.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "arguments.h"
#include "await.h"
#include "divert.h"
#include "say.h"

#define MOST_HELD 100000	/* packets */

struct task {
	unsigned long hold;		/* 0: until SIGUSR1 */
	unsigned long drop;		/* 0: none */
	unsigned long times;
	unsigned long rcvbuf;		/* bytes, 0: as it is */
	struct in_addr as;		/* 0: as it was */
	struct in_addr group_by;	/* 0: by the route */
	bool reverse, bare, flip, no_loop, deaf;
	uint16_t port, through;		/* through 0: the same socket */
};

/* One packet, no larger than it is. */
struct held {
	size_t len;
	struct sockaddr_in from;
	unsigned char bytes[];
};

static struct held *held[MOST_HELD];
static unsigned long held_count, dropped_from;

static const char usage_text[] =
	"usage: divhold [--hold N] [--order reverse] [--drop EVERY] [--times N]\n"
	"               [--through PORT2] [--bare | --flip] [--as ADDR]\n"
	"               [--group-by ADDR] [--no-loop] [--deaf] [--rcvbuf BYTES] PORT\n";

static void read_option(struct task *task, int option)
{
	if (option == 'h')
		task->hold = number_argument("--hold", optarg, 1, MOST_HELD);
	else if (option == 'o' && !strcmp(optarg, "reverse"))
		task->reverse = true;
	else if (option == 'd')
		task->drop = number_argument("--drop", optarg, 1, MOST_HELD);
	else if (option == 'n')
		task->times = number_argument("--times", optarg, 1, 100);
	else if (option == 't')
		task->through = port_argument("--through", optarg);
	else if (option == 'z')
		task->bare = true;
	else if (option == 'f')
		task->flip = true;
	else if (option == 'a')
		task->as = address_argument("--as", optarg);
	else if (option == 'm')
		task->group_by = address_argument("--group-by", optarg);
	else if (option == 'l')
		task->no_loop = true;
	else if (option == 'q')
		task->deaf = true;
	else if (option == 'b')
		task->rcvbuf = number_argument("--rcvbuf", optarg, 1, 1 << 30);
	else
		usage();
}

static void read_arguments(struct task *task, int argc, char **argv)
{
	static const struct option options[] = {
		{ "hold", required_argument, NULL, 'h' },
		{ "order", required_argument, NULL, 'o' },
		{ "drop", required_argument, NULL, 'd' },
		{ "times", required_argument, NULL, 'n' },
		{ "through", required_argument, NULL, 't' },
		{ "bare", no_argument, NULL, 'z' },
		{ "flip", no_argument, NULL, 'f' },
		{ "as", required_argument, NULL, 'a' },
		{ "group-by", required_argument, NULL, 'm' },
		{ "no-loop", no_argument, NULL, 'l' },
		{ "deaf", no_argument, NULL, 'q' },
		{ "rcvbuf", required_argument, NULL, 'b' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	usage_is(usage_text);
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
		read_option(task, option);
	if (task->bare && task->flip) {
		say("only one of --bare and --flip can be meant");
		usage();
	}
	if (argc - optind != 1)
		usage();
	task->port = port_argument("divert port", argv[optind]);
}

static void set_buffer(int fd, unsigned long rcvbuf)
{
	int bytes = (int)rcvbuf;

	if (bytes && setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes))) {
		say_errno("ask for a receive buffer of %d bytes", bytes);
		exit(EXIT_SYSTEM);
	}
}

static void set_multicast(const struct task *task, int fd)
{
	static const int off;

	if (task->group_by.s_addr &&
	    setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &task->group_by, sizeof(task->group_by))) {
		say_errno("send multicasts by %s", inet_ntoa(task->group_by));
		exit(EXIT_SYSTEM);
	}
	if (task->no_loop &&
	    setsockopt(fd, IPPROTO_IP, IP_MULTICAST_LOOP, &off, sizeof(off))) {
		say_errno("forbid copies of multicasts");
		exit(EXIT_SYSTEM);
	}
}

/* Reads one packet and keeps it. */
static void take(const struct task *task, int fd)
{
	static struct divert_packet packet;
	struct held *kept;

	if (!divert_take(fd, &packet))
		return;
	kept = held_count < MOST_HELD ? malloc(sizeof(*kept) + packet.len) : NULL;
	if (!kept) {
		say("cannot hold more than %lu packets", held_count);
		exit(EXIT_SYSTEM);
	}
	kept->len = packet.len;
	kept->from = packet.from;
	memcpy(kept->bytes, packet.bytes, packet.len);
	if (task->bare)
		memset(kept->from.sin_zero, 0, sizeof(kept->from.sin_zero));
	if (task->flip)
		kept->from.sin_zero[3] ^= 1;
	if (task->as.s_addr)
		kept->from.sin_addr = task->as;
	held[held_count++] = kept;
	printf("held %lu\n", held_count);
	fflush(stdout);
}

static void hand_back(const struct task *task, int fd, const struct held *packet,
		      unsigned long *back)
{
	for (unsigned long i = 0; i < task->times; i++)
		if (divert_send(fd, packet->bytes, packet->len, &packet->from))
			say_errno("reinject %zu bytes", packet->len);
		else
			++*back;
}

static void release(const struct task *task, int fd)
{
	unsigned long back = 0;

	for (unsigned long i = 0; i < held_count; i++) {
		struct held *packet = held[task->reverse ? held_count - 1 - i : i];

		if (!task->drop || ++dropped_from % task->drop)
			hand_back(task, fd, packet, &back);
		free(packet);
	}
	held_count = 0;
	printf("released %lu\n", back);
	fflush(stdout);
}

static void serve(const struct task *task, int in, int out)
{
	bool deaf = task->deaf;
	int come;

	while ((come = await_input(deaf ? -1 : in, 0)) > 0) {
		if (come == AWAIT_INPUT)
			take(task, in);
		if (come == AWAIT_WOKEN || (task->hold && held_count >= task->hold)) {
			release(task, out);
			deaf = false;
		}
	}
	if (come < 0) {
		say_errno("wait for a packet");
		exit(EXIT_SYSTEM);
	}
}

int main(int argc, char **argv)
{
	struct task task = { .times = 1 };
	int in, out;

	say_as("divhold");
	read_arguments(&task, argc, argv);
	await_signals();
	await_wakes(SIGUSR1);
	in = divert_listen(task.port);
	set_buffer(in, task.rcvbuf);
	out = task.through ? divert_listen(task.through) : in;
	set_multicast(&task, out);
	divert_ready("divhold", task.port);
	serve(&task, in, out);
	return EXIT_DONE;
}
