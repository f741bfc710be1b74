// SPDX-License-Identifier: GPL-2.0-only
/*
 * The walk of one packet through the chains.
 *
 * It begins at the top of a chain or, on a resume, behind the rule that
 * diverted the packet, with the jumps that led there already made. Each rule
 * that matches is reported; what a match does to counters, packet and diary is
 * the business of whoever is told. The walk ends with a target that decides,
 * with a policy, with a loop, or at the end of the user chain it began in.
 */
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "ip_fw_core.h"

/* Deeper nesting than this is rare, and then costs an allocation. */
#define NEAR_JUMPS	8

/* Where the packet stands: behind @after, a rule of @chain or its head. */
struct place {
	struct ipfw_chain *chain;
	struct list_head *after;
};

static enum ipfw_answer report(const struct ipfw_walk *walk,
			       enum ipfw_step_kind kind,
			       struct ipfw_chain *chain, struct ipfw_rule *rule)
{
	struct ipfw_step step = {
		.kind = kind,
		.chain = chain,
		.rule = rule,
		.walk = walk,
	};

	return walk->step ? walk->step(walk->context, &step) : IPFW_OBEY;
}

/* Always true: the walk is over. */
static bool decide(struct ipfw_walk *walk, enum ipfw_verdict verdict,
		   struct ipfw_chain *chain, struct ipfw_rule *rule)
{
	walk->verdict = verdict;
	walk->chain = chain;
	walk->rule = rule;
	return true;
}

/* DIVERT to a port the packet is exempt from: as if absent (S7.78). */
static bool absent(const struct ipfw_walk *walk, const struct ipfw_rule *rule)
{
	unsigned int i;

	if (rule->target != IPFW_T_DIVERT)
		return false;
	for (i = 0; i < walk->n_exempt; i++)
		if (walk->exempt[i] == rule->fw.fw_redirpt)
			return true;
	return false;
}

/* Moves on to the next rule that matches; NULL at the end of the chain. */
static struct ipfw_rule *next_match(const struct ipfw_walk *walk,
				    struct place *at)
{
	struct list_head *head = &at->chain->rules;
	struct ipfw_rule *rule;

	while (at->after->next != head) {
		at->after = at->after->next;
		rule = list_entry(at->after, struct ipfw_rule, list);
		if (!absent(walk, rule) && ipfw_match(&rule->fw, walk->facts))
			return rule;
	}
	return NULL;
}

static enum ipfw_verdict policy_verdict(const struct ipfw_chain *chain)
{
	switch (chain->policy) {
	case IPFW_T_ACCEPT:
		return IPFW_ACCEPT;
	case IPFW_T_REJECT:
		return IPFW_REJECT;
	case IPFW_T_MASQ:
		return IPFW_MASQ;
	default:
		return IPFW_DENY;
	}
}

/* End of a chain, or RETURN (S2.44, S2.45). True if that decides. */
static bool leave(struct ipfw_walk *walk, struct place *at)
{
	struct ipfw_chain *chain = at->chain;

	if (walk->depth) {
		report(walk, IPFW_STEP_RETURN, chain, NULL);
		at->after = &walk->stack[--walk->depth]->list;
		at->chain = walk->stack[walk->depth]->chain;
		return false;
	}
	if (chain->policy == IPFW_T_NONE)
		return decide(walk, IPFW_FELL_OFF, chain, NULL);
	report(walk, IPFW_STEP_POLICY, chain, NULL);
	return decide(walk, policy_verdict(chain), chain, NULL);
}

/* A loop is a jump to a chain one is already in (S2.47). */
static bool loops(const struct ipfw_walk *walk, const struct place *at,
		  const struct ipfw_chain *target)
{
	unsigned int i;

	for (i = 0; i < walk->depth; i++)
		if (walk->stack[i]->chain == target)
			return true;
	return at->chain == target;
}

/*
 * The jump stack: the caller's small array until it is full, then ever larger
 * pieces of memory.
 */
struct jumps {
	struct ipfw_rule **near;
	unsigned int room;
};

static bool make_room(struct ipfw_walk *walk, struct jumps *jumps,
		      unsigned int depth)
{
	struct ipfw_rule **larger;
	unsigned int room = max(depth, 2 * jumps->room);

	if (depth <= jumps->room)
		return true;
	larger = kmalloc_array(room, sizeof(*larger), GFP_ATOMIC);
	if (!larger)
		return false;
	memcpy(larger, walk->stack, walk->depth * sizeof(*larger));
	if (walk->stack != jumps->near)
		kfree(walk->stack);
	walk->stack = larger;
	jumps->room = room;
	return true;
}

