// SPDX-License-Identifier: GPL-2.0-only
/*
 * ICMP types and codes by name (S6.16, S6.72).
 */
#include <string.h>
#include <strings.h>

#include "ipchains.h"

#define ANY_CODE 0xFFFF

/*
 * In the order of the help text. A family is a type whose codes have names of
 * their own: it says too little for a test packet. An alias stands directly
 * behind the name it is printed with.
 */
static const struct icmp_name {
	const char *name;
	uint8_t type;
	uint16_t code;		/* ANY_CODE: 0 to 65535 */
	enum { PLAIN, FAMILY, MEMBER, ALIAS, FAMILY_ALIAS } kind;
} names[] = {
	{ "echo-reply", 0, ANY_CODE, PLAIN },
	{ "pong", 0, ANY_CODE, ALIAS },
	{ "destination-unreachable", 3, ANY_CODE, FAMILY },
	{ "network-unreachable", 3, 0, MEMBER },
	{ "host-unreachable", 3, 1, MEMBER },
	{ "protocol-unreachable", 3, 2, MEMBER },
	{ "port-unreachable", 3, 3, MEMBER },
	{ "fragmentation-needed", 3, 4, MEMBER },
	{ "source-route-failed", 3, 5, MEMBER },
	{ "network-unknown", 3, 6, MEMBER },
	{ "host-unknown", 3, 7, MEMBER },
	{ "network-prohibited", 3, 9, MEMBER },
	{ "host-prohibited", 3, 10, MEMBER },
	{ "TOS-network-unreachable", 3, 11, MEMBER },
	{ "TOS-host-unreachable", 3, 12, MEMBER },
	{ "communication-prohibited", 3, 13, MEMBER },
	{ "host-precedence-violation", 3, 14, MEMBER },
	{ "precedence-cutoff", 3, 15, MEMBER },
	{ "source-quench", 4, ANY_CODE, PLAIN },
	{ "redirect", 5, ANY_CODE, FAMILY },
	{ "network-redirect", 5, 0, MEMBER },
	{ "host-redirect", 5, 1, MEMBER },
	{ "TOS-network-redirect", 5, 2, MEMBER },
	{ "TOS-host-redirect", 5, 3, MEMBER },
	{ "echo-request", 8, ANY_CODE, PLAIN },
	{ "ping", 8, ANY_CODE, ALIAS },
	{ "router-advertisement", 9, ANY_CODE, PLAIN },
	{ "router-solicitation", 10, ANY_CODE, PLAIN },
	{ "time-exceeded", 11, ANY_CODE, FAMILY },
	{ "ttl-exceeded", 11, ANY_CODE, FAMILY_ALIAS },
	{ "ttl-zero-during-transit", 11, 0, MEMBER },
	{ "ttl-zero-during-reassembly", 11, 1, MEMBER },
	{ "parameter-problem", 12, ANY_CODE, FAMILY },
	{ "ip-header-bad", 12, 0, MEMBER },
	{ "required-option-missing", 12, 1, MEMBER },
	{ "timestamp-request", 13, ANY_CODE, PLAIN },
	{ "timestamp-reply", 14, ANY_CODE, PLAIN },
	{ "address-mask-request", 17, ANY_CODE, PLAIN },
	{ "address-mask-reply", 18, ANY_CODE, PLAIN },
};

#define NAMES (sizeof(names) / sizeof(names[0]))

static uint16_t lowest_code(const struct icmp_name *entry)
{
	return entry->code == ANY_CODE ? 0 : entry->code;
}

/* The only name that begins with @word; NULL without one. */
static const struct icmp_name *find_name(const char *word)
{
	const struct icmp_name *found = NULL;

	for (size_t i = 0; i < NAMES; i++) {
		if (strncasecmp(names[i].name, word, strlen(word)) != 0)
			continue;
		if (found)
			parameter_problem("Ambiguous ICMP `%s' : `%s' or `%s'?",
					  word, found->name, names[i].name);
		found = &names[i];
	}
	return found;
}

/* A range as for ports, but in numbers only. */
static bool parse_range(const char *word, uint16_t range[2])
{
	size_t digits = strspn(word, "0123456789:");

	if (word[digits] != '\0' || strlen(word) > strlen("65535:65535"))
		return false;
	parse_ports(word, IPPROTO_ICMP, range);
	return true;
}

static void use_name(struct command *cmd, const struct icmp_name *entry)
{
	struct ip_fw *fw = &cmd->rule.ipfw;
	bool test = cmd->commands & CMD_CHECK;

	if (fw->fw_invflg & IP_FW_INV_SRCPT)
		parameter_problem("Can't invert named ICMP types");
	if (cmd->destination.port_word)
		parameter_problem("Can't use ICMP name and destination port together");
	if (test && (entry->kind == FAMILY || entry->kind == FAMILY_ALIAS))
		parameter_problem("Must specify exact ICMP type for testing");

	fw->fw_spts[0] = entry->type;
	fw->fw_spts[1] = entry->type;
	fw->fw_dpts[0] = lowest_code(entry);
	fw->fw_dpts[1] = test ? lowest_code(entry) : entry->code;
}

void parse_icmp(struct command *cmd)
{
	const char *type = cmd->source.port_word;
	const char *code = cmd->destination.port_word;
	const struct icmp_name *entry = type ? find_name(type) : NULL;

	if (entry) {
		use_name(cmd, entry);
		return;
	}
	if (type && !parse_range(type, cmd->rule.ipfw.fw_spts))
		parameter_problem("invalid ICMP type `%s' specified", type);
	if (code)
		parse_ports(code, IPPROTO_ICMP, cmd->rule.ipfw.fw_dpts);
}

const char *icmp_text(const uint16_t types[2], const uint16_t codes[2])
{
	for (size_t i = 0; i < NAMES; i++)
		if (types[0] == names[i].type && types[1] == names[i].type &&
		    codes[0] == lowest_code(&names[i]) &&
		    codes[1] == names[i].code)
			return names[i].name;
	return NULL;
}

void icmp_help(void)
{
	puts(IPCHAINS_VERSION "\n\nValid ICMP Types:");
	for (size_t i = 0; i < NAMES; i++) {
		bool alias = i + 1 < NAMES && (names[i + 1].kind == ALIAS ||
					       names[i + 1].kind == FAMILY_ALIAS);

		printf("%s%s", names[i].kind == MEMBER ? "   " : "",
		       names[i].name);
		if (alias)
			printf(" (%s)", names[++i].name);
		putchar('\n');
	}
}
