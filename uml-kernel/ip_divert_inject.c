// SPDX-License-Identifier: GPL-2.0-only
/*
 * Packets written to a divert socket.
 *
 * A write is refused, or it is a packet with a place to go on from:
 *
 *   ticket, input      behind the diverting rule of the input chain, then
 *                      routing, as when it came
 *   ticket, forward    routed anew with the interface it came in by; then behind
 *                      the rule of the forward chain, or delivered if it is for
 *                      this host now
 *   ticket, output     routed anew by destination; behind the rule of the output
 *                      chain, then transmission
 *   no ticket, address of this host    arrives on that interface (S7.57)
 *   no ticket, no address              is sent (S7.56)
 *
 * The first two and an arrival always succeed for the writer; what becomes of
 * the packet is its own affair (S7.117). The others answer like a send.
 */
#include <linux/icmp.h>
#include <linux/if.h>
#include <linux/inetdevice.h>
#include <linux/ip.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/icmp.h>
#include <net/ip.h>
#include <net/route.h>
#include <net/sock.h>
#include "ip_divert.h"
#include "ip_fw_core.h"
#include "ip_fw_diary.h"

/* Headers are read in one piece; what is behind may stand in pages. */
#define LINEAR_BYTES	2048

/**
 * struct injection - one write
 * @sk: socket
 * @addr: sin_addr, 0 for none
 * @handle: sin_zero, 0 for none
 * @ticket: what @handle names, held; NULL without a valid one
 * @dev: where it comes in, NULL going out. RCU read side
 * @skb: packet
 */
struct injection {
	struct sock *sk;
	__be32 addr;
	u64 handle;
	struct ipdivert_ticket *ticket;
	struct net_device *dev;
	struct sk_buff *skb;
};

static struct net *injection_net(const struct injection *inj)
{
	return sock_net(inj->sk);
}

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
static int read_request(struct injection *inj, const struct msghdr *msg,
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
		inj->addr = sin->sin_addr.s_addr;
		memcpy(&inj->handle, sin->sin_zero, sizeof(inj->handle));
	}
	return has_ip_options(inet_sk(inj->sk)) ? -EINVAL : 0;
}

/* Q5: what is no IPv4 packet cannot be injected. */
static bool is_packet(const struct sk_buff *skb)
{
	const struct iphdr *iph = ip_hdr(skb);

	return skb->len >= sizeof(*iph) && iph->version == 4 &&
	       iph->ihl >= 5 && iph->ihl * 4 <= skb->len;
}

