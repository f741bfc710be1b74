/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fwabi, fwproc, fwmany, divertabi - are the firewall's programming interface that of Linux 2.2,
 *                                  and its divert sockets what they should be?
 * divertsend - what is a divert socket given that it has to refuse?
 *
 * usage: fwabi [--quiet] GROUP...     setsockopt(): each command, each errno, each argument
 *        fwproc [--quiet] GROUP...    /proc/net/ip_fwnames and /proc/net/ip_fwchains
 *        fwmany [--quiet] GROUP...    10,000 rules, 1,000 chains
 *        divertabi [--quiet] GROUP... divert sockets: names, callers, reading, queues,
 *                                     what comes beside a packet
 *        divertsend [--quiet] GROUP...    sendto(): each errno and their order
 *
 * Runs groups of claims, in the order given, and prints TAP; with --quiet, of the claims only those
 * that are false. Without a group, or with one it does not know, it lists those it has. A group
 * begins by emptying the rule set of the caller's network namespace, and leaves it empty; it wants
 * to be root, and wants a loopback device that is up; `full', `fuzz' and `abroad' want to be on the
 * topology's gateway. Groups that do a thing many times do it as
 * often as ROUNDS in the environment says: `killed' (100 readers), `fuzz' (30000 writes).
 *
 * Exit status: 0 all claims hold; 1 a claim is false, and the output says what was got and what
 * was wanted; 2 usage; 3 a system call failed that has nothing to do with the claims.
 *
 * Example: fwabi append insert
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "answer.h"
#include "claim.h"
#include "command.h"
#include "groups.h"
#include "say.h"
#include "stress.h"

struct group {
	const char *program;
	const char *name;
	void (*run)(void);
};

static const struct group groups[] = {
	{ "fwabi", "sockets", group_sockets },
	{ "fwabi", "getsockopt", group_getsockopt },
	{ "fwabi", "append", group_append },
	{ "fwabi", "rules", group_rules },
	{ "fwabi", "insert", group_insert },
	{ "fwabi", "replace", group_replace },
	{ "fwabi", "delete", group_delete },
	{ "fwabi", "delnum", group_delnum },
	{ "fwabi", "create", group_create },
	{ "fwabi", "destroy", group_destroy },
	{ "fwabi", "refs", group_refs },
	{ "fwabi", "flush", group_flush },
	{ "fwabi", "zero", group_zero },
	{ "fwabi", "policy", group_policy },
	{ "fwabi", "check", group_check },
	{ "fwabi", "suspects", group_suspects },
	{ "fwabi", "labels", group_labels },
	{ "fwabi", "lengths", group_lengths },
	{ "fwabi", "pointers", group_pointers },
	{ "fwabi", "precedence", group_precedence },
	{ "fwabi", "caps", group_caps },
	{ "fwabi", "userns", group_userns },
	{ "fwabi", "netns", group_netns },
	{ "fwabi", "vectors", group_vectors },
	{ "fwabi", "leaks", group_leaks },
	{ "fwproc", "names", group_names },
	{ "fwproc", "lines", group_lines },
	{ "fwproc", "order", group_order },
	{ "fwproc", "reading", group_reading },
	{ "fwproc", "seeking", group_seeking },
	{ "fwproc", "resets", group_resets },
	{ "fwproc", "losses", group_losses },
	{ "fwproc", "access", group_access },
	{ "fwproc", "clients", group_clients },
	{ "divertsend", "header", group_header },
	{ "divertsend", "address", group_address },
	{ "divertsend", "flags", group_flags },
	{ "divertsend", "order", group_order_of_errors },
	{ "divertsend", "verdicts", group_verdicts },
	{ "divertsend", "full", group_full },
	{ "divertsend", "fuzz", group_fuzz },
	{ "fwmany", "rules", group_many_rules },
	{ "fwmany", "chains", group_many_chains },
	{ "fwmany", "growing", group_growing },
	{ "divertabi", "socket", group_divert_socket },
	{ "divertabi", "bind", group_divert_bind },
	{ "divertabi", "ports", group_divert_ports },
	{ "divertabi", "many", group_divert_many },
	{ "divertabi", "apart", group_divert_apart },
	{ "divertabi", "space", group_divert_space },
	{ "divertabi", "unbound", group_divert_unbound },
	{ "divertabi", "caps", group_divert_caps },
	{ "divertabi", "netns", group_divert_netns },
	{ "divertabi", "sharing", group_divert_sharing },
	{ "divertabi", "ready", group_divert_ready },
	{ "divertabi", "flags", group_divert_flags },
	{ "divertabi", "address", group_divert_address },
	{ "divertabi", "blocking", group_divert_blocking },
	{ "divertabi", "errors", group_divert_read_errors },
	{ "divertabi", "full", group_divert_full },
	{ "divertabi", "filter", group_divert_filter },
	{ "divertabi", "room", group_divert_room },
	{ "divertabi", "accounting", group_divert_accounting },
	{ "divertabi", "close", group_divert_close },
	{ "divertabi", "order", group_divert_order },
	{ "divertabi", "option", group_divert_option },
	{ "divertabi", "info", group_divert_info },
	{ "divertabi", "control", group_divert_control },
	{ "divertabi", "abroad", group_divert_abroad },
	{ "divertabi", "stamps", group_divert_stamps },
	{ "divertabi", "batches", group_divert_batches },
	{ "divertabi", "threads", group_divert_threads },
	{ "divertabi", "mark", group_divert_mark },
	{ "divertabi", "spurious", group_divert_spurious },
	{ "divertabi", "killed", group_divert_killed },
};

#define GROUPS (sizeof(groups) / sizeof(groups[0]))

static const struct group *find(const char *program, const char *name)
{
	size_t i;

	for (i = 0; i < GROUPS; i++)
		if (!strcmp(groups[i].program, program) && !strcmp(groups[i].name, name))
			return &groups[i];
	return NULL;
}

static int usage(const char *program)
{
	size_t i;

	fprintf(stderr, "usage: %s [--quiet] GROUP...\ngroups:", program);
	for (i = 0; i < GROUPS; i++)
		if (!strcmp(groups[i].program, program))
			fprintf(stderr, " %s", groups[i].name);
	fputc('\n', stderr);
	return EXIT_USAGE;
}

static void run(const struct group *group)
{
	reset_rules();
	remember();
	group->run();
	reset_rules();
}

int main(int argc, char **argv)
{
	const char *slash = strrchr(argv[0], '/');
	const char *program = slash ? slash + 1 : argv[0];
	bool quiet = argc > 1 && !strcmp(argv[1], "--quiet");
	int first = quiet ? 2 : 1;
	int i;

	say_as(program);
	if (!strcmp(program, "fwstress"))
		return stress_main(argc, argv);
	if (argc <= first)
		return usage(program);
	for (i = first; i < argc; i++)
		if (!find(program, argv[i])) {
			say("no such group: %s", argv[i]);
			return usage(program);
		}
	claims_begin(quiet);
	for (i = first; i < argc; i++)
		run(find(program, argv[i]));
	return claims_end();
}
