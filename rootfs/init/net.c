/* SPDX-License-Identifier: GPL-2.0-only */
/* net.c - rtnetlink requests of PID 1; net.h says what is set. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mounts.h"
#include "net.h"
#include "say.h"

/* A request with room for its fixed part and a few attributes. */
struct request {
	struct nlmsghdr header;
	union {
		struct ifinfomsg link;
		struct ifaddrmsg address;
		struct rtmsg route;
		char room[128];
	} body;
};

struct answer {
	struct nlmsghdr header;
	struct nlmsgerr error;
	char rest[256];
};

static void request_start(struct request *request, unsigned short type, unsigned short flags,
			  size_t fixed)
{
	memset(request, 0, sizeof(*request));
	request->header.nlmsg_len = (uint32_t)NLMSG_LENGTH(fixed);
	request->header.nlmsg_type = type;
	request->header.nlmsg_flags = (unsigned short)(NLM_F_REQUEST | NLM_F_ACK | flags);
}

static void request_add(struct request *request, unsigned short type, struct in_addr address)
{
	size_t at = NLMSG_ALIGN(request->header.nlmsg_len);
	struct rtattr attribute = {
		.rta_len = (unsigned short)RTA_LENGTH(sizeof(address)), .rta_type = type,
	};

	memcpy((char *)request + at, &attribute, sizeof(attribute));
	memcpy((char *)request + at + RTA_LENGTH(0), &address, sizeof(address));
	request->header.nlmsg_len = (uint32_t)(at + RTA_LENGTH(sizeof(address)));
}

/* Sends the request and reads the kernel's answer. -1 with errno set if it says no. */
static int request_do(int fd, const struct request *request)
{
	struct answer answer;
	ssize_t n;

	if (send(fd, request, request->header.nlmsg_len, 0) < 0)
		return -1;
	n = recv(fd, &answer, sizeof(answer), 0);
	if (n < 0)
		return -1;
	if ((size_t)n < sizeof(answer.header) + sizeof(int) ||
	    answer.header.nlmsg_type != NLMSG_ERROR) {
		errno = EBADMSG;
		return -1;
	}
	errno = -answer.error.error;
	return errno ? -1 : 0;
}

static bool link_up(int fd, const char *device)
{
	struct request request;

	request_start(&request, RTM_NEWLINK, 0, sizeof(request.body.link));
	request.body.link.ifi_index = (int)if_nametoindex(device);
	request.body.link.ifi_flags = IFF_UP;
	request.body.link.ifi_change = IFF_UP;
	if (request.body.link.ifi_index && !request_do(fd, &request))
		return true;
	say_errno("bring up %s", device);
	return false;
}

static bool add_address(int fd, const struct setup_address *address)
{
	struct in_addr broadcast = address->address;
	struct request request;

	request_start(&request, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL,
		      sizeof(request.body.address));
	request.body.address.ifa_family = AF_INET;
	request.body.address.ifa_prefixlen = (unsigned char)address->prefix;
	request.body.address.ifa_index = if_nametoindex(address->device);
	request_add(&request, IFA_LOCAL, address->address);
	request_add(&request, IFA_ADDRESS, address->address);
	if (address->prefix < 31) {
		broadcast.s_addr |= htonl(0xffffffffu >> address->prefix);
		request_add(&request, IFA_BROADCAST, broadcast);
	}
	if (request.body.address.ifa_index && !request_do(fd, &request))
		return true;
	say_errno("add %s/%u to %s", inet_ntoa(address->address), address->prefix,
		  address->device);
	return false;
}

static bool add_default_route(int fd, struct in_addr gateway)
{
	struct request request;

	request_start(&request, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL,
		      sizeof(request.body.route));
	request.body.route.rtm_family = AF_INET;
	request.body.route.rtm_table = RT_TABLE_MAIN;
	request.body.route.rtm_protocol = RTPROT_BOOT;
	request.body.route.rtm_scope = RT_SCOPE_UNIVERSE;
	request.body.route.rtm_type = RTN_UNICAST;
	request_add(&request, RTA_GATEWAY, gateway);
	if (!request_do(fd, &request))
		return true;
	say_errno("add a default route by %s", inet_ntoa(gateway));
	return false;
}

/* An address' interface needs to be brought up once only, with its first address. */
static bool is_first(const struct setup *setup, size_t index)
{
	size_t i;

	for (i = 0; i < index; i++)
		if (!strcmp(setup->addresses[i].device, setup->addresses[index].device))
			return false;
	return true;
}

bool net_set_up(const struct setup *setup)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	bool good;
	size_t i;

	if (fd < 0) {
		say_errno("open a route socket");
		return false;
	}
	good = link_up(fd, "lo");
	for (i = 0; i < setup->address_count; i++) {
		if (is_first(setup, i))
			good &= link_up(fd, setup->addresses[i].device);
		good &= add_address(fd, &setup->addresses[i]);
	}
	if (setup->gateway.s_addr)
		good &= add_default_route(fd, setup->gateway);
	close(fd);
	if (setup->forward)
		good &= write_file("/proc/sys/net/ipv4/ip_forward", "1");
	return good;
}
