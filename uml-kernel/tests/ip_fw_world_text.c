// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>
#include <linux/string.h>
#include "ip_fw_world.h"

unsigned int world_chain(const char *label)
{
	unsigned int c;

	for (c = 0; c < MODEL_CHAINS; c++)
		if (!strcmp(world_labels[c], label))
			break;
	return c;
}

static enum model_target target_called(const char *word)
{
	static const char * const words[] = {
		[MODEL_NONE] = "-",
		[MODEL_ACCEPT] = "ACCEPT",
		[MODEL_DENY] = "DENY",
		[MODEL_REJECT] = "REJECT",
		[MODEL_MASQ] = "MASQ",
		[MODEL_REDIRECT] = "REDIRECT",
		[MODEL_RETURN] = "RETURN",
	};

	return match_string(words, ARRAY_SIZE(words), word);
}

static void parse_rule(struct model_chain *chain, const char *target)
{
	struct model_rule *rule;

	if (*target == '=') {
		chain->policy = target_called(target + 1);
		return;
	}
	rule = &chain->rules[chain->n_rules++];
	rule->sport[1] = 0xFFFF;
	rule->dport[1] = 0xFFFF;
	if (*target == '~') {
		rule->inverse = MODEL_INV_SRCIP;
		target++;
	}
	if (*target == '>') {
		rule->target = MODEL_JUMP;
		rule->jump = world_chain(target + 1);
	} else if (*target >= '0' && *target <= '9') {
		rule->target = MODEL_DIVERT;
		rule->port = *target - '0';
	} else {
		rule->target = target_called(target);
	}
}

void world_parse_rules(struct kunit *test, struct world *w, const char *rules)
{
	char label[8], target[10];
	unsigned int c;

	w->set.n_chains = MODEL_CHAINS;
	for (c = 0; c < IPFW_BUILTINS; c++)
		w->set.chains[c].policy = MODEL_ACCEPT;
	while (*rules) {
		KUNIT_ASSERT_EQ(test, 2, sscanf(rules, "%7s %9[^,]", label,
						target));
		c = world_chain(label);
		KUNIT_ASSERT_LT(test, c, MODEL_CHAINS);
		parse_rule(&w->set.chains[c], target);
		rules += strcspn(rules, ",");
		rules += strspn(rules, ", ");
	}
}

void world_parse_resume(struct kunit *test, struct model_question *q,
			const char *places)
{
	struct model_place *place;
	char label[8];

	while (places && *places) {
		place = &q->path[q->n_path++];
		KUNIT_ASSERT_EQ(test, 2, sscanf(places, "%7[^.].%u", label,
						&place->rule));
		place->chain = world_chain(label);
		places += strcspn(places, " ");
		places += strspn(places, " ");
	}
}

void world_write_way(char way[WAY], const struct model_answer *answer)
{
	static const char * const words[] = {
		[MODEL_ACCEPTED] = "ACCEPT",
		[MODEL_DENIED] = "DENY",
		[MODEL_REJECTED] = "REJECT",
		[MODEL_MASQUERADED] = "MASQ",
		[MODEL_REDIRECTED] = "REDIRECT",
		[MODEL_DIVERTED] = "DIVERT",
		[MODEL_LOOPED] = "LOOP",
		[MODEL_FELL_OFF] = "FELL",
		[MODEL_SUSPECT] = "SUSPECT",
	};
	int length = 0;
	unsigned int i;

	for (i = 0; i < answer->n_steps && i < MODEL_STEPS; i++) {
		const struct model_place *at = &answer->steps[i].place;
		const char *label = world_labels[at->chain];
		char *next = way + length;
		int room = WAY - length;

		if (answer->steps[i].event == MODEL_MATCHED)
			length += scnprintf(next, room, "%s.%u ", label,
					    at->rule);
		else if (answer->steps[i].event == MODEL_CAME_BACK)
			length += scnprintf(next, room, "<%s ", label);
		else if (answer->steps[i].event == MODEL_POLICY)
			length += scnprintf(next, room, "%s= ", label);
		else
			length += scnprintf(next, room, "loop ");
	}
	scnprintf(way + length, WAY - length, "%s", words[answer->verdict]);
}

