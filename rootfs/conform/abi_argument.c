/* SPDX-License-Identifier: GPL-2.0-only */
/* abi_argument.c - arguments that are wrong before they say anything: labels, lengths, pointers */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "answer.h"
#include "claim.h"
#include "command.h"
#include "groups.h"
#include "listing.h"

#define MASQ_CTL_LENGTH 296	/* of struct ip_masq_ctl, which no header has */
#define UNKNOWN_CTL 77		/* first number behind those of 2.2 */

/* DELETECHAIN has to have something to delete; everything else is content with input. */
static const char *good_chain(int option)
{
	return option == IP_FW_CREATECHAIN || option == IP_FW_DELETECHAIN ? "user" : "input";
}

static int send_to(const struct command *cmd, const char *chain)
{
	unsigned char argument[ARGUMENT_MAX];

	return command(cmd->option, argument, make_argument(cmd->option, chain, argument));
}

/* So that each command finds what it needs, and none of what it must not find. */
static void lay_out(int option)
{
	struct ip_fwuser rule = rule_to("");

	reset_rules();
	must(append("input", &rule), "append");
	if (option == IP_FW_DELETECHAIN)
		must(create_chain("user"), "create chain");
	remember();
}

/* S1.3, S1.6, S4.16, and T-S05: all labels pass with garbage behind their NUL. */
void group_labels(void)
{
	size_t i;

	for (i = 0; i < COMMANDS; i++) {
		const struct command *cmd = &commands[i];

		lay_out(cmd->option);
		refused(send_to(cmd, "unending!"), EINVAL, "%s: nine characters and no NUL",
			cmd->name);
		refused(send_to(cmd, "nine_long"), EINVAL, "%s: any nine characters", cmd->name);
		if (cmd->option != IP_FW_CREATECHAIN) {
			refused(send_to(cmd, "nochain"), ENOENT, "%s: no such chain", cmd->name);
			refused(send_to(cmd, "INPUT"), ENOENT, "%s: another case", cmd->name);
			refused(send_to(cmd, "inpu"), ENOENT, "%s: a part of a name", cmd->name);
		}
		accepted(send_to(cmd, good_chain(cmd->option)),
			 "%s: garbage behind the label's NUL and in padding", cmd->name);
	}
}

/* S4.18, S4.53, S4.57, S4.58, as far as they hold with and without masquerading */
static void masquerading(unsigned char *argument)
{
	static const int core = 1;
	static const int unknown = 99;

	refused(command(IP_FW_MASQ_TIMEOUTS, argument, 8), EINVAL, "MASQ_TIMEOUTS: 8 bytes");
	refused(command(IP_FW_MASQ_CTL, argument, 0), EINVAL, "MASQ_CTL: 0 bytes");
	refused(command(IP_FW_MASQ_CTL, argument, MASQ_CTL_LENGTH + 1), EINVAL,
		"MASQ_CTL: %d bytes", MASQ_CTL_LENGTH + 1);
	memset(argument, 0, MASQ_CTL_LENGTH);
	memcpy(argument, &core, sizeof(core));
	refused(command(IP_FW_MASQ_CTL, argument, MASQ_CTL_LENGTH), EINVAL, "MASQ_CTL: CORE");
	memcpy(argument, &unknown, sizeof(unknown));
	refused(command(IP_FW_MASQ_CTL, argument, MASQ_CTL_LENGTH), EINVAL,
		"MASQ_CTL: a target that does not exist");
}

/* S4.3, S4.17 (3), S4.31: exact lengths and no other. */
void group_lengths(void)
{
	static const socklen_t odd[] = { 85, 128, 200, 4096, 65536, INT32_MAX };
	unsigned char argument[65536 + 1];
	socklen_t length;
	size_t i, j;
	int failed;

	for (i = 0; i < COMMANDS; i++) {
		const struct command *cmd = &commands[i];

		lay_out(cmd->option);
		memset(argument, 0, sizeof(argument));
		claim_number(make_argument(cmd->option, good_chain(cmd->option), argument),
			     cmd->length, "%s: the argument has %u bytes", cmd->name, cmd->length);
		for (failed = 0, length = 0; length < ARGUMENT_MAX + 1; length++)
			if (length != cmd->length)
				failed += command(cmd->option, argument, length) == EINVAL;
		claim_number((unsigned long)failed, ARGUMENT_MAX,
			     "%s: EINVAL for each other length up to %d", cmd->name, ARGUMENT_MAX);
		for (j = 0; j < sizeof(odd) / sizeof(odd[0]); j++)
			refused(command(cmd->option, argument, odd[j]), EINVAL, "%s: %u bytes",
				cmd->name, odd[j]);
		refused(command(cmd->option, argument, (socklen_t)-1), EINVAL, "%s: -1 bytes",
			cmd->name);
		accepted(command(cmd->option, argument, cmd->length), "%s: %u bytes", cmd->name,
			 cmd->length);
	}
	masquerading(argument);
	for (i = UNKNOWN_CTL; i < UNKNOWN_CTL + 3; i++)
		refused(command((int)i, argument, 9), ENOPROTOOPT, "option %zu is none", i);
}

