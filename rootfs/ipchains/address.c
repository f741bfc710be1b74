// SPDX-License-Identifier: GPL-2.0-only
/*
 * Addresses and masks: words to numbers and back (S6.10, S6.11, S6.56).
 */
#include <arpa/inet.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "ipchains.h"

/* Four decimal bytes with dots between. */
static bool parse_quad(const char *word, struct in_addr *addr)
{
	uint32_t value = 0;
	char part[4];

	for (int i = 0; i < 4; i++) {
		size_t length = strcspn(word, ".");
		unsigned int byte;

		if (length >= sizeof(part))
			return false;
		memcpy(part, word, length);
		part[length] = '\0';
		if (!parse_number(part, 0, 255, &byte))
			return false;
		value = value << 8 | byte;
		word += length;
		if (*word++ != (i < 3 ? '.' : '\0'))
			return false;
	}
	addr->s_addr = htonl(value);
	return true;
}

static struct in_addr parse_mask(const char *word)
{
	struct in_addr mask;
	unsigned int bits;

	if (parse_quad(word, &mask))
		return mask;
	if (!parse_number(word, 0, 32, &bits))
		parameter_problem("invalid mask `%s' specified", word);
	mask.s_addr = bits ? htonl(~0u << (32 - bits)) : 0;
	return mask;
}

static void add_address(struct addresses *side, struct in_addr addr)
{
	addr.s_addr &= side->mask.s_addr;
	for (unsigned int i = 0; i < side->count; i++)
		if (side->list[i].s_addr == addr.s_addr)
			return;
	side->list = reallocarray(side->list, side->count + 1,
				  sizeof(side->list[0]));
	if (!side->list)
		other_problem("out of memory");
	side->list[side->count++] = addr;
}

/*
 * A name. The resolver would take "10" for 0.0.0.10, and a rule for 10/8 would
 * then silently mean 0.0.0.0/8: what is digits and dots must be a quad.
 */
static void add_named(struct addresses *side, const char *name)
{
	struct netent *network;
	struct hostent *host;

	if (name[strspn(name, "0123456789.")] == '\0')
		parameter_problem("host/network `%s' not found", name);
	network = getnetbyname(name);
	if (network) {
		add_address(side, (struct in_addr){ htonl(network->n_net) });
		return;
	}
	host = gethostbyname(name);
	if (!host || host->h_addrtype != AF_INET ||
	    host->h_length != sizeof(struct in_addr))
		parameter_problem("host/network `%s' not found", name);
	for (char **entry = host->h_addr_list; *entry; entry++) {
		struct in_addr addr;

		memcpy(&addr, *entry, sizeof(addr));
		add_address(side, addr);
	}
}

void parse_addresses(struct addresses *side)
{
	char *name = need_memory(strlen(side->word) + 1);
	struct in_addr addr;
	char *slash;

	strcpy(name, side->word);
	slash = strrchr(name, '/');
	if (slash)
		*slash++ = '\0';
	side->mask = parse_mask(slash ? slash : "32");

	/* With no bit of it in use the address may be any word: any/0. */
	if (side->mask.s_addr == 0)
		add_address(side, (struct in_addr){ 0 });
	else if (parse_quad(name, &addr))
		add_address(side, addr);
	else
		add_named(side, name);
	free(name);
}

const char *address_text(struct in_addr addr, bool numeric)
{
	struct netent *network;
	struct hostent *host;

	if (numeric)
		return inet_ntoa(addr);
	host = gethostbyaddr(&addr, sizeof(addr), AF_INET);
	if (host)
		return host->h_name;
	network = getnetbyaddr(ntohl(addr.s_addr), AF_INET);
	if (network)
		return network->n_name;
	return inet_ntoa(addr);
}

const char *mask_text(struct in_addr mask)
{
	static char text[1 + INET_ADDRSTRLEN] = "/";
	uint32_t host = ~ntohl(mask.s_addr);

	if (host == 0)
		return "";
	if (host & (host + 1))	/* a zero bit above a one */
		inet_ntop(AF_INET, &mask, text + 1, INET_ADDRSTRLEN);
	else
		snprintf(text, sizeof(text), "/%d", 32 - __builtin_popcount(host));
	return text;
}
