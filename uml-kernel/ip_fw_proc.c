// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/net/ip_fwnames and /proc/net/ip_fwchains.
 *
 * One line a chain, one line a rule, in the words of 2.2 (S5.2, S5.7). Each
 * read holds the lock for writing, so that no packet is counted while its
 * lines are written; between reads the rules may change (S2.70).
 *
 * ip_fwchains opened for reading and writing zeroes each rule's counters as its
 * line is handed over (S5.13): a line is produced only if it fits into what the
 * reader asked for, and not when the file is repositioned, so that no count is
 * lost on the way. The one line that does not fit into a read by itself comes in
 * parts, and keeps its counters (S5.14).
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/inet.h>
#include <linux/kernel.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/uio.h>
#include <net/net_namespace.h>
#include "ip_fw_core.h"

/**
 * struct reader - one opening of a file
 * @fw: rule set
 * @to: what the present read still asks for; good only while @handing
 * @handing: the present read hands its lines to the reader in order
 * @resets: opened so that counters are zeroed
 */
struct reader {
	struct ipfw_net *fw;
	const struct iov_iter *to;
	bool handing;
	bool resets;
};

static void show_counter(struct seq_file *file, const char *format, u64 value)
{
	seq_printf(file, format, upper_32_bits(value));
	seq_printf(file, format, lower_32_bits(value));
}

static void *start_chains(struct seq_file *file, loff_t *pos)
	__acquires(fw->lock)
{
	struct reader *reader = file->private;

	write_lock_bh(&reader->fw->lock);
	return seq_list_start(&reader->fw->chains, *pos);
}

static void *next_chain(struct seq_file *file, void *place, loff_t *pos)
{
	struct reader *reader = file->private;

	return seq_list_next(place, &reader->fw->chains, pos);
}

static void stop(struct seq_file *file, void *place)
	__releases(fw->lock)
{
	struct reader *reader = file->private;

	write_unlock_bh(&reader->fw->lock);
}

static int show_chain(struct seq_file *file, void *place)
{
	struct ipfw_chain *chain = list_entry(place, struct ipfw_chain, list);

	seq_printf(file, "%s %s %d", chain->label, ipfw_policy_label(chain),
		   chain->refs);
	show_counter(file, " %u", atomic64_read(&chain->packets));
	show_counter(file, " %u", atomic64_read(&chain->bytes));
	seq_putc(file, '\n');
	return 0;
}

/* The first rule of @chain or, if it has none, of the chains behind it. */
static struct ipfw_rule *first_rule(struct ipfw_net *fw,
				    struct ipfw_chain *chain)
{
	list_for_each_entry_from(chain, &fw->chains, list)
		if (!list_empty(&chain->rules))
			return list_first_entry(&chain->rules,
						struct ipfw_rule, list);
	return NULL;
}

static void *start_rules(struct seq_file *file, loff_t *pos)
	__acquires(fw->lock)
{
	struct reader *reader = file->private;
	struct ipfw_chain *chain;
	struct ipfw_rule *rule;
	u64 skip = *pos;

	write_lock_bh(&reader->fw->lock);
	list_for_each_entry(chain, &reader->fw->chains, list) {
		if (skip >= chain->count) {
			skip -= chain->count;
			continue;
		}
		list_for_each_entry(rule, &chain->rules, list)
			if (!skip--)
				return rule;
	}
	return NULL;
}

static void *next_rule(struct seq_file *file, void *place, loff_t *pos)
{
	struct reader *reader = file->private;
	struct ipfw_rule *rule = place;
	struct ipfw_chain *chain = rule->chain;

	++*pos;
	if (!list_is_last(&rule->list, &chain->rules))
		return list_next_entry(rule, list);
	return first_rule(reader->fw, list_next_entry(chain, list));
}

static void show_criteria(struct seq_file *file, const struct ip_fw *fw)
{
	seq_printf(file, " %08X/%08X->%08X/%08X",
		   ntohl(fw->fw_src.s_addr), ntohl(fw->fw_smsk.s_addr),
		   ntohl(fw->fw_dst.s_addr), ntohl(fw->fw_dmsk.s_addr));
	seq_printf(file, " %.16s", fw->fw_vianame[0] ? fw->fw_vianame : "-");
	seq_printf(file, " %X %X %u", fw->fw_flg, fw->fw_invflg, fw->fw_proto);
}

