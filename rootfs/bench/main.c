// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench - PID 1 of a machine that does nothing but send packets past rules, or through a program
 *
 * What to do stands on the kernel's command line, which the kernel hands on as environment:
 *
 *     bench_system=chains|tables    the 2.2 firewall, or nf_tables
 *     bench_rules=N                 rules in its input chain that no packet matches
 *     bench_last=none|accept|drop   behind them a rule that all packets match
 *     bench_packets=N               UDP datagrams over lo
 *
 * Prints "bench: N packets, N kept" and powers the machine off. Its cost is the host's CPU time
 * for the whole machine, which only the host can know. Or
 *
 *     bench_system=nobody|divert|divert-many|nfqueue|nfqueue-many|raw
 *                                   the program to which the packets are handed over
 *     bench_measure=cost|latency    many packets at once, or one after the other
 *     bench_packets=N               packets of 46 bytes over lo
 *
 * prints "bench: N packets, N passed, N came", and for latency how long they took by the
 * machine's clock, which is of no use under virtual time.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>

#include "bench.h"

static _Noreturn void power_off(void)
{
	fflush(stdout);
	reboot(RB_POWER_OFF);
	_exit(1);
}

void give_up(const char *what)
{
	printf("bench: %s: %s\n", what, strerror(errno));
	power_off();
}

struct bench_rule rule_of(unsigned int index, unsigned int count, enum bench_last last)
{
	struct bench_rule rule = { { htonl(0xC6336402) }, false };	/* 198.51.100.2 */

	if (index == count) {
		rule.from.s_addr = htonl(INADDR_LOOPBACK);
		rule.accept = last == LAST_ACCEPT;
	}
	return rule;
}

static const char *word(const char *name)
{
	const char *value = getenv(name);

	errno = EINVAL;
	if (!value)
		give_up(name);
	return value;
}

static unsigned int number(const char *name)
{
	char *end;
	const char *text = word(name);
	unsigned long value = strtoul(text, &end, 10);

	errno = EINVAL;
	if (*end || end == text || value > 100000000)
		give_up(name);
	return value;
}

/* Which of @choices the word @name is. */
static unsigned int choice(const char *name, const char *const *choices)
{
	const char *text = word(name);

	for (unsigned int i = 0; choices[i]; i++)
		if (!strcmp(text, choices[i]))
			return i;
	errno = EINVAL;
	give_up(name);
}

static void pass_packets(const struct bench_reader *reader)
{
	static const char *const measures[] = { "cost", "latency", NULL };
	bool latency = choice("bench_measure", measures);
	unsigned int packets = number("bench_packets");

	if (latency)
		measure_latency(reader, packets);
	else
		measure_cost(reader, packets);
}

static void walk_rules(void)
{
	static const char *const systems[] = { "chains", "tables", NULL };
	static const char *const lasts[] = { "none", "accept", "drop", NULL };
	unsigned int system = choice("bench_system", systems);
	enum bench_last last = choice("bench_last", lasts);
	unsigned int rules = number("bench_rules");
	unsigned int packets = number("bench_packets");

	if (system)
		install_tables(rules, last);
	else
		install_chains(rules, last);
	printf("bench: %u packets, %u kept\n", packets, send_packets(packets));
}

int main(void)
{
	const struct bench_reader *reader = find_reader(word("bench_system"));

	bring_up_lo();
	if (reader)
		pass_packets(reader);
	else
		walk_rules();
	power_off();
}
