// SPDX-License-Identifier: GPL-2.0-only
/*
 * Type of service: TOS = (TOS & and) ^ xor must leave a byte RFC 1349 allows,
 * which has bit 0 as it was and at most one of the service bits (S6.30). The
 * bit of minimum delay is not counted among them, so `-t 01 18' passes.
 */
#include "ipchains.h"

#define SERVICE_BITS 0x0E

static const struct {
	const char *name;
	uint8_t tos;
} services[] = {
	{ "Minimize Delay", 0x10 },
	{ "Minimize Throughput", 0x08 },
	{ "Maximize Reliability", 0x04 },
	{ "Minimize Cost", 0x02 },
	{ "Normal Service", 0x00 },
};

static bool several(unsigned int bits)
{
	return __builtin_popcount(bits & SERVICE_BITS) > 1;
}

void check_tos(const struct ip_fw *fw, bool warn)
{
	unsigned int and = fw->fw_tosand, xor = fw->fw_tosxor;

	if (!(and & 1) || xor & 1)
		parameter_problem("TOS manipulation cannot alter bit 0 (RFC1349)\n");
	if (several(xor & ~and))
		parameter_problem("TOS manipulation cannot set multiple TOS bits (RFC1349)\n");
	if (!warn)
		return;
	for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
		if (several((services[i].tos & and) ^ xor))
			printf("Warning: TOS manipulation may set multiple TOS bits for %s TOS (0x%02x)\n",
			       services[i].name, services[i].tos);
}
