/* SPDX-License-Identifier: GPL-2.0-only */
/* divert.c - divert sockets for interceptors; divert.h says what each function does. */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "divert.h"
#include "say.h"

int divert_open(void)
{
	return socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_DIVERT);
}

/*
 * A kernel without the facility grants socket() and bind() all the same. What gives it away is
 * that its raw socket calls the protocol number its port.
 */
static int is_divert(int fd, uint16_t port)
{
	struct sockaddr_in name;
	socklen_t len = sizeof(name);

	if (getsockname(fd, (struct sockaddr *)&name, &len))
		return -1;
	if (ntohs(name.sin_port) != port) {
		errno = EPROTONOSUPPORT;
		return -1;
	}
	return 0;
}

int divert_bind(int fd, uint16_t port)
{
	struct sockaddr_in name = { .sin_family = AF_INET, .sin_port = htons(port) };

	if (bind(fd, (struct sockaddr *)&name, sizeof(name)))
		return -1;
	return is_divert(fd, port);
}

int divert_listen(uint16_t port)
{
	int fd = divert_open();

	if (fd < 0) {
		say_errno("open a divert socket");
		exit(EXIT_SYSTEM);
	}
	if (divert_bind(fd, port)) {
		say_errno("bind divert port %u", (unsigned int)port);
		exit(EXIT_SYSTEM);
	}
	return fd;
}

void divert_ready(const char *who, uint16_t port)
{
	printf("%s: ready on divert port %u\n", who, (unsigned int)port);
	fflush(stdout);
}

static int has_header(const struct divert_packet *packet)
{
	const unsigned char *p = packet->bytes;

	return packet->len >= sizeof(struct iphdr) && p[0] >> 4 == 4 &&
	       (p[0] & 15) >= 5 && (p[0] & 15u) * 4 <= packet->len;
}

int divert_ask(int fd)
{
	static const int on = 1;

	return setsockopt(fd, IPPROTO_DIVERT, IP_DIVERT_INFO, &on, sizeof(on));
}

/* A kernel of a later day may tell more; what is known here stands first. */
static void take_info(struct divert_packet *packet, struct msghdr *message)
{
	struct cmsghdr *cmsg;

	packet->has_info = false;
	for (cmsg = CMSG_FIRSTHDR(message); cmsg; cmsg = CMSG_NXTHDR(message, cmsg))
		if (cmsg->cmsg_level == IPPROTO_DIVERT && cmsg->cmsg_type == IP_DIVERT_INFO &&
		    cmsg->cmsg_len >= CMSG_LEN(sizeof(packet->info))) {
			memcpy(&packet->info, CMSG_DATA(cmsg), sizeof(packet->info));
			packet->has_info = true;
		}
}

int divert_recv(int fd, struct divert_packet *packet)
{
	char control[CMSG_SPACE(sizeof(packet->info))] __attribute__((aligned(8)));
	struct iovec bytes = { .iov_base = packet->bytes, .iov_len = sizeof(packet->bytes) };
	struct msghdr message = {
		.msg_name = &packet->from, .msg_namelen = sizeof(packet->from),
		.msg_iov = &bytes, .msg_iovlen = 1,
		.msg_control = control, .msg_controllen = sizeof(control),
	};
	ssize_t n;

	memset(&packet->from, 0, sizeof(packet->from));
	n = recvmsg(fd, &message, 0);
	if (n < 0)
		return -1;
	take_info(packet, &message);
	packet->len = (size_t)n;
	if (!has_header(packet)) {
		errno = EBADMSG;
		return -1;
	}
	return 0;
}

bool divert_take(int fd, struct divert_packet *packet)
{
	if (!divert_recv(fd, packet))
		return true;
	if (errno == EINTR || errno == EAGAIN)
		return false;
	say_errno("receive a packet");
	exit(EXIT_SYSTEM);
}

int divert_reinject(int fd, const struct divert_packet *packet)
{
	return divert_send(fd, packet->bytes, packet->len, &packet->from);
}

