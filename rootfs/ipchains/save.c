// SPDX-License-Identifier: GPL-2.0-only
/*
 * ipchains-save [-v] [CHAIN]: the chains as text for ipchains-restore.
 *
 * Writes to standard output a line ":CHAIN POLICY" for each chain ("-" is the
 * policy of a user chain) and then a line "-A CHAIN ..." for each rule; says on
 * standard error which chain it is saving, and with -v each rule. Without CHAIN
 * it saves them all. Counters are not saved.
 *
 * The programming interface allows rules that no command line can make, such
 * as a port range inverted for a protocol without ports. Each line is therefore
 * read back before it is written: exit status 1 says that a rule would have
 * been lost.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "ipchains.h"

/* What the kernel would store for the rule in @cmd. */
static struct ip_fwuser stored(const struct command *cmd)
{
	struct ip_fwuser rule = cmd->rule;
	struct ip_fw *fw = &rule.ipfw;

	fw->fw_src = cmd->source.list[0];
	fw->fw_dst = cmd->destination.list[0];
	fw->fw_smsk = cmd->source.mask;
	fw->fw_dmsk = cmd->destination.mask;
	if (!fw->fw_vianame[0])
		fw->fw_flg |= IP_FW_F_WILDIF;	/* S4.27 */
	return rule;
}

/* Does @line, which is changed, make @rule again? */
static bool makes(char *line, const struct ip_fwuser *rule)
{
	struct command cmd = { .trusted = true };
	struct ip_fwuser made;
	int argc;
	char **argv = split_words(error_program_name(), line, &argc);

	command_parse(&cmd, argc, argv);
	command_resolve(&cmd);
	command_check(&cmd);
	made = stored(&cmd);
	command_free(&cmd);
	free(argv);
	return memcmp(&made.ipfw, &rule->ipfw, sizeof(made.ipfw)) == 0 &&
	       strcmp(made.label, rule->label) == 0;
}

static char *rule_text(const struct ipfwc_fwrule *rule)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		other_problem("%s", strerror(errno));
	save_rule(out, rule->chain, &rule->fw);
	if (fclose(out) != 0)
		other_problem("%s", strerror(errno));
	return text;
}

static void write_rule(const struct ipfwc_fwrule *rule, unsigned int number,
		       bool verbose)
{
	char *text = rule_text(rule);

	if (verbose)
		fprintf(stderr, "%s\n", text);
	puts(text);
	if (!makes(text, &rule->fw))
		other_problem("rule %u of chain `%s' cannot be saved: no command line makes it",
			      number, rule->chain);
	free(text);
}

/* NULL saves all chains. */
static int save(const char *only, bool verbose)
{
	unsigned int n_chains, n_rules;
	struct ipfwc_fwchain *chains = ipfwc_get_chainnames(&n_chains);
	struct ipfwc_fwrule *rules = chains ? ipfwc_get_rules(&n_rules, 0)
					    : NULL;
	bool found = !only;

	if (!rules) {
		free(chains);
		return kernel_problem(errno);
	}
	for (unsigned int i = 0; i < n_chains; i++) {
		if (only && strcmp(only, chains[i].label) != 0)
			continue;
		found = true;
		printf(":%s %s\n", chains[i].label, chains[i].policy);
	}
	for (unsigned int i = 0; i < n_chains; i++) {
		unsigned int number = 0;

		if (only && strcmp(only, chains[i].label) != 0)
			continue;
		fprintf(stderr, "Saving `%s'.\n", chains[i].label);
		for (unsigned int j = 0; j < n_rules; j++)
			if (strcmp(rules[j].chain, chains[i].label) == 0)
				write_rule(&rules[j], ++number, verbose);
	}
	free(chains);
	free(rules);
	return found ? 0 : kernel_problem(ENOENT);
}

int save_main(int argc, char **argv)
{
	bool verbose = false;
	int letter;

	while ((letter = getopt(argc, argv, "v")) != -1) {
		if (letter != 'v')
			goto usage;
		verbose = true;
	}
	if (argc - optind > 1)
		goto usage;
	return save(argv[optind], verbose);

usage:
	fprintf(stderr, "Usage: %s [-v] [CHAIN]\n", error_program_name());
	return EXIT_PARAMETER;
}
