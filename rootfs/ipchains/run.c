// SPDX-License-Identifier: GPL-2.0-only
/*
 * What each command sends (6.6). Of several calls each is made even if one
 * before it failed; the last failure is the one that is told (S6.42).
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ipchains.h"

#define IP_FORWARD_PATH "/proc/sys/net/ipv4/ip_forward"

/* The outcome of the calls so far. */
struct outcome {
	bool failed;
	int err;
};

static void note(struct outcome *outcome, int done)
{
	if (done)
		return;
	outcome->failed = true;
	outcome->err = errno;
}

static int status_of(const struct outcome *outcome)
{
	return outcome->failed ? kernel_problem(outcome->err) : 0;
}

bool is_builtin(const char *chain)
{
	return strcmp(chain, IP_FW_LABEL_INPUT) == 0 ||
	       strcmp(chain, IP_FW_LABEL_FORWARD) == 0 ||
	       strcmp(chain, IP_FW_LABEL_OUTPUT) == 0;
}

/* A person at a terminal may wonder why nothing is forwarded (S6.31). */
static void warn_forwarding(const struct command *cmd)
{
	int value = EOF;
	FILE *file;

	if (cmd->options & OPT_NO_WARNINGS ||
	    !(cmd->commands & (CMD_APPEND | CMD_INSERT)) ||
	    strcmp(cmd->chain, IP_FW_LABEL_FORWARD) != 0 || !isatty(0))
		return;
	file = fopen(IP_FORWARD_PATH, "r");
	if (!file)
		return;
	value = fgetc(file);
	fclose(file);
	if (value == '0')
		puts("Warning: you must enable IP forwarding for packets to be forwarded at all:\n"
		     " Use `echo 1 > " IP_FORWARD_PATH "'");
}

/* A printed rule and a sent one are the same bytes: nothing is added (S6.44). */
static void send_rule(const struct command *cmd, const struct ip_fwuser *fw,
		      struct outcome *outcome)
{
	const char *chain = cmd->chain, *verdict;

	if (cmd->options & OPT_VERBOSE)
		print_rule_line(fw);
	switch (cmd->commands) {
	case CMD_APPEND:
		note(outcome, ipfwc_append_entry(chain, fw));
		break;
	case CMD_INSERT:
		note(outcome, ipfwc_insert_entry(chain, fw, cmd->number));
		break;
	case CMD_REPLACE:
		note(outcome, ipfwc_replace_entry(chain, fw, cmd->number));
		break;
	case CMD_DELETE:
		note(outcome, ipfwc_delete_entry(chain, fw));
		break;
	case CMD_CHECK:
		verdict = ipfwc_check_packet(chain, fw);
		note(outcome, verdict != NULL);
		if (verdict)
			puts(verdict);
		break;
	}
}

/* Exchanges the bits @a and @b of @flags. */
static void swap_bits(uint16_t *flags, uint16_t a, uint16_t b)
{
	if (!(*flags & a) != !(*flags & b))
		*flags ^= a | b;
}

/* The other direction of -b; ICMP types and codes have no sides (S6.45). */
static struct ip_fwuser swapped(const struct ip_fwuser *fw)
{
	const struct ip_fw *from = &fw->ipfw;
	struct ip_fwuser other = *fw;
	struct ip_fw *to = &other.ipfw;

	to->fw_src = from->fw_dst;
	to->fw_dst = from->fw_src;
	to->fw_smsk = from->fw_dmsk;
	to->fw_dmsk = from->fw_smsk;
	swap_bits(&to->fw_invflg, IP_FW_INV_SRCIP, IP_FW_INV_DSTIP);
	if (from->fw_proto == IPPROTO_ICMP)
		return other;
	memcpy(to->fw_spts, from->fw_dpts, sizeof(to->fw_spts));
	memcpy(to->fw_dpts, from->fw_spts, sizeof(to->fw_dpts));
	swap_bits(&to->fw_invflg, IP_FW_INV_SRCPT, IP_FW_INV_DSTPT);
	return other;
}

/* One call for each pair of addresses, and with -b one more. */
static int run_rule(struct command *cmd)
{
	struct outcome outcome = { 0 };
	struct ip_fw *fw = &cmd->rule.ipfw;

	warn_forwarding(cmd);
	fw->fw_smsk = cmd->source.mask;
	fw->fw_dmsk = cmd->destination.mask;
	for (unsigned int i = 0; i < cmd->source.count; i++) {
		for (unsigned int j = 0; j < cmd->destination.count; j++) {
			fw->fw_src = cmd->source.list[i];
			fw->fw_dst = cmd->destination.list[j];
			send_rule(cmd, &cmd->rule, &outcome);
		}
	}
	if (cmd->options & OPT_BOTH) {
		struct ip_fwuser other = swapped(&cmd->rule);

		send_rule(cmd, &other, &outcome);
	}
	return status_of(&outcome);
}

/* Calls @verb for the chain of @cmd, or for each that the kernel has. */
static int run_chains(const struct command *cmd, const char *doing,
		      int (*verb)(const char *chain), bool user_only)
{
	struct ipfwc_fwchain one = { 0 }, *chains = &one;
	struct outcome outcome = { 0 };
	unsigned int count = 1;

	/* Who may not open a socket may not read the names either: say why. */
	if (ipfwc_get_raw_socket() < 0)
		return kernel_problem(errno);
	if (cmd->chain)
		strcpy(one.label, cmd->chain);	/* its length is checked */
	else
		chains = ipfwc_get_chainnames(&count);
	if (!chains)
		return kernel_problem(errno);

	for (unsigned int i = 0; i < count; i++) {
		const char *label = chains[i].label;

		if (!cmd->chain && user_only && is_builtin(label))
			continue;
		if (cmd->options & OPT_VERBOSE)
			printf("%s chain `%s'\n", doing, label);
		note(&outcome, verb(label));
	}
	if (chains != &one)
		free(chains);
	return status_of(&outcome);
}

static int run_verb(int done)
{
	return done ? 0 : kernel_problem(errno);
}

int command_run(struct command *cmd)
{
	switch (cmd->commands) {
	case CMD_LIST:
	case CMD_LIST | CMD_ZERO:
		return list_chains(cmd);
	case CMD_LIST | CMD_MASQ:
		return list_masquerading(cmd);
	case CMD_SET:
	case CMD_SET | CMD_MASQ:
		return set_timeouts(cmd->timeouts);
	case CMD_FLUSH:
		return run_chains(cmd, "Flushing", ipfwc_flush_entries, false);
	case CMD_ZERO:
		return run_chains(cmd, "Zeroing", ipfwc_zero_entries, false);
	case CMD_REMOVE:
		return run_chains(cmd, "Deleting", ipfwc_delete_chain, true);
	case CMD_NEW:
		return run_verb(ipfwc_create_chain(cmd->chain));
	case CMD_POLICY:
		return run_verb(ipfwc_set_policy(cmd->chain, cmd->policy));
	case CMD_DELETE_NUM:
		return run_verb(ipfwc_delete_num_entry(cmd->chain, cmd->number));
	default:
		return run_rule(cmd);
	}
}
