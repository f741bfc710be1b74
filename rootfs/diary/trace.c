/* SPDX-License-Identifier: GPL-2.0-only */
/* trace.c - takes lines of trace_pipe apart; trace.h says how they look. */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trace.h"

#define COMM_COLUMNS 16
#define NSEC_PER_SEC 1000000000ULL
#define NSEC_PER_USEC 1000ULL

/* "CPU:0 [LOST 7 EVENTS]", or without the number. */
static bool parse_lost(char *text, struct trace_line *line)
{
	char *bracket = strstr(text, " [LOST ");
	char *end;

	if (strncmp(text, "CPU:", 4) || !bracket || !strstr(bracket, "EVENTS]"))
		return false;
	line->kind = TRACE_LOST;
	line->text = "some";
	bracket += strlen(" [LOST ");
	end = bracket + strspn(bracket, "0123456789");
	if (end > bracket) {
		*end = '\0';
		line->text = bracket;
	}
	return true;
}

/* Digits at *@at; false if there are none or too many. Leaves *@at behind them. */
static bool take_number(char **at, unsigned long long *number)
{
	size_t digits = strspn(*at, "0123456789");

	if (!digits || digits > 18)
		return false;
	*number = strtoull(*at, at, 10);
	return true;
}

/* "12.345678:" */
static bool take_time(char **at, unsigned long long *time_ns)
{
	unsigned long long seconds, micros;

	if (!take_number(at, &seconds) || seconds > ~0ULL / NSEC_PER_SEC - 1 || **at != '.')
		return false;
	(*at)++;
	if (strspn(*at, "0123456789") != 6 || !take_number(at, &micros) || **at != ':')
		return false;
	(*at)++;
	*time_ns = seconds * NSEC_PER_SEC + micros * NSEC_PER_USEC;
	return true;
}

static void skip_blanks(char **at)
{
	*at += strspn(*at, " ");
}

/*
 * "-57      [000] d..1.    12.345678: NAME: "; the word of interrupt flags may be missing. Leaves
 * *@at on NAME.
 */
static bool take_context(char **at, unsigned long long *time_ns)
{
	unsigned long long pid, cpu;

	if (*(*at)++ != '-' || !take_number(at, &pid))
		return false;
	skip_blanks(at);
	if (*(*at)++ != '[' || !take_number(at, &cpu) || *(*at)++ != ']')
		return false;
	skip_blanks(at);
	if (!take_time(at, time_ns)) {
		*at += strcspn(*at, " ");
		skip_blanks(at);
		if (!take_time(at, time_ns))
			return false;
	}
	skip_blanks(at);
	return true;
}

static bool is_marker(const char *name)
{
	return !strcmp(name, "tracing_mark_write") ||
	       (!strncmp(name, "0x", 2) && isxdigit((unsigned char)name[2]));
}

/* "key=value key=value"; false if one has no `=', or there are too many. */
static bool take_fields(char *at, struct trace_line *line)
{
	for (skip_blanks(&at); *at; skip_blanks(&at)) {
		struct trace_field *field = &line->fields[line->field_count];
		char *equals = strchr(at, '=');

		if (!equals || equals > at + strcspn(at, " ") ||
		    line->field_count == TRACE_FIELDS_MAX)
			return false;
		*equals = '\0';
		field->key = at;
		field->value = equals + 1;
		line->field_count++;
		at = equals + 1;
		if (!strcmp(field->key, "comm")) {
			for (; *at; at++)
				if (isspace((unsigned char)*at))
					*at = '_';
			return true;
		}
		at += strcspn(at, " ");
		if (*at)
			*at++ = '\0';
	}
	return true;
}

/* The line behind the program's name. False if it is neither an event nor a marker. */
static bool parse_entry(char *at, struct trace_line *line)
{
	char *name;

	if (!take_context(&at, &line->time_ns))
		return false;
	name = at;
	at = strstr(name, ": ");
	if (!at)
		return false;
	*at = '\0';
	at += 2;
	if (is_marker(name)) {
		line->kind = TRACE_MARK;
		line->text = at;
		return true;
	}
	line->kind = TRACE_EVENT;
	line->event = name;
	return take_fields(at, line);
}

void trace_parse(char *text, struct trace_line *line)
{
	char copy[256];

	snprintf(copy, sizeof(copy), "%.255s", text);
	memset(line, 0, sizeof(*line));
	if (parse_lost(text, line))
		return;
	if (strlen(text) > COMM_COLUMNS && parse_entry(text + COMM_COLUMNS, line))
		return;
	strcpy(text, copy);
	line->kind = TRACE_UNKNOWN;
	line->text = text;
}

const char *trace_field(const struct trace_line *line, const char *key)
{
	size_t i;

	for (i = 0; i < line->field_count; i++)
		if (!strcmp(line->fields[i].key, key))
			return line->fields[i].value;
	return NULL;
}
