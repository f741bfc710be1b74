/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * The programming interface of the 2.2 firewall.
 *
 * Rules are set with setsockopt(fd, IPPROTO_IP, IP_FW_..., arg, sizeof(arg))
 * on any AF_INET socket and read from /proc/net/ip_fwnames and
 * /proc/net/ip_fwchains. There is no matching getsockopt. Layouts are those of
 * Linux 2.2 on every architecture: no member is as wide as a pointer or a long.
 *
 * Without CAP_NET_ADMIN a command fails with EACCES, with a length other than
 * that of its argument with EINVAL. Bytes behind the NUL of a label and padding
 * are ignored.
 */
#ifndef _UAPI_LINUX_IP_FW_H
#define _UAPI_LINUX_IP_FW_H

#include <linux/types.h>

#ifdef __KERNEL__
#include <linux/icmp.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#else
/*
 * Outside the kernel the headers of the C library come first: their iphdr,
 * tcphdr and udphdr cannot stand beside those of linux. Each guard lets a
 * program that has chosen the other header keep it.
 */
#include <netinet/in.h>
#if !defined(_LINUX_IP_H) && !defined(_UAPI_LINUX_IP_H)
#include <netinet/ip.h>
#endif
#if !defined(_LINUX_TCP_H) && !defined(_UAPI_LINUX_TCP_H)
#include <netinet/tcp.h>
#endif
#if !defined(_LINUX_UDP_H) && !defined(_UAPI_LINUX_UDP_H)
#include <netinet/udp.h>
#endif
#if !defined(_LINUX_IF_H) && !defined(_UAPI_LINUX_IF_H)
#include <net/if.h>		/* before linux/icmp.h, which has linux/if.h */
#endif
#ifndef __NETINET_IP_ICMP_H
#include <linux/icmp.h>
#endif
#endif /* __KERNEL__ */

/* Chain labels and target labels: 1 to 8 characters and a NUL. */
#define IP_FW_MAX_LABEL_LENGTH	8
typedef char ip_chainlabel[IP_FW_MAX_LABEL_LENGTH + 1];

/* The built-in chains. */
#define IP_FW_LABEL_INPUT	"input"
#define IP_FW_LABEL_FORWARD	"forward"
#define IP_FW_LABEL_OUTPUT	"output"

/* The special targets; "" is no target, any other label is a user chain. */
#define IP_FW_LABEL_MASQUERADE	"MASQ"
#define IP_FW_LABEL_REDIRECT	"REDIRECT"	/* local port in fw_redirpt */
#define IP_FW_LABEL_ACCEPT	"ACCEPT"
#define IP_FW_LABEL_BLOCK	"DENY"
#define IP_FW_LABEL_REJECT	"REJECT"
#define IP_FW_LABEL_RETURN	"RETURN"
#define IP_FW_LABEL_QUEUE	"QUEUE"		/* reserved, not a target */
#define IP_FW_LABEL_DIVERT	"DIVERT"	/* divert port in fw_redirpt */

/*
 * A rule. Addresses and masks are in network order, everything else, ports
 * included, is in host order. A rule matches if all its criteria do; for ICMP
 * the type stands in fw_spts and the code in fw_dpts. Ports must be 0 to 65535
 * unless the protocol is TCP, UDP or ICMP and not inverted.
 */
struct ip_fw {
	struct in_addr fw_src;
	struct in_addr fw_dst;
	struct in_addr fw_smsk;
	struct in_addr fw_dmsk;
	__u32 fw_mark;		/* added to the packet's, or see MARKABS */
	__u16 fw_proto;		/* 0 is any protocol, and no port test */
	__u16 fw_flg;		/* IP_FW_F_... */
	__u16 fw_invflg;	/* IP_FW_INV_... */
	__u16 fw_spts[2];	/* source ports, lowest and highest */
	__u16 fw_dpts[2];	/* destination ports, likewise */
	__u16 fw_redirpt;	/* REDIRECT: local port; DIVERT: divert port */
	__u16 fw_outputsize;	/* bytes of a packet in its netlink copy */
	char fw_vianame[16];	/* interface, "" is any */
	__u8 fw_tosand;		/* TOS = (TOS & fw_tosand) ^ fw_tosxor */
	__u8 fw_tosxor;
};

/* A rule and the label of its target. */
struct ip_fwuser {
	struct ip_fw ipfw;
	ip_chainlabel label;
};

/* fw_flg */
#define IP_FW_F_PRN	0x0001	/* log packets that match */
#define IP_FW_F_TCPSYN	0x0002	/* TCP with SYN, without ACK and RST */
#define IP_FW_F_FRAG	0x0004	/* second and further fragments */
#define IP_FW_F_MARKABS	0x0008	/* set the mark, do not add */
#define IP_FW_F_WILDIF	0x0010	/* fw_vianame is the start of a name */
#define IP_FW_F_NETLINK	0x0020	/* copy to netlink readers */
#define IP_FW_F_MASK	0x003F	/* every legal flag */

/* fw_invflg: the criterion must not hold */
#define IP_FW_INV_SRCIP	0x0001
#define IP_FW_INV_DSTIP	0x0002
#define IP_FW_INV_PROTO	0x0004
#define IP_FW_INV_SRCPT	0x0008
#define IP_FW_INV_DSTPT	0x0010
#define IP_FW_INV_VIA	0x0020
#define IP_FW_INV_SYN	0x0040
#define IP_FW_INV_FRAG	0x0080

