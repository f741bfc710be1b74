// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a program is told of a packet besides bytes and address, if it asks: the
 * option IP_DIVERT_INFO, its control message, and IP_PKTINFO.
 *
 * A queued packet carries in its control block where it was diverted
 * (ip_divert_catch.c), whether or not anybody has asked: the option decides
 * when the packet is read.
 */
#include <linux/ip.h>
#include <linux/mroute.h>
#include <linux/skbuff.h>
#include <linux/socket.h>
#include <linux/string.h>
#include <net/inet_sock.h>
#include <net/ip.h>
#include <net/sock.h>
#include <uapi/linux/ip_divert.h>
#include "ip_divert.h"
#include "ip_fw_diary.h"

/*
 * The options of raw sockets that hear a protocol: they would take the port for
 * its number, and the socket for a struct raw_sock.
 */
static bool is_for_protocols(int level, int optname)
{
	return level == IPPROTO_IP &&
	       (optname == IP_ROUTER_ALERT ||
		(optname >= MRT_BASE && optname <= MRT_MAX));
}

int ipdivert_setsockopt(struct sock *sk, int level, int optname,
			sockptr_t optval, unsigned int optlen)
{
	int value;

	if (is_for_protocols(level, optname))
		return -EOPNOTSUPP;
	if (level != IPPROTO_DIVERT)
		return ip_setsockopt(sk, level, optname, optval, optlen);
	if (optname != IP_DIVERT_INFO)
		return -ENOPROTOOPT;
	if (optlen < sizeof(value))
		return -EINVAL;
	if (copy_from_sockptr(&value, optval, sizeof(value)))
		return -EFAULT;
	WRITE_ONCE(ipdivert_sk(sk)->wants_info, !!value);
	return 0;
}

int ipdivert_getsockopt(struct sock *sk, int level, int optname,
			char __user *optval, int __user *optlen)
{
	int value, len;

	if (is_for_protocols(level, optname))
		return -EOPNOTSUPP;
	if (level != IPPROTO_DIVERT)
		return ip_getsockopt(sk, level, optname, optval, optlen);
	if (optname != IP_DIVERT_INFO)
		return -ENOPROTOOPT;
	if (get_user(len, optlen))
		return -EFAULT;
	if (len < 0)
		return -EINVAL;
	len = min_t(int, len, sizeof(value));
	value = READ_ONCE(ipdivert_sk(sk)->wants_info);
	if (put_user(len, optlen) || copy_to_user(optval, &value, len))
		return -EFAULT;
	return 0;
}

static u32 stage_number(u8 stage)
{
	switch (stage) {
	case IPFW_STAGE_INPUT:
		return IP_DIVERT_INPUT;
	case IPFW_STAGE_FORWARD:
		return IP_DIVERT_FORWARD;
	case IPFW_STAGE_OUTPUT_FORWARDED:
		return IP_DIVERT_OUTPUT_FORWARDED;
	default:
		return IP_DIVERT_OUTPUT_LOCAL;
	}
}

static void put_divert_info(struct msghdr *msg, struct sk_buff *skb)
{
	const struct ipdivert_cb *cb = ipdivert_cb(skb);
	struct ip_divert_info info = {
		.packet = ipfw_diary_id(ipfw_diary_packet(skb)),
		.ifindex = cb->in,
		.out_ifindex = cb->out,
		.stage = stage_number(cb->stage),
		.rulenum = cb->rulenum,
		.mark = skb->mark,
	};

	BUILD_BUG_ON(sizeof(info.chain) < sizeof(cb->chain));
	strscpy(info.chain, cb->chain, sizeof(info.chain));
	put_cmsg(msg, IPPROTO_DIVERT, IP_DIVERT_INFO, sizeof(info), &info);
}

/* The stack's own function wants its notes where ours are. */
static void put_pktinfo(struct msghdr *msg, struct sk_buff *skb)
{
	const struct ipdivert_cb *cb = ipdivert_cb(skb);
	struct in_pktinfo info = {
		.ipi_ifindex = cb->in,
		.ipi_spec_dst.s_addr = cb->addr,
		.ipi_addr.s_addr = ip_hdr(skb)->daddr,
	};

	put_cmsg(msg, SOL_IP, IP_PKTINFO, sizeof(info), &info);
}

void ipdivert_put_info(struct msghdr *msg, struct sock *sk,
		       struct sk_buff *skb)
{
	if (inet_sk(sk)->cmsg_flags & IP_CMSG_PKTINFO)
		put_pktinfo(msg, skb);
	if (READ_ONCE(ipdivert_sk(sk)->wants_info))
		put_divert_info(msg, skb);
}
