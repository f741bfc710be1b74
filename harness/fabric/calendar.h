/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * calendar: what happens at which virtual time.
 *
 * Times are nanoseconds of virtual time. Events of one time happen in the order in which they were
 * added, so the order of a run depends on nothing but the run. An event belongs to the caller, who
 * embeds struct event in what it is about; it must stay where it is while it is in a calendar.
 */
#ifndef FABRIC_CALENDAR_H
#define FABRIC_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Later than everything: the calendar is empty, a machine sleeps for ever. */
#define TIME_NEVER UINT64_MAX

struct event {
	uint64_t time;
	uint64_t order;
	size_t place;	/* in the heap, from 1; 0: in no calendar */
	void (*happen)(struct event *event);
};

struct calendar {
	struct event **heap;
	size_t count;
	size_t room;
	uint64_t added;
};

/*
 * Put @event in at @time. False and errno ENOMEM when there is no memory; @event is untouched then.
 */
bool calendar_add(struct calendar *calendar, struct event *event, uint64_t time);

/* The time of the earliest event, or TIME_NEVER. */
uint64_t calendar_next(const struct calendar *calendar);

/* Take the earliest event out, or NULL. The caller makes it happen. */
struct event *calendar_take(struct calendar *calendar);

/* Take @event out wherever it stands; nothing happens if it is in no calendar. */
void calendar_drop(struct calendar *calendar, struct event *event);

/* Give the calendar's own memory back; the events stay the caller's. */
void calendar_free(struct calendar *calendar);

#endif
