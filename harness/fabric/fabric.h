/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fabric: the run as a whole, and how its parts hang together.
 *
 *   conf      what there is            calendar   what happens when
 *   channel   the Expect side          loop       waiting for descriptors
 *   machine   processes and power      timetravel the clock's protocol with a machine
 *   device    vhost + a machine        netdev, stream   the two kinds of device
 *   segment   what joins network devices, with its capture
 *   run       who is next              main       commands, beginning and end
 *
 * The rules of time. Exactly one machine runs at a time; everyone else is parked in the clock's
 * WAIT. Next is the least of (time, events before machines, id). A machine is told how far it may
 * go alone: to the next event, to the next machine's turn, or to the end of the present `run
 * until`. Interrupts are delivered by events, hence only to parked machines, never to a running
 * one; so no signal can hit a guest between two arbitrary instructions. While no command runs, time
 * stands still.
 *
 * One thread. All times are nanoseconds of virtual time since the run began, unless called local.
 */
#ifndef FABRIC_FABRIC_H
#define FABRIC_FABRIC_H

#include <stdbool.h>
#include <stdint.h>

#include "calendar.h"
#include "channel.h"
#include "conf.h"

/* Exit statuses. */
#define FABRIC_DONE 0
#define FABRIC_BAD_CONF 2
#define FABRIC_LOST 3		/* a machine or the parent vanished */
#define FABRIC_CANNOT 4		/* this host cannot run it */

/* What guests take for the time of day when virtual time is 0: 2000-01-01 00:00:00 UTC. */
#define FABRIC_EPOCH (946684800ull * 1000000000ull)

struct machine;
struct nic;
struct segment;
struct stream;

struct fabric {
	struct conf conf;
	struct calendar calendar;
	struct channel channel;
	struct machine *machine;	/* these four are as many as in conf, in its order */
	struct segment *segment;
	struct nic *nic;
	struct stream *stream;
	uint64_t now;
	uint64_t until;			/* nothing later happens in the present `run until` */
	struct machine *running;	/* has the virtual CPU; NULL: none */
	struct stream *hit;		/* the awaited stream that put something out, or NULL */
	struct machine *busy;		/* set by the watchdog, or NULL */
};

/* End everything at once: machines, files, the process. The reason goes to standard error. */
void fabric_end(struct fabric *fabric, int status, const char *format, ...)
	__attribute__((format(printf, 3, 4), noreturn));

/* Add @event at @time; without memory the run ends. */
void fabric_schedule(struct fabric *fabric, struct event *event, uint64_t time);

#endif
