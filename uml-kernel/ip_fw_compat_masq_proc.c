// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/net/ip_masquerade: the masqueraded connections of the namespace in the
 * lines of 2.2 (S3.20), by protocol and port. /proc/net/ip_masq is the folder in
 * which helper modules had their files; there are none (S3.21).
 */
#include <linux/icmp.h>
#include <linux/in.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <net/net_namespace.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/netfilter/nf_conntrack_core.h>
#include "ip_fw_masq.h"

/* Bytes of a line before its line end; all are of one length. */
#define LINE	127

/**
 * struct entry - what a line tells
 * @protocol: index, see ipfw_masq_protocol()
 * @port: given by masquerading, host order
 * @expires: jiffies from now on
 * @tuple: as the packets come from the masqueraded host
 */
struct entry {
	int protocol;
	u16 port;
	unsigned long expires;
	struct nf_conntrack_tuple tuple;
};

/**
 * struct entries - all of them
 * @n: how many there are
 * @room: how many @list has room for
 * @list: them
 */
struct entries {
	unsigned int n;
	unsigned int room;
	struct entry *list;
};

static bool is_listed(const struct nf_conn *ct, const struct net *net)
{
	return net_eq(nf_ct_net(ct), net) && ipfw_masq_owns(ct) &&
	       !nf_ct_is_dying(ct) && !nf_ct_is_expired(ct);
}

/* An answer to ICMP has the same identification. */
static u16 given_port(const struct nf_conn *ct)
{
	const struct nf_conntrack_tuple *answer = ipfw_masq_answer(ct);

	if (nf_ct_protonum(ct) == IPPROTO_ICMP)
		return ntohs(answer->src.u.icmp.id);
	return ntohs(answer->dst.u.all);
}

void ipfw_masq_for_each(const struct net *net,
			void (*visit)(void *context, const struct nf_conn *ct),
			void *context)
{
	struct nf_conntrack_tuple_hash *hash;
	struct hlist_nulls_head *table;
	struct hlist_nulls_node *node;
	unsigned int size, i;
	struct nf_conn *ct;

	rcu_read_lock();
	nf_conntrack_get_ht(&table, &size);
	for (i = 0; i < size; i++)
		hlist_nulls_for_each_entry_rcu(hash, node, &table[i],
					       hnnode) {
			ct = nf_ct_tuplehash_to_ctrack(hash);
			if (NF_CT_DIRECTION(hash) == IP_CT_DIR_ORIGINAL &&
			    is_listed(ct, net))
				visit(context, ct);
		}
	rcu_read_unlock();
}

/* Entries beyond the room are counted only. RCU read side. */
static void add(void *context, const struct nf_conn *ct)
{
	struct entries *entries = context;
	struct entry *entry;

	if (entries->n++ >= entries->room)
		return;
	entry = &entries->list[entries->n - 1];
	entry->protocol = ipfw_masq_protocol(nf_ct_protonum(ct));
	entry->port = given_port(ct);
	entry->expires = nf_ct_expires(ct);
	entry->tuple = *ipfw_masq_request(ct);
}

static void collect(struct entries *entries, const struct net *net)
{
	entries->n = 0;
	ipfw_masq_for_each(net, add, entries);
}

static int compare(const void *a, const void *b)
{
	const struct entry *one = a, *other = b;

	if (one->protocol != other->protocol)
		return one->protocol - other->protocol;
	if (one->port != other->port)
		return one->port - other->port;
	return memcmp(&one->tuple, &other->tuple, sizeof(one->tuple));
}

/* As many as there are; more that come meanwhile are left out. */
static int gather(struct entries *entries, const struct net *net)
{
	entries->room = 0;
	entries->list = NULL;
	collect(entries, net);
	entries->room = entries->n;
	entries->list = kvcalloc(entries->room, sizeof(*entries->list),
				 GFP_KERNEL);
	if (entries->room && !entries->list)
		return -ENOMEM;
	collect(entries, net);
	entries->n = min(entries->n, entries->room);
	sort(entries->list, entries->n, sizeof(*entries->list), compare, NULL);
	return 0;
}

static int free_of(const struct entries *entries, int protocol)
{
	unsigned int i;
	int n = IPFW_MASQ_POOL;

	for (i = 0; i < entries->n; i++)
		n -= entries->list[i].protocol == protocol;
	return n;
}

/* The second port of an ICMP is its type and code, as 2.2 had it. */
static u16 second_port(const struct nf_conntrack_tuple *tuple)
{
	if (tuple->dst.protonum == IPPROTO_ICMP)
		return tuple->dst.u.icmp.type << 8 | tuple->dst.u.icmp.code;
	return ntohs(tuple->dst.u.all);
}

static void show_entry(struct seq_file *seq, const struct entry *entry)
{
	static const char * const names[] = {
		[IPFW_MASQ_TCP] = "TCP",
		[IPFW_MASQ_UDP] = "UDP",
		[IPFW_MASQ_ICMP] = "ICMP",
	};
	const struct nf_conntrack_tuple *tuple = &entry->tuple;
	char line[LINE + 1];

	snprintf(line, sizeof(line),
		 "%s %08X:%04X %08X:%04X %04X %08X %6d %6d %7lu",
		 names[entry->protocol], ntohl(tuple->src.u3.ip),
		 ntohs(tuple->src.u.all), ntohl(tuple->dst.u3.ip),
		 second_port(tuple), entry->port, 0, 0, 0, entry->expires);
	seq_printf(seq, "%-*s\n", LINE, line);
}

static int show_entries(struct seq_file *seq, void *unused)
{
	struct entries entries;
	char line[LINE + 1];
	unsigned int i;
	int err;

	err = gather(&entries, seq_file_single_net(seq));
	if (err)
		return err;
	snprintf(line, sizeof(line), "Prc FromIP   FPrt ToIP     TPrt Masq Init-seq  Delta PDelta Expires (free=%d,%d,%d)",
		 free_of(&entries, IPFW_MASQ_UDP),
		 free_of(&entries, IPFW_MASQ_TCP),
		 free_of(&entries, IPFW_MASQ_ICMP));
	seq_printf(seq, "%-*s\n", LINE, line);
	for (i = 0; i < entries.n; i++)
		show_entry(seq, &entries.list[i]);
	kvfree(entries.list);
	return 0;
}

int ipfw_masq_proc_init(struct net *net)
{
	if (!proc_create_net_single("ip_masquerade", 0444, net->proc_net,
				    show_entries, NULL))
		return -ENOMEM;
	if (proc_net_mkdir(net, "ip_masq", net->proc_net))
		return 0;
	remove_proc_entry("ip_masquerade", net->proc_net);
	return -ENOMEM;
}

void ipfw_masq_proc_exit(struct net *net)
{
	remove_proc_entry("ip_masq", net->proc_net);
	remove_proc_entry("ip_masquerade", net->proc_net);
}
