/* SPDX-License-Identifier: GPL-2.0-only */
/* abi_netns.c - each network namespace has its own chains, rules, counters and files */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "answer.h"
#include "claim.h"
#include "command.h"
#include "flows.h"
#include "groups.h"
#include "listing.h"

#define PORT 7003

static bool passes(int receiver)
{
	must(flow_send(PORT, 10), "send");
	return flow_receive(receiver);
}

static void begins_fresh(void)
{
	char *names = read_text(PROC_NAMES);
	char *chains = read_text(PROC_CHAINS);

	claim_text(names, "input ACCEPT 1 0 0 0 0\nforward ACCEPT 1 0 0 0 0\n"
		   "output ACCEPT 1 0 0 0 0\n", "a new namespace has the three chains, unused");
	claim_text(chains, "", "and no rules");
	free(names);
	free(chains);
}

static void in_namespace(void)
{
	struct ip_fwuser rule = rule_marked(2, "DENY");
	int receiver;

	if (unshare(CLONE_NEWNET))
		give_up("unshare(CLONE_NEWNET)");
	begins_fresh();
	claim_errno(create_chain("theirs"), 0, "a chain through the first namespace's socket");
	claim_number(list_chains(&(struct listed_chain *){ NULL }), 3, "is not in this one");
	command_open(SOCK_DGRAM, 0);
	claim_errno(delete_chain("theirs"), ENOENT, "nor can it be deleted here");
	loopback_up();
	receiver = flow_receiver(PORT);
	claim(passes(receiver), "a datagram passes");
	claim_errno(append("input", &rule), 0, "a rule that denies everything");
	claim(!passes(receiver), "the next datagram does not");
	claim_text(marks("input"), "2", "the rule is listed");
	claim_number(listed_rule("input", 1)->packets, 1, "and has counted one packet");
}

/* Q28 */
void group_netns(void)
{
	struct ip_fwuser rule = rule_marked(1, "ACCEPT");
	int receiver = flow_receiver(PORT);

	prepared(append("input", &rule), "append");
	in_child(in_namespace);
	claim_text(marks("input"), "1", "another namespace's rule is not in this one");
	claim_errno(delete_chain("theirs"), 0, "what came through this one's socket is");
	claim(passes(receiver), "and a datagram passes here");
	claim_number(listed_rule("input", 1)->packets, 1, "counted once, by this rule");
	close(receiver);
}
