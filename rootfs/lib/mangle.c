/* SPDX-License-Identifier: GPL-2.0-only */
/* mangle.c - changes to packets; mangle.h says what each function does. */
#include <netinet/in.h>
#include <string.h>

#include "divert.h"
#include "mangle.h"

#define PSEUDO_HEADER 12	/* bytes */

static size_t header_length(const unsigned char *packet)
{
	return (packet[0] & 15u) * 4;
}

void mangle_replace(unsigned char *packet, size_t n, const char *from, const char *to)
{
	unsigned char *at = packet + header_length(packet);
	size_t length = strlen(from);

	n -= header_length(packet);
	while (n >= length) {
		unsigned char *found = memmem(at, n, from, length);

		if (!found)
			return;
		memcpy(found, to, length);
		n -= (size_t)(found - at) + length;
		at = found + length;
	}
}

/* Where the checksum stands behind the IP header, 0 if the protocol has none that is known here. */
static size_t checksum_place(unsigned char protocol)
{
	return protocol == IPPROTO_ICMP ? 2 : protocol == IPPROTO_TCP ? 16 :
	       protocol == IPPROTO_UDP ? 6 : 0;
}

/* The place of the checksum in the packet, 0 if there is none; and what it should be. */
static size_t right_checksum(const unsigned char *packet, size_t n, uint16_t *sum)
{
	static unsigned char text[PSEUDO_HEADER + DIVERT_PACKET_MAX];
	size_t header = header_length(packet);
	size_t place = checksum_place(packet[9]);

	n -= header;
	if (!place || n < place + 2)
		return 0;
	memcpy(text, packet + 12, 8);
	text[8] = 0;
	text[9] = packet[9];
	text[10] = (unsigned char)(n >> 8);
	text[11] = (unsigned char)n;
	memcpy(text + PSEUDO_HEADER, packet + header, n);
	memset(text + PSEUDO_HEADER + place, 0, 2);
	*sum = packet[9] == IPPROTO_ICMP ? divert_checksum(text + PSEUDO_HEADER, n) :
	       divert_checksum(text, PSEUDO_HEADER + n);
	if (packet[9] == IPPROTO_UDP && !*sum)
		*sum = 0xffff;
	return header + place;
}

void mangle_fix_transport(unsigned char *packet, size_t n)
{
	uint16_t sum;
	size_t place = right_checksum(packet, n, &sum);

	if (place)
		memcpy(packet + place, &sum, sizeof(sum));
}

bool mangle_transport_is_right(const unsigned char *packet, size_t n)
{
	uint16_t sum;
	size_t place = right_checksum(packet, n, &sum);

	return !place || !memcmp(packet + place, &sum, sizeof(sum)) ||
	       (packet[9] == IPPROTO_UDP && !packet[place] && !packet[place + 1]);
}
