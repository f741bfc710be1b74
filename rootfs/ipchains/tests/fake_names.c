// SPDX-License-Identifier: GPL-2.0-only
/*
 * The name service for the tests: these names, and no others.
 */
#include <arpa/inet.h>
#include <netdb.h>
#include <stddef.h>
#include <string.h>

struct protoent *__wrap_getprotobyname(const char *name);
struct protoent *__wrap_getprotobynumber(int number);
struct servent *__wrap_getservbyname(const char *name, const char *protocol);
struct servent *__wrap_getservbyport(int port, const char *protocol);
struct netent *__wrap_getnetbyname(const char *name);
struct netent *__wrap_getnetbyaddr(uint32_t net, int family);
struct hostent *__wrap_gethostbyname(const char *name);
struct hostent *__wrap_gethostbyaddr(const void *addr, socklen_t length,
				     int family);

static struct protoent protocols[] = {
	{ .p_name = "icmp", .p_proto = 1 },
	{ .p_name = "tcp", .p_proto = 6 },
	{ .p_name = "udp", .p_proto = 17 },
	{ .p_name = "gre", .p_proto = 47 },
};

static const struct {
	const char *name, *protocol;
	unsigned short port;
} services[] = {
	{ "www", "tcp", 80 },
	{ "ftp-data", "tcp", 20 },
	{ "ftp", "tcp", 21 },
	{ "domain", "udp", 53 },
};

static const struct {
	const char *name, *addr;
} hosts[] = {
	{ "inside.example", "192.0.2.2" },
	{ "10", "0.0.0.10" },	/* as the resolver reads it */
	{ "twins.example", "192.0.2.10" },
	{ "twins.example", "198.51.100.10" },
};

static const struct {
	const char *name;
	uint32_t net;
} networks[] = {
	{ "loopback", 0x7F000000 },
	{ "lan", 0xC0000200 },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct protoent *__wrap_getprotobyname(const char *name)
{
	for (size_t i = 0; i < COUNT(protocols); i++)
		if (strcmp(protocols[i].p_name, name) == 0)
			return &protocols[i];
	return NULL;
}

struct protoent *__wrap_getprotobynumber(int number)
{
	for (size_t i = 0; i < COUNT(protocols); i++)
		if (protocols[i].p_proto == number)
			return &protocols[i];
	return NULL;
}

static struct servent *service(size_t i)
{
	static struct servent found;

	found.s_name = (char *)services[i].name;
	found.s_port = htons(services[i].port);
	return &found;
}

struct servent *__wrap_getservbyname(const char *name, const char *protocol)
{
	for (size_t i = 0; i < COUNT(services); i++)
		if (strcmp(services[i].name, name) == 0 &&
		    strcmp(services[i].protocol, protocol) == 0)
			return service(i);
	return NULL;
}

struct servent *__wrap_getservbyport(int port, const char *protocol)
{
	for (size_t i = 0; i < COUNT(services); i++)
		if (htons(services[i].port) == port &&
		    strcmp(services[i].protocol, protocol) == 0)
			return service(i);
	return NULL;
}

static struct netent *network(size_t i)
{
	static struct netent found;

	found.n_name = (char *)networks[i].name;
	found.n_addrtype = AF_INET;
	found.n_net = networks[i].net;
	return &found;
}

struct netent *__wrap_getnetbyname(const char *name)
{
	for (size_t i = 0; i < COUNT(networks); i++)
		if (strcmp(networks[i].name, name) == 0)
			return network(i);
	return NULL;
}

struct netent *__wrap_getnetbyaddr(uint32_t net, int family)
{
	for (size_t i = 0; family == AF_INET && i < COUNT(networks); i++)
		if (networks[i].net == net)
			return network(i);
	return NULL;
}

struct hostent *__wrap_gethostbyname(const char *name)
{
	static struct in_addr addrs[COUNT(hosts)];
	static char *list[COUNT(hosts) + 1];
	static struct hostent found = {
		.h_addrtype = AF_INET, .h_length = 4, .h_addr_list = list,
	};
	size_t count = 0;

	for (size_t i = 0; i < COUNT(hosts); i++) {
		if (strcmp(hosts[i].name, name) != 0)
			continue;
		addrs[count].s_addr = inet_addr(hosts[i].addr);
		list[count] = (char *)&addrs[count];
		found.h_name = (char *)hosts[i].name;
		list[++count] = NULL;
	}
	return count ? &found : NULL;
}

struct hostent *__wrap_gethostbyaddr(const void *addr, socklen_t length,
				     int family)
{
	static struct hostent found = { .h_addrtype = AF_INET, .h_length = 4 };

	for (size_t i = 0; family == AF_INET && i < COUNT(hosts); i++) {
		in_addr_t host = inet_addr(hosts[i].addr);

		if (length != sizeof(host) || memcmp(addr, &host, length) != 0)
			continue;
		found.h_name = (char *)hosts[i].name;
		return &found;
	}
	return NULL;
}
