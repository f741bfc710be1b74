/* SPDX-License-Identifier: GPL-2.0-only */
/* trace_test.c - lines of trace_pipe taken apart */
#include <stdio.h>
#include <string.h>

#include "tap.h"
#include "trace.h"

static char text[512];

static struct trace_line parse(const char *sample)
{
	struct trace_line line;

	snprintf(text, sizeof(text), "%s", sample);
	trace_parse(text, &line);
	return line;
}

static void events(void)
{
	struct trace_line line;

	line = parse("            ping-57      [000]    12.345678: ipfw_rule: seq=3 id=1 port=0");
	holds(line.kind == TRACE_EVENT, "an event is known");
	same_number(line.time_ns, 12345678000, "its time is in nanoseconds");
	same_text(line.event, "ipfw_rule", "it has a name");
	same_number(line.field_count, 3, "and fields");
	same_text(trace_field(&line, "port"), "0", "a field is found");
	holds(!trace_field(&line, "por"), "a field is not found by a part of its name");
	line = parse("          <idle>-0       [000] d.s2.     0.000001: ipfw_deliver: seq=1 id=1");
	same_number(line.time_ns, 1000, "the word of interrupt flags is passed over");
	line = parse("  a [000] 1.0: x-57      [000] ....  12.345678: ipfw_loop: "
		     "seq=3 id=1 chain=a");
	holds(line.kind == TRACE_EVENT && line.time_ns == 12345678000,
	      "a program's name may look like anything");
	line = parse("            ping-57      [000]    12.345678: ipfw_read: "
		     "seq=3 id=1 comm=a b=c");
	same_text(trace_field(&line, "comm"), "a_b=c", "the reader's name goes to the end");
}

static void others(void)
{
	struct trace_line line;

	line = parse("           diary-60      [000] .....    12.000000: tracing_mark_write: a: b");
	holds(line.kind == TRACE_MARK, "a marker is known");
	same_text(line.text, "a: b", "by its text");
	line = parse("           diary-60      [000] .....    12.000000: 0x600f1234: a");
	holds(line.kind == TRACE_MARK, "also where the kernel has no symbols");
	line = parse("CPU:0 [LOST 17 EVENTS]");
	holds(line.kind == TRACE_LOST, "lost events are known");
	same_text(line.text, "17", "with their number");
	line = parse("CPU:0 [LOST EVENTS]");
	same_text(line.text, "some", "or without");
}

/* Each is refused as a whole and keeps its text. */
static void unknown(void)
{
	static const char *const samples[] = {
		"x",
		"            ping-57      [000]    12.345678: ipfw_rule: seq=3 id",
		"            ping-57      [000]    12.345678: ipfw_rule",
		"            ping-57      [000]    12.3456: ipfw_rule: seq=3",
		"            ping-57      [000]    99999999999999999999.345678: ipfw_rule: seq=3",
		"            ping=57      [000]    12.345678: ipfw_rule: seq=3",
		"            ping-57      (000)    12.345678: ipfw_rule: seq=3",
	};
	size_t i;

	for (i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct trace_line line = parse(samples[i]);

		holds(line.kind == TRACE_UNKNOWN && !strcmp(line.text, samples[i]),
		      "not understood: `%s'", samples[i]);
	}
}

void test_trace(void)
{
	events();
	others();
	unknown();
}
