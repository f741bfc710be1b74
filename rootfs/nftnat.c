/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * nftnat - translate addresses with nf_tables, as a gateway of today does
 *
 * usage: nftnat masquerade DEV
 *        nftnat remove
 *
 * `masquerade' makes a table, nftnat, whose one rule gives what leaves by DEV the address of this
 * machine there, in the hook postrouting at priority 100. With it come connection tracking and
 * reassembly, for all packets. `remove' takes the table away.
 *
 * Exit status: 0 done; 2 usage; 3 a system call failed (which, and why, on standard error).
 *
 * Example: nftnat masquerade eth1
 */
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nftables.h"
#include "say.h"

static const struct nft_chain chain = {
	.table = "nftnat",
	.chain = "postrouting",
	.type = "nat",
	.hook = NF_INET_POST_ROUTING,
	.priority = NF_IP_PRI_NAT_SRC,
};

static _Noreturn void fail(const char *what)
{
	say_errno("%s", what);
	exit(EXIT_SYSTEM);
}

static void masquerade(struct netlink_batch *batch, const char *device)
{
	struct nft_rule rule;

	nft_new_chain(batch, &chain, false);
	rule = nft_rule(batch, &chain);
	nft_out_device_is(batch, device);
	nft_masquerade(batch);
	nft_rule_end(batch, rule);
}

int main(int argc, char **argv)
{
	static struct netlink_batch batch;
	bool make = argc == 3 && !strcmp(argv[1], "masquerade");
	int fd;

	say_as("nftnat");
	if (!make && !(argc == 2 && !strcmp(argv[1], "remove"))) {
		fprintf(stderr, "usage: nftnat masquerade DEV | remove\n");
		return EXIT_USAGE;
	}
	fd = netlink_open();
	if (fd < 0)
		fail("open a netlink socket");
	nft_begin(&batch);
	if (make)
		masquerade(&batch, argv[2]);
	else
		nft_delete_table(&batch, chain.table);
	if (nft_commit(fd, &batch))
		fail(argv[1]);
	return EXIT_DONE;
}
