// SPDX-License-Identifier: GPL-2.0-only
/*
 * The commands of user space: setsockopt numbers 64 to 76.
 *
 * Errors come in the order of 2.2 (S4.17, S4.29): argument unreadable EFAULT,
 * no CAP_NET_ADMIN EACCES, wrong length EINVAL, then chain, rule, target and
 * position. A command that fails has changed nothing.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/ip.h>
#include <linux/kernel.h>
#include <linux/netfilter.h>
#include <linux/string.h>
#include <net/inet_sock.h>
#include <net/net_namespace.h>
#include "ip_fw_core.h"
#include "ip_fw_translate.h"

union argument {
	struct ip_fwchange change;
	struct ip_fwnew new;
	struct ip_fwdelnum delnum;
	struct ip_fwpolicy policy;
	struct ip_fwtest test;
	struct ip_fw_masq masq;
	ip_chainlabel label;
};

#define LONGEST	((unsigned int)sizeof(union argument))
static_assert(sizeof(union argument) == 84);

/*
 * Finds the chain a command names. Who calls holds ipfw_net.commands or the
 * lock.
 */
static int chain_of(struct ipfw_net *fw, const char *label,
		    struct ipfw_chain **chain)
{
	if (!ipfw_label_ends(label))
		return -EINVAL;
	*chain = ipfw_chain_find(fw, label);
	return *chain ? 0 : -ENOENT;
}

/* The chain, then the rule: the first that is wrong gives the error. */
static int chain_and_rule(struct ipfw_net *fw, const char *label,
			  const struct ip_fwuser *user,
			  struct ipfw_chain **chain, struct ipfw_rule **rule)
{
	int err = chain_of(fw, label, chain);

	if (err)
		return err;
	*rule = ipfw_rule_make(fw, user);
	return PTR_ERR_OR_ZERO(*rule);
}

static int append(struct ipfw_net *fw, const union argument *arg)
{
	const struct ip_fwchange *change = &arg->change;
	struct ipfw_chain *chain;
	struct ipfw_rule *rule;
	int err;

	err = chain_and_rule(fw, change->fwc_label, &change->fwc_rule, &chain,
			     &rule);
	if (err)
		return err;
	return ipfw_chain_insert(fw, chain, rule, chain->count + 1);
}

static int place(struct ipfw_net *fw, const struct ip_fwnew *new,
		 int (*put)(struct ipfw_net *fw, struct ipfw_chain *chain,
			    struct ipfw_rule *rule, u32 num))
{
	struct ipfw_chain *chain;
	struct ipfw_rule *rule;
	int err;

	err = chain_and_rule(fw, new->fwn_label, &new->fwn_rule, &chain, &rule);
	if (err)
		return err;
	err = put(fw, chain, rule, new->fwn_rulenum);
	if (err)
		ipfw_rule_free(fw, rule);
	return err;
}

static int insert(struct ipfw_net *fw, const union argument *arg)
{
	return place(fw, &arg->new, ipfw_chain_insert);
}

static int replace(struct ipfw_net *fw, const union argument *arg)
{
	return place(fw, &arg->new, ipfw_chain_replace);
}

static int delete_num(struct ipfw_net *fw, const union argument *arg)
{
	struct ipfw_chain *chain;
	int err = chain_of(fw, arg->delnum.fwd_label, &chain);

	return err ?: ipfw_chain_delete_num(fw, chain, arg->delnum.fwd_rulenum);
}

static int delete_like(struct ipfw_net *fw, const union argument *arg)
{
	const struct ip_fwchange *change = &arg->change;
	struct ipfw_chain *chain;
	struct ipfw_rule *rule;
	int err;

	err = chain_and_rule(fw, change->fwc_label, &change->fwc_rule, &chain,
			     &rule);
	if (err)
		return err;
	err = ipfw_chain_delete_like(fw, chain, rule);
	ipfw_rule_free(fw, rule);
	return err;
}

static int flush(struct ipfw_net *fw, const union argument *arg)
{
	struct ipfw_chain *chain;
	int err = chain_of(fw, arg->label, &chain);

	if (!err)
		ipfw_chain_flush(fw, chain);
	return err;
}

