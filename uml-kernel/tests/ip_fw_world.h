/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One rule set built twice, for the kernel's walk and for the reference model,
 * and the same question put to both.
 *
 * In text, rules are "CHAIN TARGET" with commas between. Chains are the
 * built-in ones and a to t; of targets, "~" before one makes a rule that does not
 * match, ">a" jumps, "=" sets the policy, "-" is none and a number is DIVERT to
 * that port. A way is each rule that matched as "CHAIN.NUMBER", "<a" for the end
 * of chain a, "CHAIN=" for its policy, "loop", and the verdict at last.
 */
#ifndef _IP_FW_WORLD_H
#define _IP_FW_WORLD_H

#include <kunit/test.h>
#include "ip_fw_core.h"
#include "model/ip_fw_model.h"

#define WAY	400	/* bytes of a way in text */

extern const char * const world_labels[MODEL_CHAINS];

/**
 * struct world - one rule set, twice, and what was asked of it
 * @fw: the kernel's
 * @chains: its chains by the model's numbers
 * @set: the model's
 * @question: to both
 * @answer: the model's
 * @walked: the kernel's, in the model's words
 * @entered: ENTER was the first step
 * @ids: resume path of a kernel walk that diverted
 */
struct world {
	struct ipfw_net fw;
	struct ipfw_chain *chains[MODEL_CHAINS];
	struct model_set set;
	struct model_question question;
	struct model_answer answer;
	struct model_answer walked;
	bool entered;
	u64 ids[MODEL_PATH];
};

/* Builds @w->fw from @w->set; ends the test if it cannot. */
void world_build(struct kunit *test, struct world *w);
/* A world of rules in text and a question about a plain packet, on eth0. */
struct world *world_of(struct kunit *test, const char *rules,
		       struct ipfw_facts *facts);
/* Drops the kernel's rule set; the rest goes with the test. */
void world_end(struct world *w);

/* Puts @w->question to both; the kernel's return value. */
int world_ask(struct world *w, const struct ipfw_facts *facts);
/* The kernel's resume by identities, which the model does not know. */
int world_resume(struct world *w, const struct ipfw_facts *facts,
		 unsigned int start, const u64 *path, unsigned int n_path);
struct ipfw_rule *world_rule(const struct world *w, unsigned int chain,
			     unsigned int num);

/* MODEL_CHAINS if there is none of that name. */
unsigned int world_chain(const char *label);
void world_parse_rules(struct kunit *test, struct world *w, const char *rules);
/* Places "CHAIN.NUMBER" with blanks between; NULL for none. */
void world_parse_resume(struct kunit *test, struct model_question *question,
			const char *places);
void world_write_way(char way[WAY], const struct model_answer *answer);

#endif /* _IP_FW_WORLD_H */
