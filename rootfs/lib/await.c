/* SPDX-License-Identifier: GPL-2.0-only */
/* await.c - waiting for input; await.h says what each function does. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <time.h>

#include "await.h"

#define NSEC_PER_SEC 1000000000LL

static volatile sig_atomic_t ended, woken;
static sigset_t while_waiting;

static void on_end(int signal_number)
{
	(void)signal_number;
	ended = 1;
}

static void on_wake(int signal_number)
{
	(void)signal_number;
	woken = 1;
}

void await_signals(void)
{
	struct sigaction action = { .sa_handler = on_end };
	sigset_t ends;

	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigprocmask(SIG_BLOCK, &ends, &while_waiting);
	sigdelset(&while_waiting, SIGINT);
	sigdelset(&while_waiting, SIGTERM);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

void await_wakes(int signal_number)
{
	struct sigaction action = { .sa_handler = on_wake };
	sigset_t wakes;

	sigemptyset(&wakes);
	sigaddset(&wakes, signal_number);
	sigprocmask(SIG_BLOCK, &wakes, NULL);
	sigdelset(&while_waiting, signal_number);
	sigaction(signal_number, &action, NULL);
}

static long long now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NSEC_PER_SEC + now.tv_nsec;
}

long long await_deadline(unsigned long seconds)
{
	return seconds ? now_ns() + (long long)seconds * NSEC_PER_SEC : 0;
}

int await_input(int fd, long long deadline)
{
	struct pollfd wanted = { .fd = fd, .events = POLLIN };
	int n;

	while (!ended) {
		long long left = deadline ? deadline - now_ns() : 0;
		struct timespec wait;

		if (left < 0)
			left = 0;
		wait.tv_sec = left / NSEC_PER_SEC;
		wait.tv_nsec = left % NSEC_PER_SEC;
		n = ppoll(&wanted, 1, deadline ? &wait : NULL, &while_waiting);
		if (woken && !ended) {
			woken = 0;
			return AWAIT_WOKEN;
		}
		if (n >= 0 || errno != EINTR)
			return n;
	}
	return AWAIT_END;
}
