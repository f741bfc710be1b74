// SPDX-License-Identifier: GPL-2.0-only
/*
 * The walk against the reference model, step by step, on generated rule sets
 * and packets; a packet that is diverted is resumed.
 */
#include <kunit/test.h>
#include <linux/ip.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include "ip_fw_core.h"
#include "ip_fw_random.h"
#include "ip_fw_world.h"

#define SETS		6000
#define PACKETS		10
#define USER_CHAINS	4

static enum model_target random_target(unsigned int chains)
{
	static const enum model_target pool[] = {
		MODEL_NONE, MODEL_NONE, MODEL_NONE, MODEL_NONE, MODEL_RETURN,
		MODEL_JUMP, MODEL_JUMP, MODEL_JUMP, MODEL_JUMP, MODEL_DIVERT,
		MODEL_DIVERT, MODEL_ACCEPT, MODEL_DENY, MODEL_REJECT,
		MODEL_MASQ, MODEL_REDIRECT,
	};
	enum model_target target = pool[random_below(ARRAY_SIZE(pool))];

	if (target == MODEL_JUMP && chains == IPFW_BUILTINS)
		return MODEL_NONE;
	return target;
}

/* Half of the rules match everything, so that walks go deep. */
static void random_walk_rule(struct model_rule *rule, unsigned int chains)
{
	random_rule(rule);
	if (random_below(2)) {
		memset(rule, 0, sizeof(*rule));
		rule->sport[1] = 0xFFFF;
		rule->dport[1] = 0xFFFF;
	}
	rule->target = random_target(chains);
	rule->port = 1 + random_below(3);
	if (rule->target == MODEL_JUMP)
		rule->jump = IPFW_BUILTINS +
			     random_below(chains - IPFW_BUILTINS);
}

static void random_set(struct model_set *set)
{
	unsigned int c, r;

	memset(set, 0, sizeof(*set));
	set->n_chains = IPFW_BUILTINS + random_below(USER_CHAINS + 1);
	for (c = 0; c < set->n_chains; c++) {
		struct model_chain *chain = &set->chains[c];

		if (c < IPFW_BUILTINS)
			chain->policy = MODEL_ACCEPT + random_below(3);
		chain->n_rules = random_below(MODEL_RULES - 1);
		for (r = 0; r < chain->n_rules; r++)
			random_walk_rule(&chain->rules[r], set->n_chains);
	}
}

static void random_question(struct world *w, u8 *bytes)
{
	struct model_question *q = &w->question;

	memset(q, 0, sizeof(*q));
	q->set = &w->set;
	q->packet.bytes = bytes;
	q->packet.via = random_packet(bytes);
	q->start = random_below(w->set.n_chains);
	q->n_exempt = random_below(2);
	q->exempt[0] = 1 + random_below(3);
	q->n_passing = random_below(2);
	q->passing[0] = 1 + random_below(3);
}

static bool same_places(const struct model_place *a,
			const struct model_place *b, unsigned int n)
{
	return !memcmp(a, b, n * sizeof(*a));
}

static bool agree(const struct world *w)
{
	const struct model_answer *model = &w->answer, *kernel = &w->walked;
	unsigned int i, kept = min_t(unsigned int, model->n_steps, MODEL_STEPS);

	if (model->verdict != kernel->verdict ||
	    model->n_steps != kernel->n_steps ||
	    !same_places(&model->place, &kernel->place, 1))
		return false;
	for (i = 0; i < kept; i++)
		if (model->steps[i].event != kernel->steps[i].event ||
		    !same_places(&model->steps[i].place,
				 &kernel->steps[i].place, 1))
			return false;
	if (model->verdict != MODEL_DIVERTED)
		return true;
	return model->n_path == kernel->n_path &&
	       same_places(model->path, kernel->path, model->n_path);
}

/* Where to go on after a diversion: behind it, exempt from its port. */
static void turn_into_resume(struct world *w)
{
	struct model_question *q = &w->question;
	const struct model_place *last = &w->answer.path[w->answer.n_path - 1];

	q->n_path = w->answer.n_path;
	memcpy(q->path, w->answer.path, sizeof(q->path));
	q->exempt[q->n_exempt++] =
		w->set.chains[last->chain].rules[last->rule - 1].port;
}

