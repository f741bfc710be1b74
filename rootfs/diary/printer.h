/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * printer.h - from the kernel's trace text to the lines of the diary
 *
 * A line is SEQ TIME_NS PACKET KIND WORDS, and behind a TAB the packet's DETAIL where the event
 * tells it. KIND is `step', `note' or `mark'. SEQ counts the machine's events from 1 without a
 * gap; a mark has SEQ 0 and PACKET 0, and WORDS is its text. What breaks the evidence is said in
 * the diary itself: "0 0 0 note overflow N" where N events were lost, "0 0 0 note unknown TEXT"
 * for text that this program does not understand.
 */
#ifndef PRINTER_H
#define PRINTER_H

#include <stdbool.h>
#include <stddef.h>

#define PRINTER_LINE_MAX 4096	/* bytes of trace text in a line; longer ones are `unknown' */
#define PRINTER_OUT_MAX 8192	/* bytes that are handed to the sink at once */

struct printer {
	/* Takes @n bytes, whole diary lines. The printer may be used again when it returns. */
	void (*sink)(void *context, const char *bytes, size_t n);
	void *context;
	char line[PRINTER_LINE_MAX];
	size_t line_used;
	bool line_too_long;
	char out[PRINTER_OUT_MAX];
	size_t out_used;
};

/* Makes an empty printer that gives its lines to @sink. */
void printer_start(struct printer *printer,
		   void (*sink)(void *context, const char *bytes, size_t n), void *context);

/*
 * Takes the next @n bytes of trace text, cut anywhere. All lines that are complete by now have
 * been given to the sink when it returns.
 */
void printer_feed(struct printer *printer, const char *bytes, size_t n);

#endif
