// SPDX-License-Identifier: GPL-2.0-only
/*
 * Chains and rules in a file: enough of the firewall for the effects of
 * ipchains to be seen in its own listings (see fake_kernel.h).
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "fake_kernel.h"

FILE *__real_fopen(const char *path, const char *mode);

#define MAX_CHAINS 32
#define MAX_RULES 128

struct chain {
	ip_chainlabel label;
	ip_chainlabel policy;
};

struct rule {
	ip_chainlabel chain;
	struct ip_fwuser fw;
};

/* Rules stand in the order of /proc within a chain, not between chains. */
static struct {
	unsigned int n_chains;
	unsigned int n_rules;
	struct chain chains[MAX_CHAINS];
	struct rule rules[MAX_RULES];
} all;

static const char *const targets[] = {
	"", "ACCEPT", "DENY", "REJECT", "MASQ", "REDIRECT", "RETURN", "DIVERT",
};

static void load(const char *path)
{
	static const struct chain builtins[3] = {
		{ "input", "ACCEPT" }, { "forward", "ACCEPT" },
		{ "output", "ACCEPT" },
	};
	FILE *file = __real_fopen(path, "r");

	if (!file || fread(&all, sizeof(all), 1, file) != 1) {
		memset(&all, 0, sizeof(all));
		memcpy(all.chains, builtins, sizeof(builtins));
		all.n_chains = 3;
	}
	if (file)
		fclose(file);
}

static void store(const char *path)
{
	FILE *file = __real_fopen(path, "w");

	if (!file || fwrite(&all, sizeof(all), 1, file) != 1)
		abort();
	fclose(file);
}

/* Its place in the list; -1 if there is none. */
static int find_chain(const char *label)
{
	for (unsigned int i = 0; i < all.n_chains; i++)
		if (strcmp(all.chains[i].label, label) == 0)
			return i;
	return -1;
}

/* The index in all.rules of rule @number of @chain; -1 if there is none. */
static int find_rule(const char *chain, unsigned int number)
{
	for (unsigned int i = 0; i < all.n_rules; i++)
		if (strcmp(all.rules[i].chain, chain) == 0 && --number == 0)
			return i;
	return -1;
}

static int references(const char *label)
{
	int count = 0;

	for (unsigned int i = 0; i < all.n_rules; i++)
		count += strcmp(all.rules[i].fw.label, label) == 0;
	return count;
}

static int check_rule(const char *chain, const struct ip_fwuser *fw)
{
	bool known = find_chain(fw->label) >= 3;

	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		known |= strcmp(targets[i], fw->label) == 0;
	if (find_chain(chain) < 0)
		return ENOENT;
	if (fw->ipfw.fw_flg & ~IP_FW_F_MASK)
		return EINVAL;
	return known ? 0 : ENOENT;
}

static void place(unsigned int at, const char *chain, const struct ip_fwuser *fw)
{
	struct rule *rule = &all.rules[at];

	if (all.n_rules == MAX_RULES)
		abort();
	memmove(rule + 1, rule, (all.n_rules++ - at) * sizeof(*rule));
	memset(rule, 0, sizeof(*rule));
	strcpy(rule->chain, chain);
	rule->fw = *fw;
	if (!rule->fw.ipfw.fw_vianame[0])
		rule->fw.ipfw.fw_flg |= IP_FW_F_WILDIF;
}

static void take_away(unsigned int at)
{
	struct rule *rule = &all.rules[at];

	memmove(rule, rule + 1, (--all.n_rules - at) * sizeof(*rule));
}

static int append(const struct ip_fwchange *change)
{
	int err = check_rule(change->fwc_label, &change->fwc_rule);

	if (!err)
		place(all.n_rules, change->fwc_label, &change->fwc_rule);
	return err;
}

static int insert(const struct ip_fwnew *new)
{
	int err = check_rule(new->fwn_label, &new->fwn_rule);
	int at = find_rule(new->fwn_label, new->fwn_rulenum);

	if (err)
		return err;
	if (at < 0 && new->fwn_rulenum > 1 &&
	    find_rule(new->fwn_label, new->fwn_rulenum - 1) < 0)
		return EINVAL;
	place(at < 0 ? (int)all.n_rules : at, new->fwn_label, &new->fwn_rule);
	return 0;
}

