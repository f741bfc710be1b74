// SPDX-License-Identifier: GPL-2.0-only
/*
 * Options with arguments: which of the following words are theirs (6.1, 6.2).
 *
 * getopt_long() gives an option its first argument in optarg; what stands
 * behind that begins at argv[optind].
 */
#include <getopt.h>
#include <string.h>

#include "scan.h"

/* The following word unless it begins another option; NULL without one. */
static char *next_word(struct scan *scan)
{
	char *word;

	if (optind >= scan->argc)
		return NULL;
	word = scan->argv[optind];
	if (word[0] == '-' || word[0] == '!')
		return NULL;
	optind++;
	return word;
}

char *optional_word(struct scan *scan)
{
	return optarg ? optarg : next_word(scan);
}

void take_inverse(struct scan *scan)
{
	if (strcmp(optarg, "!") != 0)
		return;
	if (scan->invert)
		parameter_problem("Multiple `!' flags not allowed");
	if (optind >= scan->argc)
		parameter_problem("nothing appropriate following !");
	scan->invert = true;
	optarg = scan->argv[optind++];
}

void take_address(struct command *cmd, struct scan *scan, unsigned int option,
		  unsigned int port_option)
{
	struct addresses *side = option == OPT_SOURCE ? &cmd->source
						      : &cmd->destination;
	char **argv = scan->argv;

	take_inverse(scan);
	add_option(cmd, option, scan->invert);
	side->word = optarg;

	scan->invert = optind + 1 < scan->argc &&
		       strcmp(argv[optind], "!") == 0 &&
		       argv[optind + 1][0] != '-' && argv[optind + 1][0] != '!';
	if (scan->invert)
		optind++;
	side->port_word = next_word(scan);
	if (side->port_word)
		add_option(cmd, port_option, scan->invert);
}

void take_port(struct command *cmd, struct scan *scan, unsigned int option)
{
	take_inverse(scan);
	add_option(cmd, option, scan->invert);
	if (option == OPT_SPORT)
		cmd->source.port_word = optarg;
	else
		cmd->destination.port_word = optarg;
}

void take_protocol(struct command *cmd, struct scan *scan)
{
	struct ip_fw *fw = &cmd->rule.ipfw;

	take_inverse(scan);
	add_option(cmd, OPT_PROTOCOL, scan->invert);
	fw->fw_proto = parse_protocol(optarg);
	if (fw->fw_proto == 0 && scan->invert && !cmd->trusted)
		parameter_problem("rule would never match protocol");
}

void take_interface(struct command *cmd, struct scan *scan)
{
	take_inverse(scan);
	add_option(cmd, OPT_VIA, scan->invert);
	parse_interface(&cmd->rule.ipfw, optarg);
}

void take_target(struct command *cmd, struct scan *scan)
{
	char *label = cmd->rule.label;

	add_option(cmd, OPT_JUMP, scan->invert);
	parse_target(label, optarg);
	if (strcmp(label, IP_FW_LABEL_REDIRECT) == 0 ||
	    strcmp(label, IP_FW_LABEL_DIVERT) == 0)
		cmd->target_port = next_word(scan);
}

void take_tos(struct command *cmd, struct scan *scan)
{
	char *xor;

	add_option(cmd, OPT_TOS, scan->invert);
	xor = next_word(scan);
	if (!xor)
		parameter_problem("-t requires 2 hexbyte arguments");
	cmd->rule.ipfw.fw_tosand = parse_hexbyte(optarg);
	cmd->rule.ipfw.fw_tosxor = parse_hexbyte(xor);
}

void take_output(struct command *cmd, struct scan *scan)
{
	char *size;

	add_option(cmd, OPT_OUTPUT, scan->invert);
	size = optional_word(scan);
	parse_output_size(&cmd->rule.ipfw, size ? size : "65535");
}

void take_policy(struct command *cmd, struct scan *scan)
{
	add_command(cmd, CMD_POLICY, 0, scan->invert);
	cmd->chain = optarg;
	cmd->policy = next_word(scan);
	if (!cmd->policy)
		parameter_problem("-P requires a chain and a policy");
}

void take_timeouts(struct command *cmd, struct scan *scan)
{
	const char *words[3] = { optarg };

	add_command(cmd, CMD_SET, CMD_MASQ, scan->invert);
	words[1] = next_word(scan);
	words[2] = next_word(scan);
	if (!words[1] || !words[2])
		parameter_problem("-S requires 3 timeout values");
	for (int i = 0; i < 3; i++)
		cmd->timeouts[i] = parse_timeout(words[i]);
}

void take_delete(struct command *cmd, struct scan *scan)
{
	const char *word = next_word(scan);

	add_command(cmd, word ? CMD_DELETE_NUM : CMD_DELETE, 0, scan->invert);
	cmd->chain = optarg;
	if (word)
		cmd->number = parse_rule_number(word);
}

void take_place(struct command *cmd, struct scan *scan, unsigned int command)
{
	const char *word;

	add_command(cmd, command, 0, scan->invert);
	cmd->chain = optarg;
	word = next_word(scan);
	if (!word && command == CMD_REPLACE)
		parameter_problem("-R requires a rule number");
	cmd->number = word ? parse_rule_number(word) : 1;
}

void take_chains(struct command *cmd, struct scan *scan, unsigned int command,
		 unsigned int partners)
{
	const char *chain = optional_word(scan);

	add_command(cmd, command, partners, scan->invert);
	if (chain)
		cmd->chain = chain;
}

void take_chain(struct command *cmd, struct scan *scan, unsigned int command)
{
	add_command(cmd, command, 0, scan->invert);
	cmd->chain = optarg;
}
