/* SPDX-License-Identifier: GPL-2.0-only */
/* request_test.c - the host's requests, cut anywhere, good and bad */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "request.h"
#include "tap.h"

/* All requests of @bytes, fed in pieces, as one line of text: "run 1 [true];kill 2 15;bad ...;" */
static void read_all(const char *bytes, size_t n, size_t piece, char *out, size_t size)
{
	struct request_reader reader = { .skip = 0 };
	size_t used = 0;
	size_t at;

	out[0] = '\0';
	for (at = 0; at < n; at += piece) {
		buffer_add(&reader.in, bytes + at, n - at < piece ? n - at : piece);
		for (;;) {
			struct request request = request_next(&reader);

			if (request.kind == REQUEST_NONE)
				break;
			if (request.kind == REQUEST_RUN)
				used += (size_t)snprintf(out + used, size - used, "run %lu [%s];",
							 request.id, request.text);
			else if (request.kind == REQUEST_KILL)
				used += (size_t)snprintf(out + used, size - used, "kill %lu %d;",
							 request.id, request.signal);
			else
				used += (size_t)snprintf(out + used, size - used, "bad %s;",
							 request.text);
			free(request.text);
		}
	}
	buffer_free(&reader.in);
}

static void reads(const char *bytes, const char *wanted, const char *sentence)
{
	char whole[2048], single[2048];
	size_t n = strlen(bytes);

	read_all(bytes, n, n, whole, sizeof(whole));
	read_all(bytes, n, 1, single, sizeof(single));
	if (same_text(whole, wanted, sentence) && strcmp(whole, single))
		same_text(single, wanted, "the same byte by byte");
}

static void good(void)
{
	reads("run 1 4\ntrue", "run 1 [true];", "a command");
	reads("run 1 4\ntru", "", "a command that is not complete is waited for");
	reads("run 1", "", "so is a line");
	reads("run 1 9\na\nkill 1\n", "run 1 [a\nkill 1\n];", "a command's bytes are no requests");
	reads("run 1 4\ntruerun 2 5\nfalsekill 1 15\n", "run 1 [true];run 2 [false];kill 1 15;",
	      "one behind the other");
	reads("run 0 0\n", "run 0 [];", "an empty command");
	reads("kill 999999999999 9\n", "kill 999999999999 9;", "the largest number of a job");
}

static void bad(void)
{
	reads("hello\nkill 1 2\n", "bad unknown request: hello;kill 1 2;",
	      "an unknown request, and the next one");
	reads("run x 4\n", "bad not `run ID LEN': run x 4;", "a number that is none");
	reads("run 1\nkill 1 2\n", "bad not `run ID LEN': run 1;kill 1 2;",
	      "a length that is not there");
	reads("run 1 2 3\n", "bad not `run ID LEN': run 1 2 3;", "a word too many");
	reads("run  1 2\n", "bad not `run ID LEN': run  1 2;", "a blank too many");
	reads("run 1 -2\n", "bad not `run ID LEN': run 1 -2;", "a negative length");
	reads("kill 1\n", "bad not `kill ID SIGNUM': kill 1;", "a signal that is not there");
	reads("kill 1 0\n", "bad not `kill ID SIGNUM': kill 1 0;", "signal 0");
	reads("kill 1 65\n", "bad not `kill ID SIGNUM': kill 1 65;",
	      "a signal that does not exist");
	reads("run 1000000000000 1\n", "bad not `run ID LEN': run 1000000000000 1;",
	      "too large a number of a job");
	reads("\n", "bad unknown request: ;", "an empty line");
	reads("\001\377\n", "bad unknown request: ??;", "bytes that cannot be printed");
}

static void long_ones(void)
{
	static char bytes[REQUEST_COMMAND_MAX + 200];
	char out[512];
	size_t n;

	n = (size_t)sprintf(bytes, "run 1 %d\n", REQUEST_COMMAND_MAX + 1);
	memset(bytes + n, 'x', REQUEST_COMMAND_MAX + 1);
	n += REQUEST_COMMAND_MAX + 1;
	n += (size_t)sprintf(bytes + n, "kill 1 2\n");
	read_all(bytes, n, 4096, out, sizeof(out));
	same_text(out, "bad command too long: run 1 100001;kill 1 2;",
		  "a command that is too long is skipped");
	memset(bytes, 'y', 200);
	strcpy(bytes + 200, "\nkill 1 2\n");
	read_all(bytes, strlen(bytes), 1, out, sizeof(out));
	same_text(out, "bad line too long: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
		  "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy;kill 1 2;", "so is a line, byte by byte");
	read_all(bytes, strlen(bytes), 4096, out, sizeof(out));
	same_text(out, "bad line too long: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
		  "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy;kill 1 2;", "and at once");
}

void test_request(void)
{
	good();
	bad();
	long_ones();
}