/* Option numbers. */
#define IP_FW_BASE_CTL		64
#define IP_FW_APPEND		(IP_FW_BASE_CTL)	/* ip_fwchange */
#define IP_FW_REPLACE		(IP_FW_BASE_CTL + 1)	/* ip_fwnew */
#define IP_FW_DELETE_NUM	(IP_FW_BASE_CTL + 2)	/* ip_fwdelnum */
#define IP_FW_DELETE		(IP_FW_BASE_CTL + 3)	/* ip_fwchange */
#define IP_FW_INSERT		(IP_FW_BASE_CTL + 4)	/* ip_fwnew */
#define IP_FW_FLUSH		(IP_FW_BASE_CTL + 5)	/* ip_chainlabel */
#define IP_FW_ZERO		(IP_FW_BASE_CTL + 6)	/* ip_chainlabel */
#define IP_FW_CHECK		(IP_FW_BASE_CTL + 7)	/* ip_fwtest */
#define IP_FW_MASQ_TIMEOUTS	(IP_FW_BASE_CTL + 8)	/* ip_fw_masq */
#define IP_FW_CREATECHAIN	(IP_FW_BASE_CTL + 9)	/* ip_chainlabel */
#define IP_FW_DELETECHAIN	(IP_FW_BASE_CTL + 10)	/* ip_chainlabel */
#define IP_FW_POLICY		(IP_FW_BASE_CTL + 11)	/* ip_fwpolicy */
#define IP_FW_LAST_CTL		(IP_FW_POLICY)
#define IP_FW_MASQ_CTL		(IP_FW_BASE_CTL + 12)	/* ip_masq_ctl */

/*
 * IP_FW_APPEND, IP_FW_DELETE. ENOENT: no such chain or target; EINVAL: rule
 * not legal, or (DELETE) no rule like it. DELETE removes the first equal rule;
 * mark, MARKABS, TOS masks and counters are not compared.
 */
struct ip_fwchange {
	struct ip_fwuser fwc_rule;
	ip_chainlabel fwc_label;	/* chain */
};

/*
 * IP_FW_INSERT: becomes rule fwn_rulenum, 1 to N + 1, of a chain of N rules.
 * IP_FW_REPLACE: 1 to N; the counters stay. EINVAL: no such position.
 */
struct ip_fwnew {
	__u32 fwn_rulenum;
	struct ip_fwuser fwn_rule;
	ip_chainlabel fwn_label;	/* chain */
};

/* IP_FW_DELETE_NUM. ENOENT: no such chain or no such position. */
struct ip_fwdelnum {
	__u32 fwd_rulenum;
	ip_chainlabel fwd_label;	/* chain */
};

/*
 * IP_FW_POLICY: ACCEPT, DENY, REJECT, on forward also MASQ. EINVAL: not a
 * policy of that chain, or a user chain; ENOENT: no such chain.
 */
struct ip_fwpolicy {
	ip_chainlabel fwp_policy;
	ip_chainlabel fwp_label;	/* chain */
};

/* A packet for IP_FW_CHECK, as it would stand on the wire. */
struct ip_fwpkt {
	struct iphdr fwp_iph;		/* without options */
	union {
		struct tcphdr fwp_tcph;
		struct udphdr fwp_udph;
		struct icmphdr fwp_icmph;
	} fwp_protoh;
	struct in_addr fwp_via;		/* ignored */
	char fwp_vianame[16];		/* interface presented to the chain */
};

/*
 * IP_FW_CHECK asks what the chain would do and changes nothing. Success means
 * ACCEPT; else errno: ETIMEDOUT DENY, ECONNREFUSED REJECT, ECONNRESET MASQ,
 * ECONNABORTED REDIRECT, EREMOTE DIVERT, ELOOP a loop, ENFILE the end of a
 * user chain; ENOENT no such chain, EINVAL header with options.
 */
struct ip_fwtest {
	struct ip_fwpkt fwt_packet;
	ip_chainlabel fwt_label;	/* chain in which to begin */
};

/* IP_FW_MASQ_TIMEOUTS, in 1/100 s; 0 keeps the present value. */
struct ip_fw_masq {
	__s32 tcp_timeout;
	__s32 tcp_fin_timeout;
	__s32 udp_timeout;
};

/* Files in /proc/net. */
#define IP_FW_PROC_CHAINS	"ip_fwchains"
#define IP_FW_PROC_CHAIN_NAMES	"ip_fwnames"

#ifndef __cplusplus
_Static_assert(sizeof(struct ip_fw) == 56, "struct ip_fw");
_Static_assert(sizeof(struct ip_fwuser) == 68, "struct ip_fwuser");
_Static_assert(sizeof(struct ip_fwchange) == 80, "struct ip_fwchange");
_Static_assert(sizeof(struct ip_fwnew) == 84, "struct ip_fwnew");
_Static_assert(sizeof(struct ip_fwdelnum) == 16, "struct ip_fwdelnum");
_Static_assert(sizeof(struct ip_fwpolicy) == 18, "struct ip_fwpolicy");
_Static_assert(sizeof(struct ip_fwpkt) == 60, "struct ip_fwpkt");
_Static_assert(sizeof(struct ip_fwtest) == 72, "struct ip_fwtest");
_Static_assert(sizeof(struct ip_fw_masq) == 12, "struct ip_fw_masq");
#endif

#endif /* _UAPI_LINUX_IP_FW_H */
