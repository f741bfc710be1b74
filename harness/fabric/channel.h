/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * channel: the lines between the fabric and the Expect side, on standard input and output.
 *
 * What is said is kept until channel_flush(), so that a run costs few system calls; output of one
 * stream at one time is joined into one `out` line as long as nothing else is said between.
 * When the other side is gone channel_lost is called, which must not return.
 */
#ifndef FABRIC_CHANNEL_H
#define FABRIC_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop.h"

#define CHANNEL_CHUNK 3000		/* bytes of output on one line, before base64 */
#define CHANNEL_LINE_MAX (16u << 20)	/* bytes of a command */

struct channel {
	struct watch input;
	int stop;		/* becomes readable when the fabric must end, or -1 */
	void (*lost)(struct channel *channel, const char *why);
	char *line;		/* input that was not taken yet */
	size_t filled, room;
	bool quit;		/* has arrived; what is being done is not worth finishing */
	size_t taken;		/* of these, how much channel_line() has given out */
	char *said;		/* output that was not written yet */
	size_t saying, say_room;
	const char *stream;	/* what is pending in chunk[], or NULL */
	uint64_t time;
	size_t pending;
	uint8_t chunk[CHANNEL_CHUNK];
};

/* Begin; a terminal is put into raw mode. Returns 0, or -1 with errno. */
int channel_open(struct channel *channel, int stop,
		 void (*lost)(struct channel *channel, const char *why));

/* The next command without its newline, or NULL if none has arrived. Good until the loop waits. */
char *channel_line(struct channel *channel);

/* Say one line; the newline is added. */
void channel_say(struct channel *channel, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Say that @stream put out @length bytes at @time. @stream must stay valid until the next flush. */
void channel_output(struct channel *channel, const char *stream, uint64_t time, const void *bytes,
		    size_t length);

/* Write everything that was said. */
void channel_flush(struct channel *channel);

void channel_close(struct channel *channel);

#endif