/* A page that can be read and, behind it, one that cannot: the border between them. */
static unsigned char *border(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	unsigned char *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED || mprotect(pages + page, page, PROT_NONE))
		give_up("two pages");
	return pages + page;
}

static void at_the_border(const struct command *cmd, unsigned char *edge)
{
	unsigned char argument[ARGUMENT_MAX];
	socklen_t length = make_argument(cmd->option, good_chain(cmd->option), argument);
	socklen_t missing;
	int failed = 0;

	for (missing = 1; missing <= length; missing++) {
		memcpy(edge - (length - missing), argument, length - missing);
		failed += command(cmd->option, edge - (length - missing), length) == EFAULT;
	}
	claim_number((unsigned long)failed, length,
		     "%s: EFAULT, however many of its bytes cannot be read", cmd->name);
	unchanged("and nothing changed");
	memcpy(edge - length, argument, length);
	accepted(command(cmd->option, edge - length, length),
		 "%s: the last byte that can be read is its last", cmd->name);
}

/* S4.17 (1) and (4), and what comes before what. */
void group_pointers(void)
{
	unsigned char *edge = border();
	size_t i;

	for (i = 0; i < COMMANDS; i++) {
		const struct command *cmd = &commands[i];

		lay_out(cmd->option);
		refused(command(cmd->option, NULL, cmd->length), EFAULT, "%s: NULL", cmd->name);
		refused(command(cmd->option, (void *)-4096, cmd->length), EFAULT,
			"%s: an address near the end", cmd->name);
		at_the_border(cmd, edge);
	}
	lay_out(IP_FW_APPEND);
	refused(command(IP_FW_APPEND, NULL, 0), EINVAL, "nothing is read of 0 bytes");
	refused(command(IP_FW_APPEND, NULL, 1), EFAULT, "the byte of a wrong length is read");
	refused(command(IP_FW_APPEND, edge - 1, 3), EFAULT, "all three of three are read");
	refused(command(IP_FW_APPEND, NULL, 85), EFAULT, "an int is read before 85 is too long");
	refused(command(IP_FW_APPEND, edge - 3, 85), EFAULT, "a whole int");
	refused(command(IP_FW_APPEND, edge - 4, 85), EINVAL, "and no more than an int");
	refused(command(IP_FW_APPEND, NULL, (socklen_t)-1), EINVAL,
		"a negative length comes before everything");
	refused(command(IP_FW_MASQ_CTL, NULL, 296), EFAULT, "MASQ_CTL reads, too");
}

/* S4.29 */
void group_precedence(void)
{
	struct ip_fwuser rule = rule_to("ACCEPT");
	unsigned char argument[ARGUMENT_MAX] = "";

	prepared(append("input", &rule), "append");
	memcpy(argument + 68, "unending!", 9);
	refused(command(IP_FW_APPEND, argument, 79), EINVAL, "length and label");
	rule.ipfw.fw_flg = 0x40;
	refused(append("unending!", &rule), EINVAL, "label and flags");
	refused(append("nochain", &rule), ENOENT, "chain before flags");
	refused(insert("nochain", 9, &rule), ENOENT, "chain before flags and position");
	refused(replace("nochain", 9, &rule), ENOENT, "chain before flags and position");
	refused(delete_like("nochain", &rule), ENOENT, "chain before flags");
	set_label(rule.label, "nosuch");
	refused(append("input", &rule), EINVAL, "flags before target");
	refused(insert("input", 9, &rule), EINVAL, "flags before target and position");
	rule.ipfw.fw_flg = 0;
	rule.ipfw.fw_dpts[0] = 80;
	refused(append("input", &rule), EINVAL, "ports before target");
	refused(delete_like("input", &rule), EINVAL, "ports before target");
	rule = rule_to("nosuch");
	refused(insert("input", 9, &rule), ENOENT, "target before position");
	refused(replace("input", 9, &rule), ENOENT, "target before position");
	refused(delete_like("input", &rule), ENOENT, "target before the look for a rule like it");
	rule = rule_to("ACCEPT");
	refused(insert("input", 9, &rule), EINVAL, "position, when all else is right");
	refused(delete_num("nochain", 0), ENOENT, "chain and position");
	refused(set_policy("nochain", "nosuch"), ENOENT, "chain before policy");
}
