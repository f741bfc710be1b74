/* SPDX-License-Identifier: GPL-2.0-only */
/* nat.c - address translation; nat.h says what each function does. */
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <string.h>

#include "nat.h"

#define ICMP_HEADER 8		/* bytes, before an echo's data or an error's quote */

/* One end of a conversation in a packet, and the checksums that cover it. */
struct end {
	unsigned char protocol;
	unsigned char *address, *port;
	unsigned char *ip_sum;
	unsigned char *sum;		/* the transport's; NULL: none, or not in what is quoted */
};

static unsigned int get16(const unsigned char *at)
{
	return (unsigned int)at[0] << 8 | at[1];
}

static void put16(unsigned char *at, unsigned int value)
{
	at[0] = (unsigned char)(value >> 8);
	at[1] = (unsigned char)value;
}

static unsigned int fold(unsigned int sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	return (sum & 0xffff) + (sum >> 16);
}

/* The ones' complement sum of @n bytes, as if a zero followed an odd one. */
static unsigned int sum_of(const unsigned char *bytes, size_t n)
{
	unsigned int sum = 0;

	for (size_t i = 0; i < n; i++)
		sum = fold(sum + (i % 2 ? bytes[i] : (unsigned int)bytes[i] << 8));
	return sum;
}

/* What the checksum at @sum covers summed up to @was and sums up to @is now (RFC 1624). */
static void correct(unsigned char *sum, unsigned int was, unsigned int is)
{
	put16(sum, ~fold((~get16(sum) & 0xffff) + (~was & 0xffff) + is));
}

static size_t header_length(const unsigned char *ip)
{
	return (ip[0] & 15u) * 4;
}

/*
 * Finds the source or destination of the packet or quote at @ip, of which @n bytes are there.
 * False: it has none that is known. Of echoes those count that the inside asked for.
 */
static bool find_end(struct end *end, unsigned char *ip, size_t n, bool source)
{
	unsigned char *transport = ip + header_length(ip);
	size_t left = n - header_length(ip);

	*end = (struct end) { .protocol = ip[9], .address = ip + (source ? 12 : 16),
			      .ip_sum = ip + 10, .port = transport + (source ? 0 : 2) };
	if (left < ICMP_HEADER)
		return false;
	switch (end->protocol) {
	case IPPROTO_TCP:
		end->sum = left >= 18 ? transport + 16 : NULL;
		return true;
	case IPPROTO_UDP:
		end->sum = get16(transport + 6) ? transport + 6 : NULL;
		return true;
	case IPPROTO_ICMP:
		end->sum = transport + 2;
		end->port = transport + 4;
		return transport[0] == (source ? ICMP_ECHO : ICMP_ECHOREPLY);
	default:
		return false;
	}
}

static struct in_addr address_of(const struct end *end)
{
	struct in_addr address;

	memcpy(&address, end->address, sizeof(address));
	return address;
}

static void set_address(unsigned char *at, struct in_addr address, unsigned char *ip_sum,
			unsigned char *sum)
{
	unsigned int was = sum_of(at, sizeof(address)), is;

	memcpy(at, &address, sizeof(address));
	is = sum_of(at, sizeof(address));
	correct(ip_sum, was, is);
	if (sum)
		correct(sum, was, is);
}

static void set_end(const struct end *end, struct in_addr address, uint16_t port)
{
	unsigned int was = get16(end->port);

	/* the checksum of ICMP covers no addresses */
	set_address(end->address, address, end->ip_sum,
		    end->protocol == IPPROTO_ICMP ? NULL : end->sum);
	put16(end->port, port);
	if (!end->sum)
		return;
	correct(end->sum, was, port);
	if (end->protocol == IPPROTO_UDP && !get16(end->sum))
		put16(end->sum, 0xffff);
}

static void translate_end(const struct nat *nat, const struct end *end, const struct nat_flow *flow,
			  bool out)
{
	if (out)
		set_end(end, nat->alias, flow->alias_port);
	else
		set_end(end, flow->inner, flow->inner_port);
}

static bool is_alias(const struct nat *nat, const unsigned char *address)
{
	return !memcmp(address, &nat->alias, sizeof(nat->alias));
}

/* The flow of an end, on either side of the translator. */
static struct nat_flow *find_flow(struct nat *nat, const struct end *end, bool inner, long long now)
{
	uint16_t port = (uint16_t)get16(end->port);

