/* SPDX-License-Identifier: GPL-2.0-only */
/* words_test.c - the table of events: each row can be reached, and its templates filled */
#include <stdio.h>
#include <string.h>

#include "tap.h"
#include "words.h"

/* An event with every field that any event has, and @first, which stands before the others. */
static void make_line(struct trace_line *line, const char *event, const char *first)
{
	static const char others[] = "seq=1 id=2 dev=eth0 dir=inbound chain=input num=1 "
		"target=mine port=4321 policy=DENY why=rule reason=NO_SOCKET old=7 comm=reader";
	static char text[512];

	snprintf(text, sizeof(text), "            ping-57      [000]    12.345678: %s: %s%s%s",
		 event, first ? first : "", first ? " " : "", others);
	trace_parse(text, line);
}

static void rows(void)
{
	const struct words *row;
	size_t i;

	for (i = 0; (row = words_row(i)); i++) {
		struct trace_line line;
		char out[256];

		make_line(&line, row->event, row->when);
		holds(words_for(&line) == row && words_fill(row->step, &line, out, sizeof(out)) &&
		      words_fill(row->sentence, &line, out, sizeof(out)) &&
		      words_fill(row->comment, &line, out, sizeof(out)),
		      "row %zu is for %s %s", i, row->event, row->when ? row->when : "");
	}
	holds(i > 30, "all events have a row");
}

static void templates(void)
{
	struct trace_line line;
	char out[16];

	make_line(&line, "ipfw_rule", NULL);
	holds(words_fill("<{chain}/{num}>", &line, out, sizeof(out)), "a template is filled");
	same_text(out, "<input/1>", "with the fields' values");
	holds(words_fill("", &line, out, sizeof(out)) && !*out, "an empty one is empty");
	holds(!words_fill("{nothing}", &line, out, sizeof(out)) && !*out,
	      "a field that is not there is an error");
	holds(!words_fill("{chain", &line, out, sizeof(out)), "so is a brace that does not close");
	holds(!words_fill("{a-name-that-nothing-has}", &line, out, sizeof(out)),
	      "so is a name that is too long");
	holds(words_fill("123456789012345", &line, out, sizeof(out)), "15 bytes fit into 16");
	holds(!words_fill("1234567890123456", &line, out, sizeof(out)), "16 bytes do not");
	holds(!words_fill("12345678901{chain}", &line, out, sizeof(out)), "nor does a value then");
	make_line(&line, "ipfw_unheard", NULL);
	holds(!words_for(&line), "an unknown event has no row");
}

void test_words(void)
{
	rows();
	templates();
}
