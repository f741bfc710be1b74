/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * console.h - the machine's console and the shell on it
 *
 * The console is the terminal the kernel writes to, /dev/hvc0 under the fabric. A shell is started
 * on it when the first line is typed, reads that line, and has it as its controlling terminal: ^C
 * and job control work. When the shell ends, the kernel hangs the terminal up; it is opened again,
 * and the next line starts the next shell.
 */
#ifndef CONSOLE_H
#define CONSOLE_H

#include <stdbool.h>
#include <sys/types.h>

#include "setup.h"

struct console {
	char path[64];
	int fd;			/* -1: there is none */
	pid_t shell;		/* 0: none is running */
	bool edit;
	char name[SETUP_NAME_MAX];	/* for the prompt */
};

/* Finds and opens the console and makes it the descriptors 0, 1 and 2 of PID 1. */
void console_start(struct console *console, const struct setup *setup);

/* The descriptor whose readability console_serve() wants to hear of, or -1. */
int console_wants(const struct console *console);

/* Somebody has typed a line: starts the shell. */
void console_serve(struct console *console);

/* Takes note that the process @pid has ended. False: it is not the console's shell. */
bool console_reaped(struct console *console, pid_t pid);

#endif
