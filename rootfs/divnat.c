/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * divnat - address translation in user space, in both directions over one divert port
 *
 * usage: divnat --alias ADDR|DEV [OPTION...] PORT
 *
 *   --alias ADDR|DEV   the address that the outside shall see, or the device that has it
 *   --port-range FIRST-LAST
 *                      alias ports, and ids of echoes, that are given out (61000-65095)
 *   --redirect tcp|udp ALIASPORT HOST:PORT
 *                      what comes for ALIASPORT goes to HOST, an address; may be given again
 *   --deny             drop what is not translated; without it that is put back as it is
 *   --bare             put zeros in the place of the ticket, as a program of another system may
 *   --count N          end after N packets
 *   --timeout SECONDS  end after that time, counted from the line that says ready
 *   --quiet            one line for what could not be put back, none for other packets
 *
 * A packet with no receiving interface (sin_addr 0) is on its way out: its source becomes the alias
 * address and a port of the range. Any other is on its way in: if its destination is the alias
 * address and a port that has been given out, it becomes the inner end again. TCP, UDP, ICMP echo
 * and ICMP errors about these are translated (lib/nat.h); fragments are not, so turn on
 * net.ipv4.ip_always_defrag. Up to 1024 flows are kept (lib/nat_flows.h says for how long); the
 * first packet of one more is dropped. Each packet goes back with the address it came with.
 *
 * "divnat: ready on divert port PORT" on standard output says that packets are served; then there
 * is a line for each packet. If the kernel says that one is too large (EMSGSIZE), its sender is
 * told with an ICMP "fragmentation needed"; if it says EPERM or EACCES, "denied by firewall" is
 * printed. Any other refusal is reported on standard error, and the next one is served.
 *
 * Exit status: 0 done, or ended by SIGINT, SIGTERM or SIGPIPE; 1 fewer than --count packets
 * came before --timeout or the signal; 2 usage; 3 a system call failed (which, and why, on
 * standard error).
 *
 * Example: divnat --alias eth1 8668 &
 *          ipchains -A output -i eth1 -j DIVERT 8668
 *          ipchains -A input -i eth1 -j DIVERT 8668
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "arguments.h"
#include "await.h"
#include "divert.h"
#include "limit.h"
#include "nat.h"
#include "say.h"
#include "too_large.h"

struct task {
	struct limit limit;
	bool deny, bare, quiet;
	uint16_t port;
};

static struct nat nat;

static const char usage_text[] =
	"usage: divnat --alias ADDR|DEV [--port-range FIRST-LAST]\n"
	"              [--redirect tcp|udp ALIASPORT HOST:PORT] [--deny] [--bare] [--count N]\n"
	"              [--timeout SECONDS] [--quiet] PORT\n";

/* The device's primary address, or the address itself. */
static struct in_addr alias_argument(const char *text)
{
	struct ifreq request = { 0 };
	struct sockaddr_in name;
	int fd;

	if (inet_pton(AF_INET, text, &name.sin_addr) == 1)
		return name.sin_addr;
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	strncpy(request.ifr_name, text, sizeof(request.ifr_name) - 1);
	if (fd < 0 || ioctl(fd, SIOCGIFADDR, &request)) {
		say_errno("the address of device %s", text);
		exit(EXIT_SYSTEM);
	}
	close(fd);
	memcpy(&name, &request.ifr_addr, sizeof(name));
	return name.sin_addr;
}

/* Cuts @text at @mark; what stands behind it. Ends the program if the mark is not there. */
static char *cut_at(char *text, char mark)
{
	char *at = strchr(text, mark);

	if (at) {
		*at = '\0';
		return at + 1;
	}
	say("`%s' has no `%c'", text, mark);
	usage();
}

static void set_range(char *text)
{
	const char *last = cut_at(text, '-');

	nat.flows.first = nat.flows.next = port_argument("--port-range", text);
	nat.flows.last = (uint16_t)number_argument("--port-range", last, nat.flows.first, 65535);
}

/* getopt has given the protocol; the ports and the host are the next two words. */
static void add_redirect(const char *protocol, char **words)
{
	bool tcp = !strcmp(protocol, "tcp");
	struct in_addr inner;
	uint16_t alias_port, port;
	char *port_text;

	if ((!tcp && strcmp(protocol, "udp")) || !words[0] || !words[1]) {
		say("--redirect wants tcp or udp, a port, and HOST:PORT");
		usage();
	}
	alias_port = port_argument("--redirect", words[0]);
	port_text = cut_at(words[1], ':');
	inner = address_argument("--redirect", words[1]);
	port = port_argument("--redirect", port_text);
	if (!nat_flow_fix(&nat.flows, tcp ? IPPROTO_TCP : IPPROTO_UDP, alias_port, inner, port)) {
		say("--redirect of a port or to an end that has one already");
		usage();
	}
}

