/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * words.h - what each trace event of the firewall is called, and what it means
 *
 * One table for all who speak about a packet's road: the step as a journey names it, the sentence
 * that explains it, the short comment beside a frame of a capture. All three are templates:
 * `{key}' stands for the value of the event's field of that name, everything else for itself.
 */
#ifndef WORDS_H
#define WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "trace.h"

struct words {
	const char *event;	/* "ipfw_drop" */
	const char *when;	/* "why=stack": only if that field has that value; NULL: always */
	const char *kind;	/* "step" counts in a journey, "note" does not */
	const char *step;
	const char *sentence;
	const char *comment;
	bool detail;		/* the event describes the packet */
};

/* The first row of the table that fits @line, or NULL: an event nobody has described. */
const struct words *words_for(const struct trace_line *line);

/*
 * Fills @template with the fields of @line, into @out of @size bytes. False, and @out is empty, if
 * a field that it names is missing or the result is too long.
 */
bool words_fill(const char *template, const struct trace_line *line, char *out, size_t size);

/* The rows one by one, in the table's order; NULL behind the last. */
const struct words *words_row(size_t index);

#endif
