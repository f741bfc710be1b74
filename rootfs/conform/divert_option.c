/* SPDX-License-Identifier: GPL-2.0-only */
/* divert_option.c - the option IP_DIVERT_INFO by itself: who, how, and what is refused */
#include <errno.h>
#include <grp.h>
#include <linux/ip_divert.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>

#include "claim.h"
#include "divert_socket.h"
#include "groups.h"

static int told(int fd)
{
	int value = -1;
	socklen_t length = sizeof(value);

	must(getsockopt(fd, IPPROTO_DIVERT, IP_DIVERT_INFO, &value, &length) ? errno : 0,
	     "getsockopt(IP_DIVERT_INFO)");
	return length == sizeof(value) ? value : -1;
}

static void claim_refusals(int fd)
{
	static const int others[] = { 0, 2, 64, 255, -1 };
	void *volatile nowhere = (void *)1;
	int value = 1, negative = -1;
	socklen_t length;

	for (socklen_t short_of = 0; short_of < sizeof(value); short_of++)
		claim_errno(setsockopt(fd, IPPROTO_DIVERT, IP_DIVERT_INFO, &value, short_of) ?
			    errno : 0, EINVAL, "a value of %u bytes", (unsigned int)short_of);
	claim_errno(setsockopt(fd, IPPROTO_DIVERT, IP_DIVERT_INFO, nowhere, sizeof(value)) ?
		    errno : 0, EFAULT, "a value that cannot be read");
	length = sizeof(value);
	claim_errno(getsockopt(fd, IPPROTO_DIVERT, IP_DIVERT_INFO, nowhere, &length) ?
		    errno : 0, EFAULT, "an answer that cannot be written");
	claim_errno(getsockopt(fd, IPPROTO_DIVERT, IP_DIVERT_INFO, &value,
			       (socklen_t *)&negative) ? errno : 0, EINVAL, "room for -1 bytes");
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		claim_errno(setsockopt(fd, IPPROTO_DIVERT, others[i], &value, sizeof(value)) ?
			    errno : 0, ENOPROTOOPT, "setsockopt() of number %d", others[i]);
		length = sizeof(value);
		claim_errno(getsockopt(fd, IPPROTO_DIVERT, others[i], &value, &length) ?
			    errno : 0, ENOPROTOOPT, "getsockopt() of number %d", others[i]);
	}
}

static int inherited;

static void as_nobody(void)
{
	if (setgroups(0, NULL) || setresgid(65534, 65534, 65534) ||
	    setresuid(65534, 65534, 65534))
		give_up("become nobody");
	claim_errno(divert_tell(inherited, 1), 0, "nobody may turn it on as well");
}

/* To a raw socket 2 is IGMP; to a divert socket it is a port like any other. */
static void claim_no_protocol(void)
{
	enum { MRT_INIT = 200, MRT_TABLE = 209 };	/* its header does not go with libc's */
	static const int names[] = { IP_ROUTER_ALERT, MRT_INIT, MRT_TABLE };
	int fd = divert_on(2), value = 1;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		claim_errno(setsockopt(fd, IPPROTO_IP, names[i], &value, sizeof(value)) ?
			    errno : 0, EOPNOTSUPP, "option %d of raw sockets", names[i]);
	close(fd);
}

/* S7.17, S7.141 */
void group_divert_option(void)
{
	int fd = divert_new(), raw = socket(AF_INET, SOCK_RAW, 253), copy = dup(fd), ttl = 9;
	unsigned char byte = 0xa5;
	socklen_t length = sizeof(byte);

	claim(told(fd) == 0, "a new socket has it off");
	claim_errno(divert_tell(fd, 5), 0, "any value but 0");
	claim(told(fd) == 1 && told(copy) == 1, "turns it on, for all who share the socket");
	claim_refusals(fd);
	claim(told(fd) == 1, "what is refused changes nothing");
	claim_errno(getsockopt(fd, IPPROTO_DIVERT, IP_DIVERT_INFO, &byte, &length) ? errno : 0, 0,
		    "room for one byte");
	claim(length == 1 && byte == 1, "gets the first");
	claim_errno(divert_tell(fd, 0), 0, "0");
	claim(told(fd) == 0, "turns it off");
	inherited = fd;
	in_child(as_nobody);
	claim(told(fd) == 1, "for the owner, too");
	claim_errno(divert_tell(raw, 1), ENOPROTOOPT, "an ordinary raw socket has no such option");
	claim_errno(setsockopt(fd, IPPROTO_IP, IP_TTL, &ttl, sizeof(ttl)) ? errno : 0, 0,
		    "options of other levels are there as before");
	close(raw);
	close(copy);
	close(fd);
	claim_no_protocol();
}
