/* SPDX-License-Identifier: GPL-2.0-only */
/* ipv4_test.c - headers as text */
#include <string.h>

#include "ipv4.h"
#include "tap.h"

/* An echo request from 192.0.2.2 to 192.0.2.1, as it stands on the wire; header checksum right. */
static const unsigned char ping[] = {
	0x45, 0x00, 0x00, 0x1c, 0x00, 0x00, 0x40, 0x00, 0x40, 0x01, 0xb6, 0xdd,
	0xc0, 0x00, 0x02, 0x02, 0xc0, 0x00, 0x02, 0x01,
	0x08, 0x00, 0xf7, 0xfd, 0x00, 0x01, 0x00, 0x01,
};

#define WHO "source 192.0.2.2, destination 192.0.2.1, protocol 1, tos 0x00, checksum "

/* The text for @n bytes of the ping with the byte at @at set to @value. */
static const char *described(size_t n, size_t at, unsigned char value)
{
	static char text[256];
	unsigned char bytes[sizeof(ping)];

	memcpy(bytes, ping, sizeof(ping));
	bytes[at] = value;
	ipv4_describe(bytes, n, text, sizeof(text));
	return text;
}

void test_ipv4(void)
{
	char text[16];

	same_text(described(28, 0, 0x45), WHO "0xb6dd right, ports 2048 63485",
		  "a packet says who, what and which ports");
	same_text(described(28, 11, 0xdc), WHO "0xb6dc wrong, ports 2048 63485",
		  "a wrong checksum is called wrong");
	same_text(described(28, 6, 0x20), WHO "0xb6dd wrong, offset 0 more, ports 2048 63485",
		  "a first fragment has ports");
	same_text(described(28, 7, 2), WHO "0xb6dd wrong, offset 16", "a later one has none");
	same_text(described(23, 0, 0x45), WHO "0xb6dd right", "ports that are cut off are left out");
	same_text(described(22, 0, 0x46), WHO "0xb6dd unknown", "cut options leave no checksum");
	same_text(described(28, 0, 0x44), WHO "0xb6dd unknown, ports 49152 513",
		  "a header that is too short has no checksum");
	same_text(described(19, 0, 0x45), "header cut off", "fewer than 20 bytes are no header");
	same_text(described(28, 0, 0x65), "not IPv4", "another version is not read");
	ipv4_describe(ping, sizeof(ping), text, sizeof(text));
	same_text(text, "source 192.0.2.", "a text without room is cut off");
}
