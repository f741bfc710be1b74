/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * Copies of packets: what a rule with IP_FW_F_NETLINK sends to every socket
 * socket(AF_NETLINK, SOCK_RAW, NETLINK_FIREWALL) that was bound with any bit of
 * nl_groups set, which needs CAP_NET_ADMIN.
 *
 * One datagram is one copy, without a struct nlmsghdr. The packet goes on
 * whatever becomes of its copies; a reader that is too slow is told so by
 * ENOBUFS. Nothing can be written to such a socket: ECONNREFUSED.
 */
#ifndef _UAPI_LINUX_IP_FW_NETLINK_H
#define _UAPI_LINUX_IP_FW_NETLINK_H

#include <linux/types.h>

/*
 * The beginning of a copy, in host order. Behind it stand the first bytes of
 * the IP packet, at most fw_outputsize of them. The packet is as the rule has
 * left it, mark and TOS rewritten, except for its header checksum: that is not
 * corrected before the packet has left the chain.
 */
struct ip_fw_netlink {
	__u32 length;		/* bytes of the datagram, these included */
	__u32 mark;
	char vianame[16];	/* interface, filled up with NUL */
};

#ifndef __cplusplus
_Static_assert(sizeof(struct ip_fw_netlink) == 24, "struct ip_fw_netlink");
#endif

#endif /* _UAPI_LINUX_IP_FW_NETLINK_H */
