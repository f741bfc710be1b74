// SPDX-License-Identifier: GPL-2.0-only
/*
 * Protocols and ports: words to numbers and back (S6.14, S6.15, S6.55).
 */
#include <ctype.h>
#include <netdb.h>
#include <string.h>
#include <strings.h>

#include "ipchains.h"

/* Known without /etc/protocols, in any case of letters. */
static const struct {
	const char *name;
	uint16_t number;
} protocols[] = {
	{ "all", 0 },
	{ "tcp", IPPROTO_TCP },
	{ "udp", IPPROTO_UDP },
	{ "icmp", IPPROTO_ICMP },
};

#define PROTOCOLS (sizeof(protocols) / sizeof(protocols[0]))

uint16_t parse_protocol(const char *word)
{
	struct protoent *entry;
	unsigned int number;

	if (parse_number(word, 0, 0xFFFF, &number))
		return number;
	entry = getprotobyname(word);
	if (entry)
		return entry->p_proto;
	for (size_t i = 0; i < PROTOCOLS; i++)
		if (strcasecmp(protocols[i].name, word) == 0)
			return protocols[i].number;
	parameter_problem("unknown protocol `%s' specified", word);
}

/* Protocol 0 is "ip" in /etc/protocols but "all" here, so it is not asked for. */
const char *protocol_text(uint16_t proto)
{
	struct protoent *entry = proto ? getprotobynumber(proto) : NULL;
	static char number[sizeof("65535")];

	if (entry)
		return entry->p_name;
	for (size_t i = 0; i < PROTOCOLS; i++)
		if (protocols[i].number == proto)
			return protocols[i].name;
	snprintf(number, sizeof(number), "%u", proto);
	return number;
}

/* The protocol's name in /etc/services; NULL if it has no services. */
static const char *service_protocol(uint16_t proto)
{
	switch (proto) {
	case IPPROTO_TCP:	return "tcp";
	case IPPROTO_UDP:	return "udp";
	default:		return NULL;
	}
}

bool parse_port(const char *word, uint16_t proto, uint16_t *port)
{
	const char *protocol = service_protocol(proto);
	struct servent *service = NULL;
	unsigned int number;

	if (parse_number(word, 0, 0xFFFF, &number)) {
		*port = number;
		return true;
	}
	if (protocol)
		service = getservbyname(word, protocol);
	if (service)
		*port = ntohs((uint16_t)service->s_port);
	return service;
}

void parse_ports(const char *word, uint16_t proto, uint16_t range[2])
{
	const char *colon = strchr(word, ':');
	size_t length = colon ? (size_t)(colon - word) : strlen(word);
	char low[64];
	bool good = length < sizeof(low);

	range[0] = 0;
	range[1] = 0xFFFF;
	if (good) {
		memcpy(low, word, length);
		low[length] = '\0';
		if (low[0] || !colon)
			good = parse_port(low, proto, &range[0]);
	}
	if (!colon)
		range[1] = range[0];
	else if (good && colon[1])
		good = parse_port(colon + 1, proto, &range[1]);
	if (!good)
		parameter_problem("invalid port/service `%s' specified", word);
}

const char *port_text(uint16_t port, uint16_t proto, bool numeric)
{
	const char *protocol = service_protocol(proto);
	static char number[sizeof("65535")];
	struct servent *service = NULL;

	if (protocol && !numeric)
		service = getservbyport(htons(port), protocol);
	if (service)
		return service->s_name;
	snprintf(number, sizeof(number), "%u", port);
	return number;
}
