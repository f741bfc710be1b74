/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * howto - the example program of the Divert Sockets mini-HOWTO, written anew
 *
 * usage: howto PORT
 *
 * Shows each packet that is diverted to PORT. What it says, word for word, and its exit statuses
 * are statements S7.93 to S7.100 of the specification; it is kept as wordy and as trusting as the
 * HOWTO's is, because programs of that time are what the kernel is tried with. Three flags of the
 * compiler make it do more, and each gives a program of its own:
 *
 *   -DREINJECT    howto-reinject    hands each packet back with the address it came with
 *   -DFIREWALL    howto-firewall    (and REINJECT) sets a rule for ICMP of output until ^C
 *   -DMULTICAST   howto-multicast   (and REINJECT) multicast leaves by the interface of its source
 *
 * The headers and their order are the HOWTO's: <linux/ip_fw.h> has to put up with them (H3, H28).
 *
 * Exit status: 0 ended by ^C, with FIREWALL; 1 usage, or no divert socket; 2 bind, or the rule.
 */
#include <stdio.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>
#include <getopt.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/types.h>
#include <signal.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <net/if.h>
#include <sys/param.h>
#include <linux/types.h>
#include <linux/icmp.h>
#include <linux/ip_fw.h>

#include <arpa/inet.h>

#ifndef IPPROTO_DIVERT
#define IPPROTO_DIVERT 254
#endif

#define SHOWN 40	/* bytes in hex, whether the packet has as many or not */
#define IN_A_LINE 16

static const char *program;
static unsigned char packet[IP_MAXPACKET];

#ifdef FIREWALL

static int rule_socket;
static struct ip_fwchange rule;

static void remove_rule(int signal_number)
{
	(void)signal_number;
	if (setsockopt(rule_socket, IPPROTO_IP, IP_FW_DELETE, &rule, sizeof(rule))) {
		fprintf(stderr, "%s: could not remove rule: %s\n", program, strerror(errno));
		exit(2);
	}
	close(rule_socket);
	exit(0);
}

/* Both TOS bytes stay 0, as in the HOWTO: the rule clears the TOS of what it matches (S7.95). */
static void set_rule(int port)
{
	rule_socket = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	if (rule_socket == -1) {
		fprintf(stderr, "%s: could not create a raw socket: %s\n", program, strerror(errno));
		exit(2);
	}
	rule.fwc_rule.ipfw.fw_proto = IPPROTO_ICMP;
	rule.fwc_rule.ipfw.fw_redirpt = (__u16)port;
	rule.fwc_rule.ipfw.fw_spts[1] = 65535;
	rule.fwc_rule.ipfw.fw_dpts[1] = 65535;
	rule.fwc_rule.ipfw.fw_outputsize = 65535;
	strcpy(rule.fwc_rule.label, IP_FW_LABEL_DIVERT);
	strcpy(rule.fwc_label, IP_FW_LABEL_OUTPUT);
	if (setsockopt(rule_socket, IPPROTO_IP, IP_FW_APPEND, &rule, sizeof(rule))) {
		fprintf(stderr, "%s could not set rule: %s\n", program, strerror(errno));
		exit(2);
	}
	signal(SIGINT, remove_rule);
}

#endif /* FIREWALL */

static int open_divert(int port)
{
	struct sockaddr_in name = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int fd;

	fprintf(stderr, "%s:Creating a socket\n", program);
	fd = socket(AF_INET, SOCK_RAW, IPPROTO_DIVERT);
	if (fd == -1) {
		fprintf(stderr, "%s:We could not open a divert socket\n", program);
		exit(1);
	}
	fprintf(stderr, "%s:Binding a socket\n", program);
	if (bind(fd, (struct sockaddr *)&name, sizeof(name))) {
		/* the HOWTO asks for the text of what bind() returned, not of errno */
		fprintf(stderr, "%s: Error bind(): %s", program, strerror(-1));
		exit(2);
	}
	return fd;
}

static void show_bytes(void)
{
	int i;

	printf("%s: The packet looks like this:\n", program);
	for (i = 0; i < SHOWN; i++) {
		printf("%02x ", packet[i]);
		if ((i + 1) % IN_A_LINE == 0)
			putchar('\n');
	}
	putchar('\n');
}

static void show_addresses(const struct sockaddr_in *from)
{
	const struct iphdr *ip = (const struct iphdr *)packet;
	struct in_addr address;

	address.s_addr = ip->saddr;
	printf("%s: Source address: %s\n", program, inet_ntoa(address));
	address.s_addr = ip->daddr;
	printf("%s: Destination address: %s\n", program, inet_ntoa(address));
	printf("%s: Receiving IF address: %s\n", program, inet_ntoa(from->sin_addr));
	printf("%s: Protocol number: %i\n", program, ip->protocol);
}

#ifdef MULTICAST

static void choose_interface(int fd, const struct sockaddr_in *from)
{
	const struct iphdr *ip = (const struct iphdr *)packet;
	int result;

	if (!IN_MULTICAST(ntohl(ip->daddr)))
		return;
	printf("%s: Multicast address!\n", program);
	if (from->sin_addr.s_addr != INADDR_ANY)
		return;
	result = setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &ip->saddr, sizeof(ip->saddr));
	printf("%s: set_interface returns %i with errno =%i\n", program, result, errno);
}

#endif /* MULTICAST */

#ifdef REINJECT

/* errno is not cleared before, and told of even after success: S7.99. */
static void hand_back(int fd, ssize_t n, struct sockaddr_in *from)
{
	printf("%s Reinjecting DIVERT %i bytes\n", program, (int)n);
	n = sendto(fd, packet, (size_t)n, 0, (struct sockaddr *)from, sizeof(*from));
	printf("%s: %i bytes reinjected.\n", program, (int)n);
	if (n <= 0)
		printf("%s: Oops: errno = %i\n", program, errno);
	if (errno == EBADRQC)
		printf("errno == EBADRQC\n");
	if (errno == ENETUNREACH)
		printf("errno == ENETUNREACH\n");
}

#endif /* REINJECT */

int main(int argc, char **argv)
{
	struct sockaddr_in from;
	int port, fd;

	program = argv[0];
	if (argc != 2) {
		fprintf(stderr, "Usage: %s <port number>\n", program);
		exit(1);
	}
	port = atoi(argv[1]);
	setvbuf(stdout, NULL, _IOLBF, 0);
	fd = open_divert(port);
#ifdef FIREWALL
	set_rule(port);
#endif
	printf("%s: Waiting for data...\n", program);
	for (;;) {
		socklen_t length = sizeof(from);
		ssize_t n = recvfrom(fd, packet, sizeof(packet), 0, (struct sockaddr *)&from, &length);

		(void)n;
		show_bytes();
		show_addresses(&from);
#ifdef MULTICAST
		choose_interface(fd, &from);
#endif
#ifdef REINJECT
		hand_back(fd, n, &from);
#endif
	}
}
