// SPDX-License-Identifier: GPL-2.0-only
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

#define AT_ONCE 64

void bring_up_lo(void)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &lo))
		give_up("lo");
	close(fd);
}

/* A socket whose packets go to another one, the listener. */
static int open_pair(int *listener)
{
	struct sockaddr_in here = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t length = sizeof(here);
	int sender = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	*listener = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (sender < 0 || *listener < 0)
		give_up("socket");
	if (bind(*listener, (struct sockaddr *)&here, sizeof(here)) ||
	    getsockname(*listener, (struct sockaddr *)&here, &length) ||
	    connect(sender, (struct sockaddr *)&here, sizeof(here)))
		give_up("sockets on lo");
	return sender;
}

static unsigned int count_kept(int listener)
{
	unsigned int kept = 0;
	char bytes[32];

	while (recv(listener, bytes, sizeof(bytes), 0) >= 0)
		kept++;
	return kept;
}

unsigned int send_packets(unsigned int packets)
{
	static char bytes[18];
	struct iovec vector = { bytes, sizeof(bytes) };
	struct mmsghdr messages[AT_ONCE];
	unsigned int kept;
	int listener, sender = open_pair(&listener);

	memset(messages, 0, sizeof(messages));
	for (unsigned int i = 0; i < AT_ONCE; i++) {
		messages[i].msg_hdr.msg_iov = &vector;
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	while (packets) {
		int sent = sendmmsg(sender, messages, packets < AT_ONCE ? packets : AT_ONCE, 0);

		if (sent < 0)
			give_up("sendmmsg");
		packets -= sent;
	}
	kept = count_kept(listener);
	close(listener);
	close(sender);
	return kept;
}
