// SPDX-License-Identifier: GPL-2.0-only
/*
 * The masquerade table: -M -L and -S (6.10).
 */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>

#include "ipchains.h"

#define MASQUERADE_PATH "/proc/net/ip_masquerade"

/* The kernel's unit of time in this interface: 1/100 s (S4.56). */
#define HZ 100

/* A line of the table (S3.20). Addresses and ports in host order. */
struct entry {
	char protocol[16];
	uint32_t source, destination;
	uint16_t sport, dport, mport;
	uint32_t sequence;
	int delta, previous_delta;
	unsigned long expires;	/* in 1/HZ s */
};

static bool parse_entry(struct entry *entry, const char *line)
{
	return sscanf(line, "%15s %" SCNx32 ":%" SCNx16 " %" SCNx32 ":%" SCNx16
		      " %" SCNx16 " %" SCNx32 " %d %d %lu", entry->protocol,
		      &entry->source, &entry->sport, &entry->destination,
		      &entry->dport, &entry->mport, &entry->sequence,
		      &entry->delta, &entry->previous_delta,
		      &entry->expires) == 10;
}

static uint16_t protocol_number(const char *name)
{
	if (strcmp(name, "TCP") == 0)
		return IPPROTO_TCP;
	if (strcmp(name, "UDP") == 0)
		return IPPROTO_UDP;
	return 0;
}

static void print_side(uint32_t addr, bool numeric)
{
	printf("%-20s ", address_text((struct in_addr){ htonl(addr) }, numeric));
}

static void print_entry(const struct entry *entry, unsigned int options)
{
	uint16_t proto = protocol_number(entry->protocol);
	bool numeric = options & OPT_NUMERIC;
	unsigned long seconds = entry->expires / HZ;

	printf("%-5s%02lu:%02lu.%02lu ", entry->protocol, seconds / 60,
	       seconds % 60, entry->expires % HZ);
	if (options & OPT_VERBOSE)
		printf("%10" PRIu32 " %5hd %5hd ", entry->sequence,
		       (short)entry->delta, (short)entry->previous_delta);
	print_side(entry->source, numeric);
	print_side(entry->destination, numeric);
	printf("%s ", port_text(entry->sport, proto, numeric));
	printf("(%s) -> ", port_text(entry->mport, proto, numeric));
	printf("%s\n", port_text(entry->dport, proto, numeric));
}

static void print_header(unsigned int options)
{
	printf("prot expire   %ssource               destination          ports\n",
	       options & OPT_VERBOSE ? "   initseq delta prevd " : "");
}

int list_masquerading(const struct command *cmd)
{
	FILE *file = fopen(MASQUERADE_PATH, "r");
	bool first = true;
	char line[256];

	if (!file)
		other_problem("cannot open file `%s'", MASQUERADE_PATH);
	puts("IP masquerading entries");
	if (!fgets(line, sizeof(line), file) && ferror(file))
		other_problem("%s: %s", MASQUERADE_PATH, strerror(errno));
	while (fgets(line, sizeof(line), file)) {
		struct entry entry;

		if (!parse_entry(&entry, line))
			version_problem("cannot read an entry of `%s'",
					MASQUERADE_PATH);
		if (first)
			print_header(cmd->options);
		first = false;
		print_entry(&entry, cmd->options);
	}
	fclose(file);
	return 0;
}

/* A time too long for the kernel's number becomes the longest there is. */
static int to_ticks(int seconds)
{
	return seconds > INT_MAX / HZ ? INT_MAX : seconds * HZ;
}

int set_timeouts(const int seconds[3])
{
	struct ip_fw_masq timeouts = {
		.tcp_timeout = to_ticks(seconds[0]),
		.tcp_fin_timeout = to_ticks(seconds[1]),
		.udp_timeout = to_ticks(seconds[2]),
	};
	int raw = ipfwc_get_raw_socket();

	if (raw < 0) {
		fprintf(stderr, "ipchains: socket creation failed: %s\n",
			strerror(errno));
		return EXIT_KERNEL;
	}
	if (setsockopt(raw, IPPROTO_IP, IP_FW_MASQ_TIMEOUTS, &timeouts,
		       sizeof(timeouts)) < 0) {
		fprintf(stderr,
			"ipchains: setting MASQ timeouts failed: %s\n",
			strerror(errno));
		return EXIT_KERNEL;
	}
	return 0;
}
