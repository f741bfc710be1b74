/* SPDX-License-Identifier: GPL-2.0-only */
/* nat_test.c - address translation: what changes, what stays, and that all checksums fit */
#include <stdio.h>
#include <string.h>

#include "nat_try.h"
#include "tap.h"

static void both_ways(const char *kind, const char *out, const char *in)
{
	char words[120];

	start(61000, 65095);
	build(out);
	same_number(pass_out(0), NAT_TRANSLATED, kind);
	snprintf(words, sizeof(words), "%s:61000", ALIAS);
	holds(!strncmp(ends_of(packet.bytes), words, strlen(words)), "leaves as %s", words);
	holds(sums_fit(), "with checksums that fit");
	build(in);
	same_number(pass_in(0), NAT_TRANSLATED,
		    "its answer is translated");
	holds(strstr(ends_of(packet.bytes), "> " INNER ":") && strstr(ends_of(packet.bytes), ":77"),
	      "to where it belongs: %s", ends_of(packet.bytes));
	holds(sums_fit(), "with checksums that fit as well");
}

static void flows(void)
{
	both_ways("UDP", "udp " INNER " " OUTER " sport=77 dport=9 size=3",
		  "udp " OUTER " " ALIAS " sport=9 dport=61000 size=5");
	both_ways("TCP", "tcp " INNER " " OUTER " sport=77 dport=9 hex=0102ff",
		  "tcp " OUTER " " ALIAS " sport=9 dport=61000 flags=SA");
	/* the id is the first two bytes behind the header's first four */
	start(61000, 65095);
	build("icmp " INNER " " OUTER " size=9");
	packet.bytes[25] = 77;
	packet.bytes[23] = (unsigned char)(packet.bytes[23] - 77);
	holds(sums_fit() && !pass_out(0) && sums_fit(),
	      "an echo request is translated");
	same_text(ends_of(packet.bytes), ALIAS ":61000 > " OUTER ":61000", "its id as well");
	packet.bytes[20] = 0;
	packet.bytes[22] = (unsigned char)(packet.bytes[22] + 8);
	memcpy(packet.bytes + 12, (unsigned char[]) { 198, 51, 100, 2, 198, 51, 100, 1 }, 8);
	holds(!pass_in(0) && sums_fit(), "and the reply");
	same_text(ends_of(packet.bytes), OUTER ":77 > " INNER ":77", "which gets its own id again");
}

static void who_shares_a_port(void)
{
	start(61000, 61001);
	build("udp 192.0.2.2 " OUTER " sport=5");
	pass_out(0);
	same_text(ends_of(packet.bytes), ALIAS ":61000 > " OUTER ":9", "a first flow has the first port");
	build("udp 172.16.128.10 " OUTER " sport=5");
	pass_out(0);
	same_text(ends_of(packet.bytes), ALIAS ":61001 > " OUTER ":9",
		  "the same port of another host another");
	build("udp 192.0.2.2 203.0.113.9 sport=5");
	pass_out(1);
	same_text(ends_of(packet.bytes), ALIAS ":61000 > 203.0.113.9:9",
		  "to whom it sends makes no difference");
	build("udp 192.0.2.3 " OUTER " sport=6");
	same_number(pass_out(1), NAT_FULL, "with no port left: no room");
	same_text(ends_of(packet.bytes), "192.0.2.3:6 > " OUTER ":9", "and nothing is changed");
	build("tcp 192.0.2.3 " OUTER " sport=6");
	same_number(pass_out(1), NAT_TRANSLATED,
		    "TCP has ports of its own");
	build("udp 192.0.2.3 " OUTER " sport=6");
	same_number(pass_out(NAT_TIMEOUT_UDP), NAT_TRANSLATED,
		    "a flow that is over gives its port back");
	build("udp " OUTER " " ALIAS " dport=61000");
	pass_in(NAT_TIMEOUT_UDP);
	same_text(ends_of(packet.bytes), OUTER ":1024 > 192.0.2.2:5",
		  "one that was used since then has it still");
}

static void a_full_table(void)
{
	start(1, 65535);
	for (unsigned int i = 0; i < NAT_FLOWS; i++)
		nat_flow_new(&nat.flows, IPPROTO_UDP, host(INNER), (uint16_t)i, 0);
	holds(nat_flow_from(&nat.flows, IPPROTO_UDP, host(INNER), NAT_FLOWS - 1, 0),
	      "the table has room for %d flows", NAT_FLOWS);
	holds(!nat_flow_new(&nat.flows, IPPROTO_UDP, host(INNER), NAT_FLOWS, 0), "and for no more");
}

static void what_closes(void)
{
	start(61000, 65095);
	build("tcp " INNER " " OUTER " sport=7 flags=A");
	pass_out(0);
	holds(nat_flow_to(&nat.flows, IPPROTO_TCP, 61000, NAT_TIMEOUT_TCP - 1), "TCP lasts long");
	build("tcp " OUTER " " ALIAS " dport=61000 flags=FA");
	pass_in(0);
	holds(!nat_flow_to(&nat.flows, IPPROTO_TCP, 61000, NAT_TIMEOUT_CLOSED),
	      "after a FIN not so long");
	build("tcp " INNER " " OUTER " sport=7 flags=S");
	pass_out(1);
	holds(nat_flow_to(&nat.flows, IPPROTO_TCP, 61000, NAT_TIMEOUT_TCP), "a SYN opens it again");
}

