/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * limit.h - how long a program serves: --count N and --timeout SECONDS
 *
 * For programs that serve one descriptor until enough has come, the time is over, or SIGINT or
 * SIGTERM. They put LIMIT_OPTIONS into their table of options and give what getopt_long() finds
 * to limit_option(); then limit_start(), limit_wait() before each read, limit_came() for each
 * thing that counts, and limit_status() for the end.
 */
#ifndef LIMIT_H
#define LIMIT_H

#include <getopt.h>
#include <stdbool.h>

#define LIMIT_OPTIONS { "count", required_argument, NULL, 'c' }, \
		       { "timeout", required_argument, NULL, 't' }

struct limit {
	const char *what;	/* in messages: "packets" */
	unsigned long count;	/* 0: no limit */
	unsigned long timeout;	/* seconds, 0: none */
	unsigned long seen;	/* how many have come */
	long long deadline;
};

/* Takes --count and --timeout with its value; ends the program if that is wrong. False: neither. */
bool limit_option(struct limit *limit, int option, const char *value);

/* From now on the time counts. Say that you are ready just before. Needs await_signals(). */
void limit_start(struct limit *limit);

/* Waits for input at @fd. False: the limits or a signal have ended it. Ends the program if it
 * cannot wait: EXIT_SYSTEM.
 */
bool limit_wait(const struct limit *limit, int fd);

/* One more has come; its number, from 1 on. */
unsigned long limit_came(struct limit *limit);

/* EXIT_DONE, or EXIT_FALSE, and said, if fewer than --count have come. */
int limit_status(const struct limit *limit);

#endif
