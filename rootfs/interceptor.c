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
 *   --firewall[=CHAIN[:PROTOCOL]]
 *                      append a rule to CHAIN that diverts everything, or this protocol (tcp, udp,
 *                      icmp or a number), to PORT, and delete it in the end; output:icmp, as the
 *                      HOWTO's example, if neither is given
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
 * Exit status: 0 done, or ended by SIGINT, SIGTERM or SIGPIPE; 1 fewer than --count packets
 * came before --timeout or the signal; 2 usage; 3 a system call failed (which, and why, on
 * standard error).
 *
 * Example: interceptor --reinject 1234 &
 *          ipchains -A input -p icmp -j DIVERT 1234
 */
#include <stdio.h>
#include <stdlib.h>

#include "arguments.h"
#include "await.h"
#include "divert.h"
#include "limit.h"
#include "own_rule.h"
#include "say.h"

#define HOWTO_RULE "output:icmp"
#define SHOWN_BYTES 40		/* of each packet, in hex: an IP header and what follows */

enum way { STOP, UNTOUCHED, ZERO, NO_ADDRESS, AS };

struct task {
	enum way way;
	struct sockaddr_in as;		/* for AS */
	const char *firewall;		/* NULL: no rule of its own */
	struct own_rule rule;
	struct limit limit;
	bool quiet, info;
	uint16_t port;
};

static const char usage_text[] =
	"usage: interceptor [--reinject | --zero | --null | --as ADDR]\n"
	"                   [--firewall[=CHAIN[:PROTOCOL]]]\n"
	"                   [--count N] [--timeout SECONDS] [--info] [--quiet] PORT\n";

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
	task->as.sin_addr = address_argument("--as", text);
}

static void read_arguments(struct task *task, int argc, char **argv)
{
	static const struct option options[] = {
		{ "reinject", no_argument, NULL, 'r' },
		{ "zero", no_argument, NULL, 'z' },
		{ "null", no_argument, NULL, 'n' },
		{ "as", required_argument, NULL, 'a' },
		{ "firewall", optional_argument, NULL, 'f' },
		{ "info", no_argument, NULL, 'i' },
		{ "quiet", no_argument, NULL, 'q' },
		LIMIT_OPTIONS,
		{ NULL, 0, NULL, 0 },
	};
	int option;

	usage_is(usage_text);
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'r')
			set_way(task, UNTOUCHED);
		else if (option == 'z')
			set_way(task, ZERO);
		else if (option == 'n')
			set_way(task, NO_ADDRESS);
		else if (option == 'a')
			set_address(task, optarg);
		else if (option == 'f')
			task->firewall = optarg ? optarg : HOWTO_RULE;
		else if (option == 'i')
			task->info = true;
		else if (option == 'q')
			task->quiet = true;
		else if (!limit_option(&task->limit, option, optarg))
			usage();
	}
	if (argc - optind != 1)
		usage();
	task->port = port_argument("divert port", argv[optind]);
	if (task->firewall && !own_rule_parse(&task->rule, task->firewall, task->port)) {
		say("`%s' is no CHAIN[:PROTOCOL]", task->firewall);
		usage();
	}
}

/* The port is bound already: no packet is lost between the two. */
static void set_rule(struct task *task)
{
	if (task->firewall && own_rule_set(&task->rule)) {
		say_errno("append a rule to %s", task->firewall);
		exit(EXIT_SYSTEM);
	}
}

static int remove_rule(struct task *task, int status)
{
	if (!task->firewall || !own_rule_remove(&task->rule))
		return status;
	say_errno("delete the rule from %s", task->firewall);
	return EXIT_SYSTEM;
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
static int serve(struct task *task, int fd)
{
	static struct divert_packet packet;
	bool all_back = true;

	while (limit_wait(&task->limit, fd)) {
		if (!divert_take(fd, &packet))
			continue;
		show(task, limit_came(&task->limit), &packet);
		all_back &= hand_back(task, fd, &packet);
	}
	return all_back ? limit_status(&task->limit) : EXIT_SYSTEM;
}

int main(int argc, char **argv)
{
	struct task task = { .way = STOP, .limit.what = "packets" };
	int fd;

	say_as("interceptor");
	read_arguments(&task, argc, argv);
	await_signals();
	fd = divert_listen(task.port);
	if (task.info && divert_ask(fd)) {
		say_errno("ask for IP_DIVERT_INFO");
		return EXIT_SYSTEM;
	}
	set_rule(&task);
	divert_ready("interceptor", task.port);
	limit_start(&task.limit);
	return remove_rule(&task, serve(&task, fd));
}
