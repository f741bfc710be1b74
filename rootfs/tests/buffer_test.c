/* SPDX-License-Identifier: GPL-2.0-only */
/* buffer_test.c - bytes come out in the order in which they went in, however it grows */
#include <string.h>

#include "buffer.h"
#include "tap.h"

/* Adds @n bytes of a running number. */
static void add(struct buffer *buffer, size_t n, unsigned char *next)
{
	char *place = buffer_place(buffer, n);
	size_t i;

	for (i = 0; i < n; i++)
		place[i] = (char)(*next)++;
	buffer_added(buffer, n);
}

static bool take(struct buffer *buffer, size_t n, unsigned char *next)
{
	const char *front = buffer_front(buffer);
	size_t i;

	for (i = 0; i < n; i++)
		if ((unsigned char)front[i] != (*next)++)
			return false;
	buffer_take(buffer, n);
	return true;
}

void test_buffer(void)
{
	struct buffer buffer = { .bytes = NULL };
	unsigned char in = 0, out = 0;
	bool right = true;
	size_t i;

	same_number(buffer_used(&buffer), 0, "a new buffer is empty");
	for (i = 1; i < 3000; i++) {
		add(&buffer, i % 97, &in);
		right &= take(&buffer, i % 89 < buffer_used(&buffer) ? i % 89 : 0, &out);
	}
	holds(right, "bytes come out as they went in");
	right = take(&buffer, buffer_used(&buffer), &out);
	holds(right && in == out, "to the last");
	holds(!buffer_used(&buffer) && !buffer.start, "an emptied buffer begins anew");
	holds(buffer.room < 65536, "what was taken out is used again");
	buffer_free(&buffer);
	holds(!buffer.bytes && !buffer.room, "a freed buffer holds nothing");
}
