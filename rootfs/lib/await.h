/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * await.h - waiting for input, until a time or a signal ends it
 *
 * For programs that serve one descriptor and end by SIGINT or SIGTERM: await_signals() once,
 * before anything can come, then await_input() before each read.
 */
#ifndef AWAIT_H
#define AWAIT_H

/*
 * From now on SIGINT and SIGTERM end await_input() and nothing else. They stay blocked but for the
 * wait in it, so that none is missed.
 */
void await_signals(void);

/* A deadline that many seconds from now, on a clock of its own; 0, which is never, for 0 seconds. */
long long await_deadline(unsigned long seconds);

/*
 * Waits until @fd has input or an error to tell. 1: it has. 0: @deadline or one of the signals
 * came first. -1 with errno set: it cannot wait.
 */
int await_input(int fd, long long deadline);

#endif
