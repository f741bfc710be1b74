// SPDX-License-Identifier: GPL-2.0-only
/*
 * Divert sockets: socket(AF_INET, SOCK_RAW, IPPROTO_DIVERT).
 *
 * The life of a diverted packet
 *
 *   rule     A walk meets a DIVERT rule. ipdivert_catch(), under the rule lock,
 *            finds the socket bound to its port and makes a ticket: stage, path
 *            of rules, device, mark, ports the packet is exempt from. Nobody
 *            bound: the packet is dropped, or with pass-through the walk goes
 *            on. For the stack a diverted packet has been sent or received.
 *   queue    ipdivert_deliver() completes the checksums, lets go of sender,
 *            route, device and connection, puts the ticket into the socket's
 *            table and the packet into its queue. Full: packet and ticket are
 *            gone, counted, nobody is told.
 *   read     recvmsg() hands out the bytes from the IP header on, an address
 *            with the ticket's handle in sin_zero and, if asked for, more
 *            (ip_divert_info.c). The bytes are the program's now; the ticket
 *            stays.
 *   write    sendmsg() (ip_divert_inject.c) makes a new packet of whatever is
 *            written. The handle finds the ticket: the packet goes on behind the
 *            rule. No handle, or one that is not good: the packet arrives or is
 *            sent as sin_addr says. The port it was written through is on its
 *            list of exempt ports until it leaves the machine or is delivered.
 *   close    The port is free, the queue is dropped, the tickets are void.
 *
 * The diary ends of a packet in here: full, closed (with it in the queue),
 * eaten (read, never written back; said at close), forgotten (its ticket gave
 * way to newer ones). The first write with a ticket takes the packet's diary
 * along; another one with the same ticket is a new packet.
 */
#include <linux/capability.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/sockios.h>
#include <net/inet_common.h>
#include <net/ip.h>
#include <net/protocol.h>
#include <net/sock.h>
#include <asm/ioctls.h>
#include <uapi/linux/ip_divert.h>
#include "ip_divert.h"
#include "ip_fw_core.h"
#include "ip_fw_diary.h"

/* No protocol has this number; see no_protocol_prot. */
#define NO_PROTOCOL	0xFFFF

static void purge_queue(struct sock *sk)
{
	struct sk_buff *skb;

	while ((skb = skb_dequeue(&sk->sk_receive_queue))) {
		ipfw_diary_lost(ipfw_diary_packet(skb), "closed");
		kfree_skb(skb);
	}
}

/* A packet may have found the socket just before its port was given up. */
static void divert_destruct(struct sock *sk)
{
	purge_queue(sk);
	inet_sock_destruct(sk);
}

static int divert_init_sock(struct sock *sk)
{
	struct ipdivert_sock *ds = ipdivert_sk(sk);

	ds->inet.inet_num = 0;
	ds->inet.inet_sport = 0;
	ds->inet.hdrincl = 1;
	spin_lock_init(&ds->lock);
	hash_init(ds->tickets);
	INIT_LIST_HEAD(&ds->ages);
	sk->sk_destruct = divert_destruct;
	sock_set_flag(sk, SOCK_RCU_FREE);
	return 0;
}

static void divert_close(struct sock *sk, long timeout)
{
	struct ipdivert_net *dn = ipfw_net(sock_net(sk))->divert;

	if (inet_sk(sk)->inet_num)
		xa_erase(&dn->ports, inet_sk(sk)->inet_num);
	purge_queue(sk);
	ipdivert_ticket_purge(ipdivert_sk(sk));
	sk_common_release(sk);
}

/* Ports are not hashed anywhere, least of all among raw sockets (S7.133). */
static int divert_hash(struct sock *sk)
{
	return 0;
}

static void divert_unhash(struct sock *sk)
{
}

static int claim_port(struct sock *sk, u16 port)
{
	struct ipdivert_net *dn = ipfw_net(sock_net(sk))->divert;
	struct inet_sock *inet = inet_sk(sk);
	int err;

	if (inet->inet_num)
		return -EINVAL;
	err = xa_insert(&dn->ports, port, sk, GFP_KERNEL);
	if (err)
		return err == -EBUSY ? -EADDRINUSE : err;
	inet->inet_num = port;
	inet->inet_sport = htons(port);
	return 0;
}

/* S7.14-S7.19 */
static int divert_bind(struct socket *sock, struct sockaddr *addr, int len)
{
	const struct sockaddr_in *sin = (struct sockaddr_in *)addr;
	struct sock *sk = sock->sk;
	int err;

	if (len < sizeof(*sin))
		return -EINVAL;
	if (sin->sin_family != AF_INET)
		return -EAFNOSUPPORT;
	if (!sin->sin_port)
		return -EINVAL;
	if (!ns_capable(sock_net(sk)->user_ns, CAP_NET_ADMIN))
		return -EPERM;
	lock_sock(sk);
	err = claim_port(sk, ntohs(sin->sin_port));
	release_sock(sk);
	return err;
}

static void fill_address(struct msghdr *msg, struct sk_buff *skb, u16 port,
			 int *addr_len)
{
	DECLARE_SOCKADDR(struct sockaddr_in *, sin, msg->msg_name);
	const struct ipdivert_cb *cb = ipdivert_cb(skb);

	BUILD_BUG_ON(sizeof(sin->sin_zero) != sizeof(cb->handle));
	if (!sin)
		return;
	sin->sin_family = AF_INET;
	sin->sin_port = htons(port);
	sin->sin_addr.s_addr = cb->addr;
	memcpy(sin->sin_zero, &cb->handle, sizeof(cb->handle));
	*addr_len = sizeof(*sin);
}

