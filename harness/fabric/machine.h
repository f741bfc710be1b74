/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * machine: a user-mode Linux kernel as a process of the host.
 *
 * A machine is our child, known by a pidfd, and dies with us (PR_SET_PDEATHSIG); its guest
 * processes die with it (the kernel traces them with PTRACE_O_EXITKILL). What it can see of the
 * host is the same in every run: argv, environment, limits, address space without randomisation,
 * relative paths.
 *
 * Only the top of a run takes a machine's things away (machine_bury()); whoever learns deeper down
 * that a machine has ended or misbehaves just notes it.
 */
#ifndef FABRIC_MACHINE_H
#define FABRIC_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "conf.h"
#include "loop.h"

#define MACHINE_REASON 128
#define PANIC_WORDS "Kernel panic - not syncing"	/* said first when a kernel panics */
#define CLOCK_MESSAGE 16	/* bytes of a message of the clock's protocol */

enum power {
	OFF,		/* no process */
	STARTING,	/* a process that has not said START yet */
	PARKED,		/* waits for its turn at machine.request */
	RUNNING,	/* has the virtual CPU */
	LOST,		/* its clock connection closed: it is ending, or boots again */
	FALLEN,		/* its process has ended; machine_bury() is due */
};

struct fabric;

struct machine {
	struct fabric *fabric;
	const struct conf_machine *conf;
	const char *kernel_link;	/* names in the run directory */
	const char *initrd_link;
	enum power power;
	pid_t pid;
	int process;			/* pidfd, or -1 */
	struct watch ending;
	struct watch clock;		/* the connection of the clock's protocol */
	uint8_t message[8 * CLOCK_MESSAGE];
	size_t filled;
	uint32_t sequence;		/* of our messages */
	uint32_t boot_sequence;		/* of the START that has not been acknowledged */
	uint32_t limit_sequence;
	bool booting;			/* START is acknowledged at its first turn */
	bool limiting;			/* FREE_UNTIL has not been acknowledged */
	uint64_t offset;		/* virtual time = offset + local time */
	uint64_t request;		/* when it wants to run; TIME_NEVER: not by itself */
	uint64_t limit;			/* how far it may go in this turn */
	uint64_t turns;			/* how often it has run */
	bool panicked;			/* its console said so */
	bool ended;			/* there is an end that was not reported yet */
	char reason[MACHINE_REASON];	/* why it ended */
};

/* Start the process. Returns 0, or -1 with errno. Its clock connection comes later. */
int machine_start(struct machine *machine);

/* It did what no kernel does: end it; @what (device or protocol) and @why become the reason. */
void machine_fault(struct machine *machine, const char *what, const char *why);

/* The watchdog gives it up: end it, with this reason. */
void machine_give_up(struct machine *machine, const char *reason);

/* Drop the connections of its devices and input it has not read: it boots (again), or is gone. */
void machine_disconnect(struct machine *machine);

/* Take away what a fallen machine had: connections, descriptors, files. It is OFF then. */
void machine_bury(struct machine *machine);

/* Cut the power: kill it, wait until it is gone, bury it. Its end is not reported. */
void machine_kill(struct machine *machine);

/* Kill all machines and everything they left, and reap it. Nothing of ours is alive afterwards. */
void machine_kill_all(struct fabric *fabric);

#endif
