/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * Divert sockets.
 *
 *	fd = socket(AF_INET, SOCK_RAW, IPPROTO_DIVERT);
 *	bind(fd, &(struct sockaddr_in){ AF_INET, htons(port) }, 16);
 *	n = recvfrom(fd, packet, 65535, 0, &from, &len);
 *	sendto(fd, packet, n, 0, &from, len);
 *
 * A rule with target DIVERT takes a packet out of the stack and queues it on
 * the socket bound to its port. Each datagram read is one IP packet, header
 * first, all fields in network order, checksums valid. Its address says where
 * it was caught:
 *
 *	sin_addr	input, forward: first address of the interface it came
 *			in by; output: 0.0.0.0
 *	sin_port	the divert port
 *	sin_zero	an opaque ticket, good on this socket as long as it is
 *			open and remembered (net.ipv4.ip_divert_tickets)
 *
 * A packet that is not written back is gone. Written back with its address
 * untouched it goes on behind the rule that diverted it. With sin_zero cleared,
 * or for a packet of the program's own making, sin_addr decides: an address of
 * this host lets the packet arrive on that interface, 0.0.0.0 or no address
 * sends it. Either way no rule diverts it to the same port again on its road.
 * Total length and header checksum are filled in, the identification if it is
 * 0; everything else, the transport checksum included, is the program's.
 *
 * socket: EPERM without CAP_NET_RAW. bind: EINVAL address too short, port 0 or
 * socket already bound; EAFNOSUPPORT; EPERM without CAP_NET_ADMIN; EADDRINUSE.
 * read: packets are dropped silently when the receive buffer is full. write:
 * EMSGSIZE above 65535 bytes or, going out, above the MTU; EBADRQC no IPv4
 * header; EADDRNOTAVAIL sin_addr not of this host; ENETDOWN; ENETUNREACH and
 * EHOSTUNREACH no route; EPERM denied by the output chain.
 *
 * A program that wants to know more than the address says asks for it:
 *
 *	int on = 1;
 *
 *	setsockopt(fd, IPPROTO_DIVERT, IP_DIVERT_INFO, &on, sizeof(on));
 *
 * From then on recvmsg() gives each packet a control message of this level and
 * type with a struct ip_divert_info. getsockopt() tells whether it is on; it is
 * off on a new socket. Another option of this level is ENOPROTOOPT, a value of
 * fewer than four bytes EINVAL. No privilege is needed. IP_PKTINFO of level
 * IPPROTO_IP works as on other sockets.
 *
 * On a kernel without divert sockets the same calls give an ordinary raw
 * socket: getsockname() after bind() then shows port 254, not the one bound, and
 * IP_DIVERT_INFO is ENOPROTOOPT.
 */
#ifndef _UAPI_LINUX_IP_DIVERT_H
#define _UAPI_LINUX_IP_DIVERT_H

#include <linux/types.h>

#ifndef IPPROTO_DIVERT
#define IPPROTO_DIVERT	254
#endif

/* Option and control message of level IPPROTO_DIVERT. */
#define IP_DIVERT_INFO	1

/* Where a packet was diverted. */
#define IP_DIVERT_INPUT			1
#define IP_DIVERT_FORWARD		2
#define IP_DIVERT_OUTPUT_FORWARDED	3	/* output, of a forwarded one */
#define IP_DIVERT_OUTPUT_LOCAL		4	/* output, of one made here */

/**
 * struct ip_divert_info - what is known of a packet besides its bytes
 * @packet: its id in the diary, 0 without one
 * @ifindex: interface it came in by, 0 for one made here
 * @out_ifindex: interface it was to leave by, 0 on input
 * @stage: IP_DIVERT_INPUT, ...
 * @rulenum: number of the DIVERT rule in its chain, from 1, when it matched
 * @mark: firewall mark, the rule's own -m included
 * @chain: label of the chain the rule stands in, filled up with NULs; a user
 *	chain is not that of the stage
 *
 * All in host order; interfaces are those of the socket's namespace. A later
 * kernel may append members: cmsg_len tells.
 */
struct ip_divert_info {
	__aligned_u64 packet;
	__u32 ifindex;
	__u32 out_ifindex;
	__u32 stage;
	__u32 rulenum;
	__u32 mark;
	char chain[12];
};

#endif /* _UAPI_LINUX_IP_DIVERT_H */
