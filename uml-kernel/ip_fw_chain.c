// SPDX-License-Identifier: GPL-2.0-only
/*
 * Chains, and what commands do to them.
 *
 * A command prepares everything while packets still meet the old rules, then
 * makes its change under the lock; what it took out is freed behind it.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "ip_fw_core.h"

struct ipfw_chain *ipfw_chain_find(struct ipfw_net *fw, const char *label)
{
	struct ipfw_chain *chain;

	list_for_each_entry(chain, &fw->chains, list)
		if (!strcmp(chain->label, label))
			return chain;
	return NULL;
}

static struct ipfw_rule *nth(const struct ipfw_chain *chain, u32 num)
{
	struct ipfw_rule *rule;

	if (num > chain->count)
		return NULL;
	list_for_each_entry(rule, &chain->rules, list)
		if (rule->num == num)
			return rule;
	return NULL;
}

/* Packets ask without the lock whether there are such rules. */
static void count_target(struct ipfw_net *fw, enum ipfw_target target,
			 int change)
{
	if (target == IPFW_T_MASQ)
		WRITE_ONCE(fw->n_masq, fw->n_masq + change);
	if (target == IPFW_T_REDIRECT)
		WRITE_ONCE(fw->n_redirect, fw->n_redirect + change);
}

static void refer(struct ipfw_net *fw, const struct ipfw_rule *rule,
		  int change)
{
	if (rule->jump)
		rule->jump->refs += change;
	count_target(fw, rule->target, change);
}

static void renumber(struct ipfw_chain *chain)
{
	struct ipfw_rule *rule;
	u32 num = 0;

	list_for_each_entry(rule, &chain->rules, list)
		rule->num = ++num;
	chain->count = num;
}

/* Lock held for writing. A resume point naming @rule is stale from here on. */
static void unlink(struct ipfw_net *fw, struct ipfw_rule *rule)
{
	list_del(&rule->list);
	xa_erase(&fw->rules, rule->id);
	refer(fw, rule, -1);
}

int ipfw_chain_insert(struct ipfw_net *fw, struct ipfw_chain *chain,
		      struct ipfw_rule *rule, u32 num)
{
	struct ipfw_rule *next;

	if (num < 1 || num > chain->count + 1)
		return -EINVAL;
	next = nth(chain, num);
	rule->chain = chain;
	write_lock_bh(&fw->lock);
	list_add_tail(&rule->list, next ? &next->list : &chain->rules);
	refer(fw, rule, 1);
	if (next)
		renumber(chain);
	else
		rule->num = ++chain->count;
	write_unlock_bh(&fw->lock);
	return 0;
}

int ipfw_chain_replace(struct ipfw_net *fw, struct ipfw_chain *chain,
		       struct ipfw_rule *rule, u32 num)
{
	struct ipfw_rule *old = nth(chain, num);

	if (!old)
		return -EINVAL;
	rule->chain = chain;
	rule->num = num;
	write_lock_bh(&fw->lock);
	atomic64_set(&rule->packets, atomic64_read(&old->packets));
	atomic64_set(&rule->bytes, atomic64_read(&old->bytes));
	list_add(&rule->list, &old->list);
	refer(fw, rule, 1);
	unlink(fw, old);
	write_unlock_bh(&fw->lock);
	kfree(old);
	return 0;
}

static void delete_rule(struct ipfw_net *fw, struct ipfw_rule *rule)
{
	write_lock_bh(&fw->lock);
	unlink(fw, rule);
	renumber(rule->chain);
	write_unlock_bh(&fw->lock);
	kfree(rule);
}

int ipfw_chain_delete_num(struct ipfw_net *fw, struct ipfw_chain *chain,
			  u32 num)
{
	struct ipfw_rule *rule = nth(chain, num);

	if (!rule)
		return -ENOENT;
	delete_rule(fw, rule);
	return 0;
}

int ipfw_chain_delete_like(struct ipfw_net *fw, struct ipfw_chain *chain,
			   const struct ipfw_rule *model)
{
	struct ipfw_rule *rule;

	list_for_each_entry(rule, &chain->rules, list)
		if (ipfw_rule_like(rule, model)) {
			delete_rule(fw, rule);
			return 0;
		}
	return -EINVAL;
}

static void free_rules(struct list_head *rules)
{
	struct ipfw_rule *rule, *next;

	list_for_each_entry_safe(rule, next, rules, list)
		kfree(rule);
}

