/* SPDX-License-Identifier: GPL-2.0-only */
/* buffer.c - a growing byte queue; buffer.h says what each function does. */
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "say.h"

char *buffer_place(struct buffer *buffer, size_t n)
{
	size_t used = buffer_used(buffer);
	size_t wanted = used + n;

	if (buffer->end + n <= buffer->room)
		return buffer->bytes + buffer->end;
	if (used)
		memmove(buffer->bytes, buffer->bytes + buffer->start, used);
	buffer->start = 0;
	buffer->end = used;
	if (wanted > buffer->room) {
		size_t room = wanted < 4096 ? 4096 : wanted + wanted / 2;
		char *bytes = realloc(buffer->bytes, room);

		if (!bytes) {
			say_errno("no memory for %zu bytes", room);
			abort();
		}
		buffer->bytes = bytes;
		buffer->room = room;
	}
	return buffer->bytes + buffer->end;
}

void buffer_added(struct buffer *buffer, size_t n)
{
	buffer->end += n;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t n)
{
	if (n)
		memcpy(buffer_place(buffer, n), bytes, n);
	buffer_added(buffer, n);
}

size_t buffer_used(const struct buffer *buffer)
{
	return buffer->end - buffer->start;
}

char *buffer_front(const struct buffer *buffer)
{
	return buffer->bytes + buffer->start;
}

void buffer_take(struct buffer *buffer, size_t n)
{
	buffer->start += n;
	if (buffer->start == buffer->end)
		buffer->start = buffer->end = 0;
}

void buffer_free(struct buffer *buffer)
{
	free(buffer->bytes);
	memset(buffer, 0, sizeof(*buffer));
}
