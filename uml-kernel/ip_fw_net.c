// SPDX-License-Identifier: GPL-2.0-only
/*
 * A rule set for each network namespace, its switches, and the start of it all.
 */
#include <linux/init.h>
#include <linux/slab.h>
#include <linux/sysctl.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>
#include "ip_divert.h"
#include "ip_fw_core.h"
#include "ip_fw_diary.h"
#include "ip_fw_netlink.h"
#include "ip_fw_road.h"
#include "ip_fw_translate.h"

#define IPFW_TICKETS_DEFAULT	4096

static unsigned int ipfw_net_id __read_mostly;

struct ipfw_net *ipfw_net(const struct net *net)
{
	return net_generic(net, ipfw_net_id);
}

/* .data is filled in for each namespace: it is the offset in struct ipfw_net. */
static const struct ctl_table switches[] = {
	{
		.procname = "ip_divert_passthrough",
		.data = (void *)offsetof(struct ipfw_net, passthrough),
		.maxlen = sizeof(int),
		.mode = 0644,
		.proc_handler = proc_dointvec_minmax,
		.extra1 = SYSCTL_ZERO,
		.extra2 = SYSCTL_ONE,
	},
	{
		.procname = "ip_always_defrag",
		.data = (void *)offsetof(struct ipfw_net, always_defrag),
		.maxlen = sizeof(int),
		.mode = 0644,
		.proc_handler = proc_dointvec,
	},
	{
		.procname = "ip_divert_tickets",
		.data = (void *)offsetof(struct ipfw_net, tickets),
		.maxlen = sizeof(int),
		.mode = 0644,
		.proc_handler = proc_dointvec_minmax,
		.extra1 = SYSCTL_ZERO,
	},
#if IS_ENABLED(CONFIG_IP_MASQUERADE)
	{
		.procname = "ip_masq_debug",
		.data = (void *)offsetof(struct ipfw_net, masq_debug),
		.maxlen = sizeof(int),
		.mode = 0644,
		.proc_handler = proc_dointvec,
	},
#endif
	{}
};

static int switches_init(struct net *net, struct ipfw_net *fw)
{
	struct ctl_table *table;
	unsigned int i;

	fw->passthrough = IS_ENABLED(CONFIG_IP_DIVERT_PASSTHROUGH);
	fw->always_defrag = IS_ENABLED(CONFIG_IP_ALWAYS_DEFRAG);
	fw->tickets = IPFW_TICKETS_DEFAULT;
	table = kmemdup(switches, sizeof(switches), GFP_KERNEL);
	if (!table)
		return -ENOMEM;
	for (i = 0; table[i].procname; i++)
		table[i].data = (void *)fw + (unsigned long)table[i].data;
	fw->sysctl = register_net_sysctl(net, "net/ipv4", table);
	if (fw->sysctl)
		return 0;
	kfree(table);
	return -ENOMEM;
}

static void switches_exit(struct ipfw_net *fw)
{
	struct ctl_table *table = fw->sysctl->ctl_table_arg;

	unregister_net_sysctl_table(fw->sysctl);
	kfree(table);
}

static int __net_init ipfw_net_init(struct net *net)
{
	struct ipfw_net *fw = ipfw_net(net);
	int err;

	err = ipfw_chains_init(fw);
	if (err)
		return err;
	err = switches_init(net, fw);
	if (err)
		goto err_chains;
	err = ipdivert_net_init(net);
	if (err)
		goto err_switches;
	err = ipfw_masq_init(net);
	if (err)
		goto err_divert;
	err = ipfw_netlink_init(net);
	if (err)
		goto err_masq;
	err = ipfw_proc_init(net);
	if (err)
		goto err_netlink;
	err = ipfw_hooks_init(net);
	if (err)
		goto err_proc;
	return 0;

err_proc:
	ipfw_proc_exit(net);
err_netlink:
	ipfw_netlink_exit(net);
err_masq:
	ipfw_masq_exit(net);
err_divert:
	ipdivert_net_exit(net);
err_switches:
	switches_exit(fw);
err_chains:
	ipfw_chains_exit(fw);
	return err;
}

static void __net_exit ipfw_net_exit(struct net *net)
{
	struct ipfw_net *fw = ipfw_net(net);

	ipfw_hooks_exit(net);
	ipfw_proc_exit(net);
	ipfw_netlink_exit(net);
	ipfw_masq_exit(net);
	ipdivert_net_exit(net);
	switches_exit(fw);
	ipfw_chains_exit(fw);
}

static struct pernet_operations ipfw_net_ops = {
	.init = ipfw_net_init,
	.exit = ipfw_net_exit,
	.id = &ipfw_net_id,
	.size = sizeof(struct ipfw_net),
};

/* Built in, never unloaded: a failure leaves nothing behind but a message. */
static int __init ipfw_init(void)
{
	int err;

	err = ipfw_diary_init();
	if (!err)
		err = register_pernet_subsys(&ipfw_net_ops);
	if (!err)
		err = ipdivert_init();
	if (!err)
		err = ipfw_ctl_init();
	if (!err)
		ipfw_masq_ports_init();
	if (err)
		pr_err("ip_fw: the firewall cannot start: error %d\n", err);
	return err;
}
device_initcall(ipfw_init);
