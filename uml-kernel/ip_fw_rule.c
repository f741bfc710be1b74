// SPDX-License-Identifier: GPL-2.0-only
/*
 * A rule by itself: made from what user space sent, compared, named.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "ip_fw_core.h"

/*
 * The special targets. A kernel that cannot masquerade or redirect does not
 * know the words (S1.17).
 */
static const struct {
	const char *label;
	enum ipfw_target target;
	bool known;
} specials[] = {
	{ "", IPFW_T_NONE, true },
	{ IP_FW_LABEL_ACCEPT, IPFW_T_ACCEPT, true },
	{ IP_FW_LABEL_BLOCK, IPFW_T_DENY, true },
	{ IP_FW_LABEL_REJECT, IPFW_T_REJECT, true },
	{ IP_FW_LABEL_RETURN, IPFW_T_RETURN, true },
	{ IP_FW_LABEL_MASQUERADE, IPFW_T_MASQ,
	  IS_ENABLED(CONFIG_IP_MASQUERADE) },
	{ IP_FW_LABEL_REDIRECT, IPFW_T_REDIRECT,
	  IS_ENABLED(CONFIG_IP_TRANSPARENT_PROXY) },
	{ IP_FW_LABEL_DIVERT, IPFW_T_DIVERT, IS_ENABLED(CONFIG_IP_DIVERT) },
};

bool ipfw_label_ends(const char *label)
{
	return strnlen(label, sizeof(ip_chainlabel)) < sizeof(ip_chainlabel);
}

enum ipfw_target ipfw_target_find(const char *label)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(specials); i++)
		if (specials[i].known && !strcmp(label, specials[i].label))
			return specials[i].target;
	return IPFW_T_CHAIN;
}

bool ipfw_label_reserved(const char *label)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(specials); i++)
		if (!strcmp(label, specials[i].label))
			return true;
	return !strcmp(label, "-");
}

static const char *special_label(enum ipfw_target target)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(specials); i++)
		if (specials[i].target == target && specials[i].label[0])
			return specials[i].label;
	return "-";
}

const char *ipfw_target_label(const struct ipfw_rule *rule)
{
	if (rule->target == IPFW_T_CHAIN)
		return rule->jump->label;
	return special_label(rule->target);
}

const char *ipfw_policy_label(const struct ipfw_chain *chain)
{
	return special_label(chain->policy);
}

static bool full_range(const __u16 range[2])
{
	return range[0] == 0 && range[1] == 0xFFFF;
}

static bool has_ports(const struct ip_fw *fw)
{
	if (fw->fw_invflg & IP_FW_INV_PROTO)
		return false;
	return fw->fw_proto == IPPROTO_TCP || fw->fw_proto == IPPROTO_UDP ||
	       fw->fw_proto == IPPROTO_ICMP;
}

static bool legal(const struct ip_fw *fw)
{
	if (fw->fw_flg & ~IP_FW_F_MASK)
		return false;
	return has_ports(fw) ||
	       (full_range(fw->fw_spts) && full_range(fw->fw_dpts));
}

/* A missing or a built-in chain is no target (S4.26). */
static int resolve(struct ipfw_net *fw, struct ipfw_rule *rule,
		   const char *label)
{
	if (!ipfw_label_ends(label))
		return -EINVAL;
	rule->target = ipfw_target_find(label);
	if (rule->target == IPFW_T_DIVERT && !rule->fw.fw_redirpt)
		return -EINVAL;
	if (rule->target != IPFW_T_CHAIN)
		return 0;
	rule->jump = ipfw_chain_find(fw, label);
	if (!rule->jump || rule->jump->policy != IPFW_T_NONE)
		return -ENOENT;
	return 0;
}

/* Identities are never used twice; 0 is none. */
static int identify(struct ipfw_net *fw, struct ipfw_rule *rule)
{
	rule->id = ++fw->last_id;
	return xa_insert_bh(&fw->rules, rule->id, rule, GFP_KERNEL_ACCOUNT);
}

struct ipfw_rule *ipfw_rule_make(struct ipfw_net *fw,
				 const struct ip_fwuser *user)
{
	struct ipfw_rule *rule;
	int err = -EINVAL;

	if (!legal(&user->ipfw))
		return ERR_PTR(err);
	rule = kzalloc(sizeof(*rule), GFP_KERNEL_ACCOUNT);
	if (!rule)
		return ERR_PTR(-ENOMEM);
	rule->fw = user->ipfw;
	if (!rule->fw.fw_vianame[0])
		rule->fw.fw_flg |= IP_FW_F_WILDIF;
	err = resolve(fw, rule, user->label);
	if (!err)
		err = identify(fw, rule);
	if (err) {
		kfree(rule);
		return ERR_PTR(err);
	}
	return rule;
}

void ipfw_rule_free(struct ipfw_net *fw, struct ipfw_rule *rule)
{
	xa_erase_bh(&fw->rules, rule->id);
	kfree(rule);
}

static bool same_packets(const struct ip_fw *a, const struct ip_fw *b)
{
	return a->fw_src.s_addr == b->fw_src.s_addr &&
	       a->fw_dst.s_addr == b->fw_dst.s_addr &&
	       a->fw_smsk.s_addr == b->fw_smsk.s_addr &&
	       a->fw_dmsk.s_addr == b->fw_dmsk.s_addr &&
	       a->fw_proto == b->fw_proto &&
	       a->fw_invflg == b->fw_invflg &&
	       !memcmp(a->fw_spts, b->fw_spts, sizeof(a->fw_spts)) &&
	       !memcmp(a->fw_dpts, b->fw_dpts, sizeof(a->fw_dpts)) &&
	       !strncmp(a->fw_vianame, b->fw_vianame, sizeof(a->fw_vianame));
}

bool ipfw_rule_like(const struct ipfw_rule *a, const struct ipfw_rule *b)
{
	u16 flags = (a->fw.fw_flg ^ b->fw.fw_flg) & ~IP_FW_F_MARKABS;

	return !flags && same_packets(&a->fw, &b->fw) &&
	       a->fw.fw_redirpt == b->fw.fw_redirpt &&
	       a->fw.fw_outputsize == b->fw.fw_outputsize &&
	       a->target == b->target && a->jump == b->jump;
}
