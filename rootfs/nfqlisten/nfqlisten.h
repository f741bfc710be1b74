/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * nfqlisten.h - what nfqlisten is asked to do
 */
#ifndef NFQLISTEN_H
#define NFQLISTEN_H

#include <stdbool.h>

#include "limit.h"
#include "nfqrule.h"
#include "nfqueue.h"
#include "packet.h"

enum verdict { ACCEPT, DROP, REPEAT, NONE };
enum mode { BOTH, RULE_ONLY, NO_RULE, REMOVE };

struct task {
	struct nfq_rule rule;
	struct nfq_setup setup;
	enum mode mode;
	enum verdict verdict;
	const char *from, *to;		/* NULL: nothing is replaced */
	bool fix_checksum, quiet, forge;
	struct limit limit;
};

/*
 * Reads the command line; @forged is the packet that it may name. A mistake is said, and ends the
 * program with EXIT_USAGE.
 */
void read_arguments(struct task *task, struct packet *forged, int argc, char **argv);

#endif
