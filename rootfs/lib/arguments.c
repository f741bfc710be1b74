/* SPDX-License-Identifier: GPL-2.0-only */
/* arguments.c - arguments of a command line; arguments.h says what each function does. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

#include "arguments.h"
#include "say.h"

#define MOST_PORT 65535

static const char *usage_text = "";

void usage_is(const char *text)
{
	usage_text = text;
}

void usage(void)
{
	fputs(usage_text, stderr);
	exit(EXIT_USAGE);
}

unsigned long number_argument(const char *what, const char *text, unsigned long least,
			      unsigned long most)
{
	unsigned long value;

	if (!parse_number(text, least, most, &value)) {
		say("%s `%s' is not a number from %lu to %lu", what, text, least, most);
		usage();
	}
	return value;
}

uint16_t port_argument(const char *what, const char *text)
{
	return (uint16_t)number_argument(what, text, 1, MOST_PORT);
}

struct in_addr address_argument(const char *what, const char *text)
{
	struct in_addr value;

	if (inet_pton(AF_INET, text, &value) != 1) {
		say("%s `%s' is not an IPv4 address", what, text);
		usage();
	}
	return value;
}
