// SPDX-License-Identifier: GPL-2.0-only
#include <linux/err.h>
#include <linux/ip.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "ip_fw_random.h"
#include "ip_fw_world.h"

const char * const world_labels[MODEL_CHAINS] = {
	"input", "forward", "output", "a", "b", "c", "d", "e", "f", "g", "h",
	"i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t",
};

struct ipfw_rule *world_rule(const struct world *w, unsigned int chain,
			     unsigned int num)
{
	struct ipfw_rule *rule;

	list_for_each_entry(rule, &w->chains[chain]->rules, list)
		if (rule->num == num)
			return rule;
	return NULL;
}

/* Building the kernel's rule set from the model's */

static const enum ipfw_target targets[] = {
	[MODEL_NONE] = IPFW_T_NONE,
	[MODEL_ACCEPT] = IPFW_T_ACCEPT,
	[MODEL_DENY] = IPFW_T_DENY,
	[MODEL_REJECT] = IPFW_T_REJECT,
	[MODEL_MASQ] = IPFW_T_MASQ,
	[MODEL_REDIRECT] = IPFW_T_REDIRECT,
	[MODEL_RETURN] = IPFW_T_RETURN,
	[MODEL_DIVERT] = IPFW_T_DIVERT,
	[MODEL_JUMP] = IPFW_T_CHAIN,
};

/* Words a kernel may not know are given to the rule afterwards. */
static void add_rule(struct kunit *test, struct world *w, unsigned int chain,
		     const struct model_rule *model)
{
	struct ip_fwuser user = {};
	struct ipfw_rule *rule;

	rule_as_stored(&user.ipfw, model);
	user.ipfw.fw_spts[0] = 0;
	user.ipfw.fw_spts[1] = 0xFFFF;
	user.ipfw.fw_dpts[0] = 0;
	user.ipfw.fw_dpts[1] = 0xFFFF;
	if (model->target == MODEL_JUMP)
		strscpy(user.label, world_labels[model->jump], sizeof(user.label));
	rule = ipfw_rule_make(&w->fw, &user);
	KUNIT_ASSERT_FALSE(test, IS_ERR(rule));
	rule_as_stored(&rule->fw, model);
	rule->target = targets[model->target];
	KUNIT_ASSERT_EQ(test, 0, ipfw_chain_insert(&w->fw, w->chains[chain],
						   rule, w->chains[chain]->count
						   + 1));
}

void world_build(struct kunit *test, struct world *w)
{
	unsigned int c, r;

	KUNIT_ASSERT_EQ(test, 0, ipfw_chains_init(&w->fw));
	for (c = IPFW_BUILTINS; c < w->set.n_chains; c++)
		KUNIT_ASSERT_EQ(test, 0, ipfw_chain_create(&w->fw, world_labels[c]));
	for (c = 0; c < w->set.n_chains; c++) {
		w->chains[c] = ipfw_chain_find(&w->fw, world_labels[c]);
		w->chains[c]->policy = targets[w->set.chains[c].policy];
	}
	for (c = 0; c < w->set.n_chains; c++)
		for (r = 0; r < w->set.chains[c].n_rules; r++)
			add_rule(test, w, c, &w->set.chains[c].rules[r]);
}

/* Asking the kernel */

static unsigned int number_of(const struct world *w,
			      const struct ipfw_chain *chain)
{
	unsigned int c;

	for (c = 0; c < w->set.n_chains; c++)
		if (w->chains[c] == chain)
			return c;
	return MODEL_CHAINS;
}

static struct model_place place_of(const struct world *w,
				   const struct ipfw_chain *chain,
				   const struct ipfw_rule *rule)
{
	struct model_place place = { number_of(w, chain) };

	place.rule = rule ? rule->num : 0;
	return place;
}

/* A DIVERT step carries the resume path (contract of struct ipfw_walk). */
static void note_path(struct world *w, const struct ipfw_step *step)
{
	const struct ipfw_walk *walk = step->walk;
	unsigned int i;

	for (i = 0; i < walk->depth; i++) {
		w->ids[i] = walk->stack[i]->id;
		w->walked.path[i] = place_of(w, walk->stack[i]->chain,
					     walk->stack[i]);
	}
	w->ids[i] = step->rule->id;
	w->walked.path[i] = place_of(w, step->chain, step->rule);
	w->walked.n_path = i + 1;
}