static int zero(struct ipfw_net *fw, const union argument *arg)
{
	struct ipfw_chain *chain;
	int err = chain_of(fw, arg->label, &chain);

	if (!err)
		ipfw_chain_zero(fw, chain);
	return err;
}

static int create_chain(struct ipfw_net *fw, const union argument *arg)
{
	if (!ipfw_label_ends(arg->label))
		return -EINVAL;
	return ipfw_chain_create(fw, arg->label);
}

static int delete_chain(struct ipfw_net *fw, const union argument *arg)
{
	struct ipfw_chain *chain;
	int err = chain_of(fw, arg->label, &chain);

	return err ?: ipfw_chain_delete(fw, chain);
}

static int policy(struct ipfw_net *fw, const union argument *arg)
{
	const struct ip_fwpolicy *new = &arg->policy;
	struct ipfw_chain *chain;
	int err = chain_of(fw, new->fwp_label, &chain);

	if (err)
		return err;
	if (!ipfw_label_ends(new->fwp_policy))
		return -EINVAL;
	return ipfw_chain_set_policy(fw, chain,
				     ipfw_target_find(new->fwp_policy));
}

/* S4.53, S4.54 */
static int masq_timeouts(struct ipfw_net *fw, const union argument *arg)
{
	return ipfw_masq_timeouts(fw, &arg->masq);
}

/* What IP_FW_CHECK answers (S4.48). */
static int verdict_error(enum ipfw_verdict verdict)
{
	switch (verdict) {
	case IPFW_ACCEPT:
		return 0;
	case IPFW_REDIRECT:
		return -ECONNABORTED;
	case IPFW_MASQ:
		return -ECONNRESET;
	case IPFW_REJECT:
		return -ECONNREFUSED;
	case IPFW_DIVERT:
		return -EREMOTE;
	case IPFW_LOOP:
		return -ELOOP;
	case IPFW_FELL_OFF:
		return -ENFILE;
	case IPFW_DENY:
	case IPFW_SUSPECT:
		break;
	}
	return -ETIMEDOUT;
}

/* Walks as a packet would, telling nobody. Lock held for reading. */
static int try_packet(struct ipfw_net *fw, const struct ip_fwtest *test)
{
	const struct ip_fwpkt *packet = &test->fwt_packet;
	char via[sizeof(packet->fwp_vianame) + 1] = "";
	struct ipfw_facts facts;
	struct ipfw_walk walk = { .fw = fw, .facts = &facts };
	int err = chain_of(fw, test->fwt_label, &walk.start);

	if (err)
		return err;
	if (packet->fwp_iph.ihl != 5)
		return -EINVAL;
	memcpy(via, packet->fwp_vianame, sizeof(packet->fwp_vianame));
	ipfw_facts(&facts, &packet->fwp_iph,
		   offsetof(struct ip_fwpkt, fwp_via), via);
	err = ipfw_walk(&walk);
	return err ?: verdict_error(walk.verdict);
}

/* May run beside other commands and traffic (S4.52). */
static int check(struct ipfw_net *fw, const union argument *arg)
{
	int err;

	read_lock_bh(&fw->lock);
	err = try_packet(fw, &arg->test);
	read_unlock_bh(&fw->lock);
	return err;
}

/* The label by which a command can name a target or a policy anew. */
#define APPEND_TARGET	offsetof(struct ip_fwchange, fwc_rule.label)
#define PLACE_TARGET	offsetof(struct ip_fwnew, fwn_rule.label)
#define POLICY_TARGET	offsetof(struct ip_fwpolicy, fwp_policy)

