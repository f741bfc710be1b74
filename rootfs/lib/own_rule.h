/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * own_rule.h - a DIVERT rule that lives as long as its program
 *
 * As the HOWTO's example does with -DFIREWALL: bind the port first, then set the rule, and take it
 * away again in the end. All functions return 0, or -1 with errno set; nothing is printed.
 */
#ifndef OWN_RULE_H
#define OWN_RULE_H

#include <linux/ip_fw.h>
#include <stdbool.h>
#include <stdint.h>

struct own_rule {
	struct ip_fwchange change;	/* as it was appended: DELETE takes the same bytes */
	int fd;				/* a raw socket to speak to the firewall */
};

/*
 * Reads "CHAIN" or "CHAIN:PROTOCOL", a protocol being tcp, udp, icmp or a number, into a rule that
 * diverts what it matches to @port. False if it is neither; nothing else is checked.
 */
bool own_rule_parse(struct own_rule *rule, const char *text, uint16_t port);

/*
 * Appends it. ENOENT: there is no such chain, or the kernel has no divert sockets (S7.37). EACCES: no
 * CAP_NET_ADMIN.
 */
int own_rule_set(struct own_rule *rule);

/* Deletes the first rule like it. EINVAL: there is none any more. */
int own_rule_remove(struct own_rule *rule);

#endif