int divert_send(int fd, const void *bytes, size_t len, const struct sockaddr_in *to)
{
	ssize_t n;

	do {
		n = sendto(fd, bytes, len, 0, (const struct sockaddr *)to,
			   to ? sizeof(*to) : 0);
	} while (n < 0 && errno == EINTR);
	return n < 0 ? -1 : 0;
}

uint16_t divert_checksum(const void *bytes, size_t len)
{
	const unsigned char *p = bytes;
	uint32_t sum = 0;
	size_t i;

	for (i = 0; i + 1 < len; i += 2) {
		sum += (uint32_t)p[i] << 8 | p[i + 1];
		sum = (sum & 0xffff) + (sum >> 16);
	}
	if (i < len)
		sum += (uint32_t)p[i] << 8;
	sum = (sum & 0xffff) + (sum >> 16);
	return htons((uint16_t)~sum);
}

static const char *protocol_name(unsigned int protocol)
{
	switch (protocol) {
	case IPPROTO_ICMP:
		return " (icmp)";
	case IPPROTO_IGMP:
		return " (igmp)";
	case IPPROTO_TCP:
		return " (tcp)";
	case IPPROTO_UDP:
		return " (udp)";
	default:
		return "";
	}
}

void divert_describe(const struct divert_packet *packet, char *text, size_t size)
{
	char source[INET_ADDRSTRLEN], destination[INET_ADDRSTRLEN], interface[INET_ADDRSTRLEN];
	struct iphdr ip;

	memcpy(&ip, packet->bytes, sizeof(ip));
	inet_ntop(AF_INET, &ip.saddr, source, sizeof(source));
	inet_ntop(AF_INET, &ip.daddr, destination, sizeof(destination));
	inet_ntop(AF_INET, &packet->from.sin_addr, interface, sizeof(interface));
	snprintf(text, size, "%zu bytes, source %s, destination %s, protocol %u%s, ttl %u, "
		 "receiving interface %s", packet->len, source, destination,
		 (unsigned int)ip.protocol, protocol_name(ip.protocol), (unsigned int)ip.ttl,
		 interface);
}

static const char *stage_name(unsigned int stage)
{
	static const char *const names[] = {
		[IP_DIVERT_INPUT] = "input",
		[IP_DIVERT_FORWARD] = "forward",
		[IP_DIVERT_OUTPUT_FORWARDED] = "output of a forwarded packet",
		[IP_DIVERT_OUTPUT_LOCAL] = "output of a local packet",
	};

	return stage < sizeof(names) / sizeof(names[0]) && names[stage] ? names[stage] : "?";
}

/* "-" for no interface, its number if it has no name any more. */
static const char *interface_name(unsigned int ifindex, char text[IF_NAMESIZE])
{
	if (!ifindex)
		return "-";
	if (!if_indextoname(ifindex, text))
		snprintf(text, IF_NAMESIZE, "%u", ifindex);
	return text;
}

void divert_describe_info(const struct divert_packet *packet, char *text, size_t size)
{
	const struct ip_divert_info *info = &packet->info;
	char in[IF_NAMESIZE], out[IF_NAMESIZE];

	snprintf(text, size, "%s, rule %u of %.*s, in %s, out %s, mark %u, packet %llu",
		 stage_name(info->stage), (unsigned int)info->rulenum, (int)sizeof(info->chain),
		 info->chain, interface_name(info->ifindex, in),
		 interface_name(info->out_ifindex, out), (unsigned int)info->mark,
		 (unsigned long long)info->packet);
}

void divert_hex(const struct divert_packet *packet, size_t most, char *text, size_t size)
{
	size_t n = packet->len < most ? packet->len : most;
	size_t at = 0;
	size_t i;

	if (size)
		text[0] = '\0';
	for (i = 0; i < n && at + 4 <= size; i++)
		at += (size_t)snprintf(text + at, size - at, "%02x%c", packet->bytes[i],
				       i % 16 == 15 || i + 1 == n ? '\n' : ' ');
}
