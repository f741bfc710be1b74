/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * divert.h - what every interceptor does with a divert socket
 *
 * The life of an interceptor: divert_open(), divert_bind(), divert_ready(), and then
 * divert_recv() for each packet and divert_reinject() for those that shall go on.
 *
 * All functions that can fail return -1 with errno set and print nothing; say_errno() of
 * say.h makes the message. Only divert_listen() and divert_take() make it themselves. Addresses and ports in a struct sockaddr_in are in network byte
 * order, plain numbers in host order. Nothing here allocates memory, nothing is kept between
 * calls. Numbers such as S7.54 are statements of the project's specification.
 */
#ifndef DIVERT_H
#define DIVERT_H

#include <linux/ip_divert.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define DIVERT_PACKET_MAX 65535	/* bytes: the largest IP packet, header included */

/* One diverted packet, as the kernel hands it out. */
struct divert_packet {
	size_t len;			/* bytes, from the IP header on (S7.39, S7.40) */
	struct sockaddr_in from;	/* whence, and where it goes on: opaque (S7.47 to S7.54) */
	bool has_info;			/* divert_ask() was called, and the kernel has answered */
	struct ip_divert_info info;	/* if it has (S7.141) */
	unsigned char bytes[DIVERT_PACKET_MAX];
};

/*
 * A new divert socket, closed on exec. It has no port yet: it may write, and receives nothing.
 * EPERM without CAP_NET_RAW (S7.11).
 */
int divert_open(void);

/*
 * Makes @fd the listener of divert port @port, 1 to 65535 (S7.14, S7.16).
 * EADDRINUSE: another socket has the port (S7.18). EPERM: no CAP_NET_ADMIN (S7.11).
 * EPROTONOSUPPORT: this kernel has no divert sockets, and @fd is an ordinary raw socket (S7.13).
 */
int divert_bind(int fd, uint16_t port);

/*
 * divert_open() and divert_bind() for programs that cannot go on without: what fails is said, and
 * ends the program, EXIT_SYSTEM.
 */
int divert_listen(uint16_t port);

/*
 * Says on standard output that rules naming @port are served from now on: one line,
 * "WHO: ready on divert port PORT", flushed. Call it behind a successful divert_bind().
 */
void divert_ready(const char *who, uint16_t port);

/*
 * From now on each packet comes with has_info and info (S7.141).
 * ENOPROTOOPT: this kernel has nothing to tell.
 */
int divert_ask(int fd);

/*
 * The next packet; waits for it unless @fd is non-blocking. EINTR: a signal came first.
 * EAGAIN: none is queued. EBADMSG: what came has no whole IP header; it is in @packet.
 */
int divert_recv(int fd, struct divert_packet *packet);

/*
 * divert_recv() for a program that has waited with lib/await.h: false if there is nothing to serve
 * after all. What else fails is said, and ends the program, EXIT_SYSTEM.
 */
bool divert_take(int fd, struct divert_packet *packet);

/*
 * Hands @packet back with the address it came with, untouched: it goes on behind the rule
 * that diverted it (S7.80). The kernel sets the header checksum and the total length, and
 * nothing else (S7.73 to S7.77). For the errors see divert_send().
 */
int divert_reinject(int fd, const struct divert_packet *packet);

/*
 * Writes @len bytes, a whole IP packet, with another address than it came with: @to NULL or with
 * a zero sin_addr sends it outbound (S7.56), the address of a local interface inbound, as if it
 * had come in there (S7.57). EADDRNOTAVAIL: not a local address. EBADRQC: no IP header.
 * EMSGSIZE: too large for the way out. ENETUNREACH: no route. EPERM: the output chain forbids.
 */
int divert_send(int fd, const void *bytes, size_t len, const struct sockaddr_in *to);

/*
 * The Internet checksum of @len bytes (RFC 1071), in network byte order, ready to be stored.
 * Over a header that contains its own correct checksum the result is 0.
 */
uint16_t divert_checksum(const void *bytes, size_t len);

/*
 * "84 bytes, source 192.0.2.2, destination 192.0.2.1, protocol 1 (icmp), ttl 64, receiving
 * interface 192.0.2.1" into @text of @size bytes, cut off if too long. The packet must have a
 * whole IP header, as divert_recv() guarantees.
 */
void divert_describe(const struct divert_packet *packet, char *text, size_t size);

/*
 * "input, rule 1 of input, in eth0, out -, mark 0, packet 17" into @text of @size bytes, cut off
 * if too long: stage, rule, names of the interfaces of this namespace, mark, and id in the diary.
 * The packet must have info.
 */
void divert_describe_info(const struct divert_packet *packet, char *text, size_t size);

/*
 * The first @most bytes of the packet, or all if there are fewer, as two-digit hex numbers with
 * blanks between, 16 to a line and each line with its LF. @text is cut off if too long.
 */
void divert_hex(const struct divert_packet *packet, size_t most, char *text, size_t size);

#endif
