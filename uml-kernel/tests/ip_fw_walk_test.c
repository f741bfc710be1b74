// SPDX-License-Identifier: GPL-2.0-only
/*
 * The walk through the chains (S2.43-S2.51, S7.78-S7.81): a table of rules and
 * ways, which the reference model must take as well.
 */
#include <kunit/test.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "ip_fw_core.h"
#include "ip_fw_world.h"

/* Rules and way as in ip_fw_world.h. */
struct walk_case {
	const char *name;
	const char *rules;
	const char *way;
	const char *start;	/* input unless given */
	const char *resume;	/* places, outermost jump first */
	unsigned int exempt;
	unsigned int passing;
};

static const struct walk_case walk_cases[] = {
	{ "no rules", "", "input= ACCEPT" },
	{ "policy DENY", "input =DENY", "input= DENY" },
	{ "policy REJECT", "output =REJECT", "output= REJECT", "output" },
	{ "policy MASQ", "forward =MASQ", "forward= MASQ", "forward" },
	{ "other chains do not matter", "forward DENY, output DENY",
	  "input= ACCEPT" },
	{ "no target goes on", "input -, input ~DENY, input ACCEPT, input DENY",
	  "input.1 input.3 ACCEPT" },
	{ "DENY", "input DENY, input ACCEPT", "input.1 DENY" },
	{ "REJECT", "input REJECT", "input.1 REJECT" },
	{ "MASQ", "input MASQ", "input.1 MASQ" },
	{ "REDIRECT", "input REDIRECT", "input.1 REDIRECT" },
	{ "RETURN in a built-in chain", "input =DENY, input RETURN, input -",
	  "input.1 input= DENY" },
	{ "jump and back", "input >a, a -, input -",
	  "input.1 a.1 <a input.2 input= ACCEPT" },
	{ "jump into an empty chain", "input >a, input DENY, a ~DENY",
	  "input.1 <a input.2 DENY" },
	{ "RETURN in a user chain", "input >a, a RETURN, a DENY, input -",
	  "input.1 a.1 <a input.2 input= ACCEPT" },
	{ "three deep", "input >a, a >b, b >c, c DENY",
	  "input.1 a.1 b.1 c.1 DENY" },
	{ "three deep and back", "input >a, a >b, b >c, c -, b -, a -",
	  "input.1 a.1 b.1 c.1 <c b.2 <b a.2 <a input= ACCEPT" },
	{ "a chain twice", "input >a, input >a, a -",
	  "input.1 a.1 <a input.2 a.1 <a input= ACCEPT" },
	{ "a chain under another after itself", "input >a, input >b, b >a, a -",
	  "input.1 a.1 <a input.2 b.1 a.1 <a <b input= ACCEPT" },
	{ "loop of one", "input >a, a >a", "input.1 a.1 loop LOOP" },
	{ "loop of two", "input >a, a >b, b >a",
	  "input.1 a.1 b.1 loop LOOP" },
	{ "loop that is not met", "input >a, a ~>a, a ACCEPT",
	  "input.1 a.2 ACCEPT" },
	{ "began in a user chain", "a -", "a.1 FELL", "a" },
	{ "RETURN where it began", "a RETURN, a DENY", "a.1 FELL", "a" },
	{ "decided where it began", "a >b, b REJECT", "a.1 b.1 REJECT", "a" },
	{ "DIVERT", "input 5, input DENY", "input.1 DIVERT" },
	{ "DIVERT in a user chain", "input >a, a 5", "input.1 a.1 DIVERT" },
	{ "DIVERT passed through", "input 5, input DENY",
	  "input.1 input.2 DENY", .passing = 5 },
	{ "pass-through of another port", "input 6, input DENY",
	  "input.1 DIVERT", .passing = 5 },
	{ "own port is absent", "input 5, input -, input 5",
	  "input.2 input= ACCEPT", .exempt = 5 },
	{ "own port, another DIVERT", "input 5, input 6", "input.2 DIVERT",
	  .exempt = 5 },
	{ "resume", "input -, input 5, input -", "input.3 input= ACCEPT",
	  .resume = "input.2", .exempt = 5 },
	{ "resume at the end", "input =DENY, input 5", "input= DENY",
	  .resume = "input.1", .exempt = 5 },
	{ "resume in a user chain", "input -, input >a, input DENY, a 5, a -",
	  "a.2 <a input.3 DENY", .resume = "input.2 a.1", .exempt = 5 },
	{ "resume meets its own port", "input 5, input 5, input 6, input DENY",
	  "input.3 DIVERT", .resume = "input.1", .exempt = 5 },
	{ "resume into a loop", "input >a, a >b, b 5, b >a",
	  "b.2 loop LOOP", .resume = "input.1 a.1 b.1", .exempt = 5 },
};

