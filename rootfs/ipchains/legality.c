// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which commands go together, and which options go with a command (S6.9).
 */
#include "ipchains.h"

/* Letters by bit; the two port options and --line-numbers have none (S6.9). */
static const char command_letters[CMD_COUNT + 1] = "IADDRLFZNXPSMC";
static const char option_letters[OPT_COUNT + 1] = "nsdpjybvlxtifm12o3";

/* One row a command: x illegal, + compulsory, blank may be given or not. */
static const char legality[CMD_COUNT][OPT_COUNT + 1] = {
	/*       nsdpjybvlxtifm12o3 */
	/* I */	"x        x       x",
	/* A */	"x        x       x",
	/* D */	"x        x       x",
	/* D# */"xxxxxxx xxxxxxxxxx",
	/* R */	"x     x  x       x",
	/* L */	" xxxxxx x xxxxxxx ",
	/* F */	"xxxxxxx xxxxxxxxxx",
	/* Z */	"xxxxxxx xxxxxxxxxx",
	/* N */	"xxxxxxx xxxxxxxxxx",
	/* X */	"xxxxxxx xxxxxxxxxx",
	/* P */	"xxxxxxx xxxxxxxxxx",
	/* S */	"xxxxxxx xxxxxxxxxx",
	/* M */	"xxxxxxxxxxxxxxxxxx",
	/* C */	"x+++x   xxx+ x  xx",
};

/* Options that can be inverted, and the flag that says so in a rule. */
static const struct {
	unsigned int option;
	unsigned int flag;
} inverses[] = {
	{ OPT_SOURCE, IP_FW_INV_SRCIP },
	{ OPT_DESTINATION, IP_FW_INV_DSTIP },
	{ OPT_PROTOCOL, IP_FW_INV_PROTO },
	{ OPT_SPORT, IP_FW_INV_SRCPT },
	{ OPT_DPORT, IP_FW_INV_DSTPT },
	{ OPT_VIA, IP_FW_INV_VIA },
	{ OPT_SYN, IP_FW_INV_SYN },
	{ OPT_FRAGMENT, IP_FW_INV_FRAG },
};

/* The letter of the lowest bit of @bits. */
static char letter_of(const char *table, unsigned int bits)
{
	return table[__builtin_ctz(bits)];
}

void add_command(struct command *cmd, unsigned int command,
		 unsigned int partners, bool inverted)
{
	unsigned int others = cmd->commands & ~partners;

	if (inverted)
		parameter_problem("unexpected ! flag");
	if (others)
		parameter_problem("Can't use -%c with -%c\n",
				  letter_of(command_letters, command),
				  letter_of(command_letters, others));
	cmd->commands |= command;
}

/* 0 if @option cannot be inverted. */
static unsigned int inverse_flag(unsigned int option)
{
	for (size_t i = 0; i < sizeof(inverses) / sizeof(inverses[0]); i++)
		if (inverses[i].option == option)
			return inverses[i].flag;
	return 0;
}

__attribute__((noreturn)) static void cannot_invert(unsigned int option)
{
	if (option == OPT_LINENUMBERS)
		parameter_problem("cannot have ! before --line-numbers");
	if (option == OPT_NO_WARNINGS)
		parameter_problem("cannot have ! before --no-warnings");
	parameter_problem("cannot have ! before -%c\n",
			  letter_of(option_letters, option));
}

void add_option(struct command *cmd, unsigned int option, bool inverted)
{
	unsigned int flag = inverse_flag(option);

	if (inverted && !flag)
		cannot_invert(option);
	/* --no-warnings has no letter to complain with, and no meaning twice. */
	if (cmd->options & option & ~OPT_NO_WARNINGS)
		parameter_problem("multiple -%c flags not allowed\n",
				  letter_of(option_letters, option));
	cmd->options |= option;
	if (inverted)
		cmd->rule.ipfw.fw_invflg |= flag;
}

void check_legality(const struct command *cmd)
{
	for (int i = 0; i < OPT_COUNT; i++) {
		bool given = cmd->options & 1u << i;
		bool legal = false, compulsory = false;

		for (int j = 0; j < CMD_COUNT; j++) {
			if (!(cmd->commands & 1u << j))
				continue;
			legal |= legality[j][i] != 'x';
			compulsory |= legality[j][i] == '+';
		}
		if (given && !legal)
			parameter_problem("Illegal option `-%c' with this command\n",
					  option_letters[i]);
		if (!given && compulsory)
			parameter_problem("You need to supply the `-%c' option for this command\n",
					  option_letters[i]);
	}
}
