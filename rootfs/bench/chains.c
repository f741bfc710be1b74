// SPDX-License-Identifier: GPL-2.0-only
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/ip_fw.h>

#include "bench.h"

static void append(int fd, struct bench_rule rule)
{
	struct ip_fwchange change = {
		.fwc_rule.ipfw = {
			.fw_src = rule.from,
			.fw_smsk = { INADDR_BROADCAST },
			.fw_spts = { 0, 0xFFFF },
			.fw_dpts = { 0, 0xFFFF },
			.fw_tosand = 0xFF,
		},
		.fwc_label = IP_FW_LABEL_INPUT,
	};

	strcpy(change.fwc_rule.label, rule.accept ? IP_FW_LABEL_ACCEPT : IP_FW_LABEL_BLOCK);
	if (setsockopt(fd, IPPROTO_IP, IP_FW_APPEND, &change, sizeof(change)))
		give_up("IP_FW_APPEND");
}

void install_chains(unsigned int count, enum bench_last last)
{
	unsigned int all = count + (last != LAST_NONE);
	int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);

	if (fd < 0)
		give_up("raw socket");
	for (unsigned int i = 0; i < all; i++)
		append(fd, rule_of(i, count, last));
	close(fd);
}
