/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Copies of packets for netlink readers, made by rules with IP_FW_F_NETLINK.
 * Without CONFIG_IP_FIREWALL_NETLINK there are none (S2.41).
 */
#ifndef _IP_FW_NETLINK_H
#define _IP_FW_NETLINK_H

struct ip_fw;
struct ipfw_facts;
struct ipfw_step;
struct net;
struct sk_buff;

#ifdef CONFIG_IP_FIREWALL_NETLINK
int ipfw_netlink_init(struct net *net);	/* per namespace; -ENOMEM */
void ipfw_netlink_exit(struct net *net);
/*
 * Sends each reader of the namespace a copy of @skb, for the rule of @step,
 * behind its TOS and mark (S2.30). A reader that cannot take it does not count;
 * -ENOMEM, and said: no reader has got a copy and the packet must be dropped
 * (S2.39). Any context.
 */
int ipfw_netlink_copy(struct sk_buff *skb, const struct ipfw_step *step);
/* The datagram alone (S2.37); NULL without memory. Any context. */
struct sk_buff *ipfw_netlink_make(struct sk_buff *skb, const struct ip_fw *fw,
				  const struct ipfw_facts *facts);
#else
static inline int ipfw_netlink_init(struct net *net) { return 0; }
static inline void ipfw_netlink_exit(struct net *net) {}
static inline int ipfw_netlink_copy(struct sk_buff *skb,
				    const struct ipfw_step *step)
{
	return 0;
}
#endif

#endif /* _IP_FW_NETLINK_H */