static void show_effects(struct seq_file *file, const struct ip_fw *fw)
{
	seq_printf(file, " %u-%u %u-%u", fw->fw_spts[0], fw->fw_spts[1],
		   fw->fw_dpts[0], fw->fw_dpts[1]);
	seq_printf(file, " A%02X X%02X %08X %u %u", fw->fw_tosand,
		   fw->fw_tosxor, fw->fw_redirpt, fw->fw_mark,
		   fw->fw_outputsize);
}

/*
 * A line behind the first that the reader did not ask for waits for the next
 * read; the error only says so to seq_file.
 */
static int show_rule(struct seq_file *file, void *place)
{
	struct reader *reader = file->private;
	struct ipfw_rule *rule = place;
	bool first = !file->count;
	bool fits;

	seq_printf(file, "%9s", rule->chain->label);
	show_criteria(file, &rule->fw);
	show_counter(file, " %-9u", atomic64_read(&rule->packets));
	show_counter(file, " %-9u", atomic64_read(&rule->bytes));
	show_effects(file, &rule->fw);
	seq_printf(file, " %9s\n", ipfw_target_label(rule));
	if (seq_has_overflowed(file))
		return 0;
	if (!reader->handing)
		return 0;
	fits = file->count <= iov_iter_count(reader->to);
	if (!fits && !first)
		return -ENOBUFS;
	if (fits && reader->resets) {
		atomic64_set(&rule->packets, 0);
		atomic64_set(&rule->bytes, 0);
	}
	return 0;
}

static const struct seq_operations chain_lines = {
	.start = start_chains,
	.next = next_chain,
	.stop = stop,
	.show = show_chain,
};

static const struct seq_operations rule_lines = {
	.start = start_rules,
	.next = next_rule,
	.stop = stop,
	.show = show_rule,
};

static int open_lines(struct inode *inode, struct file *file,
		      const struct seq_operations *lines)
{
	struct net *net = pde_data(inode);
	struct reader *reader;

	reader = __seq_open_private(file, lines, sizeof(*reader));
	if (!reader)
		return -ENOMEM;
	reader->fw = ipfw_net(net);
	reader->resets = file->f_mode & FMODE_WRITE;
	return 0;
}

static int open_names(struct inode *inode, struct file *file)
{
	return open_lines(inode, file, &chain_lines);
}

static int open_rules(struct inode *inode, struct file *file)
{
	return open_lines(inode, file, &rule_lines);
}

static ssize_t read_lines(struct kiocb *iocb, struct iov_iter *to)
{
	struct seq_file *file = iocb->ki_filp->private_data;
	struct reader *reader = file->private;
	ssize_t length;

	reader->to = to;
	reader->handing = !iocb->ki_pos || iocb->ki_pos == file->read_pos;
	length = seq_read_iter(iocb, to);
	reader->handing = false;
	return length;
}

static const struct proc_ops names_ops = {
	.proc_open = open_names,
	.proc_read_iter = read_lines,
	.proc_lseek = seq_lseek,
	.proc_release = seq_release_private,
};

static const struct proc_ops rules_ops = {
	.proc_open = open_rules,
	.proc_read_iter = read_lines,
	.proc_lseek = seq_lseek,
	.proc_release = seq_release_private,
};

int ipfw_proc_init(struct net *net)
{
	if (!proc_create_data(IP_FW_PROC_CHAIN_NAMES, 0600, net->proc_net,
			      &names_ops, net))
		return -ENOMEM;
	if (!proc_create_data(IP_FW_PROC_CHAINS, 0600, net->proc_net,
			      &rules_ops, net))
		goto err_chains;
	return 0;

err_chains:
	remove_proc_entry(IP_FW_PROC_CHAIN_NAMES, net->proc_net);
	return -ENOMEM;
}

void ipfw_proc_exit(struct net *net)
{
	remove_proc_entry(IP_FW_PROC_CHAINS, net->proc_net);
	remove_proc_entry(IP_FW_PROC_CHAIN_NAMES, net->proc_net);
}