static void redirects(void)
{
	start(61000, 65095);
	holds(nat_flow_fix(&nat.flows, IPPROTO_TCP, 80, host(INNER), 8080), "a port can be fixed");
	holds(!nat_flow_fix(&nat.flows, IPPROTO_TCP, 80, host("192.0.2.3"), 8080), "only once");
	build("tcp " OUTER " " ALIAS " dport=80");
	pass_in(1 << 30);
	same_text(ends_of(packet.bytes), OUTER ":1024 > " INNER ":8080",
		  "what comes for it goes inside, at any time");
	build("tcp " INNER " " OUTER " sport=8080 dport=1024 flags=SA");
	pass_out(1 << 30);
	same_text(ends_of(packet.bytes), ALIAS ":80 > " OUTER ":1024", "and its answer comes from it");
}

static void what_stays(void)
{
	static const struct {
		const char *words;
		bool out;
		enum nat_result result;
	} tries[] = {
		{ "udp " ALIAS " " OUTER, true, NAT_OWN },
		{ "ip " INNER " " OUTER " size=40", true, NAT_UNKNOWN },
		{ "icmp " INNER " " OUTER " type=13 size=12", true, NAT_UNKNOWN },
		{ "icmp " INNER " " OUTER " type=0", true, NAT_UNKNOWN },
		{ "ip " INNER " " OUTER " proto=17 size=7", true, NAT_UNKNOWN },
		{ "ip " INNER " " OUTER " proto=1", true, NAT_UNKNOWN },
		{ "icmp " INNER " " OUTER " type=3", true, NAT_UNKNOWN },
		{ "icmp " INNER " " OUTER " type=3 size=19", true, NAT_UNKNOWN },
		{ "icmp " INNER " " OUTER " type=3 size=20", true, NAT_UNKNOWN },
		{ "icmp " OUTER " " ALIAS " type=3 hex=4f0000000000000000110000c0000202c6336402",
		  false, NAT_UNKNOWN },
		{ "udp " INNER " " OUTER " mf=1 size=8", true, NAT_FRAGMENT },
		{ "udp " INNER " " OUTER " off=8 size=8", true, NAT_FRAGMENT },
		/* a quoted header that is too short, one of a later fragment, one for another host */
		{ "icmp " OUTER " " ALIAS " type=3 hex=" "44000024000000001e110000c6336401c6336402"
		  "c6330009000800000000000000000000", false, NAT_UNKNOWN },
		{ "icmp " OUTER " " ALIAS " type=3 hex=" "45000024000000011e110000c6336401c6336402"
		  "ee48000900080000", false, NAT_UNKNOWN },
		{ "icmp " OUTER " " INNER " type=3 hex=" "45000024000000001e110000c6336401c6336402"
		  "ee48000900080000", false, NAT_UNKNOWN },
		{ "udp " OUTER " " ALIAS " dport=61001", false, NAT_UNKNOWN },
		{ "tcp " OUTER " " ALIAS " dport=61000", false, NAT_UNKNOWN },
		{ "udp " OUTER " " INNER " dport=61000", false, NAT_UNKNOWN },
		{ "icmp " OUTER " " ALIAS, false, NAT_UNKNOWN },
	};
	static unsigned char was[sizeof(packet.bytes)];

	start(61000, 65095);
	nat_flow_new(&nat.flows, IPPROTO_UDP, host(INNER), 77, 0);
	nat_flow_fix(&nat.flows, IPPROTO_UDP, 0xc633, host("192.0.2.3"), 78);
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		enum nat_result result;

		build(tries[i].words);
		memcpy(was, packet.bytes, packet.length);
		result = tries[i].out ? pass_out(0) : pass_in(0);
		holds(result == tries[i].result && !memcmp(was, packet.bytes, packet.length) &&
		      !nat.used, "%s %s stays, %s", tries[i].out ? "out" : "in", tries[i].words,
		      nat_result_word(tries[i].result));
	}
}

static void udp_sums(void)
{
	start(61000, 65095);
	build("udp " INNER " " OUTER " size=4");
	memset(packet.bytes + 26, 0, 2);
	pass_out(0);
	holds(!packet.bytes[26] && !packet.bytes[27], "UDP without a checksum stays without");
	build("udp " INNER " " OUTER " size=4 wrongsum=1");
	pass_out(0);
	holds(!sums_fit(), "a wrong checksum is not made right");
	packet.bytes[27] ^= 1;
	holds(sums_fit(), "and is wrong by the same bit");
}

/* A UDP checksum that becomes 0 would say that there is none: all 65536 values of a payload. */
static void no_sum_vanishes(void)
{
	unsigned int wrong = 0, all_ones = 0;

	start(61000, 61000);
	build("udp " INNER " " OUTER " size=2");
	pass_out(0);
	for (unsigned int value = 0; value < 65536; value++) {
		char words[80];

		snprintf(words, sizeof(words), "udp " INNER " " OUTER " hex=%04x", value);
		build(words);
		pass_out(0);
		wrong += !sums_fit() || (!packet.bytes[26] && !packet.bytes[27]);
		all_ones += packet.bytes[26] == 255 && packet.bytes[27] == 255;
	}
	same_number(wrong, 0, "of 65536 UDP packets each has a checksum that fits and is not 0");
	holds(all_ones > 0, "where 0 fits as well it is all ones");
}

void test_nat(void)
{
	flows();
	who_shares_a_port();
	a_full_table();
	what_closes();
	redirects();
	what_stays();
	udp_sums();
	no_sum_vanishes();
}
