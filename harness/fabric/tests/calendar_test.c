// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "calendar.h"
#include "suite.h"

#define MANY 1000

static void empty(void **state)
{
	struct calendar calendar = { 0 };

	(void)state;
	assert_int_equal(calendar_next(&calendar), TIME_NEVER);
	assert_null(calendar_take(&calendar));
}

static void by_time_then_order(void **state)
{
	static struct event events[MANY];
	struct calendar calendar = { 0 };
	uint32_t random = 1;
	const struct event *last = NULL;

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		random = random * 1664525 + 1013904223;
		assert_true(calendar_add(&calendar, &events[i], random >> 28));
	}
	for (size_t i = 0; i < MANY; i++) {
		uint64_t next = calendar_next(&calendar);
		const struct event *event = calendar_take(&calendar);

		assert_non_null(event);
		assert_int_equal(event->time, next);
		assert_int_equal(event->place, 0);
		if (last)
			assert_true(last->time < event->time ||
				    (last->time == event->time && last < event));
		last = event;
	}
	assert_null(calendar_take(&calendar));
	calendar_free(&calendar);
}

static void dropped(void **state)
{
	static struct event events[MANY];
	struct calendar calendar = { 0 };
	uint32_t random = 7;
	uint64_t last = 0;
	size_t left = 0;

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		random = random * 1664525 + 1013904223;
		assert_true(calendar_add(&calendar, &events[i], random));
	}
	for (size_t i = 0; i < MANY; i += 3) {
		calendar_drop(&calendar, &events[i]);
		calendar_drop(&calendar, &events[i]);	/* twice does no harm */
	}
	for (const struct event *event; (event = calendar_take(&calendar)); left++) {
		assert_int_not_equal((event - events) % 3, 0);
		assert_true(event->time >= last);
		last = event->time;
	}
	assert_int_equal(left, MANY - (MANY + 2) / 3);
	calendar_free(&calendar);
}

static const struct CMUnitTest tests[] = {
	SAYS("calendar: nothing in it", empty),
	SAYS("calendar: by time, and at one time in the order of adding", by_time_then_order),
	SAYS("calendar: what is dropped does not happen", dropped),
};
SUITE(calendar_suite, tests);
