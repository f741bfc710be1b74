/* SPDX-License-Identifier: GPL-2.0-only */
/* limit.c - how long a program serves; limit.h says what each function does. */
#include <stdlib.h>

#include "arguments.h"
#include "await.h"
#include "limit.h"
#include "say.h"

#define MOST 1000000000UL

bool limit_option(struct limit *limit, int option, const char *value)
{
	if (option == 'c')
		limit->count = number_argument("--count", value, 1, MOST);
	else if (option == 't')
		limit->timeout = number_argument("--timeout", value, 1, MOST);
	else
		return false;
	return true;
}

void limit_start(struct limit *limit)
{
	limit->deadline = await_deadline(limit->timeout);
}

bool limit_wait(const struct limit *limit, int fd)
{
	int come;

	if (limit->count && limit->seen >= limit->count)
		return false;
	come = await_input(fd, limit->deadline);
	if (come < 0) {
		say_errno("wait for %s", limit->what);
		exit(EXIT_SYSTEM);
	}
	return come > 0;
}

unsigned long limit_came(struct limit *limit)
{
	return ++limit->seen;
}

int limit_status(const struct limit *limit)
{
	if (limit->seen >= limit->count)
		return EXIT_DONE;
	say("%lu of %lu %s came", limit->seen, limit->count, limit->what);
	return EXIT_FALSE;
}
