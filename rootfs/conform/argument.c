/* SPDX-License-Identifier: GPL-2.0-only */
/* argument.c - one good argument of each command; command.h says what it looks like. */
#include <string.h>

#include "command.h"

const struct command commands[COMMANDS] = {
	{ IP_FW_APPEND, "APPEND", sizeof(struct ip_fwchange) },
	{ IP_FW_REPLACE, "REPLACE", sizeof(struct ip_fwnew) },
	{ IP_FW_DELETE_NUM, "DELETE_NUM", sizeof(struct ip_fwdelnum) },
	{ IP_FW_DELETE, "DELETE", sizeof(struct ip_fwchange) },
	{ IP_FW_INSERT, "INSERT", sizeof(struct ip_fwnew) },
	{ IP_FW_FLUSH, "FLUSH", sizeof(ip_chainlabel) },
	{ IP_FW_ZERO, "ZERO", sizeof(ip_chainlabel) },
	{ IP_FW_CHECK, "CHECK", sizeof(struct ip_fwtest) },
	{ IP_FW_CREATECHAIN, "CREATECHAIN", sizeof(ip_chainlabel) },
	{ IP_FW_DELETECHAIN, "DELETECHAIN", sizeof(ip_chainlabel) },
	{ IP_FW_POLICY, "POLICY", sizeof(struct ip_fwpolicy) },
};

static socklen_t make_change(const char *chain, unsigned char *argument)
{
	struct ip_fwchange change;

	memset(&change, GARBAGE, sizeof(change));
	change.fwc_rule = rule_to("");
	set_label(change.fwc_label, chain);
	memcpy(argument, &change, sizeof(change));
	return sizeof(change);
}

static socklen_t make_new(const char *chain, unsigned char *argument)
{
	struct ip_fwnew new;

	memset(&new, GARBAGE, sizeof(new));
	new.fwn_rulenum = 1;
	new.fwn_rule = rule_to("");
	set_label(new.fwn_label, chain);
	memcpy(argument, &new, sizeof(new));
	return sizeof(new);
}

static socklen_t make_delnum(const char *chain, unsigned char *argument)
{
	struct ip_fwdelnum delnum;

	memset(&delnum, GARBAGE, sizeof(delnum));
	delnum.fwd_rulenum = 1;
	set_label(delnum.fwd_label, chain);
	memcpy(argument, &delnum, sizeof(delnum));
	return sizeof(delnum);
}

static socklen_t make_test(const char *chain, unsigned char *argument)
{
	struct ip_fwtest test;

	memset(&test, GARBAGE, sizeof(test));
	test.fwt_packet = tcp_packet();
	set_label(test.fwt_label, chain);
	memcpy(argument, &test, sizeof(test));
	return sizeof(test);
}

static socklen_t make_policy(const char *chain, unsigned char *argument)
{
	struct ip_fwpolicy policy;

	memset(&policy, GARBAGE, sizeof(policy));
	set_label(policy.fwp_policy, "ACCEPT");
	set_label(policy.fwp_label, chain);
	memcpy(argument, &policy, sizeof(policy));
	return sizeof(policy);
}

socklen_t make_argument(int option, const char *chain, unsigned char argument[ARGUMENT_MAX])
{
	switch (option) {
	case IP_FW_APPEND:
	case IP_FW_DELETE:
		return make_change(chain, argument);
	case IP_FW_REPLACE:
	case IP_FW_INSERT:
		return make_new(chain, argument);
	case IP_FW_DELETE_NUM:
		return make_delnum(chain, argument);
	case IP_FW_CHECK:
		return make_test(chain, argument);
	case IP_FW_POLICY:
		return make_policy(chain, argument);
	default:
		set_label((char *)argument, chain);
		return sizeof(ip_chainlabel);
	}
}
