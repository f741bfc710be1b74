/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * divert_send.c - the errors of sendto() on a divert socket, and their order (S7.116)
 *
 * Each chain has a rule that counts: a refused write is counted nowhere, and refused() sees to it.
 */
#include <errno.h>
#include <linux/ip_divert.h>
#include <netinet/ip.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "answer.h"
#include "claim.h"
#include "command.h"
#include "divert_packet.h"
#include "groups.h"

#define LENGTH 40			/* bytes of a packet that is well formed */
#define TOO_LONG 65536
#define UNREADABLE ((void *)16)

static unsigned char packet[TOO_LONG];
static struct sockaddr_in local;	/* 127.0.0.1 */
static int fd;

static void begin(void)
{
	static const char *const chains[] = { "input", "forward", "output" };
	struct ip_fwuser counting = rule_to("");
	size_t i;

	for (i = 0; i < sizeof(chains) / sizeof(chains[0]); i++)
		prepared(append(chains[i], &counting), "a rule that counts");
	make_packet(packet, sizeof(packet), "127.0.0.1", "127.0.0.1");
	local = divert_address("127.0.0.1");
	fd = divert_socket(0);
}

static int send_local(size_t length)
{
	return send_packet(fd, packet, length, 0, &local, sizeof(local));
}

/* S7.116, Q5: T-X19, T-X20 */
void group_header(void)
{
	begin();
	refused(send_local(0), EBADRQC, "0 bytes");
	refused(send_local(1), EBADRQC, "1 byte");
	refused(send_local(19), EBADRQC, "19 bytes");
	accepted(send_local(20), "a header alone, inbound");
	accepted(send_packet(fd, packet, 20, 0, NULL, 0), "a header alone, outbound");
	packet[0] = 0x65;
	refused(send_local(LENGTH), EBADRQC, "version 6");
	packet[0] = 0x05;
	refused(send_local(LENGTH), EBADRQC, "version 0");
	packet[0] = 0x44;
	refused(send_local(LENGTH), EBADRQC, "a header of 4 words");
	packet[0] = 0x40;
	refused(send_local(LENGTH), EBADRQC, "a header of 0 words");
	packet[0] = 0x4F;
	refused(send_local(59), EBADRQC, "a header of 60 bytes in 59");
	refused(send_packet(fd, packet, 59, 0, NULL, 0), EBADRQC, "the same, outbound");
	accepted(send_local(60), "a header of 60 bytes in 60");
	close(fd);
}

