/* SPDX-License-Identifier: GPL-2.0-only */
/* request.c - reads the command port's requests; request.h says how they look. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "request.h"
#include "say.h"

#define HEAD_MAX 64		/* bytes of a request's first line, its LF not counted */

static char *copy(const char *bytes, size_t n)
{
	char *text = strndup(bytes, n);

	if (!text) {
		say_errno("no memory for %zu bytes", n);
		abort();
	}
	return text;
}

/* The reason, and the request's first line with `?' for what cannot be printed. */
static struct request bad(const char *why, const char *head)
{
	struct request request = { .kind = REQUEST_BAD };
	char text[HEAD_MAX + 128];
	char *at;

	snprintf(text, sizeof(text), "%s: %s", why, head);
	for (at = text; *at; at++)
		if (*at < ' ' || *at > '~')
			*at = '?';
	request.text = copy(text, strlen(text));
	return request;
}

/* Throws away what belongs to a request that was refused. True if there is nothing more of it. */
static bool skip_rest(struct request_reader *reader)
{
	size_t used = buffer_used(&reader->in);
	size_t n = reader->skip < used ? reader->skip : used;
	const char *lf;

	buffer_take(&reader->in, n);
	reader->skip -= n;
	if (reader->skip)
		return false;
	if (!reader->in_long_line)
		return true;
	used = buffer_used(&reader->in);
	lf = used ? memchr(buffer_front(&reader->in), '\n', used) : NULL;
	buffer_take(&reader->in, lf ? (size_t)(lf - buffer_front(&reader->in)) + 1 : used);
	reader->in_long_line = !lf;
	return lf != NULL;
}

static struct request take_run(struct request_reader *reader, size_t head_bytes,
			       unsigned long id, size_t len)
{
	struct request request = { .kind = REQUEST_NONE };

	if (buffer_used(&reader->in) < head_bytes + len)
		return request;
	request.kind = REQUEST_RUN;
	request.id = id;
	request.text = copy(buffer_front(&reader->in) + head_bytes, len);
	buffer_take(&reader->in, head_bytes + len);
	return request;
}

/* @words are the rest of a line that begins with `run'; its command follows in the buffer. */
static struct request read_run(struct request_reader *reader, char *words, const char *head,
			       size_t head_bytes)
{
	const char *id_word = strsep(&words, " ");
	const char *len_word = strsep(&words, " ");
	unsigned long id, len;

	if (!len_word || words || !parse_number(id_word, 0, REQUEST_ID_MAX, &id) ||
	    !parse_number(len_word, 0, ~0ul, &len)) {
		buffer_take(&reader->in, head_bytes);
		return bad("not `run ID LEN'", head);
	}
	if (len > REQUEST_COMMAND_MAX) {
		buffer_take(&reader->in, head_bytes);
		reader->skip = len;
		return bad("command too long", head);
	}
	return take_run(reader, head_bytes, id, len);
}

static struct request read_kill(struct request_reader *reader, char *words, const char *head,
				size_t head_bytes)
{
	struct request request = { .kind = REQUEST_KILL };
	const char *id_word = strsep(&words, " ");
	const char *signal_word = strsep(&words, " ");
	unsigned long number;

	buffer_take(&reader->in, head_bytes);
	if (!signal_word || words || !parse_number(id_word, 0, REQUEST_ID_MAX, &request.id) ||
	    !parse_number(signal_word, 1, SIGRTMAX, &number))
		return bad("not `kill ID SIGNUM'", head);
	request.signal = (int)number;
	return request;
}

struct request request_next(struct request_reader *reader)
{
	struct request none = { .kind = REQUEST_NONE };
	char head[HEAD_MAX + 1], words[HEAD_MAX + 1];
	const char *lf;
	char *rest = words;
	size_t n;

	if (!skip_rest(reader) || !buffer_used(&reader->in))
		return none;
	n = buffer_used(&reader->in);
	lf = memchr(buffer_front(&reader->in), '\n', n);
	if (lf)
		n = (size_t)(lf - buffer_front(&reader->in));
	if (!lf && n <= HEAD_MAX)
		return none;
	snprintf(head, sizeof(head), "%.*s", (int)(n < HEAD_MAX ? n : HEAD_MAX),
		 buffer_front(&reader->in));
	if (n > HEAD_MAX) {
		reader->in_long_line = true;
		return bad("line too long", head);
	}
	strcpy(words, head);
	if (!strncmp(words, "run ", 4)) {
		rest += 4;
		return read_run(reader, rest, head, n + 1);
	}
	if (!strncmp(words, "kill ", 5)) {
		rest += 5;
		return read_kill(reader, rest, head, n + 1);
	}
	buffer_take(&reader->in, n + 1);
	return bad("unknown request", head);
}