/* One packet, with as many resumptions as it takes; how many walks agreed. */
static int walks_of_a_packet(struct world *w, unsigned int *tally)
{
	u8 bytes[RANDOM_PACKET] __aligned(4);
	struct ipfw_facts facts;
	int walks = 0;

	random_question(w, bytes);
	ipfw_facts(&facts, (struct iphdr *)bytes, sizeof(bytes),
		   w->question.packet.via);
	do {
		if (w->answer.verdict == MODEL_DIVERTED && walks)
			turn_into_resume(w);
		if (world_ask(w, &facts) || !agree(w))
			return -1;
		tally[w->answer.verdict]++;
		walks++;
	} while (w->answer.verdict == MODEL_DIVERTED &&
		 w->question.n_exempt < MODEL_PORTS);
	return walks;
}

/* From input through @depth user chains, to a DIVERT rule in the last. */
static void deep_set(struct model_set *set, unsigned int depth)
{
	unsigned int c, next = IPFW_BUILTINS;
	struct model_chain *chain;

	memset(set, 0, sizeof(*set));
	set->n_chains = IPFW_BUILTINS + depth;
	for (c = 0; c < IPFW_BUILTINS; c++)
		set->chains[c].policy = MODEL_ACCEPT;
	for (c = IPFW_INPUT; next < set->n_chains; c = next++) {
		chain = &set->chains[c];
		chain->n_rules = 2;
		chain->rules[0].target = MODEL_JUMP;
		chain->rules[0].jump = next;
	}
	chain = &set->chains[c];
	chain->n_rules = 2;
	chain->rules[0].target = MODEL_DIVERT;
	chain->rules[0].port = 5;
}

/* Jump stacks of every size, walked, left by DIVERT and taken up again. */
static void walk_deep(struct kunit *test)
{
	struct ipfw_facts facts;
	struct world *w = world_of(test, "", &facts);
	unsigned int depth;

	world_end(w);
	for (depth = 1; depth <= MODEL_CHAINS - IPFW_BUILTINS; depth++) {
		deep_set(&w->set, depth);
		world_build(test, w);
		w->question.n_exempt = 0;
		w->question.n_path = 0;
		KUNIT_EXPECT_EQ(test, world_ask(w, &facts), 0);
		KUNIT_EXPECT_TRUE(test, agree(w));
		KUNIT_EXPECT_EQ(test, (int)w->walked.verdict, MODEL_DIVERTED);
		KUNIT_EXPECT_EQ(test, w->walked.n_path, depth + 1);
		turn_into_resume(w);
		KUNIT_EXPECT_EQ(test, world_ask(w, &facts), 0);
		KUNIT_EXPECT_TRUE(test, agree(w));
		KUNIT_EXPECT_EQ(test, (int)w->walked.verdict, MODEL_ACCEPTED);
		KUNIT_EXPECT_EQ(test, w->walked.n_steps, 2 * depth + 2);
		world_end(w);
	}
}

static void walk_like_model(struct kunit *test)
{
	struct world *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);
	unsigned int tally[MODEL_SUSPECT + 1] = {};
	unsigned int set, packet, i, walks = 0;
	int done = 0;

	KUNIT_ASSERT_NOT_NULL(test, w);
	random_begin(test);
	for (set = 0; set < SETS && done >= 0; set++) {
		random_set(&w->set);
		world_build(test, w);
		for (packet = 0; packet < PACKETS && done >= 0; packet++) {
			done = walks_of_a_packet(w, tally);
			walks += max(done, 0);
		}
		world_end(w);
	}
	if (done < 0) {
		char *way = kunit_kzalloc(test, WAY, GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, way);
		world_write_way(way, &w->answer);
		kunit_err(test, "set %u packet %u, model:  %s\n", set, packet,
			  way);
		world_write_way(way, &w->walked);
		kunit_err(test, "set %u packet %u, kernel: %s\n", set, packet,
			  way);
	}
	KUNIT_EXPECT_GE(test, done, 0);
	kunit_info(test, "%u walks\n", walks);
	for (i = 0; i < ARRAY_SIZE(tally); i++)
		KUNIT_EXPECT_GT_MSG(test, tally[i], 100, "verdict %u", i);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(walk_deep),
	KUNIT_CASE(walk_like_model),
	{}
};

static struct kunit_suite suite = {
	.name = "ip_fw_walk_model",
	.test_cases = cases,
};

kunit_test_suite(suite);
