/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * await.h - waiting for input, until a time or a signal ends it
 *
 * For programs that serve one descriptor and end by SIGINT, SIGTERM or SIGPIPE: await_signals()
 * once, before anything can come, then await_input() before each read.
 */
#ifndef AWAIT_H
#define AWAIT_H

/*
 * From now on SIGINT, SIGTERM and SIGPIPE, which is that nobody reads standard output any more, end
 * await_input() and nothing else; a write to the closed pipe is EPIPE. They stay blocked, so that
 * none is missed. Ends the program if the kernel refuses.
 */
void await_signals(void);

/*
 * From now on @signal_number wakes await_input() as well, and ends nothing. One at most; behind
 * await_signals().
 */
void await_wakes(int signal_number);

/* A deadline that many seconds from now, on a clock of its own; 0, which is never, for 0 seconds. */
long long await_deadline(unsigned long seconds);

/* What await_input() can come back with, beside -1. */
enum { AWAIT_END, AWAIT_INPUT, AWAIT_WOKEN };

/*
 * Waits until @fd has input or an error to tell: AWAIT_INPUT, which is 1. AWAIT_END, which is 0:
 * @deadline has passed or one of the signals has come, even if there is input, for there may always
 * be more. AWAIT_WOKEN: the signal of await_wakes() has come,
 * since it was told last; more than one of them count as one. -1 with errno set: it cannot wait.
 * With -1 as @fd it waits for the rest.
 */
int await_input(int fd, long long deadline);

#endif
