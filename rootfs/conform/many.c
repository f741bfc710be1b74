/* SPDX-License-Identifier: GPL-2.0-only */
/* many.c - 10,000 rules and 1,000 user chains: accepted, listed, walked, and gone again */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answer.h"
#include "claim.h"
#include "command.h"
#include "groups.h"
#include "listing.h"

#define RULES 10000U
#define CHAINS 1000U
#define PIECE 4096

/* Rules for an address no packet has, marked from 1 to @n. */
static void fill(const char *chain, uint32_t n)
{
	struct ip_fwuser rule = rule_to("DENY");

	rule.ipfw.fw_smsk.s_addr = 0xFFFFFFFF;
	for (rule.ipfw.fw_mark = 1; rule.ipfw.fw_mark <= n; rule.ipfw.fw_mark++)
		must(append(chain, &rule), "append");
}

/* How many of the listed rules of @chain have the mark that belongs at their place. */
static uint32_t in_place(const char *chain)
{
	struct listed_rule *rules;
	size_t n = list_rules(&rules);
	uint32_t good = 0;
	uint32_t num = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (!strcmp(rules[i].label, chain) && rules[i].mark == ++num)
			good++;
	return good;
}

static int check(const char *chain)
{
	struct ip_fwpkt packet = tcp_packet();

	return check_packet(chain, &packet);
}

void group_many_rules(void)
{
	struct ip_fwuser rule = rule_marked(RULES + 1, "REJECT");

	fill("input", RULES);
	claim_number(in_place("input"), RULES, "%u rules are listed, each once, in order", RULES);
	claim_errno(check("input"), 0, "a packet that none of them matches comes to the policy");
	claim_errno(append("input", &rule), 0, "one more rule");
	claim_errno(check("input"), ECONNREFUSED, "is met behind all of them");
	claim_errno(delete_num("input", RULES + 2), ENOENT, "number %u does not exist", RULES + 2);
	claim_errno(delete_num("input", RULES + 1), 0, "number %u does", RULES + 1);
	claim_errno(delete_num("input", RULES / 2), 0, "nor need a rule be the last to go");
	claim_number(in_place("input"), RULES / 2 - 1, "those behind it move up");
	claim_errno(flush_chain("input"), 0, "all can be flushed");
	claim_number(in_place("input"), 0, "and are gone");
}

static const char *label(uint32_t i)
{
	static char text[16];

	snprintf(text, sizeof(text), "c%u", i);
	return text;
}

/* Chain i jumps to chain i + 1. Labels are made in turn: one static buffer is enough. */
static void link_chains(void)
{
	struct ip_fwuser rule;
	uint32_t i;

	for (i = 1; i <= CHAINS; i++)
		must(create_chain(label(i)), "create chain");
	for (i = 1; i < CHAINS; i++) {
		rule = rule_to(label(i + 1));
		must(append(label(i), &rule), "append");
	}
	rule = rule_to(label(1));
	must(append("input", &rule), "append");
}

/* S2.50 */
void group_many_chains(void)
{
	struct ip_fwuser rule = rule_to("REJECT");
	struct listed_chain *chains;
	uint32_t good = 0;
	uint32_t i;

	link_chains();
	claim_number(list_chains(&chains), CHAINS + 3, "%u user chains are listed", CHAINS);
	for (i = 1; i <= CHAINS; i++)
		good += !strcmp(chains[i + 2].label, label(i)) && chains[i + 2].refs == 1;
	claim_number(good, CHAINS, "in the order in which they were made, each referred to once");
	claim_errno(check("input"), 0, "a packet goes down all of them, and back to the policy");
	claim_errno(append(label(CHAINS), &rule), 0, "a rule in the last chain");
	claim_errno(check("input"), ECONNREFUSED, "is met");
	claim_errno(check(label(CHAINS / 2)), ECONNREFUSED, "also from the middle on");
	rule = rule_to(label(1));
	must(replace(label(CHAINS), 1, &rule), "replace");
	claim_errno(check("input"), ELOOP, "a jump back to the first of them is a loop");
	claim_errno(delete_chain(label(CHAINS)), EBUSY, "none of them can be deleted");
	for (good = 0, i = 1; i <= CHAINS; i++)
		good += !flush_chain(label(i));
	claim_errno(flush_chain("input"), 0, "once all are flushed");
	for (i = 1; i <= CHAINS; i++)
		good += !delete_chain(label(i));
	claim_number(good, 2 * CHAINS, "they can");
	claim_number(list_chains(&chains), 3, "and are gone");
}

/* Reads one piece of the file; the number of whole and half lines it has had so far. */
static size_t read_piece(int fd, char **text, size_t used)
{
	ssize_t n;

	*text = realloc(*text, used + PIECE + 1);
	if (!*text)
		give_up("realloc");
	n = read(fd, *text + used, PIECE);
	if (n < 0)
		give_up("read %s", PROC_CHAINS);
	(*text)[used + (size_t)n] = '\0';
	return (size_t)n;
}

/* Lines of @text that parse and have the marks 1, 2, 3 ... in this order; all, or it is 0. */
static uint32_t ordered(const char *text)
{
	struct listed_rule rule;
	uint32_t n = 0;

	for (; *text; text = next_line(text))
		if (!strchr(text, '\n') || !parse_rule(text, &rule) || rule.mark != ++n)
			return 0;
	return n;
}

/* T-P10: between any two reads the last chain gets another rule. */
void group_growing(void)
{
	int fd = open(PROC_CHAINS, O_RDONLY | O_CLOEXEC);
	struct ip_fwuser rule = rule_marked(RULES, "");
	char *text = NULL;
	size_t used = 0;
	uint32_t appended = 0;
	uint32_t listed;
	size_t n;

	if (fd < 0)
		give_up("open %s", PROC_CHAINS);
	fill("output", RULES);
	while ((n = read_piece(fd, &text, used))) {
		used += n;
		if (appended < RULES / 10) {
			rule.ipfw.fw_mark++;
			must(append("output", &rule), "append");
			appended++;
		}
	}
	close(fd);
	listed = ordered(text);
	claim(listed >= RULES, "each of %u rules is listed once, in order, while others are added",
	      RULES);
	claim(appended > 100, "many were added meanwhile (%u)", appended);
	claim(listed <= RULES + appended, "none is listed that there never was");
	free(text);
}
