/* SPDX-License-Identifier: GPL-2.0-only */
/* divert_callers.c - who may have a divert socket and a port, and who holds them */
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/ip_divert.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "claim.h"
#include "command.h"
#include "divert_socket.h"
#include "flows.h"
#include "groups.h"

#define NOBODY 65534

static int open_error(void)
{
	int fd = socket(AF_INET, SOCK_RAW, IPPROTO_DIVERT);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

static void keep_only(unsigned int mask)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = { { .effective = mask, .permitted = mask } };

	if (syscall(SYS_capset, &head, data))
		give_up("capset");
}

static void become_nobody(void)
{
	if (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) ||
	    setresuid(NOBODY, NOBODY, NOBODY))
		give_up("become nobody");
}

static void as_nobody(void)
{
	int fd = divert_new();

	become_nobody();
	claim_errno(open_error(), EPERM, "nobody: socket()");
	claim_errno(divert_name(fd, 1234), EPERM, "nobody, with root's socket: bind()");
}

static void with_net_raw(void)
{
	keep_only(1U << CAP_NET_RAW);
	claim_errno(open_error(), 0, "CAP_NET_RAW: socket()");
	claim_errno(divert_name(divert_new(), 1234), EPERM, "without CAP_NET_ADMIN: bind()");
	claim(!divert_is_listed(1234), "and nobody has the port");
}

static void with_net_admin(void)
{
	int fd = divert_new();

	keep_only(1U << CAP_NET_ADMIN);
	claim_errno(open_error(), EPERM, "CAP_NET_ADMIN alone: socket()");
	claim_errno(divert_name(fd, 1234), 0, "with an open socket: bind()");
}

static void in_user_namespace(void)
{
	int fd = divert_new();

	become_nobody();
	if (unshare(CLONE_NEWUSER))
		give_up("unshare(CLONE_NEWUSER)");
	claim_errno(open_error(), EPERM, "root of a user namespace: socket()");
	claim_errno(divert_name(fd, 1234), EPERM, "with the first one's socket: bind()");
}

static void in_both_namespaces(void)
{
	become_nobody();
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
		give_up("unshare(CLONE_NEWUSER | CLONE_NEWNET)");
	claim_errno(open_error(), 0, "root of a user and a network namespace: socket()");
	claim_errno(divert_name(divert_new(), 1234), 0, "bind()");
}

/* S7.11, Q10, Q28 */
void group_divert_caps(void)
{
	in_child(as_nobody);
	in_child(with_net_raw);
	in_child(with_net_admin);
	in_child(in_user_namespace);
	in_child(in_both_namespaces);
	claim(!divert_is_listed(1234), "no port is left behind");
}

static void elsewhere(void)
{
	int fd;

	if (unshare(CLONE_NEWNET))
		give_up("unshare(CLONE_NEWNET)");
	command_open(SOCK_DGRAM, 0);
	loopback_up();
	claim(!divert_is_listed(1234), "another namespace's port is not listed");
	fd = divert_on(1234);
	claim_errno(divert_one(1), 0, "no rule of the other namespace diverts here");
	claim(divert_read(fd, 100, 0) == -EAGAIN, "and nothing is read");
	divert_datagrams(1234);
	claim_errno(divert_one(2), 0, "its own rule does");
	claim(divert_read(fd, 100, 0) == HEADERS + 2, "to its own listener");
}

/* Whose listener is in another namespace has none. */
static void rule_without_listener(void)
{
	if (unshare(CLONE_NEWNET))
		give_up("unshare(CLONE_NEWNET)");
	command_open(SOCK_DGRAM, 0);
	loopback_up();
	divert_datagrams(1234);
	claim_errno(divert_one(3), EPERM, "a listener elsewhere is none here");
}

/* Q28, T-D35 */
void group_divert_netns(void)
{
	int fd = divert_on(1234);

	divert_datagrams(1234);
	in_child(elsewhere);
	in_child(rule_without_listener);
	claim(divert_read(fd, 100, 0) == -EAGAIN, "nothing of theirs has come here");
	claim_errno(divert_one(4), 0, "the first namespace's rule");
	claim(divert_read(fd, 100, 0) == HEADERS + 4, "still diverts to its listener");
	close(fd);
}

/* S7.21 */
void group_divert_sharing(void)
{
	int fd = divert_on(1234), copy = dup(fd), status, ends[2];
	char byte = 0;
	pid_t child;

	divert_datagrams(1234);
	close(fd);
	claim_errno(divert_one(1), 0, "a copy of the descriptor keeps the listener");
	claim(divert_read(copy, 100, 0) == HEADERS + 1, "and reads");
	if (pipe(ends))
		give_up("pipe");
	child = fork();
	if (child < 0)
		give_up("fork");
	if (!child) {
		close(ends[1]);
		_exit(read(ends[0], &byte, 1) == 1 &&
		      divert_read(copy, 100, 0) == HEADERS + 2 ? 0 : 1);
	}
	close(copy);
	claim_errno(divert_one(2), 0, "so does a child that has inherited it");
	if (write(ends[1], &byte, 1) != 1 || waitpid(child, &status, 0) < 0)
		give_up("tell the child");
	claim(status == 0, "the child has read the packet");
	claim_errno(divert_one(3), EPERM, "with its last holder the listener has gone");
	claim(!divert_is_listed(1234), "and its line");
	close(ends[0]);
	close(ends[1]);
}
