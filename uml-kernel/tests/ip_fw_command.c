// SPDX-License-Identifier: GPL-2.0-only
#include <linux/in.h>
#include <linux/net.h>
#include <linux/string.h>
#include <net/net_namespace.h>
#include "ip_fw_command.h"
#include "ip_fw_translate.h"

static struct socket *sock;

struct ipfw_net *commanded(void)
{
	return ipfw_net(&init_net);
}

int command_begin(struct kunit *test)
{
	return sock_create_kern(&init_net, AF_INET, SOCK_DGRAM, IPPROTO_UDP,
				&sock);
}

void command_end(struct kunit *test)
{
	struct ipfw_net *fw = commanded();
	struct ipfw_chain *chain, *next;

	mutex_lock(&fw->commands);
	list_for_each_entry(chain, &fw->chains, list) {
		ipfw_chain_flush(fw, chain);
		ipfw_chain_set_policy(fw, chain, IPFW_T_ACCEPT);
	}
	list_for_each_entry_safe(chain, next, &fw->chains, list)
		ipfw_chain_delete(fw, chain);
	ipfw_masq_settle(&init_net);
	mutex_unlock(&fw->commands);
	sock_release(sock);
}

int command(int number, const void *arg, unsigned int length)
{
	return sock->ops->setsockopt(sock, IPPROTO_IP, number,
				     KERNEL_SOCKPTR((void *)arg), length);
}

/* What stands behind the NUL of a label must not matter (S4.16). */
static void put_label(char *field, const char *label)
{
	memset(field, 'x', sizeof(ip_chainlabel));
	memcpy(field, label, min(strlen(label) + 1, sizeof(ip_chainlabel)));
}

struct ip_fwuser rule_to(const char *target)
{
	struct ip_fwuser rule = {
		.ipfw = {
			.fw_spts = { 0, 0xFFFF },
			.fw_dpts = { 0, 0xFFFF },
			.fw_tosand = 0xFF,
		},
	};

	put_label(rule.label, target);
	return rule;
}

int append_rule(const char *chain, const struct ip_fwuser *rule)
{
	struct ip_fwchange change = { .fwc_rule = *rule };

	put_label(change.fwc_label, chain);
	return command(IP_FW_APPEND, &change, sizeof(change));
}

int append_to(const char *chain, const char *target)
{
	struct ip_fwuser rule = rule_to(target);

	return append_rule(chain, &rule);
}

int place_at(int number, const char *chain, u32 num, const char *target)
{
	struct ip_fwnew new = {
		.fwn_rulenum = num,
		.fwn_rule = rule_to(target),
	};

	put_label(new.fwn_label, chain);
	return command(number, &new, sizeof(new));
}

int delete_at(const char *chain, u32 num)
{
	struct ip_fwdelnum delnum = { .fwd_rulenum = num };

	put_label(delnum.fwd_label, chain);
	return command(IP_FW_DELETE_NUM, &delnum, sizeof(delnum));
}

int delete_rule_like(const char *chain, const struct ip_fwuser *rule)
{
	struct ip_fwchange change = { .fwc_rule = *rule };

	put_label(change.fwc_label, chain);
	return command(IP_FW_DELETE, &change, sizeof(change));
}

int label_command(int number, const char *label)
{
	ip_chainlabel field;

	put_label(field, label);
	return command(number, field, sizeof(field));
}

int set_policy(const char *chain, const char *policy)
{
	struct ip_fwpolicy change;

	put_label(change.fwp_policy, policy);
	put_label(change.fwp_label, chain);
	return command(IP_FW_POLICY, &change, sizeof(change));
}

struct ipfw_rule *nth_rule(const char *label, u32 num)
{
	struct ipfw_chain *chain = ipfw_chain_find(commanded(), label);
	struct ipfw_rule *rule;

	list_for_each_entry(rule, &chain->rules, list)
		if (!--num)
			return rule;
	return NULL;
}
