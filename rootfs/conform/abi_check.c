/* SPDX-License-Identifier: GPL-2.0-only */
/* abi_check.c - IP_FW_CHECK: each verdict has its errno, and nothing is touched */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/socket.h>
#include <unistd.h>

#include "answer.h"
#include "claim.h"
#include "command.h"
#include "groups.h"
#include "listing.h"

#define PASSTHROUGH "/proc/sys/net/ipv4/ip_divert_passthrough"
#define SYSLOG_READ_ALL 3

/* How many bytes the kernel's log holds; it does not wrap in so short a time. */
static int log_size(void)
{
	static char text[1 << 18];
	int n = klogctl(SYSLOG_READ_ALL, text, sizeof(text));

	if (n < 0)
		give_up("klogctl");
	return n;
}

/*
 * A reader of the copies that IP_FW_F_NETLINK makes; -1 with a kernel that makes none and does not
 * know the protocol.
 */
static int copies(void)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_FIREWALL);

	if (fd < 0 && errno == EPROTONOSUPPORT)
		return -1;
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)))
		give_up("socket for NETLINK_FIREWALL");
	return fd;
}

static bool copied(int fd)
{
	char byte;

	return fd >= 0 && recv(fd, &byte, 1, 0) >= 0;
}

static void passthrough(const char *value)
{
	int fd = open(PASSTHROUGH, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, value, 1) != 1)
		give_up("write %s", PASSTHROUGH);
	close(fd);
}

static int check(const char *chain)
{
	struct ip_fwpkt packet = tcp_packet();

	return check_packet(chain, &packet);
}

/* The verdict of a chain whose only rule has this target. */
static int check_target(const char *target)
{
	struct ip_fwuser rule = strcmp(target, "DIVERT") ? rule_to(target) : rule_divert(1234);
	int error;

	prepared(append("input", &rule), "append");
	error = check("input");
	prepared(flush_chain("input"), "flush");
	return error;
}

static void verdicts(void)
{
	refused(check("input"), 0, "policy ACCEPT");
	prepared(set_policy("input", "DENY"), "policy");
	refused(check("input"), ETIMEDOUT, "policy DENY");
	refused(check_target("ACCEPT"), 0, "ACCEPT");
	refused(check_target(""), ETIMEDOUT, "no target, then policy DENY");
	refused(check_target("RETURN"), ETIMEDOUT, "RETURN, then policy DENY");
	prepared(set_policy("input", "REJECT"), "policy");
	refused(check("input"), ECONNREFUSED, "policy REJECT");
	refused(check_target("DENY"), ETIMEDOUT, "DENY");
	prepared(set_policy("input", "ACCEPT"), "policy");
	refused(check_target("REJECT"), ECONNREFUSED, "REJECT");
	refused(check_target("DIVERT"), EREMOTE, "DIVERT, nobody listening");
	passthrough("1");
	refused(check_target("DIVERT"), EREMOTE, "DIVERT, with pass-through");
	passthrough("0");
	refused(check("nochain"), ENOENT, "a chain that does not exist");
	refused(check("unending!"), EINVAL, "a label without NUL");
}

/* S2.49, S2.51 */
static void jumps(void)
{
	struct ip_fwuser rule = rule_to("second");
	struct ip_fwuser accept = rule_to("ACCEPT");

	prepared(create_chain("first"), "create chain");
	prepared(create_chain("second"), "create chain");
	refused(check("first"), ENFILE, "the end of a user chain in which it began");
	prepared(append("first", &rule), "append");
	prepared(append("first", &rule), "append");
	refused(check("first"), ENFILE, "two visits to another chain, and then the end");
	prepared(append("first", &accept), "append");
	refused(check("first"), 0, "ACCEPT behind two visits");
	rule = rule_to("first");
	prepared(append("input", &rule), "append");
	refused(check("input"), 0, "ACCEPT in a chain that was jumped to");
	prepared(append("second", &rule), "append");
	refused(check("input"), ELOOP, "a loop of two chains");
	refused(check("second"), ELOOP, "the same, begun in a user chain");
	rule = rule_to("second");
	prepared(replace("second", 1, &rule), "replace");
	refused(check("second"), ELOOP, "a chain that jumps to itself");
}

