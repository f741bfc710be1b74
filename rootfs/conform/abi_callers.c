/* SPDX-License-Identifier: GPL-2.0-only */
/* abi_callers.c - through which socket, and by whom: sockets, getsockopt, capabilities */
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/ip_divert.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "answer.h"
#include "claim.h"
#include "command.h"
#include "groups.h"
#include "listing.h"

#define NOBODY 65534

/* S4.1 */
void group_sockets(void)
{
	static const struct {
		const char *what;
		int type;
		int protocol;
	} sockets[] = {
		{ "TCP", SOCK_STREAM, 0 },
		{ "UDP", SOCK_DGRAM, 0 },
		{ "raw ICMP", SOCK_RAW, IPPROTO_ICMP },
		{ "raw IPPROTO_RAW, as the tool has it", SOCK_RAW, IPPROTO_RAW },
		{ "divert", SOCK_RAW, IPPROTO_DIVERT },
	};
	struct ip_fwuser rule = rule_marked(5, "ACCEPT");
	size_t i;

	for (i = 0; i < sizeof(sockets) / sizeof(sockets[0]); i++) {
		int fd = command_open(sockets[i].type, sockets[i].protocol);

		accepted(append("input", &rule), "APPEND on a %s socket", sockets[i].what);
		claim_text(marks("input"), "5", "the rule is there");
		accepted(delete_num("input", 1), "DELETE_NUM on a %s socket", sockets[i].what);
		claim_text(marks("input"), "", "the rule is gone");
		close(fd);
		command_socket(-1);
	}
}

/* S4.2 */
void group_getsockopt(void)
{
	unsigned char argument[ARGUMENT_MAX];
	int fd = command_open(SOCK_RAW, IPPROTO_RAW);
	socklen_t length;
	int option;

	for (option = IP_FW_APPEND; option <= IP_FW_MASQ_CTL; option++) {
		length = make_argument(option, "input", argument);
		refused(getsockopt(fd, IPPROTO_IP, option, argument, &length) ? errno : 0,
			ENOPROTOOPT, "getsockopt(%d)", option);
	}
	close(fd);
	command_socket(-1);
}

/* All commands fail for this caller, whatever their argument, and in this order. */
static void all_forbidden(const char *who)
{
	static const unsigned char nothing[ARGUMENT_MAX];
	unsigned char argument[ARGUMENT_MAX];
	size_t i;

	for (i = 0; i < COMMANDS; i++) {
		int option = commands[i].option;
		socklen_t length = make_argument(option, "input", argument);

		claim_errno(command(option, argument, length), EACCES, "%s: %s", who,
			    commands[i].name);
		claim_errno(command(option, argument, 79), EACCES, "%s: %s, 79 bytes", who,
			    commands[i].name);
		claim_errno(command(option, NULL, 0), EACCES, "%s: %s, 0 bytes", who,
			    commands[i].name);
		claim_errno(command(option, NULL, length), EFAULT, "%s: %s, unreadable", who,
			    commands[i].name);
		claim_errno(command(option, argument, (socklen_t)-1), EINVAL, "%s: %s, -1 bytes",
			    who, commands[i].name);
	}
	claim_errno(command(IP_FW_MASQ_TIMEOUTS, nothing, 12), EACCES, "%s: MASQ_TIMEOUTS", who);
	claim_errno(command(IP_FW_MASQ_CTL, nothing, 0), EPERM, "%s: MASQ_CTL, 0 bytes", who);
	claim_errno(command(IP_FW_MASQ_CTL, nothing, 12), EPERM, "%s: MASQ_CTL", who);
}

static void become_nobody(void)
{
	if (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) ||
	    setresuid(NOBODY, NOBODY, NOBODY))
		give_up("become nobody");
}

/* Effective capabilities, of the first 32; all of the others are dropped. */
static void keep_only(unsigned int mask)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = { { .effective = mask, .permitted = mask } };

	if (syscall(SYS_capset, &head, data))
		give_up("capset");
}

static void as_nobody(void)
{
	become_nobody();
	all_forbidden("nobody, root's socket");
	command_open(SOCK_STREAM, 0);
	all_forbidden("nobody, his own socket");
}

static void as_powerless_root(void)
{
	keep_only(~(1U << CAP_NET_ADMIN));
	all_forbidden("root without CAP_NET_ADMIN");
}

static void as_administrator(void)
{
	struct ip_fwuser rule = rule_marked(9, "ACCEPT");

	keep_only(1U << CAP_NET_ADMIN);
	claim_errno(append("forward", &rule), 0, "CAP_NET_ADMIN is all it takes");
	claim_errno(flush_chain("forward"), 0, "for a flush, too");
}

/* S4.17 (2), S4.18 */
void group_caps(void)
{
	struct ip_fwuser rule = rule_marked(1, "ACCEPT");

	prepared(append("input", &rule), "append");
	in_child(as_nobody);
	unchanged("nobody has changed nothing");
	in_child(as_powerless_root);
	unchanged("root without CAP_NET_ADMIN has changed nothing");
	in_child(as_administrator);
	unchanged("what CAP_NET_ADMIN has appended it has flushed");
}

/* All capabilities, but not over the namespace of these sockets. */
static void in_user_namespace(void)
{
	become_nobody();
	if (unshare(CLONE_NEWUSER))
		give_up("unshare(CLONE_NEWUSER)");
	all_forbidden("user namespace, root's socket");
	command_open(SOCK_DGRAM, 0);
	all_forbidden("user namespace, its own socket");
}

static void in_both_namespaces(void)
{
	struct ip_fwuser rule = rule_marked(2, "DENY");

	become_nobody();
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
		give_up("unshare(CLONE_NEWUSER | CLONE_NEWNET)");
	all_forbidden("user and network namespace, the first one's socket");
	command_open(SOCK_DGRAM, 0);
	claim_errno(append("input", &rule), 0, "in a network namespace of one's own: APPEND");
	claim_errno(create_chain("user"), 0, "CREATECHAIN");
	claim_errno(set_policy("input", "DENY"), 0, "POLICY");
	claim_errno(append("nochain", &rule), ENOENT, "and errors are those of root");
}

/* Q28 */
void group_userns(void)
{
	struct ip_fwuser rule = rule_marked(1, "ACCEPT");

	prepared(append("input", &rule), "append");
	in_child(in_user_namespace);
	unchanged("a user namespace has changed nothing");
	in_child(in_both_namespaces);
	unchanged("what happened in another network namespace stays there");
}
