// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command line: words to the fields of struct command (6.1, 6.2).
 *
 * getopt_long() hands words that are no options back in their order ("-" mode),
 * so that a lone "!" can be seen before the option it inverts.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "scan.h"

/* Long options without a letter; small numbers, but not getopt's own 1. */
enum {
	LONG_SPORT = 2,
	LONG_DPORT,
	LONG_LINE_NUMBERS,
	LONG_NO_WARNINGS,
};

static const char letters[] =
	"-A:C:D:F::I:L::MN:P:R:S:VX::Z::bd:fh::i:j:lm:no::p:s:t:vxy";

static const struct option long_names[] = {
	{ "append", required_argument, NULL, 'A' },
	{ "delete", required_argument, NULL, 'D' },
	{ "insert", required_argument, NULL, 'I' },
	{ "replace", required_argument, NULL, 'R' },
	{ "list", optional_argument, NULL, 'L' },
	{ "flush", optional_argument, NULL, 'F' },
	{ "zero", optional_argument, NULL, 'Z' },
	{ "check", required_argument, NULL, 'C' },
	{ "new-chain", required_argument, NULL, 'N' },
	{ "delete-chain", required_argument, NULL, 'X' },
	{ "policy", required_argument, NULL, 'P' },
	{ "masquerading", no_argument, NULL, 'M' },
	{ "set", required_argument, NULL, 'S' },
	{ "version", no_argument, NULL, 'V' },
	{ "help", optional_argument, NULL, 'h' },
	{ "protocol", required_argument, NULL, 'p' },
	{ "source", required_argument, NULL, 's' },
	{ "src", required_argument, NULL, 's' },
	{ "destination", required_argument, NULL, 'd' },
	{ "dst", required_argument, NULL, 'd' },
	{ "source-port", required_argument, NULL, LONG_SPORT },
	{ "sport", required_argument, NULL, LONG_SPORT },
	{ "icmp-type", required_argument, NULL, LONG_SPORT },
	{ "destination-port", required_argument, NULL, LONG_DPORT },
	{ "dport", required_argument, NULL, LONG_DPORT },
	{ "jump", required_argument, NULL, 'j' },
	{ "interface", required_argument, NULL, 'i' },
	{ "fragments", no_argument, NULL, 'f' },
	{ "syn", no_argument, NULL, 'y' },
	{ "bidirectional", no_argument, NULL, 'b' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "numeric", no_argument, NULL, 'n' },
	{ "log", no_argument, NULL, 'l' },
	{ "output", optional_argument, NULL, 'o' },
	{ "mark", required_argument, NULL, 'm' },
	{ "TOS", required_argument, NULL, 't' },
	{ "exact", no_argument, NULL, 'x' },
	{ "line-numbers", no_argument, NULL, LONG_LINE_NUMBERS },
	{ "no-warnings", no_argument, NULL, LONG_NO_WARNINGS },
	{ NULL, 0, NULL, 0 },
};

__attribute__((noreturn)) static void show_help(struct scan *scan)
{
	const char *topic = optional_word(scan);

	if (topic && strcasecmp(topic, "icmp") == 0)
		icmp_help();
	else
		usage();
	exit(finish_output(0));
}

__attribute__((noreturn)) static void show_version(const struct scan *scan)
{
	puts(scan->invert ? "Not ipchains 2.0" : IPCHAINS_VERSION);
	exit(finish_output(0));
}

