/* SPDX-License-Identifier: GPL-2.0-only */
/* program.h - PID 1's way to start a program */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <sys/types.h>

/* What a program starts with, besides its words. */
struct program_how {
	const char *input;	/* the file it reads; if a terminal: the one that controls it */
	int output;		/* descriptor for what it prints and says; -1: @input, too */
	char *const *variables;	/* its environment; NULL: PID 1's */
};

/*
 * Starts @words, the first of them a path: in a session of its own, all signals as new. Returns its
 * process number, or -1 with errno set. It shares the memory of PID 1 until the exec, because
 * under UML a fork that copies it costs milliseconds.
 */
pid_t program_start(const char *const *words, const struct program_how *how);

#endif