static void take_option(struct task *task, int option, char **argv)
{
	if (option == 'a') {
		nat.alias = alias_argument(optarg);
	} else if (option == 'p') {
		set_range(optarg);
	} else if (option == 'r') {
		add_redirect(optarg, argv + optind);
		optind += 2;
	} else if (option == 'd') {
		task->deny = true;
	} else if (option == 'b') {
		task->bare = true;
	} else if (option == 'q') {
		task->quiet = true;
	} else if (!limit_option(&task->limit, option, optarg)) {
		usage();
	}
}

static void read_arguments(struct task *task, int argc, char **argv)
{
	static const struct option options[] = {
		{ "alias", required_argument, NULL, 'a' },
		{ "port-range", required_argument, NULL, 'p' },
		{ "redirect", required_argument, NULL, 'r' },
		{ "deny", no_argument, NULL, 'd' },
		{ "bare", no_argument, NULL, 'b' },
		{ "quiet", no_argument, NULL, 'q' },
		LIMIT_OPTIONS,
		{ NULL, 0, NULL, 0 },
	};
	int option;

	usage_is(usage_text);
	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1)
		take_option(task, option, argv);
	if (argc - optind != 1 || !nat.alias.s_addr)
		usage();
	task->port = port_argument("divert port", argv[optind]);
}

/* What the kernel has refused. True: it is dealt with. */
static bool refused(int fd, const struct divert_packet *packet, const unsigned char *quote)
{
	char sender[INET_ADDRSTRLEN];
	struct iphdr ip;
	unsigned int mtu;

	if (errno == EPERM || errno == EACCES) {
		printf("denied by firewall: %zu bytes\n", packet->len);
		return true;
	}
	memcpy(&ip, packet->bytes, sizeof(ip));
	mtu = errno == EMSGSIZE ? too_large_for(ip.daddr) : 0;
	if (!mtu) {
		say_errno("put back %zu bytes", packet->len);
		return false;
	}
	inet_ntop(AF_INET, quote + 12, sender, sizeof(sender));
	printf("too large: %zu bytes, mtu %u, told %s\n", packet->len, mtu, sender);
	if (too_large_tell(fd, quote, mtu))
		return true;
	say_errno("tell %s", sender);
	return false;
}

static void show(const struct task *task, bool out, enum nat_result result, bool dropped,
		 const struct divert_packet *packet)
{
	char words[256], inner[INET_ADDRSTRLEN];

	if (task->quiet)
		return;
	divert_describe(packet, words, sizeof(words));
	printf("%s %s%s", out ? "out" : "in", nat_result_word(result), dropped ? ", dropped" : "");
	if (nat.used) {
		inet_ntop(AF_INET, &nat.used->inner, inner, sizeof(inner));
		printf(" %s:%u = %u", inner, nat.used->inner_port, nat.used->alias_port);
	}
	printf(": %s\n", words);
}

static long long now_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

/* False if the packet could not be put back and nothing else was done about it. */
static bool serve_packet(const struct task *task, int fd, struct divert_packet *packet)
{
	unsigned char quote[TOO_LARGE_QUOTE] = { 0 };
	bool out = !packet->from.sin_addr.s_addr, dropped, done = true;
	enum nat_result result;

	memcpy(quote, packet->bytes, packet->len < sizeof(quote) ? packet->len : sizeof(quote));
	result = (out ? nat_out : nat_in)(&nat, packet->bytes, packet->len, now_seconds());
	dropped = result == NAT_FULL ||
		  (task->deny && result != NAT_TRANSLATED && result != NAT_OWN);
	show(task, out, result, dropped, packet);
	if (task->bare)
		memset(packet->from.sin_zero, 0, sizeof(packet->from.sin_zero));
	if (!dropped && divert_reinject(fd, packet))
		done = refused(fd, packet, quote);
	fflush(stdout);
	return done;
}

static int serve(struct task *task, int fd)
{
	static struct divert_packet packet;
	bool all_done = true;

	while (limit_wait(&task->limit, fd)) {
		if (!divert_take(fd, &packet))
			continue;
		limit_came(&task->limit);
		all_done &= serve_packet(task, fd, &packet);
	}
	return all_done ? limit_status(&task->limit) : EXIT_SYSTEM;
}

int main(int argc, char **argv)
{
	struct task task = { .limit.what = "packets" };
	int fd;

	say_as("divnat");
	nat_flows_init(&nat.flows, 61000, 65095);
	read_arguments(&task, argc, argv);
	await_signals();
	fd = divert_listen(task.port);
	divert_ready("divnat", task.port);
	limit_start(&task.limit);
	return serve(&task, fd);
}
