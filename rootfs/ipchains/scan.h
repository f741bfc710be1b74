/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between options.c, which meets the options in their order, and arguments.c,
 * which knows the words behind each.
 */
#ifndef SCAN_H
#define SCAN_H

#include "ipchains.h"

/* Where the scan stands; optarg and optind are getopt's half of it. */
struct scan {
	int argc;
	char **argv;
	bool invert;	/* a "!" applies to what comes next */
};

/*
 * arguments.c. Each ends the program if a word is missing or wrong, and has
 * noted its command or option when it returns. A "!" in front of the option
 * is in scan->invert.
 */

/* An optional argument: attached, or the following word; else NULL (S6.3). */
char *optional_word(struct scan *scan);
/* Steps over a "!" that stands where the argument should (S6.7). */
void take_inverse(struct scan *scan);

/* -s and -d: [!] ADDR[/MASK] [[!] PORT] (S6.8). */
void take_address(struct command *cmd, struct scan *scan, unsigned int option,
		  unsigned int port_option);
void take_port(struct command *cmd, struct scan *scan, unsigned int option);
void take_protocol(struct command *cmd, struct scan *scan);
void take_interface(struct command *cmd, struct scan *scan);
void take_target(struct command *cmd, struct scan *scan);
void take_tos(struct command *cmd, struct scan *scan);
void take_output(struct command *cmd, struct scan *scan);

/* A command with one chain, and nothing else. */
void take_chain(struct command *cmd, struct scan *scan, unsigned int command);
/* A command whose chain may be left out; @partners may stand beside it. */
void take_chains(struct command *cmd, struct scan *scan, unsigned int command,
		 unsigned int partners);
/* -I and -R: a chain and the number of a rule. */
void take_place(struct command *cmd, struct scan *scan, unsigned int command);
/* -D: a chain, and perhaps the number of a rule. */
void take_delete(struct command *cmd, struct scan *scan);
void take_policy(struct command *cmd, struct scan *scan);
void take_timeouts(struct command *cmd, struct scan *scan);

#endif /* SCAN_H */
