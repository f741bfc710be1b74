/* SPDX-License-Identifier: GPL-2.0-only */
/* stress_flow.c - numbered datagrams between machines; stress.h says what each function does. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "claim.h"
#include "say.h"
#include "stress.h"

static int udp_socket(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		give_up("socket for UDP");
	return fd;
}

int stress_send(const char *host, uint16_t port, unsigned int count, unsigned int pause)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port) };
	const struct hostent *entry = gethostbyname(host);
	int fd = udp_socket();
	uint32_t i;

	if (!entry || entry->h_addrtype != AF_INET) {
		say("no such host: %s", host);
		return EXIT_SYSTEM;
	}
	memcpy(&to.sin_addr, entry->h_addr_list[0], sizeof(to.sin_addr));
	for (i = 1; i <= count; i++) {
		uint32_t number = htonl(i);

		if (sendto(fd, &number, sizeof(number), 0, (struct sockaddr *)&to, sizeof(to)) < 0)
			give_up("sendto %s", host);
		usleep(pause);
	}
	close(fd);
	return EXIT_DONE;
}

int stress_receive(uint16_t port, unsigned int count)
{
	struct sockaddr_in here = { .sin_family = AF_INET, .sin_port = htons(port) };
	struct timeval second = { .tv_sec = 1 };
	unsigned int received = 0;
	unsigned int odd = 0;
	uint32_t last = 0;
	uint32_t number;
	int fd = udp_socket();

	if (bind(fd, (struct sockaddr *)&here, sizeof(here)))
		give_up("bind to UDP port %u", port);
	printf("fwstress: ready\n");
	fflush(stdout);
	while (last < count && recv(fd, &number, sizeof(number), 0) == sizeof(number)) {
		/* the first may take its time: only silence behind it means an end */
		if (!received++ && setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof(second)))
			give_up("SO_RCVTIMEO");
		odd += ntohl(number) <= last;
		last = ntohl(number);
	}
	close(fd);
	printf("received %u of %u, %u twice or out of order\n", received, count, odd);
	return received == count && !odd ? EXIT_DONE : EXIT_FALSE;
}
