// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base64.h"
#include "channel.h"

#define SAY_AT_ONCE 65536	/* bytes; more than this is not kept */

static void *grow(struct channel *channel, char **bytes, size_t *room, size_t needed)
{
	size_t larger = *room ? *room : 4096;
	char *grown;

	if (needed <= *room)
		return *bytes;
	while (larger < needed)
		larger *= 2;
	grown = realloc(*bytes, larger);
	if (!grown)
		channel->lost(channel, "no memory for a line");
	*bytes = grown;
	*room = larger;
	return grown;
}

/* Is `quit` among the lines that were not taken yet? */
static bool has_quit(const struct channel *channel)
{
	const char *line = channel->line + channel->taken;
	const char *end = channel->line + channel->filled;

	while (line < end) {
		const char *newline = memchr(line, '\n', end - line);

		if (!newline)
			return false;
		if (newline - line == 4 && memcmp(line, "quit", 4) == 0)
			return true;
		line = newline + 1;
	}
	return false;
}

static void input_ready(struct watch *watch)
{
	struct channel *channel = container_of(watch, struct channel, input);
	ssize_t length;

	if (channel->taken > 0) {
		channel->filled -= channel->taken;
		memmove(channel->line, channel->line + channel->taken, channel->filled);
		channel->taken = 0;
	}
	if (channel->filled > CHANNEL_LINE_MAX)
		channel->lost(channel, "a command that is too long");
	grow(channel, &channel->line, &channel->room, channel->filled + 65536);
	length = read(STDIN_FILENO, channel->line + channel->filled,
		      channel->room - channel->filled);
	if (length < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (length <= 0)	/* a terminal whose other end is closed says EIO */
		channel->lost(channel, "the Expect side closed the channel");
	channel->filled += length;
	channel->quit = channel->quit || has_quit(channel);
}

int channel_open(struct channel *channel, int stop,
		 void (*lost)(struct channel *channel, const char *why))
{
	struct termios mode;

	*channel = (struct channel){ .stop = stop, .lost = lost };
	if (tcgetattr(STDIN_FILENO, &mode) == 0) {
		cfmakeraw(&mode);
		tcsetattr(STDIN_FILENO, TCSANOW, &mode);
	}
	return loop_watch(&channel->input, STDIN_FILENO, input_ready);
}

char *channel_line(struct channel *channel)
{
	char *line = channel->line + channel->taken;
	size_t left = channel->filled - channel->taken;
	char *newline = left ? memchr(line, '\n', left) : NULL;

	if (!newline)
		return NULL;
	*newline = '\0';
	if (newline > line && newline[-1] == '\r')
		newline[-1] = '\0';
	channel->taken += newline + 1 - line;
	return line;
}

/* Write @length bytes without ever blocking so that a signal could not be seen. */
static void write_out(struct channel *channel, const char *bytes, size_t length)
{
	while (length > 0) {
		struct pollfd ready[2] = {
			{ .fd = STDOUT_FILENO, .events = POLLOUT },
			{ .fd = channel->stop, .events = POLLIN },
		};
		ssize_t done;

		if (poll(ready, 2, -1) < 0)
			continue;
		if (ready[1].revents)
			channel->lost(channel, NULL);
		if (!ready[0].revents)
			continue;
		/* what poll(2) promises for a pipe is PIPE_BUF, no more */
		done = write(STDOUT_FILENO, bytes, length < PIPE_BUF ? length : PIPE_BUF);
		if (done < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (done < 0)
			channel->lost(channel, "the Expect side does not read any more");
		bytes += done;
		length -= done;
	}
}

static void say_pending(struct channel *channel)
{
	char *to;

	if (!channel->stream)
		return;
	to = grow(channel, &channel->said, &channel->say_room, channel->saying +
		  strlen(channel->stream) + 32 + BASE64_LENGTH(CHANNEL_CHUNK));
	to += channel->saying;
	to += sprintf(to, "out %s %llu ", channel->stream, (unsigned long long)channel->time);
	to += base64_encode(to, channel->chunk, channel->pending);
	*to++ = '\n';
	channel->saying = to - channel->said;
	channel->stream = NULL;
	channel->pending = 0;
	if (channel->saying > SAY_AT_ONCE)
		channel_flush(channel);
}

void channel_say(struct channel *channel, const char *format, ...)
{
	char text[1024];
	va_list values;
	int length;
	char *to;

	say_pending(channel);
	va_start(values, format);
	length = vsnprintf(text, sizeof(text) - 1, format, values);
	va_end(values);
	if (length < 0 || (size_t)length > sizeof(text) - 2)
		length = sizeof(text) - 2;
	text[length++] = '\n';
	to = grow(channel, &channel->said, &channel->say_room, channel->saying + length);
	memcpy(to + channel->saying, text, length);
	channel->saying += length;
}

void channel_output(struct channel *channel, const char *stream, uint64_t time, const void *bytes,
		    size_t length)
{
	const uint8_t *from = bytes;

	while (length > 0) {
		size_t here = CHANNEL_CHUNK - channel->pending;

		if (here == 0 || channel->stream != stream || channel->time != time) {
			say_pending(channel);
			here = CHANNEL_CHUNK;
		}
		if (here > length)
			here = length;
		memcpy(channel->chunk + channel->pending, from, here);
		channel->pending += here;
		channel->stream = stream;
		channel->time = time;
		from += here;
		length -= here;
	}
}

void channel_flush(struct channel *channel)
{
	size_t length;

	if (channel->stream)
		say_pending(channel);
	length = channel->saying;
	channel->saying = 0;
	write_out(channel, channel->said, length);
}

void channel_close(struct channel *channel)
{
	loop_forget(&channel->input);
	free(channel->line);
	free(channel->said);
	channel->line = NULL;
	channel->said = NULL;
}
