/* SPDX-License-Identifier: GPL-2.0-only */
/* abi_leaks.c - commands that fail, and rules that go, leave no memory behind */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "answer.h"
#include "claim.h"
#include "command.h"
#include "groups.h"
#include "listing.h"
#include "memory.h"

#define ROUNDS 4000		/* of a leak of one rule each: 768 kB of a slab of 192 bytes */
#define NAMESPACES 10
#define RULES 400		/* in each of them */
#define DYING_US 500000
#define ALLOWED_KB 256		/* what the rest of the kernel may take and keep meanwhile */

static int fail_insert(void)
{
	struct ip_fwuser rule = rule_to("user");

	return insert("input", 9, &rule);
}

static int fail_replace(void)
{
	struct ip_fwuser rule = rule_to("user");

	return replace("input", 9, &rule);
}

static int fail_delete(void)
{
	struct ip_fwuser rule = rule_marked(0, "REJECT");

	return delete_like("input", &rule);
}

static int fail_target(void)
{
	struct ip_fwuser rule = rule_to("nosuch");

	return append("input", &rule);
}

static int fail_create(void)
{
	return create_chain("user");
}

static int come_and_go(void)
{
	struct ip_fwuser rule = rule_to("user");

	return append("input", &rule) | replace("input", 1, &rule) | delete_num("input", 1);
}

static int flush_one(void)
{
	struct ip_fwuser rule = rule_to("user");

	return append("output", &rule) | flush_chain("output");
}

static int chain_one(void)
{
	return create_chain("brief") | delete_chain("brief");
}

/*
 * What is freed behind a grace period of RCU is freed when this process lets go of the CPU. That is
 * never by itself: a few thousand system calls take less virtual time than one tick.
 */
static int repeat(int (*once)(void), int wanted, int count)
{
	int wrong = 0;

	while (count--) {
		wrong += once() != wanted;
		if (count % 16 == 0)
			sched_yield();
	}
	return wrong;
}

static void leaves_nothing(int (*once)(void), int wanted, const char *what)
{
	long before, after;
	int wrong;

	repeat(once, wanted, 100);	/* whatever is allocated once is allocated now */
	before = memory_of_kernel();
	wrong = repeat(once, wanted, ROUNDS);
	after = memory_of_kernel();
	claim_number((unsigned long)wrong, 0, "%d times %s", ROUNDS, what);
	if (!memory_is_quarantined() && !claim(after - before < ALLOWED_KB, "leaves no memory behind"))
		printf("# %ld kB before, %ld kB after\n", before, after);
	fflush(stdout);
}

static void live_and_die(void)
{
	struct ip_fwuser jump = rule_to("user");
	int i;

	if (unshare(CLONE_NEWNET))
		give_up("unshare(CLONE_NEWNET)");
	command_open(SOCK_DGRAM, 0);
	must(create_chain("user"), "create chain");
	for (i = 0; i < RULES; i++)
		must(append("input", &jump), "append");
}

/* A namespace dies some time after its last process. */
static void die_often(int times)
{
	while (times--)
		in_child(live_and_die);
	usleep(DYING_US);
}

/* Namespaces that die with their rules: 768 kB of rules at least, if they were not freed. */
static void namespaces(void)
{
	long before, after;

	die_often(2);
	before = memory_of_kernel();
	die_often(NAMESPACES);
	after = memory_of_kernel();
	if (!memory_is_quarantined() && !claim(after - before < ALLOWED_KB,
				     "%d namespaces take their %d rules with them", NAMESPACES,
				     RULES))
		printf("# %ld kB before, %ld kB after\n", before, after);
	fflush(stdout);
}

/* S4.28, S4.37 */
void group_leaks(void)
{
	prepared(create_chain("user"), "create chain");
	leaves_nothing(fail_insert, EINVAL, "INSERT of a jump at no position");
	leaves_nothing(fail_replace, EINVAL, "REPLACE by a jump at no position");
	leaves_nothing(fail_delete, EINVAL, "DELETE of no rule");
	leaves_nothing(fail_target, ENOENT, "APPEND with no target");
	leaves_nothing(fail_create, EEXIST, "CREATECHAIN of what exists");
	leaves_nothing(come_and_go, 0, "APPEND, REPLACE and DELETE_NUM of a jump");
	leaves_nothing(flush_one, 0, "APPEND and FLUSH of a jump");
	leaves_nothing(chain_one, 0, "CREATECHAIN and DELETECHAIN");
	claim_number((unsigned long)listed_chain("user")->refs, 0,
		     "after all that, nothing refers to the chain");
	refused(fail_insert(), EINVAL, "one more insert");
	namespaces();
	if (memory_is_quarantined())
		claim_none_lost();
}
