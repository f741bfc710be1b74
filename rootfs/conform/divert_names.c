/* SPDX-License-Identifier: GPL-2.0-only */
/* divert_names.c - socket(), bind(), getsockname() of divert sockets, and who holds a port */
#include <errno.h>
#include <linux/ip_divert.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "claim.h"
#include "divert_socket.h"
#include "groups.h"

static int bind_as(int fd, sa_family_t family, uint16_t port, socklen_t length)
{
	struct sockaddr_storage name = { .ss_family = family };

	((struct sockaddr_in *)&name)->sin_port = htons(port);
	return bind(fd, (struct sockaddr *)&name, length) ? errno : 0;
}

/* The port that getsockname() tells; claims that nothing else is told. */
static unsigned int name_of(int fd, const char *whose)
{
	struct sockaddr_in name;
	socklen_t length = sizeof(name);

	memset(&name, 0xa5, sizeof(name));
	claim_errno(getsockname(fd, (struct sockaddr *)&name, &length) ? errno : 0, 0,
		    "getsockname() of %s", whose);
	claim(length == sizeof(name) && name.sin_family == AF_INET && !name.sin_addr.s_addr,
	      "it is AF_INET, 16 bytes, without an address");
	return ntohs(name.sin_port);
}

/* S7.10, S7.12, S7.13, T-D37 */
void group_divert_socket(void)
{
	static const struct {
		const char *what;
		int type, protocol, error;
	} calls[] = {
		{ "SOCK_RAW, 254", SOCK_RAW, IPPROTO_DIVERT, 0 },
		{ "SOCK_RAW, 254, non-blocking", SOCK_RAW | SOCK_NONBLOCK, IPPROTO_DIVERT, 0 },
		{ "SOCK_DGRAM, 254", SOCK_DGRAM, IPPROTO_DIVERT, EPROTONOSUPPORT },
		{ "SOCK_STREAM, 254", SOCK_STREAM, IPPROTO_DIVERT, EPROTONOSUPPORT },
		{ "SOCK_RAW, 0", SOCK_RAW, 0, EPROTONOSUPPORT },
		{ "SOCK_RAW, 253", SOCK_RAW, 253, 0 },
	};
	int fd;

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		fd = socket(AF_INET, calls[i].type, calls[i].protocol);
		claim_errno(fd < 0 ? errno : 0, calls[i].error, "socket(AF_INET, %s)",
			    calls[i].what);
		close(fd);
	}
	fd = divert_on(1234);
	claim_number(name_of(fd, "a divert socket"), 1234, "it calls its divert port its port");
	close(fd);
	fd = socket(AF_INET, SOCK_RAW, 253);
	must(divert_name(fd, 1234), "bind an ordinary raw socket");
	claim_number(name_of(fd, "an ordinary raw socket"), 253, "that calls its protocol so");
	close(fd);
}

/* S7.14, S7.15, S7.16, S7.19, S7.23 */
void group_divert_bind(void)
{
	struct sockaddr_in other = { .sin_family = AF_INET, .sin_port = htons(7) };
	int fd = divert_new();

	claim_number(name_of(fd, "an unbound socket"), 0, "it has port 0");
	for (socklen_t length = 0; length < sizeof(other); length++)
		claim_errno(bind_as(fd, AF_INET, 1234, length), EINVAL, "bind(), %u bytes",
			    (unsigned int)length);
	claim_errno(bind_as(fd, AF_INET6, 1234, 8), EINVAL, "AF_INET6, 8 bytes: length first");
	claim_errno(bind_as(fd, AF_INET6, 1234, sizeof(struct sockaddr_in6)), EAFNOSUPPORT,
		    "AF_INET6");
	claim_errno(bind_as(fd, AF_UNSPEC, 0, sizeof(other)), EAFNOSUPPORT,
		    "AF_UNSPEC, port 0: family before port");
	claim_errno(bind_as(fd, AF_INET, 0, sizeof(other)), EINVAL, "port 0");
	claim_number(name_of(fd, "the socket"), 0, "none of these gave it a port");
	claim_errno(bind_as(fd, AF_INET, 1234, sizeof(struct sockaddr_storage)), 0,
		    "a longer address");
	claim_errno(divert_name(fd, 1235), EINVAL, "a second port");
	claim_errno(divert_name(fd, 1234), EINVAL, "the same port again");
	claim_number(name_of(fd, "the socket"), 1234, "it has the port it got first");
	close(fd);
	fd = divert_new();
	other.sin_addr.s_addr = htonl(0xcb007109);
	claim_errno(bind(fd, (struct sockaddr *)&other, sizeof(other)) ? errno : 0, 0,
		    "an address that is nobody's is ignored");
	claim_number(name_of(fd, "the socket"), 7, "but for its port");
	close(fd);
}

