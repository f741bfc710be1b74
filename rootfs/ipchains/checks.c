// SPDX-License-Identifier: GPL-2.0-only
/*
 * Do the fields of a command go together? (6.4)
 *
 * The order is that of the messages: what a rule says, what a policy or a test
 * packet says, which options the command takes, and last what needs the first
 * three to be in order.
 */
#include <string.h>

#include "ipchains.h"

static bool is(const char *label, const char *name)
{
	return label && strcmp(label, name) == 0;
}

static void check_criteria(const struct command *cmd)
{
	const struct ip_fw *fw = &cmd->rule.ipfw;
	bool ports = cmd->options & (OPT_SPORT | OPT_DPORT);
	bool inverted = fw->fw_invflg & IP_FW_INV_PROTO;
	bool fragment = fw->fw_flg & IP_FW_F_FRAG &&
			!(fw->fw_invflg & IP_FW_INV_FRAG);

	if (ports && inverted)
		parameter_problem("no ports allowed without specific protocol");
	if (fw->fw_flg & IP_FW_F_TCPSYN &&
	    (fw->fw_proto != IPPROTO_TCP || inverted))
		parameter_problem("-y only allowed with TCP protocol");
	if (ports && fragment)
		parameter_problem("no ports allowed with -f");
	if (fw->fw_flg & IP_FW_F_TCPSYN && fragment)
		parameter_problem("-y not allowed with -f");
}

/* Only the chain on the command line counts: S6.28. */
static void check_target(const struct command *cmd)
{
	const struct ip_fw *fw = &cmd->rule.ipfw;
	const char *chain = cmd->chain, *target = cmd->rule.label;

	if (is(target, IP_FW_LABEL_REDIRECT) &&
	    ((fw->fw_proto != IPPROTO_TCP && fw->fw_proto != IPPROTO_UDP) ||
	     fw->fw_invflg & IP_FW_INV_PROTO))
		parameter_problem("redirecting only allowed with TCP or UDP");
	if (is(target, IP_FW_LABEL_MASQUERADE) &&
	    (is(chain, IP_FW_LABEL_INPUT) || is(chain, IP_FW_LABEL_OUTPUT)))
		parameter_problem("masquerading not allowed for input and output chains");
	if (is(target, IP_FW_LABEL_REDIRECT) &&
	    (is(chain, IP_FW_LABEL_OUTPUT) || is(chain, IP_FW_LABEL_FORWARD)))
		parameter_problem("redirect not allowed for output and forward chains");
}

static void check_policy(const struct command *cmd)
{
	const char *policy = cmd->policy;

	if (!is_builtin(cmd->chain))
		parameter_problem("Can only set policy in built-in chains.");
	if (is(policy, IP_FW_LABEL_MASQUERADE)) {
		if (!is(cmd->chain, IP_FW_LABEL_FORWARD))
			parameter_problem("`-P MASQ' only valid for `forward' chain.");
		return;
	}
	if (!is(policy, IP_FW_LABEL_ACCEPT) && !is(policy, IP_FW_LABEL_BLOCK) &&
	    !is(policy, IP_FW_LABEL_REJECT))
		parameter_problem("Invalid policy `%s' for -P", policy);
}

/* A packet has one port on each side, unless it is a later fragment. */
static void check_test_packet(const struct command *cmd)
{
	const struct ip_fw *fw = &cmd->rule.ipfw;
	bool ported = fw->fw_proto == IPPROTO_TCP ||
		      fw->fw_proto == IPPROTO_UDP ||
		      fw->fw_proto == IPPROTO_ICMP;

	if (fw->fw_invflg)
		parameter_problem("! not allowed with -C");
	if (ported && !(fw->fw_flg & IP_FW_F_FRAG) &&
	    (fw->fw_spts[0] != fw->fw_spts[1] ||
	     fw->fw_dpts[0] != fw->fw_dpts[1]))
		parameter_problem("one port required with source/destination address for -C");
}

/* REDIRECT: 0 is the packet's own port. DIVERT must name its port (Q4, Q24). */
static void resolve_target_port(struct command *cmd)
{
	struct ip_fw *fw = &cmd->rule.ipfw;
	const char *word = cmd->target_port;

	if (is(cmd->rule.label, IP_FW_LABEL_DIVERT)) {
		if (!word)
			parameter_problem("-j DIVERT requires a divert port");
		if (!parse_port(word, fw->fw_proto, &fw->fw_redirpt) ||
		    fw->fw_redirpt == 0)
			parameter_problem("invalid divert port `%s' specified",
					  word);
	} else if (word && !parse_port(word, fw->fw_proto, &fw->fw_redirpt)) {
		parameter_problem("invalid port/service `%s' specified", word);
	}
}

void command_check(struct command *cmd)
{
	bool warn = !(cmd->options & OPT_NO_WARNINGS);

	if (!cmd->trusted) {
		check_criteria(cmd);
		check_target(cmd);
	}
	if (cmd->commands & CMD_POLICY)
		check_policy(cmd);
	if (cmd->commands & CMD_CHECK)
		check_test_packet(cmd);
	if (cmd->commands & CMD_LIST && cmd->commands & CMD_ZERO && cmd->chain)
		parameter_problem("-L with -Z does not allow chain to be specified");

	check_legality(cmd);
	if (cmd->chain && strlen(cmd->chain) > IP_FW_MAX_LABEL_LENGTH)
		parameter_problem("chain name `%s' too long (must be under %d chars)",
				  cmd->chain, IP_FW_MAX_LABEL_LENGTH);
	resolve_target_port(cmd);
	if (cmd->commands & CMD_RULE && !cmd->trusted)
		check_tos(&cmd->rule.ipfw, warn);
	if (cmd->commands == CMD_MASQ)
		parameter_problem("-M/--masquerading requires -L/--list or -S/--set");
}
