/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the verdicts MASQ and REDIRECT do to a packet.
 *
 * MASQ is decided by the forward chain, and done behind it by the kernel's NAT
 * (ip_fw_compat_masq.c). REDIRECT is no translation: the packet stays as it is,
 * and the socket that listens on the redirect port gets it
 * (ip_fw_compat_redir.c).
 */
#ifndef _IP_FW_TRANSLATE_H
#define _IP_FW_TRANSLATE_H

#include <linux/errno.h>
#include <linux/skbuff.h>
#include "ip_fw_core.h"
#include "ip_fw_road.h"

/* The ports masquerading gives away (S3.11), and how many connections it has. */
#define IPFW_MASQ_PORTS		4096
#define IPFW_MASQ_FIRST		61000
#define IPFW_MASQ_LAST		(IPFW_MASQ_FIRST + IPFW_MASQ_PORTS - 1)
#define IPFW_MASQ_POOL		(10 * IPFW_MASQ_PORTS)

#if IS_ENABLED(CONFIG_IP_MASQUERADE)

/* ip_fw_compat_masq.c: per namespace. */
int ipfw_masq_init(struct net *net);
void ipfw_masq_exit(struct net *net);

/*
 * Connection tracking is there before the first MASQ rule or policy is
 * (ipfw_masq_hold()), and goes with the last (ipfw_masq_settle(), after each
 * command). Caller holds ipfw_net.commands. -ENOMEM. May sleep.
 */
int ipfw_masq_hold(struct net *net);
void ipfw_masq_settle(struct net *net);

/*
 * ip_fw_compat_masq_times.c: IP_FW_MASQ_TIMEOUTS (S4.54, S4.56). Caller holds
 * ipfw_net.commands. -EINVAL from a kernel that does not masquerade (S4.53).
 */
int ipfw_masq_timeouts(struct ipfw_net *fw, const struct ip_fw_masq *new);

/*
 * True if @skb answers a masqueraded connection, or is an ICMP error about one:
 * the forward chain does not see it (S1.27, S3.15). RCU read side.
 */
bool ipfw_masq_answers(const struct sk_buff *skb);

/*
 * ip_fw_compat_masq_udp.c: true if @skb, just come in, is for a masqueraded
 * host: no local socket gets it, whatever the input chain says (S1.27). RCU read
 * side.
 */
bool ipfw_masq_expects(const struct sk_buff *skb,
		       const struct ipfw_place *place);

/*
 * The verdict MASQ: what leaves behind the hook has this host's address
 * (S3.11). 0, or -EPERM: the packet cannot be masqueraded and must be dropped
 * (S3.13, S3.14). RCU read side, bottom halves off.
 */
int ipfw_masquerade(struct sk_buff *skb, const struct ipfw_place *place);

/*
 * The verdict ACCEPT: a packet of a masqueraded connection leaves as it is, as
 * 2.2 asked the chain about each packet.
 */
void ipfw_unmasquerade(struct sk_buff *skb);

/* ip_fw_masq_ports.c: once for the kernel (S3.19). */
void ipfw_masq_ports_init(void);
/* True while @net masquerades. Any context. */
bool ipfw_masq_is_on(const struct net *net);

#else

static inline int ipfw_masq_init(struct net *net)
{
	return 0;
}

static inline void ipfw_masq_exit(struct net *net)
{
}

static inline int ipfw_masq_hold(struct net *net)
{
	return 0;
}

static inline void ipfw_masq_settle(struct net *net)
{
}

static inline int ipfw_masq_timeouts(struct ipfw_net *fw,
				     const struct ip_fw_masq *new)
{
	return -EINVAL;
}

static inline bool ipfw_masq_answers(const struct sk_buff *skb)
{
	return false;
}

static inline bool ipfw_masq_expects(const struct sk_buff *skb,
				     const struct ipfw_place *place)
{
	return false;
}

static inline int ipfw_masquerade(struct sk_buff *skb,
				  const struct ipfw_place *place)
{
	return -EPERM;
}

static inline void ipfw_unmasquerade(struct sk_buff *skb)
{
}

static inline void ipfw_masq_ports_init(void)
{
}

#endif

#if IS_ENABLED(CONFIG_IP_TRANSPARENT_PROXY)

/*
 * ip_fw_compat_redir.c: the verdict REDIRECT on input. Routes @skb; if the
 * route is good, the local socket of port @port gets it in place of that of its
 * own destination port (S3.6-S3.8). @port is in host order.
 *   IPFW_GO_ON  on to the stack, which delivers it, or refuses it if routing did
 *   IPFW_TAKEN  nobody listens: the sender has been told, @skb is gone
 * RCU read side, bottom halves off.
 */
int ipfw_redirect(struct sk_buff *skb, const struct ipfw_place *place,
		  u16 port);

#else

static inline int ipfw_redirect(struct sk_buff *skb,
				const struct ipfw_place *place, u16 port)
{
	return -EPERM;
}

#endif

#endif /* _IP_FW_TRANSLATE_H */
