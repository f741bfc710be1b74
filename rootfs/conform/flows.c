/* SPDX-License-Identifier: GPL-2.0-only */
/* flows.c - datagrams over the loopback device; flows.h says what each function does. */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "claim.h"
#include "flows.h"

#define PAYLOAD_MAX 1400
#define PATIENCE_MS 100

static struct sockaddr_in local(uint16_t port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};

	return address;
}

static int udp_socket(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		give_up("socket for UDP");
	return fd;
}

int flow_receiver(uint16_t port)
{
	struct sockaddr_in address = local(port);
	int fd = udp_socket();

	if (bind(fd, (struct sockaddr *)&address, sizeof(address)))
		give_up("bind to UDP port %u", port);
	return fd;
}

int flow_send(uint16_t port, size_t payload)
{
	static const char nothing[PAYLOAD_MAX];
	struct sockaddr_in address = local(port);
	int fd = udp_socket();
	int error = 0;

	if (sendto(fd, nothing, payload, 0, (struct sockaddr *)&address, sizeof(address)) < 0)
		error = errno;
	close(fd);
	return error;
}

bool flow_receive(int receiver)
{
	struct pollfd ready = { .fd = receiver, .events = POLLIN };
	char byte;

	return poll(&ready, 1, PATIENCE_MS) == 1 && recv(receiver, &byte, 1, 0) >= 0;
}

void loopback_up(void)
{
	struct ifreq request = { .ifr_flags = IFF_UP };
	int fd = udp_socket();

	strcpy(request.ifr_name, "lo");
	if (ioctl(fd, SIOCSIFFLAGS, &request))
		give_up("bring lo up");
	close(fd);
}
