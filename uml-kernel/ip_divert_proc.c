// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/net/ip_divert: the bound divert sockets of the namespace, a line each,
 * then the counts that belong to none of them.
 */
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/skbuff.h>
#include <net/net_namespace.h>
#include <net/sock.h>
#include "ip_divert.h"
#include "ip_fw_core.h"

static void show_socket(struct seq_file *seq, struct sock *sk)
{
	struct ipdivert_sock *ds = ipdivert_sk(sk);
	unsigned int queued = 0, bytes = 0;
	struct sk_buff *skb;

	spin_lock_bh(&sk->sk_receive_queue.lock);
	skb_queue_walk(&sk->sk_receive_queue, skb) {
		queued++;
		bytes += skb->len;
	}
	spin_unlock_bh(&sk->sk_receive_queue.lock);
	seq_printf(seq, "%5u %6u %8u %8lld %8lld %10lld %8lld %8d %7u\n",
		   ds->inet.inet_num, queued, bytes,
		   atomic64_read(&ds->received), atomic64_read(&ds->read),
		   atomic64_read(&ds->reinjected),
		   atomic64_read(&ds->injected), atomic_read(&sk->sk_drops),
		   READ_ONCE(ds->n_tickets));
}

static int show_sockets(struct seq_file *seq, void *unused)
{
	struct ipdivert_net *dn = ipfw_net(seq_file_single_net(seq))->divert;
	unsigned long port;
	struct sock *sk;

	seq_puts(seq, " port queued    bytes received     read reinjected injected     full tickets\n");
	rcu_read_lock();
	xa_for_each(&dn->ports, port, sk)
		show_socket(seq, sk);
	rcu_read_unlock();
	seq_printf(seq, "noport %lld\nforgotten %lld\n",
		   atomic64_read(&dn->noport), atomic64_read(&dn->forgotten));
	return 0;
}

int ipdivert_proc_init(struct net *net)
{
	return proc_create_net_single("ip_divert", 0444, net->proc_net,
				      show_sockets, NULL) ? 0 : -ENOMEM;
}

void ipdivert_proc_exit(struct net *net)
{
	remove_proc_entry("ip_divert", net->proc_net);
}
