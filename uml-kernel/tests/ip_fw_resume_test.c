// SPDX-License-Identifier: GPL-2.0-only
/*
 * Resume points while the rules change (S7.80, S7.83).
 */
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/string.h>
#include "ip_fw_core.h"
#include "ip_fw_world.h"

#define RULE_OF_ANY	{ .fw_spts = { 0, 0xFFFF }, .fw_dpts = { 0, 0xFFFF } }

static struct ipfw_rule *spare_rule(struct kunit *test, struct world *w)
{
	struct ip_fwuser user = {
		.ipfw = RULE_OF_ANY,
	};
	struct ipfw_rule *rule = ipfw_rule_make(&w->fw, &user);

	KUNIT_ASSERT_FALSE(test, IS_ERR(rule));
	return rule;
}

/* Other rules may come and go; that of the path keeps its identity. */
static void resume_behind_a_moved_rule(struct kunit *test)
{
	struct ipfw_facts facts;
	struct world *w = world_of(test, "input -, input >a, a -, a 5, a -",
				      &facts);
	struct ipfw_chain *a = w->chains[3];

	KUNIT_ASSERT_EQ(test, world_ask(w, &facts), 0);
	KUNIT_ASSERT_EQ(test, w->walked.n_path, 2);
	ipfw_chain_delete_num(&w->fw, w->chains[IPFW_INPUT], 1);
	ipfw_chain_insert(&w->fw, a, spare_rule(test, w), 1);
	ipfw_chain_insert(&w->fw, a, spare_rule(test, w), 4);
	KUNIT_EXPECT_EQ(test, world_resume(w, &facts, IPFW_INPUT, w->ids, 2), 0);
	KUNIT_ASSERT_EQ(test, w->walked.n_steps, 4);
	KUNIT_EXPECT_EQ(test, w->walked.steps[0].place.rule, 4);
	KUNIT_EXPECT_EQ(test, w->walked.steps[1].place.rule, 5);
	world_end(w);
}

static void resume_behind_a_deleted_rule(struct kunit *test)
{
	struct ipfw_facts facts;
	struct world *w = world_of(test, "input >a, a 5, a -", &facts);

	KUNIT_ASSERT_EQ(test, world_ask(w, &facts), 0);
	ipfw_chain_delete_num(&w->fw, w->chains[3], 1);
	KUNIT_EXPECT_EQ(test, world_resume(w, &facts, IPFW_INPUT, w->ids, 2),
			-ESTALE);
	KUNIT_EXPECT_EQ(test, w->walked.n_steps, 0);
	world_end(w);
}

static void resume_behind_a_replaced_jump(struct kunit *test)
{
	struct ipfw_facts facts;
	struct world *w = world_of(test, "input >a, a 5, a -", &facts);
	struct ip_fwuser user = { .ipfw = RULE_OF_ANY, .label = "a" };
	struct ipfw_rule *jump;

	KUNIT_ASSERT_EQ(test, world_ask(w, &facts), 0);
	jump = ipfw_rule_make(&w->fw, &user);
	KUNIT_ASSERT_FALSE(test, IS_ERR(jump));
	KUNIT_ASSERT_EQ(test, 0, ipfw_chain_replace(&w->fw,
						    w->chains[IPFW_INPUT],
						    jump, 1));
	KUNIT_EXPECT_EQ(test, w->chains[3]->refs, 1);
	KUNIT_EXPECT_EQ(test, world_resume(w, &facts, IPFW_INPUT, w->ids, 2),
			-ESTALE);
	world_end(w);
}

static void resume_behind_a_flushed_rule(struct kunit *test)
{
	struct ipfw_facts facts;
	struct world *w = world_of(test, "input >a, a 5, a -", &facts);

	KUNIT_ASSERT_EQ(test, world_ask(w, &facts), 0);
	ipfw_chain_flush(&w->fw, w->chains[IPFW_INPUT]);
	KUNIT_EXPECT_EQ(test, w->chains[3]->refs, 0);
	KUNIT_EXPECT_EQ(test, world_resume(w, &facts, IPFW_INPUT, w->ids, 2),
			-ESTALE);
	world_end(w);
}

/* A path that no walk from there can have made is not followed. */
static void resume_from_elsewhere(struct kunit *test)
{
	struct ipfw_facts facts;
	struct world *w = world_of(test, "input >a, a 5, a -", &facts);

	KUNIT_ASSERT_EQ(test, world_ask(w, &facts), 0);
	KUNIT_EXPECT_EQ(test, world_resume(w, &facts, IPFW_OUTPUT, w->ids, 2),
			-ESTALE);
	KUNIT_EXPECT_EQ(test, world_resume(w, &facts, IPFW_INPUT, w->ids + 1, 1),
			-ESTALE);
	KUNIT_EXPECT_EQ(test, world_resume(w, &facts, IPFW_INPUT, w->ids, 0),
			-ESTALE);
	world_end(w);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(resume_behind_a_moved_rule),
	KUNIT_CASE(resume_behind_a_deleted_rule),
	KUNIT_CASE(resume_behind_a_replaced_jump),
	KUNIT_CASE(resume_behind_a_flushed_rule),
	KUNIT_CASE(resume_from_elsewhere),
	{}
};

static struct kunit_suite suite = {
	.name = "ip_fw_resume",
	.test_cases = cases,
};

kunit_test_suite(suite);
