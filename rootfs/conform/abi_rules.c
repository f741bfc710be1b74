/* SPDX-License-Identifier: GPL-2.0-only */
/* abi_rules.c - APPEND, and what every command that takes a rule accepts and refuses */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "claim.h"
#include "command.h"
#include "groups.h"
#include "listing.h"

/* S4.31, S2.54 */
void group_append(void)
{
	struct ip_fwuser rule = rule_marked(1, "ACCEPT");

	accepted(append("input", &rule), "a rule at the end of an empty chain");
	rule.ipfw.fw_mark = 2;
	accepted(append("input", &rule), "another, equal but for its mark");
	rule.ipfw.fw_mark = 3;
	accepted(append("input", &rule), "a third");
	claim_text(marks("input"), "1 2 3", "the rule appended last stands last");
	claim_text(marks("forward"), "", "other chains have not got it");
	claim_number(listed_rule("input", 3)->packets + listed_rule("input", 3)->bytes, 0,
		     "its counters are 0");
	prepared(create_chain("user"), "create chain");
	accepted(append("user", &rule), "a rule of a user chain");
	claim_text(marks("user"), "3", "stands there");
	refused(append("nochain", &rule), ENOENT, "a chain that does not exist");
	refused(append("unending!", &rule), EINVAL, "a chain's label without NUL");
	rule.ipfw.fw_flg = 0x40;
	refused(append("input", &rule), EINVAL, "a rule that is not legal");
	rule = rule_to("nochain");
	refused(append("input", &rule), ENOENT, "a target that does not exist");
}


/* A rule that every packet matches, changed; the answer of every command that takes one. */
struct trial {
	const char *what;
	int error;
	const char *target;
	struct change changes[3];
};

static const struct trial flags[] = {
	{ "each legal flag", 0, "", { CHANGE(fw_flg, 0x3F) } },
	{ "flag 0x0040", EINVAL, "", { CHANGE(fw_flg, 0x40) } },
	{ "flag 0x8000", EINVAL, "", { CHANGE(fw_flg, 0x8000) } },
	{ "flag 0x0040 among legal ones", EINVAL, "", { CHANGE(fw_flg, 0x7F) } },
	{ "unknown inverse flag 0x8000", 0, "", { CHANGE(fw_invflg, 0x8000) } },
	{ "all inverse flags without their criteria", 0, "", { CHANGE(fw_invflg, 0xFB) } },
	{ "SYN with UDP", 0, "", { CHANGE(fw_flg, 2), CHANGE(fw_proto, 17) } },
	{ "SYN without a protocol", 0, "", { CHANGE(fw_flg, 2) } },
	{ "fragments with a port", 0, "",
	  { CHANGE(fw_flg, 4), CHANGE(fw_proto, 6), CHANGE(fw_spts[0], 80) } },
	{ "a redirect port without REDIRECT", 0, "ACCEPT", { CHANGE(fw_redirpt, 8080) } },
	{ "mark 4294967295", 0, "", { CHANGE(fw_mark, 4294967295U) } },
	{ "TOS masks 00 and FF", 0, "", { CHANGE(fw_tosand, 0), CHANGE(fw_tosxor, 255) } },
};

static const struct trial ports[] = {
	{ "protocol 47, ports 0-0", EINVAL, "",
	  { CHANGE(fw_proto, 47), CHANGE(fw_spts[1], 0), CHANGE(fw_dpts[1], 0) } },
	{ "protocol 6, ports 0-0", 0, "",
	  { CHANGE(fw_proto, 6), CHANGE(fw_spts[1], 0), CHANGE(fw_dpts[1], 0) } },
	{ "protocol 17, ports 0-0", 0, "",
	  { CHANGE(fw_proto, 17), CHANGE(fw_spts[1], 0), CHANGE(fw_dpts[1], 0) } },
	{ "protocol 1, type 8, code 0", 0, "",
	  { CHANGE(fw_proto, 1), CHANGE(fw_spts[0], 8), CHANGE(fw_dpts[1], 0) } },
	{ "protocol 47, all ports", 0, "", { CHANGE(fw_proto, 47) } },
	{ "protocol 47, source ports from 1", EINVAL, "",
	  { CHANGE(fw_proto, 47), CHANGE(fw_spts[0], 1) } },
	{ "protocol 47, destination ports to 65534", EINVAL, "",
	  { CHANGE(fw_proto, 47), CHANGE(fw_dpts[1], 65534) } },
	{ "any protocol, a port", EINVAL, "", { CHANGE(fw_spts[0], 80) } },
	{ "all but TCP, a port", EINVAL, "",
	  { CHANGE(fw_proto, 6), CHANGE(fw_invflg, 4), CHANGE(fw_dpts[0], 80) } },
	{ "all but TCP, all ports", 0, "", { CHANGE(fw_proto, 6), CHANGE(fw_invflg, 4) } },
	{ "protocol 262, which is 6 in eight bits, a port", EINVAL, "",
	  { CHANGE(fw_proto, 262), CHANGE(fw_dpts[0], 80) } },
	{ "protocol 65535", 0, "", { CHANGE(fw_proto, 65535) } },
	{ "TCP, the lowest port above the highest", 0, "",
	  { CHANGE(fw_proto, 6), CHANGE(fw_spts[0], 9), CHANGE(fw_spts[1], 8) } },
};