/* By option number; the length is exact. */
static const struct command {
	int (*run)(struct ipfw_net *fw, const union argument *arg);
	unsigned int length;
	bool has_target;
	size_t target;
} commands[] = {
#define COMMAND(number, function, type, ...) \
	[(number) - IP_FW_BASE_CTL] = { function, sizeof(type), ##__VA_ARGS__ }
	COMMAND(IP_FW_APPEND, append, struct ip_fwchange, true,
		APPEND_TARGET),
	COMMAND(IP_FW_REPLACE, replace, struct ip_fwnew, true,
		PLACE_TARGET),
	COMMAND(IP_FW_DELETE_NUM, delete_num, struct ip_fwdelnum),
	COMMAND(IP_FW_DELETE, delete_like, struct ip_fwchange),
	COMMAND(IP_FW_INSERT, insert, struct ip_fwnew, true,
		PLACE_TARGET),
	COMMAND(IP_FW_FLUSH, flush, ip_chainlabel),
	COMMAND(IP_FW_ZERO, zero, ip_chainlabel),
	COMMAND(IP_FW_CHECK, check, struct ip_fwtest),
	COMMAND(IP_FW_MASQ_TIMEOUTS, masq_timeouts, struct ip_fw_masq),
	COMMAND(IP_FW_CREATECHAIN, create_chain, ip_chainlabel),
	COMMAND(IP_FW_DELETECHAIN, delete_chain, ip_chainlabel),
	COMMAND(IP_FW_POLICY, policy, struct ip_fwpolicy, true,
		POLICY_TARGET),
#undef COMMAND
};

static bool names_masq(const struct command *command,
		       const union argument *arg)
{
	const char *label = (const char *)arg + command->target;

	return command->has_target && ipfw_label_ends(label) &&
	       ipfw_target_find(label) == IPFW_T_MASQ;
}

/* What a MASQ rule needs is there before the rule is. */
static int run_alone(struct net *net, const struct command *command,
		     const union argument *arg)
{
	int err = 0;

	if (names_masq(command, arg))
		err = ipfw_masq_hold(net);
	if (!err)
		err = command->run(ipfw_net(net), arg);
	ipfw_masq_settle(net);
	return err;
}

static int run(struct net *net, const struct command *command,
	       const union argument *arg)
{
	struct ipfw_net *fw = ipfw_net(net);
	int err;

	if (command->run == check)
		return check(fw, arg);
	mutex_lock(&fw->commands);
	err = run_alone(net, command, arg);
	mutex_unlock(&fw->commands);
	return err;
}

/* 2.2 read an int, or a byte if there is no int, before it asked who calls. */
static int readable(sockptr_t optval, unsigned int optlen)
{
	int first;
	size_t length = optlen >= sizeof(int) ? sizeof(int) : min(optlen, 1U);

	return copy_from_sockptr(&first, optval, length) ? -EFAULT : 0;
}

/*
 * Its handlers were helper modules, and there are none: no target is known
 * (S3.21, S4.57). Unlike the others it says EPERM (S4.18).
 */
static int masq_ctl(bool capable)
{
	return capable ? -EINVAL : -EPERM;
}

static int set(struct sock *sk, int optname, sockptr_t optval,
	       unsigned int optlen)
{
	const struct command *command;
	bool capable = ns_capable(sock_net(sk)->user_ns, CAP_NET_ADMIN);
	union argument arg = {};

	if (readable(optval, optlen))
		return -EFAULT;
	if (optname == IP_FW_MASQ_CTL)
		return masq_ctl(capable);
	if (!capable)
		return -EACCES;
	if (optlen < 1 || optlen > LONGEST)
		return -EINVAL;
	if (copy_from_sockptr(&arg, optval, optlen))
		return -EFAULT;
	command = &commands[optname - IP_FW_BASE_CTL];
	if (optlen != command->length)
		return -EINVAL;
	return run(sock_net(sk), command, &arg);
}

static struct nf_sockopt_ops options = {
	.pf = PF_INET,
	.set_optmin = IP_FW_BASE_CTL,
	.set_optmax = IP_FW_MASQ_CTL + 1,
	.set = set,
	.owner = THIS_MODULE,
};

int __init ipfw_ctl_init(void)
{
	int err = nf_register_sockopt(&options);

	if (err == -EBUSY)
		pr_err("ip_fw: legacy iptables holds the option numbers\n");
	return err;
}