static bool passes(const struct world *w, const struct ipfw_rule *rule)
{
	unsigned int i;

	for (i = 0; i < w->question.n_passing; i++)
		if (w->question.passing[i] == rule->fw.fw_redirpt)
			return true;
	return false;
}

static enum ipfw_answer told(void *context, const struct ipfw_step *step)
{
	static const enum model_event events[] = {
		[IPFW_STEP_RULE] = MODEL_MATCHED,
		[IPFW_STEP_RETURN] = MODEL_CAME_BACK,
		[IPFW_STEP_POLICY] = MODEL_POLICY,
		[IPFW_STEP_LOOP] = MODEL_LOOP,
	};
	struct world *w = context;
	struct model_step *next = &w->walked.steps[w->walked.n_steps];

	if (step->kind == IPFW_STEP_ENTER) {
		w->entered = !w->walked.n_steps;
		return IPFW_OBEY;
	}
	if (w->walked.n_steps++ < MODEL_STEPS) {
		next->event = events[step->kind];
		next->place = place_of(w, step->chain, step->rule);
	}
	if (step->kind != IPFW_STEP_RULE || step->rule->target != IPFW_T_DIVERT)
		return IPFW_OBEY;
	if (passes(w, step->rule))
		return IPFW_PASS;
	note_path(w, step);
	return IPFW_OBEY;
}

static const enum model_verdict verdicts[] = {
	[IPFW_ACCEPT] = MODEL_ACCEPTED,
	[IPFW_DENY] = MODEL_DENIED,
	[IPFW_REJECT] = MODEL_REJECTED,
	[IPFW_MASQ] = MODEL_MASQUERADED,
	[IPFW_REDIRECT] = MODEL_REDIRECTED,
	[IPFW_DIVERT] = MODEL_DIVERTED,
	[IPFW_LOOP] = MODEL_LOOPED,
	[IPFW_FELL_OFF] = MODEL_FELL_OFF,
	[IPFW_SUSPECT] = MODEL_SUSPECT,
};

/* Puts the question to both; the kernel's return value. */
int world_ask(struct world *w, const struct ipfw_facts *facts)
{
	const struct model_question *q = &w->question;
	u16 exempt[MODEL_PORTS];
	u64 path[MODEL_PATH];
	struct ipfw_walk walk = {
		.fw = &w->fw, .facts = facts, .start = w->chains[q->start],
		.exempt = exempt, .n_exempt = q->n_exempt,
		.step = told, .context = w,
	};
	unsigned int i;
	int err;

	for (i = 0; i < q->n_exempt; i++)
		exempt[i] = q->exempt[i];
	for (i = 0; i < q->n_path; i++)
		path[i] = world_rule(w, q->path[i].chain, q->path[i].rule)->id;
	if (q->n_path) {
		walk.path = path;
		walk.n_path = q->n_path;
	}
	w->entered = false;
	w->walked.n_steps = 0;
	w->walked.n_path = 0;
	model_ask(q, &w->answer);
	read_lock_bh(&w->fw.lock);
	err = ipfw_walk(&walk);
	read_unlock_bh(&w->fw.lock);
	w->walked.verdict = verdicts[walk.verdict];
	w->walked.place = place_of(w, walk.chain, walk.rule);
	return err;
}

int world_resume(struct world *w, const struct ipfw_facts *facts,
		 unsigned int start, const u64 *path, unsigned int n_path)
{
	struct ipfw_walk walk = {
		.fw = &w->fw, .facts = facts, .start = w->chains[start],
		.path = path, .n_path = n_path, .step = told, .context = w,
	};
	int err;

	w->walked.n_steps = 0;
	read_lock_bh(&w->fw.lock);
	err = ipfw_walk(&walk);
	read_unlock_bh(&w->fw.lock);
	w->walked.verdict = verdicts[walk.verdict];
	return err;
}

static const u8 plain_packet[RANDOM_PACKET] __aligned(4) = {
	0x45, 0, 0, 60, [9] = IPPROTO_UDP,
};

struct world *world_of(struct kunit *test, const char *rules,
		       struct ipfw_facts *facts)
{
	struct world *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, w);
	world_parse_rules(test, w, rules);
	world_build(test, w);
	w->question.set = &w->set;
	w->question.packet.bytes = plain_packet;
	w->question.packet.via = "eth0";
	ipfw_facts(facts, (const struct iphdr *)plain_packet,
		   sizeof(plain_packet), "eth0");
	return w;
}

void world_end(struct world *w)
{
	ipfw_chains_exit(&w->fw);
}