static void note_read(struct ipdivert_sock *ds, struct sk_buff *skb)
{
	atomic64_inc(&ds->read);
	ipfw_diary_read(skb);
	if (!ipdivert_ticket_read(ds, ipdivert_cb(skb)->handle))
		ipfw_diary_lost(ipfw_diary_packet(skb), "forgotten");
}

static int divert_recvmsg(struct sock *sk, struct msghdr *msg, size_t len,
			  int flags, int *addr_len)
{
	struct sk_buff *skb;
	size_t copied;
	int err;

	if (flags & MSG_OOB)
		return -EOPNOTSUPP;
	if (flags & MSG_ERRQUEUE)
		return ip_recv_error(sk, msg, len, addr_len);
	skb = skb_recv_datagram(sk, flags, &err);
	if (!skb)
		return err;
	if (!(flags & MSG_PEEK))
		note_read(ipdivert_sk(sk), skb);
	copied = min_t(size_t, len, skb->len);
	if (copied < skb->len)
		msg->msg_flags |= MSG_TRUNC;
	err = skb_copy_datagram_msg(skb, 0, msg, copied);
	if (!err) {
		sock_recv_cmsgs(msg, sk, skb);
		ipdivert_put_info(msg, sk, skb);
		fill_address(msg, skb, inet_sk(sk)->inet_num, addr_len);
		err = flags & MSG_TRUNC ? skb->len : copied;
	}
	skb_free_datagram(sk, skb);
	return err;
}

static int next_size(struct sock *sk)
{
	struct sk_buff *skb;
	int size = 0;

	spin_lock_bh(&sk->sk_receive_queue.lock);
	skb = skb_peek(&sk->sk_receive_queue);
	if (skb)
		size = skb->len;
	spin_unlock_bh(&sk->sk_receive_queue.lock);
	return size;
}

static int divert_ioctl(struct socket *sock, unsigned int cmd,
			unsigned long arg)
{
	struct sock *sk = sock->sk;

	switch (cmd) {
	case SIOCOUTQ:
		return put_user(sk_wmem_alloc_get(sk), (int __user *)arg);
	case SIOCINQ:
		return put_user(next_size(sk), (int __user *)arg);
	default:
		return inet_ioctl(sock, cmd, arg);
	}
}

static struct proto divert_prot = {
	.name = "DIVERT",
	.owner = THIS_MODULE,
	.close = divert_close,
	.init = divert_init_sock,
	.setsockopt = ipdivert_setsockopt,
	.getsockopt = ipdivert_getsockopt,
	.recvmsg = divert_recvmsg,
	.hash = divert_hash,
	.unhash = divert_unhash,
	.no_autobind = true,
	.obj_size = sizeof(struct ipdivert_sock),
};

static const struct proto_ops divert_ops = {
	.family = PF_INET,
	.owner = THIS_MODULE,
	.release = inet_release,
	.bind = divert_bind,
	.connect = sock_no_connect,
	.socketpair = sock_no_socketpair,
	.accept = sock_no_accept,
	.getname = inet_getname,
	.poll = datagram_poll,
	.ioctl = divert_ioctl,
	.gettstamp = sock_gettstamp,
	.listen = sock_no_listen,
	.shutdown = inet_shutdown,
	.setsockopt = sock_common_setsockopt,
	.getsockopt = sock_common_getsockopt,
	.sendmsg = ipdivert_sendmsg,
	.recvmsg = sock_common_recvmsg,
	.mmap = sock_no_mmap,
};

static struct inet_protosw divert_protosw = {
	.type = SOCK_RAW,
	.protocol = IPPROTO_DIVERT,
	.prot = &divert_prot,
	.ops = &divert_ops,
};

/*
 * socket(AF_INET, SOCK_RAW, 0) takes the first entry of the list, which must
 * not be ours: this one stands before it and refuses, as the kernel does
 * without it (Q37).
 */
static int no_protocol_init(struct sock *sk)
{
	return -EPROTONOSUPPORT;
}

static struct proto no_protocol_prot = {
	.name = "NO_PROTOCOL",
	.owner = THIS_MODULE,
	.init = no_protocol_init,
	.hash = divert_hash,
	.unhash = divert_unhash,
	.obj_size = sizeof(struct inet_sock),
};

static struct inet_protosw no_protocol_protosw = {
	.type = SOCK_RAW,
	.protocol = NO_PROTOCOL,
	.prot = &no_protocol_prot,
	.ops = &divert_ops,
};

int __init ipdivert_init(void)
{
	int err;

	err = proto_register(&divert_prot, 1);
	if (err)
		return err;
	err = proto_register(&no_protocol_prot, 1);
	if (err) {
		proto_unregister(&divert_prot);
		return err;
	}
	inet_register_protosw(&divert_protosw);
	inet_register_protosw(&no_protocol_protosw);
	return 0;
}

int ipdivert_net_init(struct net *net)
{
	struct ipfw_net *fw = ipfw_net(net);
	int err;

	fw->divert = kzalloc(sizeof(*fw->divert), GFP_KERNEL);
	if (!fw->divert)
		return -ENOMEM;
	xa_init(&fw->divert->ports);
	err = ipdivert_proc_init(net);
	if (err)
		kfree(fw->divert);
	return err;
}

/* A bound socket keeps its namespace: there is none left. */
void ipdivert_net_exit(struct net *net)
{
	struct ipfw_net *fw = ipfw_net(net);

	ipdivert_proc_exit(net);
	kfree(fw->divert);
}
