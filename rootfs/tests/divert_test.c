/* SPDX-License-Identifier: GPL-2.0-only */
/* divert_test.c - the divert library, with a UDP socket in the kernel's place */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "divert.h"
#include "say.h"
#include "tap.h"

/* An echo request from 192.0.2.2 to 192.0.2.1, as it stands on the wire; header checksum right. */
static const unsigned char ping[] = {
	0x45, 0x00, 0x00, 0x1c, 0x00, 0x00, 0x40, 0x00, 0x40, 0x01, 0xb6, 0xdd,
	0xc0, 0x00, 0x02, 0x02, 0xc0, 0x00, 0x02, 0x01,
	0x08, 0x00, 0xf7, 0xfd, 0x00, 0x01, 0x00, 0x01,
};

static void checksums(void)
{
	static const unsigned char odd[] = { 0x01, 0x02, 0x03 };
	unsigned char header[20];
	uint16_t sum;

	same_number(divert_checksum(ping, 20), 0, "a header with its own checksum sums to 0");
	memcpy(header, ping, sizeof(header));
	header[10] = header[11] = 0;
	sum = divert_checksum(header, sizeof(header));
	holds(!memcmp(&sum, ping + 10, 2), "a header's checksum is in network byte order");
	same_number(ntohs(divert_checksum(odd, 3)), 0xfbfd, "an odd last byte is a high byte");
	same_number(divert_checksum(odd, 0), 0xffff, "nothing sums to all ones");
}

static void texts(void)
{
	static struct divert_packet packet;
	char text[256];

	memcpy(packet.bytes, ping, sizeof(ping));
	packet.len = sizeof(ping);
	packet.from.sin_addr.s_addr = htonl(0xc0000201);
	divert_describe(&packet, text, sizeof(text));
	same_text(text, "28 bytes, source 192.0.2.2, destination 192.0.2.1, protocol 1 (icmp), "
		  "ttl 64, receiving interface 192.0.2.1", "a packet is described in words");
	divert_hex(&packet, 40, text, sizeof(text));
	same_text(text, "45 00 00 1c 00 00 40 00 40 01 b6 dd c0 00 02 02\n"
		  "c0 00 02 01 08 00 f7 fd 00 01 00 01\n",
		  "a short packet's dump ends with the packet");
	divert_hex(&packet, 16, text, sizeof(text));
	same_text(text, "45 00 00 1c 00 00 40 00 40 01 b6 dd c0 00 02 02\n",
		  "a long packet's dump ends where it shall");
	divert_hex(&packet, 40, text, 8);
	same_text(text, "45 00 ", "a dump is cut off at a whole byte");
}

/* No interface has these numbers, so that each is told by its number. */
static void infos(void)
{
	static struct divert_packet packet = {
		.has_info = true,
		.info = { .packet = 17, .ifindex = 99999, .stage = IP_DIVERT_INPUT, .rulenum = 2,
			  .mark = 7, .chain = "input" },
	};
	char text[256];

	divert_describe_info(&packet, text, sizeof(text));
	same_text(text, "input, rule 2 of input, in 99999, out -, mark 7, packet 17",
		  "what is known of a packet is described in words");
	packet.info.ifindex = 0;
	packet.info.out_ifindex = 99998;
	packet.info.stage = IP_DIVERT_OUTPUT_LOCAL;
	memcpy(packet.info.chain, "twelve bytes", sizeof(packet.info.chain));
	divert_describe_info(&packet, text, sizeof(text));
	same_text(text, "output of a local packet, rule 2 of twelve bytes, in -, out 99998, "
		  "mark 7, packet 17", "a chain's label need not end");
	packet.info.stage = 5;
	divert_describe_info(&packet, text, 2);
	same_text(text, "?", "a stage of a later kernel is said not to be known");
}

static int bound_udp(struct sockaddr_in *name)
{
	socklen_t len = sizeof(*name);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	memset(name, 0, sizeof(*name));
	name->sin_family = AF_INET;
	name->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)name, len) ||
	    getsockname(fd, (struct sockaddr *)name, &len))
		say_errno("make a UDP socket on the loopback");
	return fd;
}

static void round_trip(void)
{
	static struct divert_packet packet;
	struct sockaddr_in here, there;
	int in = bound_udp(&here);
	int out = bound_udp(&there);
	char back[64];

	holds(divert_ask(in) < 0 && errno == ENOPROTOOPT, "another socket has nothing to tell");
	packet.has_info = true;
	sendto(out, ping, sizeof(ping), 0, (struct sockaddr *)&here, sizeof(here));
	holds(!divert_recv(in, &packet), "a packet is received");
	holds(!packet.has_info, "and nothing is told");
	same_number(packet.len, sizeof(ping), "with its length");
	same_number(packet.from.sin_port, there.sin_port, "with the address it came with");
	holds(!divert_reinject(in, &packet), "it can be handed back");
	holds(recv(out, back, sizeof(back), 0) == sizeof(ping) &&
	      !memcmp(back, ping, sizeof(ping)), "and goes where its address says, unchanged");
	sendto(out, ping, 19, 0, (struct sockaddr *)&here, sizeof(here));
	holds(divert_recv(in, &packet) < 0 && errno == EBADMSG,
	      "less than an IP header is refused");
	holds(divert_recv(-1, &packet) < 0 && errno == EBADF, "errors keep their errno");
	holds(divert_bind(in, 5) < 0 && errno == EINVAL, "a bound socket cannot be bound again");
	close(in);
	close(out);
}

static void numbers(void)
{
	unsigned long n = 7;

	holds(parse_number("65535", 1, 65535, &n) && n == 65535, "a number is read");
	holds(!parse_number("0", 1, 65535, &n), "one below the least is refused");
	holds(!parse_number("65536", 1, 65535, &n), "one above the most is refused");
	holds(!parse_number("-1", 0, ~0ul, &n), "a sign is refused");
	holds(!parse_number(" 1", 0, 9, &n), "a blank is refused");
	holds(!parse_number("1x", 0, 9, &n), "letters behind it are refused");
	holds(!parse_number("", 0, 9, &n), "nothing is refused");
	holds(!parse_number("99999999999999999999999", 0, ~0ul, &n), "too large is refused");
	same_number(n, 65535, "a refused number changes nothing");
}

void test_divert(void)
{
	checksums();
	texts();
	infos();
	round_trip();
	numbers();
}