	if (inner)
		return nat_flow_from(&nat->flows, end->protocol, address_of(end), port, now);
	if (!is_alias(nat, end->address))
		return NULL;
	return nat_flow_to(&nat->flows, end->protocol, port, now);
}

static void note_tcp(struct nat_flow *flow, const unsigned char *packet, size_t len)
{
	const unsigned char *transport = packet + header_length(packet);

	if (flow->protocol != IPPROTO_TCP || (size_t)(transport - packet) + 14 > len)
		return;
	if (transport[13] & (TH_FIN | TH_RST))
		flow->closed = true;
	else if (transport[13] & TH_SYN)
		flow->closed = false;
}

static bool is_error(const unsigned char *packet, size_t len)
{
	const unsigned char *icmp = packet + header_length(packet);

	if (packet[9] != IPPROTO_ICMP || header_length(packet) + ICMP_HEADER + 20 > len)
		return false;
	return icmp[0] == ICMP_DEST_UNREACH || icmp[0] == ICMP_SOURCE_QUENCH ||
	       icmp[0] == ICMP_REDIRECT || icmp[0] == ICMP_TIME_EXCEEDED ||
	       icmp[0] == ICMP_PARAMETERPROB;
}

/*
 * An error tells the sender of what it quotes. On the way in that is what the inside has sent, so
 * the quote's source is translated back; on the way out its destination.
 */
static enum nat_result translate_error(struct nat *nat, unsigned char *packet, size_t len, bool out,
				       long long now)
{
	unsigned char *icmp = packet + header_length(packet), *quote = icmp + ICMP_HEADER;
	size_t n = len - header_length(packet) - ICMP_HEADER;
	unsigned int was = sum_of(quote, n);
	struct nat_flow *flow;
	struct end end;

	if (header_length(quote) < 20 || header_length(quote) > n || get16(quote + 6) & IP_OFFMASK ||
	    !find_end(&end, quote, n, !out))
		return NAT_UNKNOWN;
	flow = find_flow(nat, &end, out, now);
	if (!flow || (!out && !is_alias(nat, packet + 16)))
		return NAT_UNKNOWN;
	translate_end(nat, &end, flow, out);
	correct(icmp + 2, was, sum_of(quote, n));
	set_address(packet + (out ? 12 : 16), out ? nat->alias : flow->inner, packet + 10, NULL);
	nat->used = flow;
	return NAT_TRANSLATED;
}

static enum nat_result translate(struct nat *nat, unsigned char *packet, size_t len, bool out,
				 long long now)
{
	struct nat_flow *flow;
	struct end end;

	if (get16(packet + 6) & (IP_MF | IP_OFFMASK))
		return NAT_FRAGMENT;
	if (is_error(packet, len))
		return translate_error(nat, packet, len, out, now);
	if (!find_end(&end, packet, len, out))
		return NAT_UNKNOWN;
	flow = find_flow(nat, &end, out, now);
	if (!flow && !out)
		return NAT_UNKNOWN;
	if (!flow)
		flow = nat_flow_new(&nat->flows, end.protocol, address_of(&end),
				    (uint16_t)get16(end.port), now);
	if (!flow)
		return NAT_FULL;
	translate_end(nat, &end, flow, out);
	note_tcp(flow, packet, len);
	nat_flow_use(flow, now);
	nat->used = flow;
	return NAT_TRANSLATED;
}

enum nat_result nat_out(struct nat *nat, unsigned char *packet, size_t len, long long now)
{
	bool own = is_alias(nat, packet + 12);

	nat->used = NULL;
	/* an error of our own may quote what has been translated on the way in */
	if (own && (!is_error(packet, len) ||
		    translate_error(nat, packet, len, true, now) == NAT_UNKNOWN))
		return NAT_OWN;
	return own ? NAT_TRANSLATED : translate(nat, packet, len, true, now);
}

enum nat_result nat_in(struct nat *nat, unsigned char *packet, size_t len, long long now)
{
	nat->used = NULL;
	return translate(nat, packet, len, false, now);
}

const char *nat_result_word(enum nat_result result)
{
	static const char *const words[] = {
		[NAT_TRANSLATED] = "translated", [NAT_OWN] = "own", [NAT_UNKNOWN] = "unknown",
		[NAT_FRAGMENT] = "fragment", [NAT_FULL] = "no room",
	};

	return words[result];
}
