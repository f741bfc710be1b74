/* SPDX-License-Identifier: GPL-2.0-only */
/* proc_lines.c - the text of both files: formats, widths, order, and the programs that parse it */
#include <arpa/inet.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "answer.h"
#include "claim.h"
#include "command.h"
#include "flows.h"
#include "groups.h"
#include "listing.h"

#define PORT 7011
/*
 * The format's longest line has 190 characters. Each counter of 0 has 9 columns, one less than the
 * largest; and a rule with two ports of five digits has a protocol of two digits instead of five.
 */
#define LONGEST_LEGAL (LINE_MAX_BYTES - 4 - 3)

static void text_is(const char *path, const char *wanted, const char *sentence)
{
	char *text = read_text(path);

	claim_text(text, wanted, "%s", sentence);
	free(text);
}

/* In a namespace that has seen no packet. */
static void fresh_names(void)
{
	struct ip_fwuser jump = rule_to("abcdefgh");

	if (unshare(CLONE_NEWNET))
		give_up("unshare(CLONE_NEWNET)");
	command_open(SOCK_DGRAM, 0);
	text_is(PROC_NAMES, "input ACCEPT 1 0 0 0 0\nforward ACCEPT 1 0 0 0 0\n"
		"output ACCEPT 1 0 0 0 0\n", "three lines, no header, no padding");
	must(create_chain("abcdefgh"), "create chain");
	must(create_chain("x"), "create chain");
	must(append("input", &jump), "append");
	must(append("output", &jump), "append");
	must(set_policy("input", "DENY"), "policy");
	must(set_policy("forward", "REJECT"), "policy");
	text_is(PROC_NAMES, "input DENY 1 0 0 0 0\nforward REJECT 1 0 0 0 0\n"
		"output ACCEPT 1 0 0 0 0\nabcdefgh - 2 0 0 0 0\nx - 0 0 0 0 0\n",
		"policies as words, - for user chains, references as they are");
}

/* S5.2, S5.3, S5.5 */
void group_names(void)
{
	struct listed_chain before, after;
	int receiver = flow_receiver(PORT);
	int i;

	in_child(fresh_names);
	before = *listed_chain("input");
	for (i = 0; i < 5; i++)
		must(flow_send(PORT, 56), "send");
	claim(flow_receive(receiver), "datagrams arrive");
	after = *listed_chain("input");
	claim_number(after.packets - before.packets, 5, "the policy counts packets");
	claim_number(after.bytes - before.bytes, 420, "and bytes");
	claim_number(listed_chain("forward")->packets, 0, "each chain its own");
	close(receiver);
}

static struct ip_fwuser long_rule(void)
{
	struct ip_fwuser rule = rule_to("chainlab");

	memset(&rule.ipfw, 0xFF, sizeof(rule.ipfw));
	rule.ipfw.fw_flg = IP_FW_F_MASK;
	rule.ipfw.fw_invflg = 0xFFFF & ~IP_FW_INV_PROTO;
	rule.ipfw.fw_proto = 17;
	memcpy(rule.ipfw.fw_vianame, "sixteen_letters!", 16);
	return rule;
}

