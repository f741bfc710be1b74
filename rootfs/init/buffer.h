/* SPDX-License-Identifier: GPL-2.0-only */
/* buffer.h - bytes on their way: added at the end, taken from the front */
#ifndef BUFFER_H
#define BUFFER_H

#include <stddef.h>

/* All zero is an empty buffer. The bytes in use are bytes[start] to bytes[end - 1]. */
struct buffer {
	char *bytes;
	size_t start, end, room;
};

/*
 * A place for @n more bytes; buffer_added() says how many of them were filled. Memory that cannot
 * be had ends the program: PID 1 cannot serve without it.
 */
char *buffer_place(struct buffer *buffer, size_t n);
void buffer_added(struct buffer *buffer, size_t n);

void buffer_add(struct buffer *buffer, const void *bytes, size_t n);
size_t buffer_used(const struct buffer *buffer);

/* The first byte in use. It moves when something is added. */
char *buffer_front(const struct buffer *buffer);
void buffer_take(struct buffer *buffer, size_t n);

/* Gives the memory back; the buffer is empty then. */
void buffer_free(struct buffer *buffer);

#endif