/* S7.56, S7.59, S7.116: T-J17 */
void group_address(void)
{
	struct sockaddr_in zero = { 0 }, elsewhere = divert_address("203.0.113.1");
	struct sockaddr_in strange = { .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	socklen_t size;

	begin();
	for (size = 1; size < sizeof(local); size++)
		refused(send_packet(fd, packet, LENGTH, 0, &local, size), EINVAL,
			"%u bytes of address", size);
	accepted(send_packet(fd, packet, LENGTH, 0, &local, 16), "16 bytes of address");
	accepted(send_packet(fd, packet, LENGTH, 0, &local, 0), "0 bytes of address");
	accepted(send_packet(fd, packet, LENGTH, 0, NULL, 0), "no address");
	accepted(send_packet(fd, packet, LENGTH, 0, &zero, sizeof(zero)), "a zeroed address");
	refused(send_packet(fd, packet, LENGTH, 0, &strange, sizeof(strange)), EINVAL,
		"family 0 with an address");
	strange.sin_family = AF_INET6;
	refused(send_packet(fd, packet, LENGTH, 0, &strange, sizeof(strange)), EINVAL, "AF_INET6");
	refused(send_packet(fd, packet, LENGTH, 0, &un, sizeof(un)), EINVAL, "AF_UNIX");
	refused(send_packet(fd, packet, LENGTH, 0, &elsewhere, sizeof(elsewhere)), EADDRNOTAVAIL,
		"an address that is not local");
	local.sin_port = htons(4711);
	accepted(send_local(LENGTH), "a port that is not the socket's is ignored");
	close(fd);
}

/* S7.72, S7.116: T-J17 */
void group_flags(void)
{
	static const unsigned char nops[] = { 1, 1, 1, 1 };

	begin();
	refused(send_packet(fd, packet, LENGTH, MSG_OOB, &local, sizeof(local)), EOPNOTSUPP,
		"MSG_OOB");
	refused(send_packet(fd, UNREADABLE, LENGTH, 0, &local, sizeof(local)), EFAULT,
		"an unreadable packet");
	refused(send_packet(fd, packet, LENGTH, 0, UNREADABLE, sizeof(local)), EFAULT,
		"an unreadable address");
	accepted(send_local(65535), "65535 bytes, inbound");
	refused(send_local(TOO_LONG), EMSGSIZE, "65536 bytes, inbound");
	refused(send_packet(fd, packet, TOO_LONG, 0, NULL, 0), EMSGSIZE, "65536 bytes, outbound");
	must(setsockopt(fd, IPPROTO_IP, IP_OPTIONS, nops, sizeof(nops)) ? errno : 0, "IP_OPTIONS");
	refused(send_local(LENGTH), EINVAL, "with IP_OPTIONS set, inbound");
	refused(send_packet(fd, packet, LENGTH, 0, NULL, 0), EINVAL, "the same, outbound");
	must(setsockopt(fd, IPPROTO_IP, IP_OPTIONS, nops, 0) ? errno : 0, "no IP_OPTIONS");
	accepted(send_local(LENGTH), "with them gone");
	close(fd);
}

/* Of two reasons the one that stands first in S7.116 is told. */
void group_order_of_errors(void)
{
	static const unsigned char nops[] = { 1, 1, 1, 1 };
	struct sockaddr_in elsewhere = divert_address("203.0.113.1");
	struct sockaddr_un un = { .sun_family = AF_UNIX };

	begin();
	refused(send_packet(fd, packet, TOO_LONG, 0, UNREADABLE, 16), EFAULT,
		"address pointer before length");
	refused(send_packet(fd, packet, TOO_LONG, MSG_OOB, &local, 16), EMSGSIZE,
		"length before MSG_OOB");
	refused(send_packet(fd, packet, LENGTH, MSG_OOB, &local, 8), EOPNOTSUPP,
		"MSG_OOB before the address's size");
	refused(send_packet(fd, packet, LENGTH, 0, &un, 8), EINVAL, "size before family");
	refused(send_packet(fd, UNREADABLE, LENGTH, 0, &un, 16), EINVAL,
		"family before data pointer");
	must(setsockopt(fd, IPPROTO_IP, IP_OPTIONS, nops, sizeof(nops)) ? errno : 0, "IP_OPTIONS");
	refused(send_packet(fd, UNREADABLE, LENGTH, 0, &local, 16), EINVAL,
		"IP_OPTIONS before data pointer");
	must(setsockopt(fd, IPPROTO_IP, IP_OPTIONS, nops, 0) ? errno : 0, "no IP_OPTIONS");
	refused(send_packet(fd, UNREADABLE, 19, 0, &elsewhere, 16), EFAULT,
		"data pointer before header");
	refused(send_packet(fd, packet, 19, 0, &elsewhere, 16), EBADRQC,
		"header before inbound address");
	make_packet(packet, LENGTH, "127.0.0.1", "203.0.113.1");
	refused(send_packet(fd, packet, 19, 0, NULL, 0), EBADRQC, "header before outbound route");
	close(fd);
}

/* S7.116, S7.117: T-J13, T-J14 */
void group_verdicts(void)
{
	begin();
	prepared(set_policy("output", "DENY"), "policy DENY");
	claim_errno(send_packet(fd, packet, LENGTH, 0, NULL, 0), EPERM, "output denies: outbound");
	prepared(set_policy("output", "REJECT"), "policy REJECT");
	claim_errno(send_packet(fd, packet, LENGTH, 0, NULL, 0), EPERM, "output rejects: outbound");
	prepared(set_policy("input", "DENY"), "policy DENY");
	claim_errno(send_local(LENGTH), 0, "input denies: inbound");
	prepared(set_policy("output", "ACCEPT"), "policy ACCEPT");
	claim_errno(send_packet(fd, packet, LENGTH, 0, NULL, 0), 0,
		    "input denies what comes back by lo: outbound");
	close(fd);
}

/* S7.116: packets that wait for a neighbour fill the send buffer. */
void group_full(void)
{
	int error = 0, tiny = 1;
	unsigned int sent;

	begin();
	must(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &tiny, sizeof(tiny)) ? errno : 0, "SO_SNDBUF");
	make_packet(packet, 1400, "192.0.2.1", "192.0.2.77");
	for (sent = 0; sent < 100 && !error; sent++)
		error = send_packet(fd, packet, 1400, MSG_DONTWAIT, NULL, 0);
	claim_errno(error, EAGAIN, "a full send buffer, without waiting");
	claim(sent > 1, "the first was taken");
	close(fd);
}
