/* SPDX-License-Identifier: GPL-2.0-only */
/* await.c - waiting for input; await.h says what each function does. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <time.h>

#include "await.h"
#include "say.h"

#define NSEC_PER_SEC 1000000000LL

/*
 * What ends the wait is a descriptor, looked at together with the input: ppoll() delivers no signal
 * while there is input, and input need not come to an end. Nothing is read from it, so that an end
 * is one for good.
 */
static int ends_fd = -1;
static volatile sig_atomic_t woken;
static sigset_t while_waiting;

static void on_wake(int signal_number)
{
	(void)signal_number;
	woken = 1;
}

void await_signals(void)
{
	sigset_t ends;

	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGPIPE);
	sigprocmask(SIG_BLOCK, &ends, NULL);
	sigprocmask(SIG_BLOCK, NULL, &while_waiting);
	ends_fd = signalfd(-1, &ends, SFD_CLOEXEC);
	if (ends_fd < 0) {
		say_errno("wait for signals");
		exit(EXIT_SYSTEM);
	}
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
	struct pollfd wanted[] = {
		{ .fd = fd, .events = POLLIN },
		{ .fd = ends_fd, .events = POLLIN },
	};

	for (;;) {
		long long left = deadline ? deadline - now_ns() : 0;
		struct timespec wait = { left / NSEC_PER_SEC, left % NSEC_PER_SEC };
		int n;

		if (left < 0)
			return AWAIT_END;
		n = ppoll(wanted, 2, deadline ? &wait : NULL, &while_waiting);
		if (n > 0 && wanted[1].revents)
			return AWAIT_END;
		if (woken) {
			woken = 0;
			return AWAIT_WOKEN;
		}
		if (n >= 0)
			return n > 0 ? AWAIT_INPUT : AWAIT_END;
		if (errno != EINTR)
			return -1;
	}
}
