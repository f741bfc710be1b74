/* SPDX-License-Identifier: GPL-2.0-only */
/* detail.c - describes a packet from an event's fields; detail.h says how. */
#include <netinet/in.h>
#include <netinet/ip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detail.h"
#include "words.h"

#define PORT_UNKNOWN 65535	/* the kernel's word for a transport header it cannot see */

struct name {
	unsigned long number;
	const char *name;
};

static const struct name protocols[] = {
	{ IPPROTO_ICMP, "icmp" }, { IPPROTO_TCP, "tcp" }, { IPPROTO_UDP, "udp" },
	{ 0, NULL },
};

static const struct name icmp_types[] = {
	{ 0, "echo-reply" }, { 3, "destination-unreachable" }, { 4, "source-quench" },
	{ 5, "redirect" }, { 8, "echo-request" }, { 9, "router-advertisement" },
	{ 10, "router-solicitation" }, { 11, "time-exceeded" }, { 12, "parameter-problem" },
	{ 13, "timestamp-request" }, { 14, "timestamp-reply" },
	{ 17, "address-mask-request" }, { 18, "address-mask-reply" },
	{ 0, NULL },
};

/* What the words of a packet depend on. */
struct facts {
	unsigned long protocol, sport, dport, frag;
};

static const char *name_of(const struct name *names, unsigned long number)
{
	for (; names->name; names++)
		if (names->number == number)
			return names->name;
	return NULL;
}

static bool take(const struct trace_line *line, const char *key, unsigned long *number)
{
	const char *value = trace_field(line, key);
	char *end;

	if (!value)
		return false;
	*number = strtoul(value, &end, 0);
	return end > value && !*end;
}

static bool read_facts(const struct trace_line *line, struct facts *facts)
{
	return take(line, "proto", &facts->protocol) && take(line, "sport", &facts->sport) &&
	       take(line, "dport", &facts->dport) && take(line, "frag", &facts->frag);
}

static void plain_words(const struct facts *facts, char *out, size_t size)
{
	const char *protocol = name_of(protocols, facts->protocol);
	const char *type = facts->protocol == IPPROTO_ICMP ?
			   name_of(icmp_types, facts->sport) : NULL;
	char number[24];

	snprintf(number, sizeof(number), "%lu", facts->protocol);
	snprintf(out, size, "%s%s%s%s", protocol ? protocol : number, type ? " " : "",
		 type ? type : "",
		 facts->frag & (IP_MF | IP_OFFMASK) ? " fragment" : "");
}

/* The transport's own fields, with a blank before each; nothing if they are not to be seen. */
static void transport(const struct facts *facts, char *out, size_t size)
{
	bool icmp = facts->protocol == IPPROTO_ICMP;
	bool ports = facts->protocol == IPPROTO_TCP || facts->protocol == IPPROTO_UDP;

	out[0] = '\0';
	if (facts->sport == PORT_UNKNOWN && facts->dport == PORT_UNKNOWN)
		return;
	if (icmp && facts->sport < 256 && !name_of(icmp_types, facts->sport))
		snprintf(out, size, " type=%lu code=%lu", facts->sport, facts->dport);
	else if (ports)
		snprintf(out, size, " sport=%lu dport=%lu", facts->sport, facts->dport);
}

/* For packets without an interface among their words. */
static bool wants_device(const struct trace_line *line)
{
	return !strcmp(line->event, "ipfw_originate") || !strcmp(line->event, "ipfw_deliver");
}

bool detail_fill(const struct trace_line *line, char *out, size_t size)
{
	char words[64], header[64], addresses[96], rest[160], dev[32] = "";
	struct facts facts;
	int n;

	out[0] = '\0';
	if (!read_facts(line, &facts))
		return false;
	plain_words(&facts, words, sizeof(words));
	transport(&facts, header, sizeof(header));
	if (!words_fill("src={src} dst={dst}", line, addresses, sizeof(addresses)) ||
	    !words_fill("ttl={ttl} tos={tos} len={len} ipid={ipid} frag={frag} digest={digest}",
			line, rest, sizeof(rest)))
		return false;
	if (wants_device(line) && !words_fill(" dev={dev}", line, dev, sizeof(dev)))
		return false;
	n = snprintf(out, size, "%s %s%s %s%s", words, addresses, header, rest, dev);
	return n > 0 && (size_t)n < size;
}
