// SPDX-License-Identifier: GPL-2.0-only
/*
 * What rules can see of a packet, read once before the walk.
 */
#include <asm/unaligned.h>
#include <linux/ip.h>
#include <linux/kernel.h>
#include <linux/skbuff.h>
#include <net/ip.h>
#include "ip_fw_core.h"

#define UNKNOWN_PORT	0xFFFF
#define TCP_FLAGS	13	/* where they stand in a TCP header */
#define TCP_FLAG_BITS	0x16	/* SYN, RST, ACK */
#define TCP_SYN_ONLY	0x02

/* Bytes behind the IP header without which ports cannot be trusted (S2.2). */
static unsigned int transport_bytes(u8 proto)
{
	switch (proto) {
	case IPPROTO_TCP:
		return 16;
	case IPPROTO_UDP:
	case IPPROTO_ICMP:
		return 8;
	default:
		return 0;
	}
}

static void read_transport(struct ipfw_facts *facts, const u8 *transport)
{
	switch (facts->proto) {
	case IPPROTO_TCP:
		facts->syn = (transport[TCP_FLAGS] & TCP_FLAG_BITS) ==
			     TCP_SYN_ONLY;
		fallthrough;
	case IPPROTO_UDP:
		facts->sport = get_unaligned_be16(transport);
		facts->dport = get_unaligned_be16(transport + 2);
		break;
	case IPPROTO_ICMP:
		facts->sport = transport[0];
		facts->dport = transport[1];
		break;
	}
}

void ipfw_facts(struct ipfw_facts *facts, const struct iphdr *iph,
		unsigned int avail, const char *via)
{
	unsigned int header = iph->ihl * 4;
	unsigned int needed = header + transport_bytes(iph->protocol);
	unsigned int offset = ntohs(iph->frag_off) & IP_OFFSET;

	*facts = (struct ipfw_facts) {
		.saddr = iph->saddr,
		.daddr = iph->daddr,
		.sport = UNKNOWN_PORT,
		.dport = UNKNOWN_PORT,
		.length = ntohs(iph->tot_len),
		.proto = iph->protocol,
		.via = via,
	};
	facts->fragment = offset || facts->length < needed || avail < needed;
	if (offset == 1 && iph->protocol == IPPROTO_TCP)
		facts->suspect = IPFW_SUSPECT_TCP;
	else if (!offset && facts->length < needed &&
		 (iph->frag_off & htons(IP_MF)))
		facts->suspect = IPFW_SUSPECT_SHORT;
	if (!facts->fragment)
		read_transport(facts, (const u8 *)iph + header);
}

int ipfw_facts_skb(struct ipfw_facts *facts, struct sk_buff *skb,
		   const char *via)
{
	unsigned int start = skb_network_offset(skb);
	unsigned int needed;

	if (!pskb_may_pull(skb, start + sizeof(struct iphdr)))
		return -ENOMEM;
	needed = ip_hdrlen(skb) + transport_bytes(ip_hdr(skb)->protocol);
	needed = min(needed, skb->len - start);
	if (!pskb_may_pull(skb, start + needed))
		return -ENOMEM;
	ipfw_facts(facts, ip_hdr(skb), needed, via);
	return 0;
}