/* False if @letter is no command. */
static bool take_command(struct command *cmd, struct scan *scan, int letter)
{
	switch (letter) {
	case 'A': take_chain(cmd, scan, CMD_APPEND); break;
	case 'C': take_chain(cmd, scan, CMD_CHECK); break;
	case 'D': take_delete(cmd, scan); break;
	case 'F': take_chains(cmd, scan, CMD_FLUSH, 0); break;
	case 'I': take_place(cmd, scan, CMD_INSERT); break;
	case 'L': take_chains(cmd, scan, CMD_LIST, CMD_ZERO | CMD_MASQ); break;
	case 'M': add_command(cmd, CMD_MASQ, CMD_LIST | CMD_SET, scan->invert); break;
	case 'N': take_chain(cmd, scan, CMD_NEW); break;
	case 'P': take_policy(cmd, scan); break;
	case 'R': take_place(cmd, scan, CMD_REPLACE); break;
	case 'S': take_timeouts(cmd, scan); break;
	case 'V': show_version(scan);
	case 'X': take_chains(cmd, scan, CMD_REMOVE, 0); break;
	case 'Z': take_chains(cmd, scan, CMD_ZERO, CMD_LIST); break;
	case 'h': show_help(scan);
	default: return false;
	}
	return true;
}

/* A flag without argument: its option, and its bit in the rule if it has one. */
static void take_flag(struct command *cmd, const struct scan *scan,
		      unsigned int option, unsigned int bit)
{
	add_option(cmd, option, scan->invert);
	cmd->rule.ipfw.fw_flg |= bit;
}

static void take_option(struct command *cmd, struct scan *scan, int letter)
{
	switch (letter) {
	case 's': take_address(cmd, scan, OPT_SOURCE, OPT_SPORT); break;
	case 'd': take_address(cmd, scan, OPT_DESTINATION, OPT_DPORT); break;
	case LONG_SPORT: take_port(cmd, scan, OPT_SPORT); break;
	case LONG_DPORT: take_port(cmd, scan, OPT_DPORT); break;
	case 'p': take_protocol(cmd, scan); break;
	case 'j': take_target(cmd, scan); break;
	case 't': take_tos(cmd, scan); break;
	case 'o': take_output(cmd, scan); break;
	case 'i': take_interface(cmd, scan); break;
	case 'm':
		add_option(cmd, OPT_MARK, scan->invert);
		parse_mark(&cmd->rule.ipfw, optarg);
		break;
	case 'f': take_flag(cmd, scan, OPT_FRAGMENT, IP_FW_F_FRAG); break;
	case 'y': take_flag(cmd, scan, OPT_SYN, IP_FW_F_TCPSYN); break;
	case 'l': take_flag(cmd, scan, OPT_LOG, IP_FW_F_PRN); break;
	case 'b': take_flag(cmd, scan, OPT_BOTH, 0); break;
	case 'v': take_flag(cmd, scan, OPT_VERBOSE, 0); break;
	case 'n': take_flag(cmd, scan, OPT_NUMERIC, 0); break;
	case 'x': take_flag(cmd, scan, OPT_EXACT, 0); break;
	case LONG_LINE_NUMBERS: take_flag(cmd, scan, OPT_LINENUMBERS, 0); break;
	case LONG_NO_WARNINGS: take_flag(cmd, scan, OPT_NO_WARNINGS, 0); break;
	default: try_help();
	}
}

/* A word that is no option: a lone "!", or too much (S6.5). */
static void take_stray(struct scan *scan)
{
	if (strcmp(optarg, "!") != 0)
		try_help();
	if (scan->invert)
		parameter_problem("multiple consecutive ! not allowed\n");
	scan->invert = true;
}

void command_parse(struct command *cmd, int argc, char **argv)
{
	struct scan scan = { .argc = argc, .argv = argv };
	struct ip_fw *fw = &cmd->rule.ipfw;
	int letter;

	fw->fw_tosand = 0xFF;
	fw->fw_spts[1] = 0xFFFF;
	fw->fw_dpts[1] = 0xFFFF;

	optind = 0;	/* glibc: begin anew, with the "-" mode */
	while ((letter = getopt_long(argc, argv, letters, long_names,
				     NULL)) != -1) {
		if (letter == 1) {
			take_stray(&scan);
			continue;
		}
		if (!take_command(cmd, &scan, letter))
			take_option(cmd, &scan, letter);
		scan.invert = false;
	}

	if (scan.invert)
		parameter_problem("nothing appropriate following !");
	if (optind < argc)
		parameter_problem("unknown arguments found on commandline");
	if (!cmd->commands)
		parameter_problem("no command specified");
}
