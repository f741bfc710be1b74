/* SPDX-License-Identifier: GPL-2.0-only */
/* abi_chains.c - CREATECHAIN, DELETECHAIN, FLUSH, ZERO, and what counts as a reference */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answer.h"
#include "claim.h"
#include "command.h"
#include "flows.h"
#include "groups.h"
#include "listing.h"

#define PORT 7002

static void refs_are(const char *chain, int wanted, const char *when)
{
	claim_number((unsigned long)listed_chain(chain)->refs, (unsigned long)wanted,
		     "%s has %d references %s", chain, wanted, when);
}

/* S1.4-S1.8, S4.40 */
void group_create(void)
{
	static const char *const reserved[] = {
		"", "-", "ACCEPT", "DENY", "REJECT", "MASQ", "REDIRECT", "RETURN", "DIVERT",
	};
	static const char *const names[] = { "later", "8letters", "INPUT", "a", "accept", "ACCEPTS" };
	char *text;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		accepted(create_chain(names[i]), "a chain called %s", names[i]);
	text = read_text(PROC_NAMES);
	claim_text(strstr(text, "later"), "later - 0 0 0 0 0\n8letters - 0 0 0 0 0\n"
		   "INPUT - 0 0 0 0 0\na - 0 0 0 0 0\naccept - 0 0 0 0 0\nACCEPTS - 0 0 0 0 0\n",
		   "they stand last, as they were made, without policy or references");
	free(text);
	refused(create_chain("later"), EEXIST, "a user chain that exists");
	refused(create_chain("input"), EEXIST, "input");
	refused(create_chain("forward"), EEXIST, "forward");
	refused(create_chain("output"), EEXIST, "output");
	refused(create_chain("9_letters"), EINVAL, "a label without NUL");
	for (i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		refused(create_chain(reserved[i]), EINVAL, "a chain called `%s'", reserved[i]);
	prepared(delete_chain("8letters"), "delete chain");
	accepted(create_chain("8letters"), "a name that was deleted");
	text = read_text(PROC_NAMES);
	claim_text(strstr(text, "ACCEPTS"), "ACCEPTS - 0 0 0 0 0\n8letters - 0 0 0 0 0\n",
		   "it stands last now");
	free(text);
}

/* S1.9, S1.11, S4.41 */
void group_destroy(void)
{
	struct ip_fwuser jump = rule_to("user");
	struct ip_fwuser rule = rule_to("");

	refused(delete_chain("input"), EBUSY, "input");
	refused(delete_chain("forward"), EBUSY, "forward");
	refused(delete_chain("output"), EBUSY, "output");
	refused(delete_chain("nochain"), ENOENT, "a chain that does not exist");
	refused(delete_chain("ACCEPT"), ENOENT, "a target that is no chain");
	refused(delete_chain("unending!"), EINVAL, "a label without NUL");
	prepared(create_chain("user"), "create chain");
	prepared(append("user", &rule), "append");
	refused(delete_chain("user"), ENOTEMPTY, "a chain with a rule");
	prepared(append("input", &jump), "append");
	refused(delete_chain("user"), EBUSY, "a chain with a rule and a reference");
	prepared(flush_chain("user"), "flush");
	refused(delete_chain("user"), EBUSY, "an empty chain with a reference");
	prepared(flush_chain("input"), "flush");
	accepted(delete_chain("user"), "an empty chain without references");
	refused(delete_chain("user"), ENOENT, "the chain that is gone");
	prepared(create_chain("user"), "create chain");
	prepared(append("user", &jump), "append");
	refused(delete_chain("user"), EBUSY, "a chain that only its own rule refers to");
}

/* S1.9, S1.10, S2.48 */
void group_refs(void)
{
	struct ip_fwuser jump = rule_to("user");
	struct ip_fwuser other = rule_to("ACCEPT");
	int i;

	prepared(create_chain("user"), "create chain");
	refs_are("user", 0, "when it is new");
	accepted(append("input", &jump), "an appended jump");
	refs_are("user", 1, "then");
	accepted(insert("output", 1, &jump), "an inserted jump");
	refs_are("user", 2, "then");
	accepted(replace("input", 1, &other), "another target instead of a jump");
	refs_are("user", 1, "then");
	accepted(delete_like("output", &jump), "a jump deleted by content");
	refs_are("user", 0, "then");
	for (i = 0; i < 3; i++)
		prepared(append("forward", &jump), "append");
	accepted(append("user", &jump), "a jump of the chain to itself");
	refs_are("user", 4, "with three jumps in forward and its own");
	accepted(delete_num("forward", 2), "a jump deleted by number");
	refs_are("user", 3, "then");
	accepted(flush_chain("forward"), "a flush of two jumps");
	refs_are("user", 1, "then");
	accepted(flush_chain("user"), "a flush of its own jump");
	refs_are("user", 0, "then");
	refs_are("input", 1, "whatever happens");
	accepted(delete_chain("user"), "unreferenced it can be deleted");
}

/* Three datagrams of 84 bytes, decided by input's policy behind a rule that counts them. */
static void count_three(void)
{
	struct ip_fwuser rule = rule_to("");
	int receiver = flow_receiver(PORT);
	int i;

	rule.ipfw.fw_proto = 17;
	prepared(append("input", &rule), "append");
	prepared(append("output", &rule), "append");
	for (i = 0; i < 3; i++)
		must(flow_send(PORT, 56), "send");
	claim_number(listed_rule("input", 1)->packets, 3, "input's rule has counted");
	claim_number(listed_rule("output", 1)->bytes, 252, "so has output's");
	close(receiver);
	remember();
}

/* S4.38 */
void group_flush(void)
{
	struct listed_chain before;
	struct ip_fwuser rule = rule_to("RETURN");

	prepared(set_policy("forward", "DENY"), "policy");
	count_three();
	before = *listed_chain("input");
	prepared(append("input", &rule), "append");
	accepted(flush_chain("input"), "a chain with two rules");
	claim_text(marks("input"), "", "both are gone");
	claim_number(listed_rule("output", 1)->packets, 3, "other chains keep their rules");
	claim(before.packets >= 3, "the policy had decided three packets at least");
	claim_number(listed_chain("input")->packets, before.packets,
		     "the policy's counters stay");
	accepted(flush_chain("input"), "a chain that is empty");
	accepted(flush_chain("forward"), "a chain with another policy");
	claim_text(listed_chain("forward")->policy, "DENY", "the policy stays");
	refused(flush_chain("nochain"), ENOENT, "a chain that does not exist");
	refused(flush_chain("unending!"), EINVAL, "a label without NUL");
	prepared(create_chain("user"), "create chain");
	accepted(flush_chain("user"), "a user chain");
	claim_text(listed_chain("user")->policy, "-", "the user chain is still there");
}

/* S4.39, S2.55, S1.15 */
void group_zero(void)
{
	struct listed_chain before;

	count_three();
	before = *listed_chain("input");
	claim(before.packets >= 3, "the policy has decided three packets at least");
	accepted(zero_chain("input"), "a chain with counters");
	claim_number(listed_rule("input", 1)->packets + listed_rule("input", 1)->bytes, 0,
		     "its rules begin at 0");
	claim_number(listed_rule("output", 1)->packets, 3, "those of other chains do not");
	claim_number(listed_chain("input")->packets, before.packets,
		     "the policy's packets stay");
	claim_number(listed_chain("input")->bytes, before.bytes, "and its bytes");
	accepted(set_policy("input", "DENY"), "another policy");
	claim_number(listed_chain("input")->packets, before.packets, "keeps them, too");
	refused(zero_chain("nochain"), ENOENT, "a chain that does not exist");
	refused(zero_chain("unending!"), EINVAL, "a label without NUL");
}
