/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * request.h - what the host asks for on the command port
 *
 *   run ID LEN LF, then LEN bytes    start a job: these bytes are a command for /bin/sh -c
 *   kill ID SIGNUM LF                send the signal to the job's process group
 *
 * ID is a decimal that the host chose, LEN at most REQUEST_COMMAND_MAX. Words are separated by one
 * blank. The bytes may come cut anywhere.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include <stdbool.h>

#include "buffer.h"

#define REQUEST_COMMAND_MAX 100000	/* bytes: less than one argument of execve(2) may have */
#define REQUEST_ID_MAX 999999999999ul

enum request_kind {
	REQUEST_NONE,	/* not complete yet: read on */
	REQUEST_RUN,
	REQUEST_KILL,
	REQUEST_BAD,	/* text says why; it has been skipped */
};

struct request {
	enum request_kind kind;
	unsigned long id;
	int signal;
	char *text;	/* the command, or the reason; ends with a NUL; free(3) it */
};

/*
 * Where the reader stands in the stream. All zero is the start. Bytes still to be thrown away
 * belong to a command that was too long.
 */
struct request_reader {
	struct buffer in;
	size_t skip;
	bool in_long_line;
};

/*
 * The next request in reader->in, to which the caller adds what it reads. Call it until it is
 * REQUEST_NONE.
 */
struct request request_next(struct request_reader *reader);

#endif
