/* SPDX-License-Identifier: GPL-2.0-only */
/* abi_place.c - INSERT and REPLACE: positions, counters, references */
#include <errno.h>
#include <stdint.h>
#include <unistd.h>

#include "answer.h"
#include "claim.h"
#include "command.h"
#include "flows.h"
#include "groups.h"
#include "listing.h"

#define PORT 7001

static struct ip_fwuser numbered(uint32_t mark)
{
	return rule_marked(mark, "RETURN");
}

/* S4.32 */
void group_insert(void)
{
	struct ip_fwuser rule = numbered(1);

	refused(insert("input", 2, &rule), EINVAL, "number 2 of an empty chain");
	refused(insert("input", 0, &rule), EINVAL, "number 0 of an empty chain");
	accepted(insert("input", 1, &rule), "number 1 of an empty chain");
	rule = numbered(2);
	prepared(append("input", &rule), "append");

	rule = numbered(3);
	refused(insert("input", 0, &rule), EINVAL, "number 0 of two rules");
	refused(insert("input", 4, &rule), EINVAL, "number 4 of two rules");
	refused(insert("input", UINT32_MAX, &rule), EINVAL, "number 4294967295");
	refused(insert("input", INT32_MAX, &rule), EINVAL, "number 2147483647");
	accepted(insert("input", 3, &rule), "number 3 of two rules");
	claim_text(marks("input"), "1 2 3", "behind the last rule it is the last");
	rule = numbered(4);
	accepted(insert("input", 2, &rule), "number 2 of three rules");
	claim_text(marks("input"), "1 4 2 3", "it has the number asked for");
	rule = numbered(5);
	accepted(insert("input", 1, &rule), "number 1 of four rules");
	claim_text(marks("input"), "5 1 4 2 3", "number 1 stands before all others");
	claim_number(listed_rule("input", 1)->packets, 0, "its counters are 0");
	refused(insert("nochain", 1, &rule), ENOENT, "a chain that does not exist");
	rule = rule_to("nochain");
	refused(insert("input", 1, &rule), ENOENT, "a target that does not exist");
}

static void count_five(void)
{
	struct ip_fwuser rule = numbered(1);
	int receiver = flow_receiver(PORT);
	int i;

	rule.ipfw.fw_proto = 17;
	rule.ipfw.fw_dpts[0] = PORT;
	rule.ipfw.fw_dpts[1] = PORT;
	prepared(append("input", &rule), "append");
	for (i = 0; i < 5; i++)
		must(flow_send(PORT, 56), "send");
	claim_number(listed_rule("input", 1)->packets, 5, "the rule has counted 5 packets");
	claim_number(listed_rule("input", 1)->bytes, 420, "and 420 bytes");
	close(receiver);
	remember();
}

static void replace_positions(void)
{
	struct ip_fwuser rule = numbered(7);

	refused(replace("forward", 1, &rule), EINVAL, "number 1 of an empty chain");
	refused(replace("forward", 0, &rule), EINVAL, "number 0 of an empty chain");
	refused(replace("input", 0, &rule), EINVAL, "number 0 of two rules");
	refused(replace("input", 3, &rule), EINVAL, "number 3 of two rules");
	refused(replace("input", UINT32_MAX, &rule), EINVAL, "number 4294967295");
	refused(replace("nochain", 1, &rule), ENOENT, "a chain that does not exist");
	accepted(replace("input", 2, &rule), "number 2 of two rules");
}

static void replace_references(void)
{
	struct ip_fwuser jump = rule_to("first");

	prepared(create_chain("first"), "create chain");
	prepared(create_chain("second"), "create chain");
	prepared(replace("input", 1, &jump), "replace");
	jump = rule_to("second");
	refused(replace("input", 3, &jump), EINVAL, "a jump to a number that does not exist");
	claim_number(listed_chain("second")->refs, 0, "a refused jump is no reference");
	accepted(replace("input", 1, &jump), "a jump by another jump");
	claim_number(listed_chain("first")->refs, 0, "the old target has one reference less");
	claim_number(listed_chain("second")->refs, 1, "the new target one more");
	accepted(replace("input", 1, &jump), "a jump by itself");
	claim_number(listed_chain("second")->refs, 1, "which has one reference still");
}

/* S4.33, S2.54, S4.28 */
void group_replace(void)
{
	struct ip_fwuser rule = numbered(2);

	count_five();
	prepared(append("input", &rule), "append");
	rule = rule_marked(9, "ACCEPT");
	accepted(replace("input", 1, &rule), "number 1 of two rules");
	claim_text(marks("input"), "9 2", "the new rule stands where the old one stood");
	claim_text(listed_rule("input", 1)->target, "ACCEPT", "with its own target");
	claim_number(listed_rule("input", 1)->packets, 5, "it keeps the count of packets");
	claim_number(listed_rule("input", 1)->bytes, 420, "and that of bytes");
	replace_positions();
	claim_text(marks("input"), "9 7", "the other rules have stayed");
	replace_references();
}