static const struct trial targets[] = {
	{ "no target", 0, "", { { 0 } } },
	{ "target ACCEPT", 0, "ACCEPT", { { 0 } } },
	{ "target DENY", 0, "DENY", { { 0 } } },
	{ "target REJECT", 0, "REJECT", { { 0 } } },
	{ "target RETURN", 0, "RETURN", { { 0 } } },
	{ "a user chain as target", 0, "user", { { 0 } } },
	{ "target nosuch", ENOENT, "nosuch", { { 0 } } },
	{ "target input", ENOENT, "input", { { 0 } } },
	{ "target forward", ENOENT, "forward", { { 0 } } },
	{ "target output", ENOENT, "output", { { 0 } } },
	{ "target accept", ENOENT, "accept", { { 0 } } },
	{ "target User, a user chain in another case", ENOENT, "User", { { 0 } } },
	{ "target QUEUE", ENOENT, "QUEUE", { { 0 } } },
	{ "target -", ENOENT, "-", { { 0 } } },
	{ "a target without NUL", EINVAL, "unending!", { { 0 } } },
	{ "a target that would be ACCEPT if it ended", EINVAL, "ACCEPT!!!", { { 0 } } },
	{ "DIVERT to port 0", EINVAL, "DIVERT", { { 0 } } },
	{ "DIVERT to port 1", 0, "DIVERT", { CHANGE(fw_redirpt, 1) } },
	{ "DIVERT to port 65535", 0, "DIVERT", { CHANGE(fw_redirpt, 65535) } },
	{ "DIVERT of protocol 47", 0, "DIVERT",
	  { CHANGE(fw_redirpt, 1), CHANGE(fw_proto, 47) } },
	{ "DIVERT of ICMP 8/0, logged and marked", 0, "DIVERT",
	  { CHANGE(fw_redirpt, 1), CHANGE(fw_flg, 9), CHANGE(fw_mark, 5) } },
};

static struct ip_fwuser changed(const struct trial *trial)
{
	struct ip_fwuser rule = rule_to(trial->target);
	size_t i;

	for (i = 0; i < 3; i++)
		apply(&rule.ipfw, &trial->changes[i]);
	return rule;
}

/* The last line of input is that of @rule, whole. */
static void stands_last(const struct ip_fwuser *rule, const char *what)
{
	char wanted[LINE_MAX_BYTES + 1];
	char *text = read_text(PROC_CHAINS);
	size_t length = strlen(text);

	format_line(wanted, "input", rule, 0, 0);
	claim_text(text + (length < strlen(wanted) ? 0 : length - strlen(wanted)), wanted,
		   "it is listed as it was sent: %s", what);
	free(text);
}

/* Through each of the four commands. Rule 1 of input is there to be replaced. */
static void try_rule(const struct ip_fwuser *rule, const char *what, int error)
{
	if (error) {
		refused(append("input", rule), error, "APPEND: %s", what);
		refused(insert("input", 1, rule), error, "INSERT: %s", what);
		refused(replace("input", 1, rule), error, "REPLACE: %s", what);
		refused(delete_like("input", rule), error, "DELETE: %s", what);
		return;
	}
	accepted(append("input", rule), "APPEND: %s", what);
	stands_last(rule, what);
	accepted(delete_like("input", rule), "DELETE: %s", what);
	accepted(insert("input", 1, rule), "INSERT: %s", what);
	prepared(delete_num("input", 2), "delete");
	stands_last(rule, what);
	prepared(append("input", rule), "append");
	accepted(replace("input", 1, rule), "REPLACE: %s", what);
	prepared(delete_num("input", 2), "delete");
	stands_last(rule, what);
}

static void try_all(const struct trial *trials, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		struct ip_fwuser rule = changed(&trials[i]);

		try_rule(&rule, trials[i].what, trials[i].error);
	}
}

#define TRY_ALL(trials) try_all(trials, sizeof(trials) / sizeof((trials)[0]))

/* S4.22-S4.27, S4.30 */
void group_rules(void)
{
	struct ip_fwuser first = rule_to("RETURN");

	prepared(create_chain("user"), "create chain");
	prepared(append("input", &first), "append");
	TRY_ALL(flags);
	TRY_ALL(ports);
	TRY_ALL(targets);

	first = rule_to("ACCEPT");
	claim_number(first.ipfw.fw_flg & IP_FW_F_WILDIF, 0, "a rule is sent without WILDIF");
	accepted(append("input", &first), "an empty interface name");
	claim_number(listed_rule("input", 2)->flags, IP_FW_F_WILDIF,
		     "WILDIF is added to an empty interface name");
	prepared(delete_num("input", 2), "delete");
	memcpy(first.ipfw.fw_vianame, "sixteen_letters!", 16);
	try_rule(&first, "an interface name of 16 characters without NUL", 0);
	strcpy(first.ipfw.fw_vianame, "nothere0");
	try_rule(&first, "an interface that does not exist", 0);
}
