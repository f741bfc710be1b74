/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * arguments.h - what all command lines have in common
 *
 * A program tells its usage once, with usage_is(). Each mistake in an argument is said then, the
 * usage printed, and the program ended: EXIT_USAGE.
 */
#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include <netinet/in.h>

/* The text that usage() prints, its LF included. It must stay valid. */
void usage_is(const char *text);

/* Prints the usage on standard error and ends the program. */
_Noreturn void usage(void);

/* The number @text, from @least to @most; @what names it in the message if it is none. */
unsigned long number_argument(const char *what, const char *text, unsigned long least,
			      unsigned long most);

/* A port number, 1 to 65535, in host order. */
uint16_t port_argument(const char *what, const char *text);

/* An IPv4 address in dots. */
struct in_addr address_argument(const char *what, const char *text);

#endif
