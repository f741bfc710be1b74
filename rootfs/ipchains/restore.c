// SPDX-License-Identifier: GPL-2.0-only
/*
 * ipchains-restore [-v] [-f]: chains from text that ipchains-save wrote.
 *
 * Reads all of standard input before it changes anything: a line it does not
 * understand ends it with exit status 2 and an untouched kernel. Then built-in
 * chains get their policy and lose their old rules, user chains are made, and
 * the rules are appended in order. For a user chain that is already there it
 * asks at the terminal whether to skip it or to flush it; -f flushes, and
 * without a terminal or an answer it is skipped. -v shows each rule.
 *
 * Blank lines and lines that begin with # are passed over. A rule is not judged
 * by the checks of a command line: it stood in a kernel, and the kernel decides.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "ipchains.h"

/* A line of the input. */
struct item {
	struct item *next;
	unsigned long number;
	char *line;		/* the words point into it */
	char **argv;
	bool is_chain;		/* else a rule, in .cmd */
	bool skipped;		/* a chain that stays as it was */
	struct command cmd;	/* chain and policy of a chain */
};

static void parse_chain_line(struct item *item, int argc)
{
	if (argc != 3 || !item->argv[1][1])
		try_help();
	item->is_chain = true;
	item->cmd.chain = item->argv[1] + 1;
	item->cmd.policy = item->argv[2];
	if (strlen(item->cmd.chain) > IP_FW_MAX_LABEL_LENGTH)
		try_help();
	if (is_builtin(item->cmd.chain) == (strcmp(item->cmd.policy, "-") == 0))
		parameter_problem("chain `%s' with policy `%s'",
				  item->cmd.chain, item->cmd.policy);
}

static void parse_rule_line(struct item *item, int argc)
{
	struct command *cmd = &item->cmd;

	cmd->trusted = true;
	command_parse(cmd, argc, item->argv);
	if (cmd->commands != CMD_APPEND)
		try_help();
	command_resolve(cmd);
	command_check(cmd);
}

/* NULL for a line that says nothing. */
static struct item *parse_line(const char *line, unsigned long number)
{
	struct item *item = need_memory(sizeof(*item));
	int argc;

	item->number = number;
	item->line = need_memory(strlen(line) + 1);
	strcpy(item->line, line);
	item->argv = split_words(error_program_name(), item->line, &argc);
	if (argc == 1 || item->argv[1][0] == '#') {
		free(item->argv);
		free(item->line);
		free(item);
		return NULL;
	}
	if (item->argv[1][0] == ':')
		parse_chain_line(item, argc);
	else
		parse_rule_line(item, argc);
	return item;
}

static struct item *read_items(void)
{
	struct item *items = NULL, **end = &items;
	unsigned long number = 0;
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, stdin) != -1) {
		error_line(++number);
		*end = parse_line(line, number);
		if (*end)
			end = &(*end)->next;
	}
	error_line(0);
	if (ferror(stdin))
		other_problem("standard input: %s", strerror(errno));
	free(line);
	return items;
}

static void free_items(struct item *items)
{
	while (items) {
		struct item *next = items->next;

		command_free(&items->cmd);
		free(items->argv);
		free(items->line);
		free(items);
		items = next;
	}
}

/* Standard input is the file, so the answer comes from the terminal (S6.74). */
static bool may_flush(const char *chain)
{
	char answer[16] = "";
	FILE *terminal;

	printf("Chain `%s' already exists. Skip or flush? [S/f]? ", chain);
	fflush(stdout);
	terminal = fopen("/dev/tty", "r");
	if (terminal) {
		if (!fgets(answer, sizeof(answer), terminal))
			answer[0] = '\0';
		fclose(terminal);
	}
	if (!strchr(answer, '\n'))
		putchar('\n');
	return answer[0] == 'f' || answer[0] == 'F';
}

static int restore_chain(struct item *item, bool flush)
{
	const char *chain = item->cmd.chain;

	printf("Restoring `%s'.\n", chain);
	if (is_builtin(chain))
		return ipfwc_set_policy(chain, item->cmd.policy) &&
		       ipfwc_flush_entries(chain);
	if (ipfwc_create_chain(chain))
		return 1;
	if (errno != EEXIST)
		return 0;
	item->skipped = !flush && !may_flush(chain);
	printf("%s `%s'.\n", item->skipped ? "Skipping" : "Flushing", chain);
	return item->skipped || ipfwc_flush_entries(chain);
}

static bool is_skipped(const struct item *items, const char *chain)
{
	for (; items; items = items->next)
		if (items->is_chain && strcmp(items->cmd.chain, chain) == 0)
			return items->skipped;
	return false;
}

/* Chains first: a rule may jump to a chain that stands behind it. */
static int restore(struct item *items, bool verbose, bool flush)
{
	struct item *item;
	int status = 0;

	for (item = items; item && !status; item = item->next) {
		error_line(item->number);
		if (item->is_chain && !restore_chain(item, flush))
			status = kernel_problem(errno);
	}
	for (item = items; item && !status; item = item->next) {
		error_line(item->number);
		if (item->is_chain || is_skipped(items, item->cmd.chain))
			continue;
		if (verbose)
			item->cmd.options |= OPT_VERBOSE;
		item->cmd.options |= OPT_NO_WARNINGS;
		status = command_run(&item->cmd);
	}
	error_line(0);
	return status;
}

int restore_main(int argc, char **argv)
{
	bool verbose = false, flush = false, bad = false;
	struct item *items;
	int letter, status;

	while ((letter = getopt(argc, argv, "vf")) != -1) {
		verbose |= letter == 'v';
		flush |= letter == 'f';
		bad |= letter == '?';
	}
	if (bad || optind < argc) {
		fprintf(stderr, "Usage: %s [-v] [-f] < FILE\n",
			error_program_name());
		return EXIT_PARAMETER;
	}
	items = read_items();
	status = restore(items, verbose, flush);
	free_items(items);
	return status;
}