/* S5.7-S5.10 */
void group_lines(void)
{
	struct ip_fwuser rule = rule_divert(1234);
	char line[LINE_MAX_BYTES + 1];
	char *text;

	text_is(PROC_CHAINS, "", "without a rule there is no line");
	rule.ipfw.fw_proto = 1;
	must(append("input", &rule), "append");
	text_is(PROC_CHAINS, "    input 00000000/00000000->00000000/00000000 - 10 0 1 0         "
		"0         0         0         0-65535 0-65535 AFF X00 000004D2 0 0    DIVERT\n",
		"the line of -A input -p icmp -j DIVERT 1234");
	reset_rules();

	rule = rule_marked(7, "REJECT");
	rule.ipfw.fw_src.s_addr = htonl(0x0A010203);
	rule.ipfw.fw_smsk.s_addr = htonl(0xFFFFFFFF);
	rule.ipfw.fw_dst.s_addr = htonl(0x0A000000);
	rule.ipfw.fw_dmsk.s_addr = htonl(0xFF000000);
	strcpy(rule.ipfw.fw_vianame, "eth");
	rule.ipfw.fw_flg = IP_FW_F_PRN | IP_FW_F_TCPSYN | IP_FW_F_MARKABS | IP_FW_F_WILDIF;
	rule.ipfw.fw_invflg = IP_FW_INV_DSTIP;
	rule.ipfw.fw_proto = 6;
	rule.ipfw.fw_spts[0] = 1024;
	rule.ipfw.fw_dpts[0] = 80;
	rule.ipfw.fw_dpts[1] = 80;
	rule.ipfw.fw_tosand = 0x01;
	rule.ipfw.fw_tosxor = 0x10;
	must(append("output", &rule), "append");
	text_is(PROC_CHAINS, "   output 0A010203/FFFFFFFF->0A000000/FF000000 eth 1B 2 6 0         "
		"0         0         0         1024-65535 80-80 A01 X10 00000000 7 0    REJECT\n",
		"a line in which every member says something");
	reset_rules();

	rule = long_rule();
	must(create_chain("chainlab"), "create chain");
	must(append("chainlab", &rule), "append");
	text = read_text(PROC_CHAINS);
	claim_number(strlen(text), LONGEST_LEGAL, "the longest line a new rule can have");
	format_line(line, "chainlab", &rule, 0, 0);
	claim_text(text, line, "mark 4294967295 is decimal, redirect port 0000FFFF hex");
	claim(strstr(text, " 0000FFFF 4294967295 65535  chainlab\n"), "and so it ends");
	free(text);
}

/* S1.5, S5.6 */
void group_order(void)
{
	static const char *const labels[] = {
		"zebra", "output", "forward", "apple", "input", "zebra", "output", "input",
	};
	static const char *const wanted[] = {
		"input 5", "input 8", "forward 3", "output 2", "output 7", "zebra 1", "zebra 6",
		"apple 4",
	};
	struct listed_rule *rules;
	struct ip_fwuser rule;
	uint32_t i;

	must(create_chain("zebra"), "create chain");
	must(create_chain("empty"), "create chain");
	must(create_chain("apple"), "create chain");
	for (i = 0; i < 8; i++) {
		rule = rule_marked(i + 1, "");
		must(append(labels[i], &rule), "append");
	}
	claim_number(list_rules(&rules), 8, "eight rules are eight lines");
	for (i = 0; i < 8; i++)
		claim(!strncmp(rules[i].label, wanted[i], strlen(rules[i].label)) &&
		      rules[i].mark == (uint32_t)(wanted[i][strlen(wanted[i]) - 1] - '0'),
		      "line %u is that of chain and rule %s", i + 1, wanted[i]);
}

/* S5.11, S4.59, Q23: as clients of 2.2 read it, and as the file is with DIVERT in it. */
void group_clients(void)
{
	struct ip_fwuser rules[] = { rule_divert(1234), rule_to(""), rule_to("ACCEPT") };
	struct listed_rule *listed;
	size_t i;

	for (i = 0; i < 3; i++)
		must(append("input", &rules[i]), "append");
	claim_number(list_rules(&listed), 3, "one scanf of 23 conversions takes each line apart");
	claim_text(listed[0].target, "DIVERT", "DIVERT is a target like others");
	claim_number(listed[0].redirect, 1234, "its port stands where that of REDIRECT does");
	claim_text(listed[1].target, "-", "- is no target");
	claim_text(listed[1].via, "-", "- is no interface");
	/* as libdnet does: a zeroed structure, addresses and verdict only */
	memset(&rules[0].ipfw, 0, sizeof(rules[0].ipfw));
	rules[0].ipfw.fw_proto = 6;
	rules[0].ipfw.fw_spts[1] = 65535;
	rules[0].ipfw.fw_dpts[1] = 65535;
	set_label(rules[0].label, "DENY");
	accepted(append("output", &rules[0]), "a rule with zeroed TOS masks");
	claim_number(listed_rule("output", 1)->tosand, 0, "they are stored as they came");
	accepted(delete_like("output", &rules[0]), "and deleted by the same bytes");
}