static int delete_num(const struct ip_fwdelnum *del)
{
	int at = find_rule(del->fwd_label, del->fwd_rulenum);

	if (at < 0)
		return ENOENT;
	take_away(at);
	return 0;
}

static int flush(const char *chain)
{
	int at;

	if (find_chain(chain) < 0)
		return ENOENT;
	while ((at = find_rule(chain, 1)) >= 0)
		take_away(at);
	return 0;
}

static int create(const char *label)
{
	if (find_chain(label) >= 0)
		return EEXIST;
	if (all.n_chains == MAX_CHAINS)
		return ENOMEM;
	strcpy(all.chains[all.n_chains].label, label);
	strcpy(all.chains[all.n_chains++].policy, "-");
	return 0;
}

static int delete_chain(const char *label)
{
	int at = find_chain(label);

	if (at < 0)
		return ENOENT;
	if (at < 3 || references(label))
		return EBUSY;
	if (find_rule(label, 1) >= 0)
		return ENOTEMPTY;
	memmove(&all.chains[at], &all.chains[at + 1],
		(--all.n_chains - at) * sizeof(all.chains[0]));
	return 0;
}

static int set_policy(const struct ip_fwpolicy *policy)
{
	int at = find_chain(policy->fwp_label);

	if (at < 0)
		return ENOENT;
	strcpy(all.chains[at].policy, policy->fwp_policy);
	return 0;
}

static int act(int option, const void *argument)
{
	switch (option) {
	case IP_FW_APPEND:	return append(argument);
	case IP_FW_INSERT:	return insert(argument);
	case IP_FW_DELETE_NUM:	return delete_num(argument);
	case IP_FW_FLUSH:	return flush(argument);
	case IP_FW_CREATECHAIN:	return create(argument);
	case IP_FW_DELETECHAIN:	return delete_chain(argument);
	case IP_FW_POLICY:	return set_policy(argument);
	default:		return EINVAL;
	}
}

int fake_option(const char *state, int option, const void *argument)
{
	int err;

	load(state);
	err = act(option, argument);
	store(state);
	return err;
}

static void show_rule(FILE *out, const struct rule *rule)
{
	const struct ip_fw *fw = &rule->fw.ipfw;

	fprintf(out, "%9s %08X/%08X->%08X/%08X %.16s %X %X %u %-9d %-9d %-9d %-9d",
		rule->chain, ntohl(fw->fw_src.s_addr), ntohl(fw->fw_smsk.s_addr),
		ntohl(fw->fw_dst.s_addr), ntohl(fw->fw_dmsk.s_addr),
		fw->fw_vianame[0] ? fw->fw_vianame : "-", fw->fw_flg,
		fw->fw_invflg, fw->fw_proto, 0, 0, 0, 0);
	fprintf(out, " %u-%u %u-%u A%02X X%02X %08X %u %u %9s\n",
		fw->fw_spts[0], fw->fw_spts[1], fw->fw_dpts[0], fw->fw_dpts[1],
		fw->fw_tosand, fw->fw_tosxor, fw->fw_redirpt, fw->fw_mark,
		fw->fw_outputsize, rule->fw.label[0] ? rule->fw.label : "-");
}

static void show_rules(FILE *out, const char *chain)
{
	for (unsigned int i = 0; i < all.n_rules; i++)
		if (strcmp(all.rules[i].chain, chain) == 0)
			show_rule(out, &all.rules[i]);
}

FILE *fake_proc(const char *state, const char *name)
{
	FILE *out = tmpfile();

	if (!out)
		abort();
	load(state);
	for (unsigned int i = 0; i < all.n_chains; i++) {
		const struct chain *chain = &all.chains[i];

		if (strcmp(name, IP_FW_PROC_CHAINS) == 0)
			show_rules(out, chain->label);
		else
			fprintf(out, "%s %s %d 0 0 0 0\n", chain->label,
				chain->policy,
				i < 3 ? 1 : references(chain->label));
	}
	rewind(out);
	return out;
}
