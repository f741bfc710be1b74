/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * trace.h - one line of the kernel's trace_pipe, taken apart
 *
 * Such a line is
 *              ping-57      [000]     12.345678: ipfw_deliver: seq=9 id=3 dev=eth0 ...
 * The program's name is padded to 16 columns and may contain anything. A marker's line has the
 * name tracing_mark_write, or a bare address in a kernel without symbols. "CPU:0 [LOST 7 EVENTS]"
 * stands where the kernel had to overwrite what nobody had read yet.
 */
#ifndef TRACE_H
#define TRACE_H

#include <stddef.h>

#define TRACE_FIELDS_MAX 24

enum trace_kind {
	TRACE_EVENT,	/* of the firewall: event and fields are set */
	TRACE_MARK,	/* text is what was written to trace_marker */
	TRACE_LOST,	/* text is the number of lost events, "some" if the kernel does not know */
	TRACE_UNKNOWN,	/* nothing that this program knows: text is the line */
};

struct trace_field {
	const char *key;
	const char *value;
};

/* All strings lie in the line that was taken apart, and live as long as it. */
struct trace_line {
	enum trace_kind kind;
	unsigned long long time_ns;	/* of the trace clock, in steps of a microsecond */
	const char *event;		/* "ipfw_rule" */
	const char *text;
	struct trace_field fields[TRACE_FIELDS_MAX];
	size_t field_count;
};

/*
 * Takes @text (without its LF, which it changes) apart into @line. A field's value ends at a
 * blank; only that of comm, which stands last, goes to the end, with `_' for blanks.
 */
void trace_parse(char *text, struct trace_line *line);

/* The value of the field @key, or NULL. */
const char *trace_field(const struct trace_line *line, const char *key);

#endif
