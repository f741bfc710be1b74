/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fwstress - does a packet see a half-made change of the rules?
 *
 * usage: fwstress local COUNT
 *        fwstress change
 *        fwstress send HOST PORT COUNT MICROSECONDS
 *        fwstress receive PORT COUNT
 *
 * Input has policy DENY and, as rule 1, one that accepts everything. One process replaces that
 * rule by an equal one, another appends a rule behind it and deletes it, again and again.
 *
 * `local` does so COUNT times in each process; meanwhile a third reads both files, takes each line
 * apart and asks IP_FW_CHECK, and this one sends datagrams to itself. Not one may be lost, no line
 * may be torn, no command may fail, no answer may differ. It prints TAP.
 *
 * `change` says "fwstress: ready" and goes on until SIGTERM; then it says how often the rules were
 * changed. `send` and `receive` are traffic for it from another machine.
 *
 * A machine has one CPU and its kernel is not preempted, so processes take turns between system
 * calls; packets of other machines arrive at any time that passes.
 *
 * Exit status: 0 as claimed; 1 a packet was lost, a line torn, a command refused; 2 usage; 3 a
 * system call failed.
 *
 * Example: fwstress local 10000
 */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "claim.h"
#include "command.h"
#include "flows.h"
#include "listing.h"
#include "say.h"
#include "stress.h"

#define PORT 7031
#define MOST 100000000UL
#define TURN 8			/* rounds before another process has its turn */

/* Shared by all processes of one run. */
static struct progress {
	volatile int stop;
	unsigned long replaced;
	unsigned long appended;
	unsigned long failed;	/* commands */
	unsigned long lines;
	unsigned long torn;
} *progress;

static void replace_often(unsigned long count)
{
	struct ip_fwuser rule = rule_to("ACCEPT");

	for (; count && !progress->stop; count--) {
		if (replace("input", 1, &rule))
			progress->failed++;
		progress->replaced++;
		if (count % TURN == 0)
			sched_yield();
	}
}

static void append_often(unsigned long count)
{
	struct ip_fwuser rule = rule_marked(1, "DENY");

	rule.ipfw.fw_proto = 47;
	for (; count && !progress->stop; count--) {
		if (append("input", &rule))
			progress->failed++;
		if (count % TURN == 0)
			sched_yield();
		if (delete_num("input", 2))
			progress->failed++;
		progress->appended++;
		if (count % TURN == 1)
			sched_yield();
	}
}

/* Each line of @text is whole, if the last one ends. */
static void take_apart(const char *text)
{
	struct listed_chain chain;
	struct listed_rule rule;

	for (; *text; text = next_line(text)) {
		progress->lines++;
		if (!strchr(text, '\n')) {
			progress->torn++;
			return;
		}
		progress->torn += !parse_rule(text, &rule) && !parse_chain(text, &chain);
	}
}

/* And asks, in between, what would become of a packet. */
static void read_often(unsigned long count)
{
	struct ip_fwpkt packet = tcp_packet();
	char *text;

	for (; count && !progress->stop; count--) {
		progress->failed += check_packet("input", &packet) != 0;
		text = read_text(count % 2 ? PROC_CHAINS : PROC_NAMES);
		take_apart(text);
		free(text);
		sched_yield();
	}
}

static pid_t begin(void (*work)(unsigned long count), unsigned long count)
{
	pid_t child = fork();

	if (child < 0)
		give_up("fork");
	if (!child) {
		command_open(SOCK_DGRAM, 0);
		work(count);
		_exit(EXIT_DONE);
	}
	return child;
}

static void lay_out(void)
{
	struct ip_fwuser rule = rule_to("ACCEPT");

	progress = mmap(NULL, sizeof(*progress), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (progress == MAP_FAILED)
		give_up("mmap");
	reset_rules();
	must(append("input", &rule), "append");
	must(set_policy("input", "DENY"), "policy");
}

/* Sends while @child works. Datagrams sent; those that did not arrive in @lost. */
static unsigned long send_meanwhile(pid_t child, unsigned long *lost)
{
	int receiver = flow_receiver(PORT);
	unsigned long sent = 0;

	for (*lost = 0; !waitpid(child, NULL, WNOHANG); sent++) {
		if (flow_send(PORT, 20) || !flow_receive(receiver))
			++*lost;
		sched_yield();
	}
	close(receiver);
	return sent;
}

static int local(unsigned long count)
{
	unsigned long sent, lost;
	pid_t appender, reader;

	claims_begin(false);
	lay_out();
	appender = begin(append_often, count);
	reader = begin(read_often, MOST);
	sent = send_meanwhile(begin(replace_often, count), &lost);
	if (waitpid(appender, NULL, 0) < 0)
		give_up("waitpid");
	progress->stop = 1;
	if (waitpid(reader, NULL, 0) < 0)
		give_up("waitpid");
	claim(progress->replaced == count && progress->appended == count,
	      "a rule was replaced, another appended and deleted, %lu times each", count);
	claim_number(progress->failed, 0, "no command failed, and IP_FW_CHECK said ACCEPT each time");
	claim(sent > count / 10, "datagrams were sent meanwhile (%lu)", sent);
	claim_number(lost, 0, "none of them was lost");
	claim(progress->lines > count / 10, "lines were read meanwhile (%lu)", progress->lines);
	claim_number(progress->torn, 0, "none of them was torn");
	claim_text(marks("input"), "0", "one rule is left");
	reset_rules();
	return claims_end();
}

static int change(void)
{
	pid_t children[2];
	sigset_t end;
	int signal;

	sigemptyset(&end);
	sigaddset(&end, SIGTERM);
	sigaddset(&end, SIGINT);
	sigprocmask(SIG_BLOCK, &end, NULL);
	lay_out();
	children[0] = begin(replace_often, MOST);
	children[1] = begin(append_often, MOST);
	printf("fwstress: ready\n");
	fflush(stdout);
	sigwait(&end, &signal);
	progress->stop = 1;
	waitpid(children[0], NULL, 0);
	waitpid(children[1], NULL, 0);
	printf("%lu changes, %lu commands failed\n",
	       progress->replaced + 2 * progress->appended, progress->failed);
	return progress->failed ? EXIT_FALSE : EXIT_DONE;
}

static int usage(void)
{
	fprintf(stderr, "usage: fwstress local COUNT\n"
		"       fwstress change\n"
		"       fwstress send HOST PORT COUNT MICROSECONDS\n"
		"       fwstress receive PORT COUNT\n");
	return EXIT_USAGE;
}

int stress_main(int argc, char **argv)
{
	unsigned long port, count, pause;

	if (argc == 2 && !strcmp(argv[1], "change"))
		return change();
	if (argc == 3 && !strcmp(argv[1], "local") && parse_number(argv[2], 1, MOST, &count))
		return local(count);
	if (argc == 6 && !strcmp(argv[1], "send") && parse_number(argv[3], 1, 65535, &port) &&
	    parse_number(argv[4], 1, MOST, &count) && parse_number(argv[5], 0, MOST, &pause))
		return stress_send(argv[2], (uint16_t)port, (unsigned int)count,
				   (unsigned int)pause);
	if (argc == 4 && !strcmp(argv[1], "receive") && parse_number(argv[2], 1, 65535, &port) &&
	    parse_number(argv[3], 1, MOST, &count))
		return stress_receive((uint16_t)port, (unsigned int)count);
	return usage();
}
