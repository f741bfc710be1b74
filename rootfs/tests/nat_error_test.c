/* SPDX-License-Identifier: GPL-2.0-only */
/* nat_error_test.c - ICMP errors are translated, and the header they quote */
#include <stdio.h>
#include <string.h>

#include "divert.h"
#include "nat_try.h"
#include "tap.h"

/* An error from @src to @dst that quotes @quote bytes of the packet that is built. */
static void quote(const char *src, const char *dst, size_t bytes)
{
	char words[512];
	int at = snprintf(words, sizeof(words), "icmp %s %s type=3 code=3 hex=", src, dst);

	for (size_t i = 0; i < bytes && i < packet.length; i++)
		at += snprintf(words + at, sizeof(words) - (size_t)at, "%02x", packet.bytes[i]);
	build(words);
}

static void errors(const char *kind, const char *words, size_t bytes)
{
	char sent[80], left[80];
	unsigned char *quoted = packet.bytes + 28;

	start(61000, 65095);
	build(words);
	snprintf(sent, sizeof(sent), "%s", ends_of(packet.bytes));
	pass_out(0);
	snprintf(left, sizeof(left), "%s", ends_of(packet.bytes));
	quote("203.0.113.7", ALIAS, bytes);
	same_text(ends_of(quoted), left, kind);
	holds(!pass_in(0) && sums_fit(),
	      "is translated on the way in");
	same_text(ends_of(quoted), sent, "and quotes what was sent inside");
	holds(!memcmp(packet.bytes + 16, &nat.used->inner, 4) && !divert_checksum(quoted, 20),
	      "to whom it goes, the quoted header's checksum right");
}

/* The inside answers with an error: what it quotes is the packet as the outside had sent it. */
static void errors_out(const char *source, const char *kind)
{
	static const char words[] = "udp " OUTER " " ALIAS " dport=61000 sport=9 size=3";
	char sent[80];
	unsigned char *quoted = packet.bytes + 28;

	start(61000, 65095);
	nat_flow_new(&nat.flows, IPPROTO_UDP, host(INNER), 77, 0);
	build(words);
	snprintf(sent, sizeof(sent), "%s", ends_of(packet.bytes));
	pass_in(0);
	quote(source, OUTER, packet.length);
	same_text(ends_of(quoted), OUTER ":9 > " INNER ":77", kind);
	holds(!pass_out(0) && sums_fit(), "is translated on the way out");
	same_text(ends_of(quoted), sent, "and quotes what was sent from outside");
	holds(!memcmp(packet.bytes + 12, &nat.alias, 4), "from the alias address");
}

/* Bytes that are the same in each run, with a header length that is not wrong. */
static void scramble(unsigned int *seed)
{
	packet.length = 20 + (*seed >> 16) % 100;
	for (size_t i = 0; i < packet.length; i++) {
		*seed = *seed * 1103515245 + 12345;
		packet.bytes[i] = (unsigned char)(*seed >> 16);
	}
	packet.bytes[0] = packet.length < 60 ? 0x45 : 0x45 + packet.bytes[0] % 11;
	packet.bytes[9] = (unsigned char[]) { IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP, 2 }[*seed % 4];
	if (*seed & 64)	/* whole, from inside or for the alias address */
		memcpy(packet.bytes + 6, "\0\0", 2);
	if (*seed & 128)
		memcpy(packet.bytes + 16, &nat.alias, sizeof(nat.alias));
}

/* What is not IP behind its header; ASan watches the bounds. */
static void nonsense(void)
{
	static unsigned char was[sizeof(packet.bytes)];
	unsigned long changed = 0, translated = 0;
	unsigned int seed = 1;

	start(1, 65535);
	for (unsigned int i = 0; i < 50000; i++) {
		enum nat_result result;

		scramble(&seed);
		memcpy(was, packet.bytes, packet.length);
		result = seed & 256 ? pass_out(i / 100) : pass_in(i / 100);
		translated += result == NAT_TRANSLATED;
		changed += result != NAT_TRANSLATED && memcmp(was, packet.bytes, packet.length);
	}
	holds(translated > 1000, "of 50000 packets of nonsense some are translated");
	same_number(changed, 0, "and the others are not changed");
}

void test_nat_errors(void)
{
	nonsense();
	errors("an error about UDP", "udp " INNER " " OUTER " sport=77 size=5", 33);
	errors("an error about UDP, quoted without payload", "udp " INNER " " OUTER " sport=77 size=5", 28);
	errors("an error about TCP, its checksum not quoted", "tcp " INNER " " OUTER " sport=77", 28);
	errors("an error about TCP", "tcp " INNER " " OUTER " sport=77 hex=ff", 41);
	errors("an error about an echo", "icmp " INNER " " OUTER " size=4", 32);
	errors_out(INNER, "an error from the inside");
	errors_out(ALIAS, "an error from the gateway itself about a packet for the inside");
}
