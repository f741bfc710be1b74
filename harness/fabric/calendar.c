// SPDX-License-Identifier: GPL-2.0-only
/* A binary heap over (time, order); place 1 is the root, so that place 0 can say "in none". */
#include <stdlib.h>

#include "calendar.h"

static bool before(const struct event *a, const struct event *b)
{
	if (a->time != b->time)
		return a->time < b->time;
	return a->order < b->order;
}

static void put(struct calendar *calendar, size_t place, struct event *event)
{
	calendar->heap[place] = event;
	event->place = place;
}

static void rise(struct calendar *calendar, size_t place, struct event *event)
{
	while (place > 1 && before(event, calendar->heap[place / 2])) {
		put(calendar, place, calendar->heap[place / 2]);
		place /= 2;
	}
	put(calendar, place, event);
}

static void sink(struct calendar *calendar, size_t place, struct event *event)
{
	for (;;) {
		size_t child = place * 2;

		if (child > calendar->count)
			break;
		if (child < calendar->count &&
		    before(calendar->heap[child + 1], calendar->heap[child]))
			child++;
		if (before(event, calendar->heap[child]))
			break;
		put(calendar, place, calendar->heap[child]);
		place = child;
	}
	put(calendar, place, event);
}

bool calendar_add(struct calendar *calendar, struct event *event, uint64_t time)
{
	if (calendar->count + 1 >= calendar->room) {
		size_t room = calendar->room ? calendar->room * 2 : 64;
		struct event **heap = realloc(calendar->heap, room * sizeof(*heap));

		if (!heap)
			return false;
		calendar->heap = heap;
		calendar->room = room;
	}
	event->time = time;
	event->order = calendar->added++;
	rise(calendar, ++calendar->count, event);
	return true;
}

uint64_t calendar_next(const struct calendar *calendar)
{
	return calendar->count ? calendar->heap[1]->time : TIME_NEVER;
}

void calendar_drop(struct calendar *calendar, struct event *event)
{
	size_t place = event->place;
	struct event *last;

	if (place == 0)
		return;
	event->place = 0;
	last = calendar->heap[calendar->count--];
	if (last == event)
		return;
	if (place > 1 && before(last, calendar->heap[place / 2]))
		rise(calendar, place, last);
	else
		sink(calendar, place, last);
}

struct event *calendar_take(struct calendar *calendar)
{
	struct event *event;

	if (calendar->count == 0)
		return NULL;
	event = calendar->heap[1];
	calendar_drop(calendar, event);
	return event;
}

void calendar_free(struct calendar *calendar)
{
	free(calendar->heap);
	*calendar = (struct calendar){ 0 };
}
