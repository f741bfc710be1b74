// SPDX-License-Identifier: GPL-2.0-only
/*
 * A program that uses libipfwc as another program would (S6.77): every function once at least,
 * on the kernel of fake_kernel.h. Prints what each returned, and errno where it failed.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../libipfwc.h"

static void say(const char *what, int result)
{
	printf("%s %d%s%s\n", what, result, result ? "" : " ", result ? "" : strerrorname_np(errno));
}

static struct ip_fwuser rule_to(const char *target)
{
	struct ip_fwuser rule = { .ipfw = {
		.fw_spts = { 0, 0xFFFF }, .fw_dpts = { 0, 0xFFFF }, .fw_tosand = 0xFF,
	} };

	strncpy(rule.label, target, sizeof(rule.label) - 1);
	return rule;
}

static void read_back(void)
{
	unsigned int chains = 0, rules = 0;
	struct ipfwc_fwchain *chain = ipfwc_get_chainnames(&chains);
	struct ipfwc_fwrule *rule = ipfwc_get_rules(&rules, 0);

	if (!chain || !rule)
		exit(1);
	printf("chains %u: the last is %s, %d references\n", chains, chain[chains - 1].label,
	       chain[chains - 1].refcnt);
	for (unsigned int i = 0; i < rules; i++)
		printf("rule %s %s\n", rule[i].chain, rule[i].fw.label);
	free(chain);
	free(rule);
}

int main(void)
{
	struct ip_fwuser deny = rule_to("DENY"), accept = rule_to("ACCEPT"), jump = rule_to("u");

	say("create", ipfwc_create_chain("u"));
	say("create again", ipfwc_create_chain("u"));
	say("append", ipfwc_append_entry("input", &deny));
	say("append to none", ipfwc_append_entry("none", &deny));
	say("insert", ipfwc_insert_entry("input", &accept, 1));
	say("insert too far", ipfwc_insert_entry("input", &accept, 9));
	say("append jump", ipfwc_append_entry("input", &jump));
	read_back();
	say("delete used", ipfwc_delete_chain("u"));
	say("delete number", ipfwc_delete_num_entry("input", 1));
	say("policy", ipfwc_set_policy("input", "DENY"));
	say("flush", ipfwc_flush_entries("input"));
	say("flush none", ipfwc_flush_entries("none"));
	printf("which means: %s\n", ipfwc_strerror(errno));
	say("delete chain", ipfwc_delete_chain("u"));
	printf("errno 0 means: %s\n", ipfwc_strerror(0));
	/* what the fake chains do not have; a fake kernel without chains answers */
	unsetenv("FAKE_STATE");
	say("replace", ipfwc_replace_entry("input", &jump, 2));
	say("delete", ipfwc_delete_entry("input", &jump));
	say("zero", ipfwc_zero_entries("input"));
	setenv("FAKE_ERRNO", "110", 1);
	printf("check: %s\n", ipfwc_check_packet("input", &deny));
	return ipfwc_get_raw_socket() < 0;
}
