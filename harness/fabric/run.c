// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <string.h>

#include "fabric.h"
#include "machine.h"
#include "run.h"
#include "segment.h"
#include "stream.h"
#include "timetravel.h"

bool run_connect(struct machine *machine)
{
	while (machine->power == STARTING && !machine->fabric->channel.quit)
		loop_once();
	return machine->power != FALLEN;
}

void run_flush(struct fabric *fabric)
{
	for (size_t i = 0; i < fabric->conf.segments; i++)
		if (segment_flush(&fabric->segment[i]) < 0)
			fabric_end(fabric, FABRIC_CANNOT, "%s.pcapng: %s",
				   fabric->conf.segment[i].name, strerror(errno));
	for (size_t i = 0; i < fabric->conf.streams; i++)
		if (stream_flush(&fabric->stream[i]) < 0)
			fabric_end(fabric, FABRIC_CANNOT, "%s: %s", fabric->stream[i].name,
				   strerror(errno));
	channel_flush(&fabric->channel);
}

/* Bury the fallen; returns one whose end was not reported yet, or NULL. */
static struct machine *ended(struct fabric *fabric)
{
	struct machine *found = NULL;

	for (size_t i = 0; i < fabric->conf.machines; i++) {
		struct machine *machine = &fabric->machine[i];

		if (machine->power == LOST)
			clock_wait(machine);
		if (machine->power == FALLEN)
			machine_bury(machine);
		if (machine->ended && !found)
			found = machine;
	}
	return found;
}

/*
 * The parked machine whose turn comes first, by time and then id; @second: when the one after it.
 */
static struct machine *next_machine(const struct fabric *fabric, uint64_t *second)
{
	struct machine *first = NULL;

	*second = TIME_NEVER;
	for (size_t i = 0; i < fabric->conf.machines; i++) {
		struct machine *machine = &fabric->machine[i];

		if (machine->power != PARKED || machine->request == TIME_NEVER)
			continue;
		if (!first || machine->request < first->request ||
		    (machine->request == first->request &&
		     machine->conf->id < first->conf->id)) {
			if (first && first->request < *second)
				*second = first->request;
			first = machine;
		} else if (machine->request < *second) {
			*second = machine->request;
		}
	}
	return first;
}

static uint64_t earliest(uint64_t a, uint64_t b, uint64_t c)
{
	uint64_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Let the next thing happen. Returns false if there is nothing up to fabric.until. */
static bool step(struct fabric *fabric)
{
	uint64_t event = calendar_next(&fabric->calendar), second, turn;
	struct machine *machine = next_machine(fabric, &second);

	turn = machine ? machine->request : TIME_NEVER;
	if (earliest(event, turn, TIME_NEVER) > fabric->until ||
	    earliest(event, turn, TIME_NEVER) == TIME_NEVER)
		return false;
	if (event <= turn) {
		struct event *next = calendar_take(&fabric->calendar);

		fabric->now = next->time;
		next->happen(next);
		return true;
	}
	/* a request for a time that has passed is one for now */
	if (turn > fabric->now)
		fabric->now = turn;
	clock_run(machine, earliest(event, second, fabric->until + 1));
	return true;
}

static bool asleep(const struct fabric *fabric)
{
	uint64_t second;

	return calendar_next(&fabric->calendar) == TIME_NEVER && !next_machine(fabric, &second);
}

/* Say why it stopped: what spoils the run stands before what was waited for. */
static void say_stopped(struct fabric *fabric, uint64_t until)
{
	unsigned long long now = fabric->now;
	struct machine *end = ended(fabric);

	if (end) {
		end->ended = false;
		channel_say(&fabric->channel, "stopped %llu dead %s %s", now, end->conf->name,
			    end->reason);
	} else if (fabric->busy) {
		channel_say(&fabric->channel, "stopped %llu busy %s", now,
			    fabric->busy->conf->name);
	} else if (fabric->hit) {
		channel_say(&fabric->channel, "stopped %llu output %s", now, fabric->hit->name);
	} else if (asleep(fabric)) {
		channel_say(&fabric->channel, "stopped %llu asleep", now);
	} else {
		fabric->now = until;
		channel_say(&fabric->channel, "stopped %llu until", (unsigned long long)until);
	}
}

void run_until(struct fabric *fabric, uint64_t until)
{
	/* until + 1 must not wrap; no clock of a guest goes so far */
	fabric->until = until < INT64_MAX ? until : INT64_MAX;
	fabric->hit = NULL;
	fabric->busy = NULL;
	if (fabric->running)
		clock_wait(fabric->running);
	while (!fabric->busy && !fabric->channel.quit) {
		if (ended(fabric))	/* nothing later than this instant happens */
			fabric->until = fabric->now;
		if (fabric->busy || !step(fabric))
			break;
	}
	if (!fabric->channel.quit)
		say_stopped(fabric, until);
	run_flush(fabric);
}
