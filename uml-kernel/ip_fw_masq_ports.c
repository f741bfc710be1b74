// SPDX-License-Identifier: GPL-2.0-only
/*
 * While a namespace masquerades, its programs cannot bind the ports that
 * masquerading gives away: what answers to them is not for this host (S3.19).
 */
#include <net/tcp.h>
#include <net/udp.h>
#include "ip_fw_translate.h"

/* 2.2 refused one port more than it gave away. */
#define LAST_REFUSED	(IPFW_MASQ_LAST + 1)

static int (*tcp_port)(struct sock *sk, unsigned short port);
static int (*udp_port)(struct sock *sk, unsigned short port);

/*
 * bind() of a port by its number, which the socket does not have yet; listen()
 * asks for the same port again.
 */
static bool is_refused(const struct sock *sk, unsigned short port)
{
	return port >= IPFW_MASQ_FIRST && port <= LAST_REFUSED &&
	       !inet_sk(sk)->inet_num && ipfw_masq_is_on(sock_net(sk));
}

static int get_tcp_port(struct sock *sk, unsigned short port)
{
	return is_refused(sk, port) ? -EADDRINUSE : tcp_port(sk, port);
}

static int get_udp_port(struct sock *sk, unsigned short port)
{
	return is_refused(sk, port) ? -EADDRINUSE : udp_port(sk, port);
}

/*
 * The protocols ask through a function pointer: to stand in its place needs no
 * change to the kernel's files. Called once, before there is a socket.
 */
void __init ipfw_masq_ports_init(void)
{
	tcp_port = tcp_prot.get_port;
	tcp_prot.get_port = get_tcp_port;
	udp_port = udp_prot.get_port;
	udp_prot.get_port = get_udp_port;
}
