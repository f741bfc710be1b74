/* SPDX-License-Identifier: GPL-2.0-only */
/* mangle_test.c - words replaced in packets, and the checksums that follow */
#include <string.h>

#include "mangle.h"
#include "packet.h"
#include "tap.h"

static struct packet packet;

static void make(const char *kind, const char *key)
{
	char text[3][32] = { "", "192.0.2.2", "192.0.2.1" };
	char hex[] = "hex=41414141414142", more[32];
	char *words[] = { text[0], text[1], text[2], hex, more, NULL };

	strcpy(text[0], kind);
	strcpy(more, key);
	memset(&packet, 0, sizeof(packet));
	packet_make(&packet, words);
}

static bool right(void)
{
	return mangle_transport_is_right(packet.bytes, packet.length);
}

static void test_kind(const char *kind)
{
	make(kind, "id=5");
	holds(right(), "%s: as it was made, it is right", kind);
	mangle_replace(packet.bytes, packet.length, "AA", "BC");
	holds(!memcmp(packet.bytes + packet.length - 7, "BCBCBCB", 7), "%s: each word is replaced", kind);
	holds(!right(), "%s: that makes the checksum wrong", kind);
	mangle_fix_transport(packet.bytes, packet.length);
	holds(right(), "%s: and it can be fixed", kind);
	make(kind, "wrongsum=1");
	holds(!right(), "%s: one that was made wrong is wrong", kind);
}

static void test_udp_zero(void)
{
	unsigned char *sum;

	make("udp", "id=5");
	sum = packet.bytes + packet.header + 6;
	memset(sum, 0, 2);
	holds(right(), "UDP without a checksum has no wrong one");
	/* a source port that makes the sum all ones, so that the checksum would be 0 */
	mangle_fix_transport(packet.bytes, packet.length);
	packet.bytes[packet.header] = (unsigned char)((1024 + (sum[0] << 8 | sum[1])) >> 8);
	packet.bytes[packet.header + 1] = sum[1];
	mangle_fix_transport(packet.bytes, packet.length);
	holds(sum[0] == 0xff && sum[1] == 0xff, "a UDP checksum of 0 is sent as all ones");
	holds(right(), "and is right");
}

void test_mangle(void)
{
	test_kind("udp");
	test_kind("tcp");
	test_kind("icmp");
	test_udp_zero();
	make("ip", "id=5");
	mangle_fix_transport(packet.bytes, packet.length);
	holds(right(), "what has no checksum has no wrong one");
	holds(!memcmp(packet.bytes + packet.length - 7, "AAAAAAB", 7), "and stays as it is");
	make("udp", "id=5");
	mangle_fix_transport(packet.bytes, packet.header + 7);
	holds(right(), "what is too short for one stays as it is");
}