void ipfw_chain_flush(struct ipfw_net *fw, struct ipfw_chain *chain)
{
	struct ipfw_rule *rule;
	LIST_HEAD(gone);

	write_lock_bh(&fw->lock);
	list_for_each_entry(rule, &chain->rules, list) {
		xa_erase(&fw->rules, rule->id);
		refer(fw, rule, -1);
	}
	list_splice_init(&chain->rules, &gone);
	chain->count = 0;
	write_unlock_bh(&fw->lock);
	free_rules(&gone);
}

void ipfw_chain_zero(struct ipfw_net *fw, struct ipfw_chain *chain)
{
	struct ipfw_rule *rule;

	write_lock_bh(&fw->lock);
	list_for_each_entry(rule, &chain->rules, list) {
		atomic64_set(&rule->packets, 0);
		atomic64_set(&rule->bytes, 0);
	}
	write_unlock_bh(&fw->lock);
}

static struct ipfw_chain *new_chain(const char *label, int refs,
				    enum ipfw_target policy)
{
	struct ipfw_chain *chain = kzalloc(sizeof(*chain), GFP_KERNEL_ACCOUNT);

	if (!chain)
		return NULL;
	strscpy(chain->label, label, sizeof(chain->label));
	chain->refs = refs;
	chain->policy = policy;
	INIT_LIST_HEAD(&chain->rules);
	return chain;
}

int ipfw_chain_create(struct ipfw_net *fw, const char *label)
{
	struct ipfw_chain *chain;

	if (ipfw_label_reserved(label))
		return -EINVAL;
	if (ipfw_chain_find(fw, label))
		return -EEXIST;
	chain = new_chain(label, 0, IPFW_T_NONE);
	if (!chain)
		return -ENOMEM;
	write_lock_bh(&fw->lock);
	list_add_tail(&chain->list, &fw->chains);
	write_unlock_bh(&fw->lock);
	return 0;
}

/* A built-in chain counts as referenced (S1.9). */
int ipfw_chain_delete(struct ipfw_net *fw, struct ipfw_chain *chain)
{
	if (chain->refs)
		return -EBUSY;
	if (chain->count)
		return -ENOTEMPTY;
	write_lock_bh(&fw->lock);
	list_del(&chain->list);
	write_unlock_bh(&fw->lock);
	kfree(chain);
	return 0;
}

static bool legal_policy(const struct ipfw_net *fw,
			 const struct ipfw_chain *chain,
			 enum ipfw_target policy)
{
	if (chain->policy == IPFW_T_NONE)
		return false;
	if (policy == IPFW_T_MASQ)
		return chain == fw->builtin[IPFW_FORWARD];
	return policy == IPFW_T_ACCEPT || policy == IPFW_T_DENY ||
	       policy == IPFW_T_REJECT;
}

int ipfw_chain_set_policy(struct ipfw_net *fw, struct ipfw_chain *chain,
			  enum ipfw_target policy)
{
	if (!legal_policy(fw, chain, policy))
		return -EINVAL;
	write_lock_bh(&fw->lock);
	count_target(fw, chain->policy, -1);
	count_target(fw, policy, 1);
	chain->policy = policy;
	write_unlock_bh(&fw->lock);
	return 0;
}

int ipfw_chains_init(struct ipfw_net *fw)
{
	static const char * const labels[IPFW_BUILTINS] = {
		[IPFW_INPUT] = IP_FW_LABEL_INPUT,
		[IPFW_FORWARD] = IP_FW_LABEL_FORWARD,
		[IPFW_OUTPUT] = IP_FW_LABEL_OUTPUT,
	};
	struct ipfw_chain *chain;
	int i;

	rwlock_init(&fw->lock);
	mutex_init(&fw->commands);
	INIT_LIST_HEAD(&fw->chains);
	xa_init_flags(&fw->rules, XA_FLAGS_LOCK_BH);
	for (i = 0; i < IPFW_BUILTINS; i++) {
		chain = new_chain(labels[i], 1, IPFW_T_ACCEPT);
		if (!chain) {
			ipfw_chains_exit(fw);
			return -ENOMEM;
		}
		list_add_tail(&chain->list, &fw->chains);
		fw->builtin[i] = chain;
	}
	return 0;
}

void ipfw_chains_exit(struct ipfw_net *fw)
{
	struct ipfw_chain *chain, *next;

	list_for_each_entry_safe(chain, next, &fw->chains, list) {
		free_rules(&chain->rules);
		kfree(chain);
	}
	INIT_LIST_HEAD(&fw->chains);
	xa_destroy(&fw->rules);
	mutex_destroy(&fw->commands);
}