static void describe(const struct walk_case *c, char *description)
{
	strscpy(description, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(walk, walk_cases, describe);

static void walk_table(struct kunit *test)
{
	const struct walk_case *c = test->param_value;
	char *way = kunit_kzalloc(test, WAY, GFP_KERNEL);
	struct model_question *q;
	struct ipfw_facts facts;
	struct world *w;

	KUNIT_ASSERT_NOT_NULL(test, way);
	w = world_of(test, c->rules, &facts);
	q = &w->question;
	q->start = world_chain(c->start ?: "input");
	q->n_exempt = !!c->exempt;
	q->exempt[0] = c->exempt;
	q->n_passing = !!c->passing;
	q->passing[0] = c->passing;
	world_parse_resume(test, q, c->resume);
	KUNIT_EXPECT_EQ(test, world_ask(w, &facts), 0);
	KUNIT_EXPECT_EQ(test, w->entered, !c->resume);
	world_write_way(way, &w->walked);
	KUNIT_EXPECT_STREQ(test, way, c->way);
	world_write_way(way, &w->answer);
	KUNIT_EXPECT_STREQ(test, way, c->way);
	world_end(w);
}

/* IP_FW_CHECK tells nobody and ends at a DIVERT rule, listener or not. */
static void walk_telling_nobody(struct kunit *test)
{
	struct ipfw_facts facts;
	struct world *w = world_of(test, "input >a, a -, a 5", &facts);
	struct ipfw_walk walk = {
		.fw = &w->fw, .facts = &facts, .start = w->chains[IPFW_INPUT],
	};

	read_lock_bh(&w->fw.lock);
	KUNIT_EXPECT_EQ(test, ipfw_walk(&walk), 0);
	read_unlock_bh(&w->fw.lock);
	KUNIT_EXPECT_EQ(test, (int)walk.verdict, IPFW_DIVERT);
	KUNIT_EXPECT_PTR_EQ(test, walk.rule, world_rule(w, 3, 2));
	world_end(w);
}

static enum ipfw_answer fail_in_chain_a(void *context,
					const struct ipfw_step *step)
{
	unsigned int *steps = context;

	++*steps;
	return step->kind == IPFW_STEP_RULE && *step->chain->label == 'a' ?
	       IPFW_FAIL : IPFW_OBEY;
}

/* A side effect that fails drops the packet there, and leaves no trace (S2.52). */
static void walk_that_fails(struct kunit *test)
{
	struct ipfw_facts facts;
	struct world *w = world_of(test, "input >a, a -, a ACCEPT", &facts);
	unsigned int steps = 0;
	struct ipfw_walk walk = {
		.fw = &w->fw, .facts = &facts, .start = w->chains[IPFW_INPUT],
		.step = fail_in_chain_a, .context = &steps,
	};

	read_lock_bh(&w->fw.lock);
	KUNIT_EXPECT_EQ(test, ipfw_walk(&walk), 0);
	KUNIT_EXPECT_EQ(test, (int)walk.verdict, IPFW_DENY);
	KUNIT_EXPECT_PTR_EQ(test, walk.rule, world_rule(w, 3, 1));
	KUNIT_EXPECT_EQ(test, steps, 3);	/* with the beginning */
	walk.step = NULL;
	KUNIT_EXPECT_EQ(test, ipfw_walk(&walk), 0);
	KUNIT_EXPECT_EQ(test, (int)walk.verdict, IPFW_ACCEPT);
	read_unlock_bh(&w->fw.lock);
	world_end(w);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(walk_table, walk_gen_params),
	KUNIT_CASE(walk_telling_nobody),
	KUNIT_CASE(walk_that_fails),
	{}
};

static struct kunit_suite suite = {
	.name = "ip_fw_walk",
	.test_cases = cases,
};

kunit_test_suite(suite);
