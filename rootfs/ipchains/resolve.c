// SPDX-License-Identifier: GPL-2.0-only
/*
 * What can only be understood once the whole command line has been read:
 * addresses, and ports, whose names depend on the protocol.
 */
#include <stdlib.h>

#include "ipchains.h"

static bool is_transport(uint16_t proto)
{
	return proto == IPPROTO_TCP || proto == IPPROTO_UDP;
}

static void resolve_ports(struct command *cmd)
{
	struct ip_fw *fw = &cmd->rule.ipfw;
	const char *source = cmd->source.port_word;
	const char *destination = cmd->destination.port_word;

	if (!source && !destination)
		return;
	if (fw->fw_proto == IPPROTO_ICMP) {
		parse_icmp(cmd);
		return;
	}
	if (!is_transport(fw->fw_proto))
		parameter_problem("can only specify ports for icmp, tcp or udp");
	if (source)
		parse_ports(source, fw->fw_proto, fw->fw_spts);
	if (destination)
		parse_ports(destination, fw->fw_proto, fw->fw_dpts);
}

/* A name with several addresses makes several rules; not always (S6.13). */
static void check_addresses(const struct command *cmd)
{
	uint16_t inverse = cmd->rule.ipfw.fw_invflg;
	bool sources = cmd->source.count > 1;
	bool destinations = cmd->destination.count > 1;

	if (!sources && !destinations)
		return;
	if ((sources && inverse & IP_FW_INV_SRCIP) ||
	    (destinations && inverse & IP_FW_INV_DSTIP))
		parameter_problem("! not allowed with multiple source or destination IP addresses");
	if (cmd->options & OPT_BOTH)
		parameter_problem("-b not allowed with multiple source or destination IP addresses");
	if (cmd->commands & CMD_REPLACE)
		parameter_problem("Replacement rule does not specify a unique address");
}

void command_resolve(struct command *cmd)
{
	struct addresses *sides[] = { &cmd->source, &cmd->destination };

	for (int i = 0; i < 2; i++) {
		if (!sides[i]->word && cmd->commands & CMD_RULE)
			sides[i]->word = "0.0.0.0/0";
		if (sides[i]->word)
			parse_addresses(sides[i]);
	}
	check_addresses(cmd);
	resolve_ports(cmd);
}

void command_free(struct command *cmd)
{
	free(cmd->source.list);
	free(cmd->destination.list);
}