static bool jump(struct ipfw_walk *walk, struct place *at, struct jumps *jumps,
		 struct ipfw_rule *rule)
{
	if (loops(walk, at, rule->jump)) {
		report(walk, IPFW_STEP_LOOP, at->chain, rule);
		return decide(walk, IPFW_LOOP, at->chain, rule);
	}
	if (!make_room(walk, jumps, walk->depth + 1))
		return decide(walk, IPFW_DENY, at->chain, rule);
	walk->stack[walk->depth++] = rule;
	at->chain = rule->jump;
	at->after = &rule->jump->rules;
	return false;
}

/* Does what a matching rule asks for. True if that decides. */
static bool obey(struct ipfw_walk *walk, struct place *at, struct jumps *jumps,
		 struct ipfw_rule *rule)
{
	enum ipfw_answer answer = report(walk, IPFW_STEP_RULE, at->chain, rule);

	if (answer == IPFW_FAIL)
		return decide(walk, IPFW_DENY, at->chain, rule);
	switch (rule->target) {
	case IPFW_T_NONE:
		return false;
	case IPFW_T_RETURN:
		return leave(walk, at);
	case IPFW_T_CHAIN:
		return jump(walk, at, jumps, rule);
	case IPFW_T_DIVERT:
		if (answer == IPFW_PASS)
			return false;
		return decide(walk, IPFW_DIVERT, at->chain, rule);
	case IPFW_T_ACCEPT:
		return decide(walk, IPFW_ACCEPT, at->chain, rule);
	case IPFW_T_DENY:
		return decide(walk, IPFW_DENY, at->chain, rule);
	case IPFW_T_REJECT:
		return decide(walk, IPFW_REJECT, at->chain, rule);
	case IPFW_T_MASQ:
		return decide(walk, IPFW_MASQ, at->chain, rule);
	case IPFW_T_REDIRECT:
		return decide(walk, IPFW_REDIRECT, at->chain, rule);
	}
	WARN_ON_ONCE(1);
	return decide(walk, IPFW_DENY, at->chain, rule);
}

/*
 * Makes again the jumps of a resume point. Rules do not move between chains and
 * do not change their target, so a path whose rules all exist still leads the
 * way it did; what cannot have come from a walk in @start is stale as well.
 */
static int retrace(struct ipfw_walk *walk, struct place *at,
		   struct jumps *jumps)
{
	struct ipfw_rule *rule;
	unsigned int i;

	if (!walk->n_path)
		return -ESTALE;
	if (!make_room(walk, jumps, walk->n_path))
		return -ENOMEM;
	for (i = 0; i < walk->n_path; i++) {
		rule = xa_load(&walk->fw->rules, walk->path[i]);
		if (!rule || rule->chain != at->chain)
			return -ESTALE;
		at->after = &rule->list;
		if (i + 1 == walk->n_path)
			break;
		walk->stack[walk->depth++] = rule;
		at->chain = rule->jump;
	}
	return 0;
}

static int begin(struct ipfw_walk *walk, struct place *at, struct jumps *jumps)
{
	if (walk->path)
		return retrace(walk, at, jumps);
	report(walk, IPFW_STEP_ENTER, walk->start, NULL);
	return 0;
}

int ipfw_walk(struct ipfw_walk *walk)
{
	struct place at = { walk->start, &walk->start->rules };
	struct ipfw_rule *near[NEAR_JUMPS];
	struct jumps jumps = { near, NEAR_JUMPS };
	struct ipfw_rule *rule;
	bool decided = false;
	int err;

	walk->stack = near;
	walk->depth = 0;
	if (walk->facts->suspect) {
		decide(walk, IPFW_SUSPECT, walk->start, NULL);
		return 0;
	}
	err = begin(walk, &at, &jumps);
	if (err == -ENOMEM)
		decided = decide(walk, IPFW_DENY, walk->start, NULL);
	while (err != -ESTALE && !decided) {
		rule = next_match(walk, &at);
		decided = rule ? obey(walk, &at, &jumps, rule) :
				 leave(walk, &at);
	}
	if (walk->stack != near)
		kfree(walk->stack);
	walk->stack = NULL;
	walk->depth = 0;
	return err == -ESTALE ? err : 0;
}