static int read_packet(struct injection *inj, struct msghdr *msg, size_t len)
{
	size_t linear = min_t(size_t, len, LINEAR_BYTES);
	struct sk_buff *skb;
	int err;

	skb = sock_alloc_send_pskb(inj->sk, LL_MAX_HEADER + linear,
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
	inj->skb = skb;
	return 0;
}

/* A ticket is no good without the interface the packet came in by (S7.80). */
static void find_ticket(struct injection *inj)
{
	struct ipdivert_ticket *ticket = NULL;

	if (inj->handle && inet_sk(inj->sk)->inet_num)
		ticket = ipdivert_ticket_find(ipdivert_sk(inj->sk),
					      inj->handle, inj->addr);
	if (!ticket)
		return;
	if (ticket->in) {
		inj->dev = dev_get_by_index_rcu(injection_net(inj),
						ticket->in);
		if (!inj->dev) {
			ipdivert_ticket_put(ticket);
			return;
		}
	}
	inj->ticket = ticket;
}

/* True if the packet comes in, on inj->dev; false if it goes out. */
static bool goes_in(const struct injection *inj)
{
	if (!inj->ticket)
		return inj->addr;
	return inj->ticket->stage == IPFW_STAGE_INPUT ||
	       inj->ticket->stage == IPFW_STAGE_FORWARD;
}

static int find_device(struct injection *inj)
{
	if (!inj->ticket)
		inj->dev = __ip_dev_find(injection_net(inj), inj->addr, false);
	if (!inj->dev)
		return -EADDRNOTAVAIL;
	return inj->dev->flags & IFF_UP ? 0 : -ENETDOWN;
}

/*
 * Where the destination leads, from any source (S7.62). What has no way of its
 * own, multicast and the limited broadcast, leaves as the socket says, else by
 * the device it was about to leave by.
 */
static int find_route(struct injection *inj)
{
	const struct inet_sock *inet = inet_sk(inj->sk);
	struct iphdr *iph = ip_hdr(inj->skb);
	int oif = READ_ONCE(inj->sk->sk_bound_dev_if);
	struct flowi4 fl4;
	struct rtable *rt;

	if (ipv4_is_multicast(iph->daddr) || ipv4_is_lbcast(iph->daddr)) {
		if (!oif)
			oif = READ_ONCE(inet->mc_index);
		if (!oif && inj->ticket)
			oif = inj->ticket->out;
	}
	flowi4_init_output(&fl4, oif, inj->skb->mark, RT_TOS(iph->tos),
			   RT_SCOPE_UNIVERSE, IPPROTO_RAW,
			   inet_sk_flowi_flags(inj->sk) | FLOWI_FLAG_KNOWN_NH,
			   iph->daddr, 0, 0, 0, inj->sk->sk_uid);
	rt = ip_route_output_flow(injection_net(inj), &fl4, inj->sk);
	if (IS_ERR(rt))
		return PTR_ERR(rt);
	skb_dst_set(inj->skb, &rt->dst);
	inj->skb->dev = rt->dst.dev;
	if (!iph->saddr)
		iph->saddr = fl4.saddr;
	return 0;
}

/*
 * S7.90: a resumed packet is treated as if it had never left, unless it has
 * grown; any other must fit, or may be fragmented if always-defragment is on.
 */
static int check_length(const struct injection *inj)
{
	const struct sk_buff *skb = inj->skb;

	if (skb->len <= skb_dst(skb)->dev->mtu)
		return 0;
	if (inj->ticket && skb->len <= inj->ticket->len)
		return 0;
	if (!READ_ONCE(ipfw_net(injection_net(inj))->always_defrag))
		return -EMSGSIZE;
	return ip_hdr(skb)->frag_off & htons(IP_DF) ? -EMSGSIZE : 0;
}

/* S7.73-S7.75 */
static void fix_header(const struct injection *inj)
{
	struct iphdr *iph = ip_hdr(inj->skb);
	bool keep = inj->ticket && inj->ticket->id_was_zero;

	iph->tot_len = htons(inj->skb->len);
	while (!iph->id && !keep && !ip_is_fragment(iph))
		__ip_select_ident(injection_net(inj), iph, 1);
	ip_send_check(iph);
}

/* Link-level type, again from the destination (S7.127). */
static u8 packet_type(struct net *net, __be32 daddr)
{
	if (ipv4_is_multicast(daddr))
		return PACKET_MULTICAST;
	if (inet_addr_type(net, daddr) == RTN_BROADCAST)
		return PACKET_BROADCAST;
	return PACKET_HOST;
}

/*
 * What this host sends to itself reaches input with its route attached; the
 * input lookup would take it for a martian (S7.130, Q36).
 */
static void attach_looped_route(struct injection *inj)
{
	const struct iphdr *iph = ip_hdr(inj->skb);
	bool lo = inj->dev->flags & IFF_LOOPBACK;
	struct flowi4 fl4 = {
		.daddr = iph->daddr,
		.flowi4_oif = lo ? 0 : inj->dev->ifindex,
		.flowi4_tos = RT_TOS(iph->tos),
		.flowi4_mark = inj->skb->mark,
	};
	struct rtable *rt;

	if (!lo && !(inj->ticket && inj->ticket->looped))
		return;
	rt = ip_route_output_key(injection_net(inj), &fl4);
	if (IS_ERR(rt))
		return;
	if (rt->rt_flags & RTCF_LOCAL)
		skb_dst_set(inj->skb, &rt->dst);
	else
		ip_rt_put(rt);
}

static void make_arrival(struct injection *inj)
{
	struct sk_buff *skb = inj->skb;

	skb_orphan(skb);
	skb->dev = inj->dev;
	skb->skb_iif = inj->dev->ifindex;
	skb->pkt_type = packet_type(injection_net(inj), ip_hdr(skb)->daddr);
	IPCB(skb)->iif = skb->skb_iif;
	attach_looped_route(inj);
}

/* The first write goes on in the packet's diary, a later one begins its own. */
static int use_ticket(struct injection *inj)
{
	struct ipdivert_ticket *ticket = inj->ticket;
	struct sk_buff *skb = inj->skb;
	bool again;
	int err;

	err = ipdivert_ticket_use(ipdivert_sk(inj->sk), ticket, skb, &again);
	if (err)
		return err;
	if (again) {
		ipfw_diary_inject(skb, goes_in(inj) ? inj->dev : NULL);
		ipfw_diary_again(skb, ticket->id);
	} else {
		ipfw_diary_reinject(skb, inj->addr);
	}
	ipfw_ct_lend(skb, ticket->ct, again);
	skb->ignore_df = ticket->ignore_df;
	atomic64_inc(&ipdivert_sk(inj->sk)->reinjected);
	return 0;
}

/*
 * The stack's notes on the options are good as long as the options are: offsets
 * into changed ones could lead anywhere. Going out, options are only copied to
 * fragments, and their length is enough for that.
 */
static bool options_unchanged(const struct injection *inj)
{
	const struct iphdr *iph = ip_hdr(inj->skb);
	const struct ipdivert_ticket *ticket = inj->ticket;

	return iph->ihl * 4 - sizeof(*iph) == ticket->n_options &&
	       !memcmp(iph + 1, ticket->options, ticket->n_options);
}

static void restore_notes(struct injection *inj)
{
	struct inet_skb_parm *parm = IPCB(inj->skb);

	*parm = inj->ticket->parm;
	if (options_unchanged(inj))
		return;
	memset(&parm->opt, 0, sizeof(parm->opt));
	parm->opt.optlen = ip_hdr(inj->skb)->ihl * 4 - sizeof(struct iphdr);
}

/* As on arrival; the packet's source is told what is wrong with them. */
static int compile_options(struct sk_buff *skb)
{
	struct ip_options *opt = &IPCB(skb)->opt;

	if (ip_options_compile(dev_net(skb->dev), opt, skb))
		return -EINVAL;
	if (opt->srr && ip_options_rcv_srr(skb, skb->dev))
		return -EINVAL;
	return 0;
}

/* The rest of the traversal, then of the stack. Consumes the packet. */
static int carry_on(struct injection *inj, struct net_device *out)
{
	const struct ipdivert_ticket *ticket = inj->ticket;
	struct ipfw_place place = {
		.net = injection_net(inj),
		.stage = ticket->stage,
		.in = inj->dev,
		.out = out,
		.sk = goes_in(inj) ||
		      ticket->stage == IPFW_STAGE_OUTPUT_FORWARDED ?
		      NULL : inj->sk,
		.okfn = ticket->okfn,
	};
	int err;

	err = ipfw_road(inj->skb, &place, &ticket->resume);
	if (err == IPFW_GO_ON)
		return ipfw_continue(inj->skb, &place);
	if (err == IPFW_TAKEN)
		return 0;
	kfree_skb_reason(inj->skb, SKB_DROP_REASON_NETFILTER_DROP);
	return err;
}

/*
 * A copy made by multicast routing goes on to the device it was made for; to
 * route it again would make all the other copies again (Q33).
 */
static bool route_copy(struct injection *inj)
{
	const struct iphdr *iph = ip_hdr(inj->skb);
	struct flowi4 fl4 = {
		.daddr = iph->daddr,
		.flowi4_oif = inj->ticket->out,
		.flowi4_tos = RT_TOS(iph->tos),
		.flowi4_mark = inj->skb->mark,
	};
	struct rtable *rt;

	rt = ip_route_output_key(injection_net(inj), &fl4);
	if (IS_ERR(rt))
		return false;
	skb_dst_set(inj->skb, &rt->dst);
	return true;
}

static bool route_forward(struct injection *inj)
{
	const struct iphdr *iph = ip_hdr(inj->skb);

	if (ipv4_is_multicast(iph->daddr))
		return route_copy(inj);
	return !ip_route_input_noref(inj->skb, iph->daddr, iph->saddr,
				     iph->tos, inj->dev);
}

/* False: the packet is for this host, or for nobody, and on its way there. */
static bool still_forwarded(struct sk_buff *skb)
{
	if (ipv4_is_multicast(ip_hdr(skb)->daddr) ||
	    skb_dst(skb)->input == ip_forward)
		return true;
	dst_input(skb);
	return false;
}

static bool fits(const struct sk_buff *skb, unsigned int mtu)
{
	return skb->len <= mtu || skb->ignore_df ||
	       !(ip_hdr(skb)->frag_off & htons(IP_DF));
}

/*
 * What ip_forward() does before its hook, but for TTL and redirect, which the
 * packet has behind it. False: it is dropped or gone another way.
 */
static bool prepare_forward(struct injection *inj)
{
	enum skb_drop_reason reason = SKB_DROP_REASON_IP_INADDRERRORS;
	struct sk_buff *skb = inj->skb;
	struct dst_entry *dst;
	unsigned int mtu;

	if (!route_forward(inj))
		goto drop;
	reason = SKB_DROP_REASON_IP_INHDR;
	if (!options_unchanged(inj) && compile_options(skb))
		goto drop;
	if (!still_forwarded(skb))
		return false;
	dst = skb_dst(skb);
	IPCB(skb)->flags |= IPSKB_FORWARDED;
	mtu = ip_dst_mtu_maybe_forward(dst, true);
	reason = SKB_DROP_REASON_PKT_TOO_BIG;
	if (!fits(skb, mtu)) {
		icmp_send(skb, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, htonl(mtu));
		goto drop;
	}
	reason = SKB_DROP_REASON_NOMEM;
	if (skb_cow(skb, LL_RESERVED_SPACE(dst->dev) + dst->header_len))
		goto drop;
	skb->priority = rt_tos2priority(ip_hdr(skb)->tos);
	return true;
drop:
	kfree_skb_reason(skb, reason);
	return false;
}

static int resume_inward(struct injection *inj)
{
	int err = find_device(inj);

	if (err)
		return err;
	inj->skb->mark = inj->ticket->mark;
	fix_header(inj);
	err = use_ticket(inj);
	if (err)
		return err;
	make_arrival(inj);
	if (inj->ticket->stage == IPFW_STAGE_INPUT) {
		carry_on(inj, NULL);
	} else {
		restore_notes(inj);
		if (prepare_forward(inj))
			carry_on(inj, skb_dst(inj->skb)->dev);
	}
	inj->skb = NULL;
	return 0;
}

static int send_result(int err)
{
	return err > 0 ? net_xmit_errno(err) : err;
}

static int resume_outward(struct injection *inj)
{
	int err;

	inj->skb->mark = inj->ticket->mark;
	err = find_route(inj);
	if (!err)
		err = check_length(inj);
	if (err)
		return err;
	fix_header(inj);
	err = use_ticket(inj);
	if (err)
		return err;
	restore_notes(inj);
	inj->skb->priority = READ_ONCE(inj->sk->sk_priority);
	err = carry_on(inj, skb_dst(inj->skb)->dev);
	inj->skb = NULL;
	return send_result(err);
}

/* A new packet: it has no history but the port it was written through. */
static int begin_packet(struct injection *inj)
{
	u16 port = inet_sk(inj->sk)->inet_num;
	struct ipfw_ext *ext;

	atomic64_inc(&ipdivert_sk(inj->sk)->injected);
	if (port) {
		ext = ipfw_ext_get(inj->skb);
		if (!ext)
			return -ENOBUFS;
		ipfw_ext_exempt(ext, port);
	}
	ipfw_diary_inject(inj->skb, inj->dev);
	ext = skb_ext_find(inj->skb, SKB_EXT_IPFW);
	if (ext)
		ext->flags |= IPFW_EXT_INJECTED;
	return 0;
}

/* Behind the taps, which have seen the packet if it ever arrived (S7.131). */
static int inject_inward(struct injection *inj)
{
	int err = find_device(inj);

	if (err)
		return err;
	fix_header(inj);
	err = begin_packet(inj);
	if (err)
		return err;
	make_arrival(inj);
	ip_rcv(inj->skb, inj->dev, NULL, inj->dev);
	inj->skb = NULL;
	return 0;
}

static int inject_outward(struct injection *inj)
{
	int err = find_route(inj);

	if (!err)
		err = check_length(inj);
	if (err)
		return err;
	fix_header(inj);
	err = begin_packet(inj);
	if (err)
		return err;
	inj->skb->priority = READ_ONCE(inj->sk->sk_priority);
	err = ip_local_out(injection_net(inj), inj->sk, inj->skb);
	inj->skb = NULL;
	return send_result(err);
}

static int inject(struct injection *inj)
{
	bool in;

	find_ticket(inj);
	in = goes_in(inj);
	if (inj->ticket)
		return in ? resume_inward(inj) : resume_outward(inj);
	inj->skb->mark = READ_ONCE(inj->sk->sk_mark);
	return in ? inject_inward(inj) : inject_outward(inj);
}

int ipdivert_sendmsg(struct socket *sock, struct msghdr *msg, size_t len)
{
	struct injection inj = { .sk = sock->sk };
	int err;

	err = read_request(&inj, msg, len);
	if (!err)
		err = read_packet(&inj, msg, len);
	if (err)
		return err;
	/* The road of a packet: as if its softirq had come. */
	local_bh_disable();
	rcu_read_lock();
	err = inject(&inj);
	rcu_read_unlock();
	local_bh_enable();
	if (inj.ticket)
		ipdivert_ticket_put(inj.ticket);
	consume_skb(inj.skb);
	return err ? err : len;
}
