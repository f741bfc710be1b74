/* SPDX-License-Identifier: GPL-2.0-only */
/* divert_socket.c - divert sockets and their packets; divert_socket.h says what each does. */
#include <errno.h>
#include <linux/ip_divert.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "claim.h"
#include "command.h"
#include "divert_socket.h"

int divert_new(void)
{
	int fd = socket(AF_INET, SOCK_RAW, IPPROTO_DIVERT);

	if (fd < 0)
		give_up("open a divert socket");
	return fd;
}

int divert_name(int fd, uint16_t port)
{
	struct sockaddr_in name = { .sin_family = AF_INET, .sin_port = htons(port) };

	return bind(fd, (struct sockaddr *)&name, sizeof(name)) ? errno : 0;
}

int divert_on(uint16_t port)
{
	int fd = divert_new();

	must(divert_name(fd, port), "bind a divert port");
	return fd;
}

int divert_tell(int fd, int value)
{
	return setsockopt(fd, IPPROTO_DIVERT, IP_DIVERT_INFO, &value, sizeof(value)) ? errno : 0;
}

void divert_datagrams(uint16_t port)
{
	struct ip_fwuser rule = rule_divert(port);

	rule.ipfw.fw_proto = IPPROTO_UDP;
	rule.ipfw.fw_dpts[0] = DIVERTED_TO;
	rule.ipfw.fw_dpts[1] = DIVERTED_TO;
	reset_rules();
	must(append("output", &rule), "append a DIVERT rule");
}

int divert_one(size_t payload)
{
	static const char nothing[65535 - HEADERS];
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(DIVERTED_TO) };
	int fd = socket(AF_INET, SOCK_DGRAM, 0), error;

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	error = sendto(fd, nothing, payload, 0, (struct sockaddr *)&to, sizeof(to)) < 0 ? errno : 0;
	close(fd);
	return error;
}

long divert_read(int fd, size_t size, int flags)
{
	static char bytes[65536];
	ssize_t n = recv(fd, bytes, size, flags | MSG_DONTWAIT);

	return n < 0 ? -errno : n;
}

/* The line of @port into @numbers. */
static bool find_line(uint16_t port, unsigned long numbers[COLUMNS])
{
	FILE *file = fopen("/proc/net/ip_divert", "r");
	char line[256];
	bool found = false;

	if (!file)
		give_up("open /proc/net/ip_divert");
	while (!found && fgets(line, sizeof(line), file))
		found = sscanf(line, "%lu %lu %lu %lu %lu %lu %lu %lu %lu", &numbers[PORT],
			       &numbers[QUEUED], &numbers[BYTES], &numbers[RECEIVED],
			       &numbers[READ], &numbers[REINJECTED], &numbers[INJECTED],
			       &numbers[FULL], &numbers[TICKETS]) == COLUMNS &&
			numbers[PORT] == port;
	fclose(file);
	return found;
}

bool divert_is_listed(uint16_t port)
{
	unsigned long numbers[COLUMNS];

	return find_line(port, numbers);
}

unsigned long divert_listed(uint16_t port, enum column column)
{
	unsigned long numbers[COLUMNS];

	if (!find_line(port, numbers)) {
		errno = ENOENT;
		give_up("find port %u in /proc/net/ip_divert", (unsigned int)port);
	}
	return numbers[column];
}