static void port_is_free(uint16_t port, const char *when)
{
	int fd = divert_new();

	claim_errno(divert_name(fd, port), 0, "port %u is free %s", (unsigned int)port, when);
	close(fd);
}

/* S7.16, S7.17, S7.18, S7.20, S7.24 */
void group_divert_ports(void)
{
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM };
	int fd = divert_on(1234), second = divert_new(), one = 1;

	claim_errno(divert_name(second, 1234), EADDRINUSE, "a second socket on the port");
	must(setsockopt(second, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) ? errno : 0,
	     "SO_REUSEADDR");
	must(setsockopt(second, SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one)) ? errno : 0,
	     "SO_REUSEPORT");
	claim_errno(divert_name(second, 1234), EADDRINUSE, "with SO_REUSEADDR and SO_REUSEPORT");
	claim_errno(divert_name(second, 1235), 0, "another port, after that");
	claim(divert_is_listed(1234) && divert_is_listed(1235), "both are in /proc/net/ip_divert");
	close(fd);
	claim(!divert_is_listed(1234), "the first is not when it is closed");
	port_is_free(1234, "at once");
	close(second);
	port_is_free(1, "as the first of all");
	port_is_free(65535, "as the last of all");
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		int taken = socket(AF_INET, types[i], 0);

		must(divert_name(taken, 1234), "bind a TCP or UDP port");
		port_is_free(1234, "while a TCP or UDP socket has that number");
		close(taken);
	}
}

/* S7.16, S7.20: a file of many lines */
void group_divert_many(void)
{
	static int fds[256];
	size_t most = sizeof(fds) / sizeof(fds[0]), i, bound = 0;

	for (i = 0; i < most; i++) {
		fds[i] = divert_new();
		bound += divert_name(fds[i], (uint16_t)(i * 256 + 255)) == 0;
	}
	claim_number(bound, most, "256 sockets have a port each");
	claim(divert_is_listed(255) && divert_is_listed(65535), "the file has the first and the last");
	for (i = 0; i < most; i++)
		close(fds[i]);
	port_is_free(255, "when all are closed");
}

/* S7.22, S7.23 */
void group_divert_unbound(void)
{
	struct sockaddr_in name = { .sin_family = AF_INET, .sin_port = htons(1234) };
	int unbound = divert_new(), fd;

	divert_datagrams(254);
	claim_errno(divert_one(5), EPERM, "an unbound socket is no listener, of no port");
	claim(divert_read(unbound, 100, 0) == -EAGAIN, "and reads nothing");
	fd = divert_on(1234);
	for (int i = 0; i < 2; i++, fd = unbound) {
		const char *whose = i ? "an unbound" : "a bound";

		claim_errno(connect(fd, (struct sockaddr *)&name, sizeof(name)) ? errno : 0,
			    EOPNOTSUPP, "connect() of %s socket", whose);
		claim_errno(listen(fd, 1) ? errno : 0, EOPNOTSUPP, "listen() of %s", whose);
		claim_errno(accept(fd, NULL, NULL) < 0 ? errno : 0, EOPNOTSUPP, "accept() of %s",
			    whose);
		if (!i)
			close(fd);
	}
	close(unbound);
}
