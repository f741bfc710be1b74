/* SPDX-License-Identifier: GPL-2.0-only */
/* divert_packet.c - what is sent; divert_packet.h says what each function does. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/ip.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include "claim.h"
#include "divert.h"
#include "divert_packet.h"

int divert_socket(unsigned int port)
{
	int fd = divert_open();

	if (fd < 0 || (port && divert_bind(fd, (uint16_t)port)))
		give_up("a divert socket for port %u", port);
	return fd;
}

void make_packet(unsigned char *packet, size_t length, const char *from, const char *to)
{
	struct iphdr ip = { .version = 4, .ihl = 5, .ttl = 64, .id = htons(1),
			    .protocol = IPPROTO_UDP };
	static const unsigned char ports[] = { 4, 0, 0, 9 };

	memset(packet, 0, length);
	inet_pton(AF_INET, from, &ip.saddr);
	inet_pton(AF_INET, to, &ip.daddr);
	memcpy(packet, &ip, sizeof(ip));
	if (length < sizeof(ip) + 8)
		return;
	memcpy(packet + sizeof(ip), ports, sizeof(ports));
	packet[sizeof(ip) + 4] = (unsigned char)((length - sizeof(ip)) >> 8);
	packet[sizeof(ip) + 5] = (unsigned char)(length - sizeof(ip));
}

struct sockaddr_in divert_address(const char *address)
{
	struct sockaddr_in in = { .sin_family = AF_INET };

	inet_pton(AF_INET, address, &in.sin_addr);
	return in;
}

int send_packet(int fd, const void *packet, size_t length, int flags, const void *address,
		socklen_t size)
{
	ssize_t n = sendto(fd, packet, length, flags, address, size);

	if (n < 0)
		return errno;
	return (size_t)n == length ? 0 : -1;
}
