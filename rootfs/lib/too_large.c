/* SPDX-License-Identifier: GPL-2.0-only */
/* too_large.c - packets too large for the way out; too_large.h says what each function does. */
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "divert.h"
#include "too_large.h"

#define LEAST_MTU 68

unsigned int too_large_for(uint32_t to)
{
	struct sockaddr_in name = { .sin_family = AF_INET, .sin_port = htons(9),
				    .sin_addr.s_addr = to };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), mtu = 0;
	socklen_t len = sizeof(mtu);

	if (fd < 0 || connect(fd, (struct sockaddr *)&name, sizeof(name)) ||
	    getsockopt(fd, IPPROTO_IP, IP_MTU, &mtu, &len))
		mtu = 0;
	if (fd >= 0)
		close(fd);
	return mtu < LEAST_MTU ? 0 : (unsigned int)mtu;
}

bool too_large_tell(int fd, const unsigned char *quote, unsigned int mtu)
{
	struct {
		struct iphdr ip;
		struct icmphdr icmp;
		unsigned char quote[TOO_LARGE_QUOTE];
	} error = { .ip = { .version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_ICMP },
		    .icmp = { .type = ICMP_DEST_UNREACH, .code = ICMP_FRAG_NEEDED } };
	size_t quoted = (quote[0] & 15u) * 4 + 8;

	memcpy(&error.ip.daddr, quote + 12, sizeof(error.ip.daddr));
	error.icmp.un.frag.mtu = htons((uint16_t)mtu);
	memcpy(error.quote, quote, quoted);
	error.icmp.checksum = divert_checksum(&error.icmp, sizeof(error.icmp) + quoted);
	/* without an address: outbound, its source filled in by the kernel */
	return !divert_send(fd, &error, sizeof(error) - TOO_LARGE_QUOTE + quoted, NULL);
}
