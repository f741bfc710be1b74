/* SPDX-License-Identifier: GPL-2.0-only */
/* await_test.c - what ends the wait for input; the last test, because the signals stay caught */
#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "await.h"
#include "tap.h"

static void taken_back(int signal_number)
{
	sigset_t one;

	sigemptyset(&one);
	sigaddset(&one, signal_number);
	sigwait(&one, &signal_number);
}

void test_await(void)
{
	const long long past = 1;
	int ends[2];

	if (!holds(!pipe(ends), "there is a pipe"))
		return;
	await_signals();
	holds(!await_deadline(0), "no seconds, no deadline");
	holds(await_deadline(2) > await_deadline(1), "more seconds, a later deadline");
	same_number(await_input(ends[0], past), 0, "the deadline ends the wait");
	holds(write(ends[1], "x", 1) == 1, "a byte is written");
	same_number(await_input(ends[0], past), 0, "though there is input: it might never cease");
	same_number(await_input(ends[0], await_deadline(60)), 1, "before the deadline input is told");
	same_number(await_input(ends[0], 0), 1, "and without one");
	holds(read(ends[0], &(char){ 0 }, 1) == 1, "the byte is read");
	await_wakes(SIGUSR1);
	raise(SIGUSR1);
	raise(SIGUSR1);
	same_number(await_input(-1, await_deadline(60)), AWAIT_WOKEN, "another signal wakes it");
	same_number(await_input(-1, past), AWAIT_END, "once, and without a descriptor it waits as well");
	holds(write(ends[1], "x", 1) == 1 && !raise(SIGUSR1), "both a byte and the signal come");
	same_number(await_input(ends[0], 0), AWAIT_INPUT, "the byte is told first");
	holds(read(ends[0], &(char){ 0 }, 1) == 1, "is read");
	same_number(await_input(ends[0], 0), AWAIT_WOKEN, "and the signal is not forgotten");
	holds(write(ends[1], "x", 1) == 1 && !raise(SIGTERM), "a byte and what ends a program come");
	same_number(await_input(ends[0], 0), AWAIT_END, "the end is told first");
	same_number(await_input(ends[0], 0), AWAIT_END, "and told again");
	taken_back(SIGTERM);
	same_number(await_input(ends[0], 0), AWAIT_INPUT, "without it the byte is told");
	close(ends[0]);
	holds(write(ends[1], "x", 1) < 0 && errno == EPIPE, "a pipe without a reader ends no program");
	same_number(await_input(0, await_deadline(60)), 0, "but its next wait, whatever there is");
	same_number(await_input(-1, 0), 0, "and every later one");
	close(ends[1]);
}
