// SPDX-License-Identifier: GPL-2.0-only
/*
 * -L: the chains and their rules (6.8).
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ipchains.h"

/* How often a listing begins again while others change the chains. */
#define TRIES 5

/* What the kernel had when it was asked. */
struct snapshot {
	struct ipfwc_fwchain *chains;
	struct ipfwc_fwrule *rules;
	unsigned int n_chains;
	unsigned int n_rules;
};

static void forget(struct snapshot *snapshot)
{
	int err = errno;

	free(snapshot->chains);
	free(snapshot->rules);
	memset(snapshot, 0, sizeof(*snapshot));
	errno = err;
}

static bool same_chains(const struct snapshot *snapshot,
			const struct ipfwc_fwchain *chains, unsigned int count)
{
	if (count != snapshot->n_chains)
		return false;
	for (unsigned int i = 0; i < count; i++)
		if (strcmp(chains[i].label, snapshot->chains[i].label) != 0)
			return false;
	return true;
}

/*
 * Chains and rules are two files. The names are read before and after the
 * rules, so that no chain appears without its rules or the other way round;
 * but counters that were zeroed cannot be read again. False with errno.
 */
static bool take_snapshot(struct snapshot *snapshot, bool zero)
{
	for (int tries = zero ? 1 : TRIES; tries > 0; tries--) {
		struct ipfwc_fwchain *after;
		unsigned int count;
		bool same;

		snapshot->chains = ipfwc_get_chainnames(&snapshot->n_chains);
		if (!snapshot->chains)
			return false;
		snapshot->rules = ipfwc_get_rules(&snapshot->n_rules, zero);
		after = snapshot->rules ? ipfwc_get_chainnames(&count) : NULL;
		if (!after) {
			forget(snapshot);
			return false;
		}
		same = same_chains(snapshot, after, count);
		free(after);
		if (same || tries == 1)
			break;
		forget(snapshot);
	}
	return true;
}

static void print_chain_header(const struct ipfwc_fwchain *chain, bool verbose)
{
	if (strcmp(chain->policy, "-") == 0)
		printf("Chain %s (%d references):\n", chain->label,
		       chain->refcnt);
	else if (verbose)
		printf("Chain %s (policy %s: %" PRIu64 " packets, %" PRIu64
		       " bytes):\n", chain->label, chain->policy,
		       chain->packets, chain->bytes);
	else
		printf("Chain %s (policy %s):\n", chain->label, chain->policy);
}

static void print_chain(const struct snapshot *snapshot,
			const struct ipfwc_fwchain *chain, unsigned int format)
{
	unsigned int number = 0;

	print_chain_header(chain, format & PRINT_VERBOSE);
	for (unsigned int i = 0; i < snapshot->n_rules; i++) {
		const struct ipfwc_fwrule *rule = &snapshot->rules[i];

		if (strcmp(rule->chain, chain->label) != 0)
			continue;
		if (number++ == 0)
			print_rule_header(format);
		print_rule_row(rule, number, format);
	}
}

static unsigned int format_of(const struct command *cmd)
{
	return (cmd->options & OPT_NUMERIC ? PRINT_NUMERIC : 0) |
	       (cmd->options & OPT_VERBOSE ? PRINT_VERBOSE : 0) |
	       (cmd->options & OPT_EXACT ? PRINT_EXACT : 0) |
	       (cmd->options & OPT_LINENUMBERS ? PRINT_NUMBERS : 0);
}

int list_chains(const struct command *cmd)
{
	struct snapshot snapshot = { 0 };
	bool found = !cmd->chain;

	if (!take_snapshot(&snapshot, cmd->commands & CMD_ZERO))
		return kernel_problem(errno);
	for (unsigned int i = 0; i < snapshot.n_chains; i++) {
		const struct ipfwc_fwchain *chain = &snapshot.chains[i];

		if (cmd->chain && strcmp(cmd->chain, chain->label) != 0)
			continue;
		found = true;
		print_chain(&snapshot, chain, format_of(cmd));
	}
	forget(&snapshot);
	return found ? 0 : kernel_problem(ENOENT);
}
