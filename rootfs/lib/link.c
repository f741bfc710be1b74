/* SPDX-License-Identifier: GPL-2.0-only */
/* link.c - where a frame goes on the link; link.h says what each function does. */
#include <errno.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/ether.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "keys.h"
#include "link.h"
#include "say.h"

/* The kernel's own table of neighbours. An entry without an address is one it has asked for. */
static bool ask_kernel(const char *dev, struct in_addr neighbour, unsigned char *mac)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = neighbour };
	struct arpreq request = { 0 };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	int failed;

	if (fd < 0) {
		say_errno("socket");
		return false;
	}
	memcpy(&request.arp_pa, &address, sizeof(address));
	snprintf(request.arp_dev, sizeof(request.arp_dev), "%s", dev);
	failed = ioctl(fd, SIOCGARP, &request);
	close(fd);
	if (!failed && !(request.arp_flags & ATF_COM)) {
		errno = EHOSTUNREACH;
		failed = -1;
	}
	if (failed)
		say_errno("no link address of the neighbour on %s (ping it first)", dev);
	memcpy(mac, request.arp_ha.sa_data, ETH_ALEN);
	return !failed;
}

bool link_to(const char *dev, const char *to, struct in_addr otherwise, struct sockaddr_ll *there)
{
	const struct ether_addr *given = to ? ether_aton(to) : NULL;

	*there = (struct sockaddr_ll) {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_IP),
		.sll_halen = ETH_ALEN,
		.sll_ifindex = (int)if_nametoindex(dev),
	};
	if (!there->sll_ifindex) {
		say_errno("device %s", dev);
		return false;
	}
	if (given) {
		memcpy(there->sll_addr, given, ETH_ALEN);
		return true;
	}
	if (to && !strcmp(to, "broadcast")) {
		memset(there->sll_addr, 0xff, ETH_ALEN);
		return true;
	}
	return (!to || find_host(to, &otherwise)) && ask_kernel(dev, otherwise, there->sll_addr);
}
