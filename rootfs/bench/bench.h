/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bench.h - the parts of the benchmark's machine
 *
 * Each part either does what it is asked or ends the machine with a message (give_up()): a
 * benchmark that did not do what it should has no result. Addresses are in network byte order.
 */
#ifndef BENCH_H
#define BENCH_H

#include <netinet/in.h>
#include <stdbool.h>

enum bench_last {
	LAST_NONE,	/* no further rule */
	LAST_ACCEPT,	/* behind the others one rule that matches and accepts */
	LAST_DROP,	/* behind the others one rule that matches and drops */
};

/* What a rule says: drop (or accept) packets from @from. */
struct bench_rule {
	struct in_addr from;
	bool accept;
};

/* Prints "bench: WHAT: ERRNO" and powers the machine off. */
_Noreturn void give_up(const char *what);

/* The rule in the list of @count rules at @index, from 0; @last is behind them. */
struct bench_rule rule_of(unsigned int index, unsigned int count, enum bench_last last);

/* Appends the rules to the chain input of the 2.2 firewall, one IP_FW_APPEND each. */
void install_chains(unsigned int count, enum bench_last last);

/*
 * Makes an nf_tables table with one chain where the 2.2 firewall has its input chain, in
 * PRE_ROUTING at priority -450, and these rules in it: source address, counter, verdict. The
 * chain is there without rules, too.
 */
void install_tables(unsigned int count, enum bench_last last);

/*
 * Sends @packets UDP datagrams of 18 bytes from 127.0.0.1 to itself. Returns how many of them the
 * listener could keep: few, but not none, unless they were dropped.
 */
unsigned int send_packets(unsigned int packets);

#endif
