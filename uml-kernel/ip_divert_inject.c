// SPDX-License-Identifier: GPL-2.0-only
/*
 * Packets written to a divert socket.
 *
 * A write is refused, or it is a packet with a place to go on from:
 *
 *   a valid ticket     behind the rule that diverted it: ip_divert_resume.c
 *   no ticket, address of this host    arrives on that interface (S7.57)
 *   no ticket, no address              is sent (S7.56)
 *
 * An arrival always succeeds for the writer, and so does a resume on input or
 * forward; what becomes of the packet is its own affair (S7.117). The others
 * answer like a send.
 */
#include <linux/ip.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/ip.h>
#include <net/sock.h>
#include "ip_divert.h"
#include "ip_fw_core.h"
#include "ip_fw_diary.h"

/* Headers are read in one piece; what is behind may stand in pages. */
#define LINEAR_BYTES	2048

static bool has_ip_options(const struct inet_sock *inet)
{
	const struct ip_options_rcu *opt;
	bool has;

	rcu_read_lock();
	opt = rcu_dereference(inet->inet_opt);
	has = opt && opt->opt.optlen;
	rcu_read_unlock();
	return has;
}

/* Everything of S7.116 that does not need the packet, in its order. */
static int read_request(struct ipdivert_write *write, const struct msghdr *msg,
			size_t len)
{
	DECLARE_SOCKADDR(struct sockaddr_in *, sin, msg->msg_name);
	static const struct sockaddr_in zero;

	if (len > 0xFFFF)
		return -EMSGSIZE;
	if (msg->msg_flags & MSG_OOB)
		return -EOPNOTSUPP;
	if (sin && msg->msg_namelen) {
		if (msg->msg_namelen < sizeof(*sin))
			return -EINVAL;
		if (sin->sin_family != AF_INET &&
		    memcmp(sin, &zero, sizeof(*sin)))
			return -EINVAL;
		write->addr = sin->sin_addr.s_addr;
		memcpy(&write->handle, sin->sin_zero, sizeof(write->handle));
	}
	return has_ip_options(inet_sk(write->sk)) ? -EINVAL : 0;
}

/* Q5: what is no IPv4 packet cannot be injected. */
static bool is_packet(const struct sk_buff *skb)
{
	const struct iphdr *iph = ip_hdr(skb);

	return skb->len >= sizeof(*iph) && iph->version == 4 &&
	       iph->ihl >= 5 && iph->ihl * 4 <= skb->len;
}

static int read_packet(struct ipdivert_write *write, struct msghdr *msg,
		       size_t len)
{
	size_t linear = min_t(size_t, len, LINEAR_BYTES);
	struct sk_buff *skb;
	int err;

	skb = sock_alloc_send_pskb(write->sk, LL_MAX_HEADER + linear,
				   len - linear, msg->msg_flags & MSG_DONTWAIT,
				   &err, PAGE_ALLOC_COSTLY_ORDER);
	if (!skb)
		return err;
	skb_reserve(skb, LL_MAX_HEADER);
	skb_put(skb, linear);
	skb->data_len = len - linear;
	skb->len = len;
	skb_reset_mac_header(skb);
	skb_reset_network_header(skb);
	skb->protocol = htons(ETH_P_IP);
	memset(IPCB(skb), 0, sizeof(*IPCB(skb)));
	err = skb_copy_datagram_from_iter(skb, 0, &msg->msg_iter, len);
	if (!err && !is_packet(skb))
		err = -EBADRQC;
	if (err) {
		consume_skb(skb);
		return err;
	}
	skb_set_transport_header(skb, ip_hdr(skb)->ihl * 4);
	write->skb = skb;
	return 0;
}

/* A ticket is no good without the interface the packet came in by (S7.80). */
static void find_ticket(struct ipdivert_write *write)
{
	struct ipdivert_ticket *ticket = NULL;

	if (write->handle && inet_sk(write->sk)->inet_num)
		ticket = ipdivert_ticket_find(ipdivert_sk(write->sk),
					      write->handle, write->addr);
	if (!ticket)
		return;
	if (ticket->in) {
		write->dev = dev_get_by_index_rcu(ipdivert_net_of(write),
						ticket->in);
		if (!write->dev) {
			ipdivert_ticket_put(ticket);
			return;
		}
	}
	write->ticket = ticket;
}

/*
 * A new packet: it has no history but the port it was written through. Its
 * diary begins at its first hook (ip_fw_compat.c), as that of any other.
 */
static int begin_packet(struct ipdivert_write *write)
{
	u16 port = inet_sk(write->sk)->inet_num;
	struct ipfw_ext *ext = ipfw_ext_get(write->skb);

	atomic64_inc(&ipdivert_sk(write->sk)->injected);
	if (!ext)
		return -ENOBUFS;
	if (port)
		ipfw_ext_exempt(ext, port);
	ext->flags |= IPFW_EXT_INJECTED;
	return 0;
}

/* Behind the taps, which have seen the packet if it ever arrived (S7.131). */
static int inject_inward(struct ipdivert_write *write)
{
	int err = ipdivert_find_device(write);

	if (err)
		return err;
	ipdivert_fix_header(write);
	err = begin_packet(write);
	if (err)
		return err;
	ipdivert_make_arrival(write);
	ip_rcv(write->skb, write->dev, NULL, write->dev);
	write->skb = NULL;
	return 0;
}

static int inject_outward(struct ipdivert_write *write)
{
	int err = ipdivert_find_route(write);

	if (!err)
		err = ipdivert_check_length(write);
	if (err)
		return err;
	ipdivert_fix_header(write);
	err = begin_packet(write);
	if (err)
		return err;
	write->skb->priority = READ_ONCE(write->sk->sk_priority);
	ipfw_ct_recognise(write->skb, ipdivert_net_of(write));
	err = ip_local_out(ipdivert_net_of(write), write->sk, write->skb);
	write->skb = NULL;
	return ipdivert_send_result(err);
}

static int inject(struct ipdivert_write *write)
{
	find_ticket(write);
	if (write->ticket)
		return ipdivert_resume(write);
	write->skb->mark = READ_ONCE(write->sk->sk_mark);
	return write->addr ? inject_inward(write) : inject_outward(write);
}

int ipdivert_sendmsg(struct socket *sock, struct msghdr *msg, size_t len)
{
	struct ipdivert_write write = { .sk = sock->sk };
	int err;

	err = read_request(&write, msg, len);
	if (!err)
		err = read_packet(&write, msg, len);
	if (err)
		return err;
	/* The road of a packet: as if its softirq had come. */
	local_bh_disable();
	rcu_read_lock();
	err = inject(&write);
	rcu_read_unlock();
	local_bh_enable();
	if (write.ticket)
		ipdivert_ticket_put(write.ticket);
	consume_skb(write.skb);
	return err ? err : len;
}
