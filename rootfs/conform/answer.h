/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * answer.h - claims about what a command answered and what it changed
 *
 * The text of both files of /proc is remembered. A refused command has left it as it was, byte
 * for byte, counters included, and so has everything that went on since; an accepted one may have
 * changed it, and what stands there then is remembered instead.
 */
#ifndef ANSWER_H
#define ANSWER_H

#include <stdbool.h>

/* Remembers the rules as they are now. */
void remember(void);

/* Nothing has changed since the rules were remembered. A claim of its own. */
bool unchanged(const char *sentence);

/* The command succeeded, @error being its answer; remembers. */
bool accepted(int error, const char *sentence, ...) __attribute__((format(printf, 2, 3)));

/* The command failed with @wanted, and nothing has changed. */
bool refused(int error, int wanted, const char *sentence, ...)
	__attribute__((format(printf, 3, 4)));

/* must(), and remembers: for what a claim is built upon. */
void prepared(int error, const char *what);

#endif
