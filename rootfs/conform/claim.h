/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * claim.h - what a conformance program says, and how it ends
 *
 * A claim is one line on standard output, "ok N - SENTENCE" or "not ok N - SENTENCE" with what was
 * got and what was wanted behind it as a diagnostic (TAP). Claims made by forked children count
 * with those of their parent. What goes wrong outside a claim ends the program: EXIT_SYSTEM.
 */
#ifndef CLAIM_H
#define CLAIM_H

#include <stdbool.h>

/* Before the first claim, and before any fork. @quiet: claims that hold are counted, not said. */
void claims_begin(bool quiet);

/* Each says whether the claim holds. Sentences are formats; an errno of 0 is success. */
bool claim(bool holds, const char *sentence, ...) __attribute__((format(printf, 2, 3)));
bool claim_number(unsigned long got, unsigned long wanted, const char *sentence, ...)
	__attribute__((format(printf, 3, 4)));
bool claim_text(const char *got, const char *wanted, const char *sentence, ...)
	__attribute__((format(printf, 3, 4)));
bool claim_errno(int got, int wanted, const char *sentence, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Runs @work in a child and waits for it. The child leaves with @work; that it ends by a signal or
 * with another status than 0 is a false claim.
 */
void in_child(void (*work)(void));

/*
 * How often something is to be done: the number in the environment's ROUNDS, or @usually. Gives up
 * if it is no number.
 */
unsigned long rounds(unsigned long usually);

/* Prints the plan. EXIT_DONE, or EXIT_FALSE if a claim was false or none was made. */
int claims_end(void);

/* "WHAT: why (ENAME)" on standard error, and EXIT_SYSTEM. Children may call it too. */
void give_up(const char *what, ...) __attribute__((format(printf, 1, 2), noreturn));

/* give_up() unless @error, an errno, is 0: for what has to work before a claim can be made. */
void must(int error, const char *what);

#endif
