/* SPDX-License-Identifier: GPL-2.0-only */
/* say.c - messages of guest programs; say.h says what each function does. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "say.h"

#define LINE_MAX_BYTES 512

static const char *name = "?";

void say_as(const char *who)
{
	name = who;
}

/* One write for one line, so that lines of several programs do not mix. */
static void say_line(const char *why, const char *format, va_list args)
{
	char text[LINE_MAX_BYTES];
	int saved = errno;

	vsnprintf(text, sizeof(text), format, args);
	fprintf(stderr, "%s: %s%s\n", name, text, why);
	errno = saved;
}

void say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say_line("", format, args);
	va_end(args);
}

void say_errno(const char *format, ...)
{
	char why[128];
	const char *symbol = strerrorname_np(errno);
	int saved = errno;
	va_list args;

	snprintf(why, sizeof(why), ": %s (%s)", strerror(saved), symbol ? symbol : "unknown");
	errno = saved;
	va_start(args, format);
	say_line(why, format, args);
	va_end(args);
}

bool parse_number(const char *text, unsigned long least, unsigned long most,
		  unsigned long *number)
{
	unsigned long value;
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	value = strtoul(text, &end, 10);
	if (*end || errno || value < least || value > most)
		return false;
	*number = value;
	return true;
}
