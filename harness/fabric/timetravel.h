/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * timetravel: the calendar's side of user-mode Linux's time-travel protocol
 * (linux/um_timetravel.h).
 *
 * A machine connects to the socket "tt" and says START. It is parked then; START is acknowledged
 * when it gets its first turn, which is how machines boot one after the other whatever the host's
 * scheduler does. A machine that reboots executes itself: the same process says START again on a
 * new connection.
 */
#ifndef FABRIC_TIMETRAVEL_H
#define FABRIC_TIMETRAVEL_H

#include <stdint.h>

#define CLOCK_SOCKET "tt"

struct fabric;
struct machine;

/* Listen for machines. Returns 0, or -1 with errno. */
int clock_open(struct fabric *fabric);

/*
 * Give @machine, which is parked, the virtual CPU now, and wait until it parks, falls, or is found
 * busy. It may go on alone while its time is below @horizon.
 */
void clock_run(struct machine *machine, uint64_t horizon);

/* Wait until the machine that has the virtual CPU gives it up (see clock_run()). */
void clock_wait(struct machine *machine);

/* The running machine must not reach @time without asking; waits until it has acknowledged. */
void clock_limit(struct fabric *fabric, uint64_t time);

#endif
