/* SPDX-License-Identifier: GPL-2.0-only */
/* printer.c - trace text in, diary lines out; printer.h says how they look. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detail.h"
#include "printer.h"
#include "trace.h"
#include "words.h"

#define DIARY_LINE_MAX 1024	/* bytes, LF included */
#define WORDS_MAX 192
#define DETAIL_MAX 512

void printer_start(struct printer *printer,
		   void (*sink)(void *context, const char *bytes, size_t n), void *context)
{
	printer->sink = sink;
	printer->context = context;
	printer->line_used = 0;
	printer->line_too_long = false;
	printer->out_used = 0;
}

static void flush(struct printer *printer)
{
	if (printer->out_used)
		printer->sink(printer->context, printer->out, printer->out_used);
	printer->out_used = 0;
}

static void put(struct printer *printer, const char *line)
{
	size_t n = strlen(line);

	if (printer->out_used + n > sizeof(printer->out))
		flush(printer);
	memcpy(printer->out + printer->out_used, line, n);
	printer->out_used += n;
}

/* Fits with any trace text: too long a text is cut off. */
static void put_note(struct printer *printer, const char *word, const char *text)
{
	char line[DIARY_LINE_MAX];

	snprintf(line, sizeof(line), "0 0 0 note %s %.512s\n", word, text);
	put(printer, line);
}

static void put_mark(struct printer *printer, const struct trace_line *trace)
{
	char line[DIARY_LINE_MAX];

	snprintf(line, sizeof(line), "0 %llu 0 mark %.900s\n", trace->time_ns, trace->text);
	put(printer, line);
}

static bool is_count(const char *text)
{
	return text && *text >= '0' && *text <= '9' && !text[strspn(text, "0123456789")];
}

/* False if the event is unknown, or lacks something its words need. */
static bool put_event(struct printer *printer, const struct trace_line *trace)
{
	char line[DIARY_LINE_MAX], step[WORDS_MAX], detail[DETAIL_MAX] = "";
	const char *seq = trace_field(trace, "seq");
	const char *id = trace_field(trace, "id");
	const struct words *words = words_for(trace);

	if (!words || !is_count(seq) || !is_count(id) ||
	    !words_fill(words->step, trace, step, sizeof(step)))
		return false;
	if (words->detail && !detail_fill(trace, detail, sizeof(detail)))
		return false;
	snprintf(line, sizeof(line), "%s %llu %s %s %s%s%s\n", seq, trace->time_ns, id,
		 words->kind, step, *detail ? "\t" : "", detail);
	put(printer, line);
	return true;
}

static void put_line(struct printer *printer)
{
	char whole[256];
	struct trace_line trace;

	snprintf(whole, sizeof(whole), "%.255s", printer->line);
	trace_parse(printer->line, &trace);
	if (trace.kind == TRACE_MARK)
		put_mark(printer, &trace);
	else if (trace.kind == TRACE_LOST)
		put_note(printer, "overflow", trace.text);
	else if (trace.kind == TRACE_UNKNOWN || !put_event(printer, &trace))
		put_note(printer, "unknown", whole);
}

/* The line in printer->line is complete. */
static void end_line(struct printer *printer)
{
	printer->line[printer->line_used] = '\0';
	if (printer->line_too_long)
		put_note(printer, "unknown", "a line of trace text is too long");
	else if (printer->line_used)
		put_line(printer);
	printer->line_used = 0;
	printer->line_too_long = false;
}

void printer_feed(struct printer *printer, const char *bytes, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (bytes[i] == '\n')
			end_line(printer);
		else if (printer->line_used + 1 < sizeof(printer->line))
			printer->line[printer->line_used++] = bytes[i];
		else
			printer->line_too_long = true;
	}
	flush(printer);
}
