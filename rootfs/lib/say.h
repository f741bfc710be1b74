/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * say.h - messages of guest programs, and the exit statuses they share
 *
 * A message is one line on standard error: WHO: WHAT: WHY. WHO is the program's name, set by
 * say_as() at the start of main().
 */
#ifndef SAY_H
#define SAY_H

#include <stdbool.h>

enum exit_status {
	EXIT_DONE = 0,		/* all as asked */
	EXIT_FALSE = 1,		/* the claim is false: fewer than wanted before the time was over */
	EXIT_USAGE = 2,		/* the command line is wrong */
	EXIT_SYSTEM = 3,	/* a system call failed; the message says which and why */
};

/* Sets WHO for all later messages. @who must stay valid. */
void say_as(const char *who);

/* "WHO: " and the formatted text. errno is kept. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* As say(), with ": Permission denied (EPERM)" behind it, of the present errno, which is kept. */
void say_errno(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A decimal number from @least to @most, nothing before or behind it. False if it is none. */
bool parse_number(const char *text, unsigned long least, unsigned long most,
		  unsigned long *number);

#endif