/* S4.45-S4.47 */
static void headers(void)
{
	struct ip_fwuser rule = rule_to("DENY");
	struct ip_fwpkt packet;
	int length;

	for (length = 0; length < 16; length++) {
		packet = tcp_packet();
		packet.fwp_iph.ihl = length & 0xF;
		refused(check_packet("input", &packet), length == 5 ? 0 : EINVAL,
			"header length %d", length);
	}
	strcpy(rule.ipfw.fw_vianame, "nothere0");
	prepared(append("input", &rule), "append");
	packet = tcp_packet();
	refused(check_packet("input", &packet), 0, "a rule of another interface");
	strcpy(packet.fwp_vianame, "nothere0");
	refused(check_packet("input", &packet), ETIMEDOUT, "an interface that does not exist");
	packet.fwp_via.s_addr = htonl(INADDR_LOOPBACK);
	refused(check_packet("input", &packet), ETIMEDOUT, "fwp_via says something else");
	memset(packet.fwp_vianame, 'x', sizeof(packet.fwp_vianame));
	refused(check_packet("input", &packet), 0, "an interface name without NUL");
	packet = tcp_packet();
	packet.fwp_iph.tos = 0x10;
	packet.fwp_iph.tot_len = htons(0x3C3C);
	packet.fwp_iph.id = 0x1111;
	packet.fwp_iph.frag_off = htons(0x4101);
	packet.fwp_iph.protocol = 17;
	strcpy(packet.fwp_vianame, "nothere0");
	refused(check_packet("input", &packet), ETIMEDOUT,
		"a header whose first nine bytes are not zero");
}

/* S2.58 */
void group_check(void)
{
	struct ip_fwuser rule = rule_marked(7, "");
	int reader;
	int size;

	verdicts();
	jumps();
	must(flush_chain("input"), "flush");
	remember();
	headers();

	rule.ipfw.fw_flg = IP_FW_F_PRN | IP_FW_F_NETLINK | IP_FW_F_MARKABS;
	rule.ipfw.fw_outputsize = 64;
	rule.ipfw.fw_tosand = 0;
	rule.ipfw.fw_tosxor = 0x10;
	prepared(append("output", &rule), "append");
	reader = copies();
	size = log_size();
	refused(check("output"), 0, "a rule that would count, log, copy, mark and set TOS");
	claim_number((unsigned long)log_size(), (unsigned long)size,
		     "the kernel's log has not grown");
	claim(!copied(reader), "nobody has been sent a copy");
	if (reader >= 0)
		close(reader);
}

static struct ip_fwpkt fragment(uint16_t word, uint16_t length, uint8_t protocol)
{
	struct ip_fwpkt packet = tcp_packet();

	packet.fwp_iph.frag_off = htons(word);
	packet.fwp_iph.tot_len = htons(length);
	packet.fwp_iph.protocol = protocol;
	return packet;
}

/* What the pre-checks say of a packet that policy ACCEPT would let through. */
static const struct {
	const char *what;
	uint16_t word;		/* fragment word */
	uint16_t length;
	uint8_t protocol;
	int error;
} suspects[] = {
	{ "TCP at offset 8", 0x0001, 60, 6, ETIMEDOUT },
	{ "TCP at offset 8, more to come", 0x2001, 60, 6, ETIMEDOUT },
	{ "TCP at offset 16", 0x0002, 60, 6, 0 },
	{ "TCP at offset 2056", 0x0101, 60, 6, 0 },
	{ "UDP at offset 8", 0x0001, 60, 17, 0 },
	{ "TCP of 35 bytes, more to come", 0x2000, 35, 6, ETIMEDOUT },
	{ "TCP of 36 bytes, more to come", 0x2000, 36, 6, 0 },
	{ "TCP of 35 bytes, all there is", 0x0000, 35, 6, 0 },
	{ "UDP of 27 bytes, more to come", 0x2000, 27, 17, ETIMEDOUT },
	{ "UDP of 28 bytes, more to come", 0x2000, 28, 17, 0 },
	{ "ICMP of 27 bytes, more to come", 0x2000, 27, 1, ETIMEDOUT },
	{ "ICMP of 28 bytes, more to come", 0x2000, 28, 1, 0 },
	{ "protocol 47 of 20 bytes, more to come", 0x2000, 20, 47, 0 },
};

/* S2.1, S2.2, S4.50, S4.51 */
void group_suspects(void)
{
	struct ip_fwuser rule = rule_to("REJECT");
	struct ip_fwpkt packet;
	int size = log_size();
	size_t i;

	for (i = 0; i < sizeof(suspects) / sizeof(suspects[0]); i++) {
		packet = fragment(suspects[i].word, suspects[i].length, suspects[i].protocol);
		refused(check_packet("input", &packet), suspects[i].error, "%s",
			suspects[i].what);
	}
	claim_number((unsigned long)log_size(), (unsigned long)size,
		     "the kernel's log has not grown");
	rule.ipfw.fw_flg = IP_FW_F_FRAG;
	prepared(append("input", &rule), "append");
	packet = fragment(0, 35, 6);
	refused(check_packet("input", &packet), ECONNREFUSED,
		"too short a TCP packet is a fragment to rules");
	packet = fragment(2, 0x3C00, 6);
	refused(check_packet("input", &packet), ECONNREFUSED,
		"so is what the tool sends for -f: offset 16, length 60 in the wrong order");
	packet = fragment(0, 0x3C00, 6);
	refused(check_packet("input", &packet), 0, "and without -f it is not");
}
