/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * watchdog: finds a machine that has the virtual CPU and never gives it back.
 *
 * What counts is CPU time, of the kernel's process and of its guest processes, so that a loaded
 * host cannot fail a run; the machine is busy (fabric.busy) then. A machine that burns no CPU
 * either is waiting for something that will not come; after WATCHDOG_STUCK seconds in which nothing
 * of it was even runnable it is given up. A machine under a debugger is left alone.
 */
#ifndef FABRIC_WATCHDOG_H
#define FABRIC_WATCHDOG_H

#define WATCHDOG_STUCK 60	/* seconds of wall time */

struct fabric;

/* Look several times a second; @seconds of CPU time are too many. Returns 0, or -1 with errno. */
int watchdog_start(struct fabric *fabric, unsigned int seconds);

#endif
