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

/* Makes lo usable. */
void bring_up_lo(void);

#define BENCH_BURST	64		/* packets that are under way at once */

/* Addresses of lo, in host order: who sends, who is to get it, and where a raw socket is between. */
#define BENCH_SENDER	(INADDR_LOOPBACK + 2)
#define BENCH_LISTENER	(INADDR_LOOPBACK + 1)
#define BENCH_DETOUR	INADDR_LOOPBACK

/* A program between sender and listener. */
struct bench_reader {
	const char *name;
	in_addr_t sends_to;		/* where the sender sends, in host order */
	void (*open)(void);		/* from now on packets are handed to it; NULL: to nobody */
	unsigned int (*pass)(unsigned int most);	/* waits; how many it has passed on, 0: none came */
};

/* The one of this name, or NULL. */
const struct bench_reader *find_reader(const char *name);

/* A raw socket of the traffic's protocol, which gets what is sent to @address; patient. */
int traffic_socket(in_addr_t address);

/* Nobody waits longer than a second on this socket: what has not come then is lost. */
void set_patience(int fd);

/*
 * Sends @packets packets, BENCH_BURST at once; the reader passes these on, the listener gets them,
 * all in one process. Prints "bench: N packets, P passed, C came".
 */
void measure_cost(const struct bench_reader *reader, unsigned int packets);

/*
 * Sends one packet after the other, through a reader that is a process of its own. Prints the same
 * and how long they took by this machine's clock: ", p50 T, p90 T, p99 T ns".
 */
void measure_latency(const struct bench_reader *reader, unsigned int packets);

#endif
