/* SPDX-License-Identifier: GPL-2.0-only */
/* divert_info.c - what comes beside a packet: IP_DIVERT_INFO, IP_PKTINFO, time stamps */
#include <errno.h>
#include <linux/ip_divert.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "claim.h"
#include "command.h"
#include "divert_socket.h"
#include "groups.h"

#define ROOM 256	/* bytes for control messages: more than any claim below needs */

/* A packet read with what came beside it. */
struct reading {
	long length;
	int flags;
	char control[ROOM] __attribute__((aligned(8)));
	size_t used;
};

static void read_with(struct reading *reading, int fd, size_t room, int flags)
{
	static char bytes[65536];
	struct iovec piece = { .iov_base = bytes, .iov_len = sizeof(bytes) };
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1,
				  .msg_control = reading->control, .msg_controllen = room };

	memset(reading->control, 0xa5, sizeof(reading->control));
	reading->length = recvmsg(fd, &message, flags | MSG_DONTWAIT);
	reading->flags = message.msg_flags;
	reading->used = message.msg_controllen;
}

/* The bytes of the control message of @level and @type, which must have @size of them; or NULL. */
static const void *control(struct reading *reading, int level, int type, size_t size)
{
	struct msghdr message = { .msg_control = reading->control,
				  .msg_controllen = reading->used };
	struct cmsghdr *cmsg;

	for (cmsg = CMSG_FIRSTHDR(&message); cmsg; cmsg = CMSG_NXTHDR(&message, cmsg))
		if (cmsg->cmsg_level == level && cmsg->cmsg_type == type)
			return cmsg->cmsg_len == CMSG_LEN(size) ? CMSG_DATA(cmsg) : NULL;
	return NULL;
}

/* What it says of the packet; all zero, and a false claim, if it says nothing. */
static struct ip_divert_info info_of(struct reading *reading, const char *which)
{
	struct ip_divert_info info = { 0 };
	const void *bytes = control(reading, IPPROTO_DIVERT, IP_DIVERT_INFO, sizeof(info));

	if (claim(bytes, "%s comes with a struct ip_divert_info", which))
		memcpy(&info, bytes, sizeof(info));
	return info;
}

static void claim_info(struct ip_divert_info got, struct ip_divert_info wanted, const char *which)
{
	claim_number(got.stage, wanted.stage, "%s: stage", which);
	claim_number(got.ifindex, wanted.ifindex, "%s: interface it came in by", which);
	claim_number(got.out_ifindex, wanted.out_ifindex, "%s: interface to leave by", which);
	claim_number(got.rulenum, wanted.rulenum, "%s: number of the rule", which);
	claim_number(got.mark, wanted.mark, "%s: mark", which);
	claim(!memcmp(got.chain, wanted.chain, sizeof(got.chain)), "%s: chain `%.12s'", which,
	      got.chain);
	claim(got.packet != 0, "%s: id in the diary", which);
}

/* Rule 2 of the chain `u', which output and input jump to, diverts to 1234 and marks. */
static void divert_in_user_chain(const char *builtin, uint32_t mark)
{
	struct ip_fwuser any = rule_to(""), jump = rule_to("u"), divert = rule_divert(1234);

	divert.ipfw.fw_flg |= IP_FW_F_MARKABS;
	divert.ipfw.fw_mark = mark;
	reset_rules();
	must(create_chain("u"), "create a chain");
	must(append("u", &any), "append");
	must(append("u", &divert), "append");
	must(append(builtin, &any), "append");
	must(append(builtin, &any), "append");
	must(append(builtin, &jump), "append");
}

/* S7.142: what it says, at both stages that packets of lo meet */
void group_divert_info(void)
{
	struct ip_fwuser any = rule_to("");
	unsigned int lo = if_nametoindex("lo");
	struct ip_divert_info first, second;
	struct reading reading = { 0 };
	int fd = divert_on(1234);

	divert_datagrams(1234);
	must(divert_one(1), "send");
	read_with(&reading, fd, ROOM, 0);
	claim(reading.length == HEADERS + 1 && !reading.used && !(reading.flags & MSG_CTRUNC),
	      "who has not asked gets the packet and nothing else");
	must(divert_tell(fd, 1), "IP_DIVERT_INFO");
	must(divert_one(1), "send");
	must(insert("output", 1, &any), "insert");
	read_with(&reading, fd, ROOM, 0);
	first = info_of(&reading, "a packet of an output rule, another one put before it since,");
	claim_info(first, (struct ip_divert_info) { .stage = IP_DIVERT_OUTPUT_LOCAL,
		   .out_ifindex = lo, .rulenum = 1, .chain = "output" }, "output");
	divert_in_user_chain("input", 77);
	must(divert_one(1), "send");
	read_with(&reading, fd, ROOM, 0);
	second = info_of(&reading, "a packet of a user chain");
	claim_info(second, (struct ip_divert_info) { .stage = IP_DIVERT_INPUT, .ifindex = lo,
		   .rulenum = 2, .mark = 77, .chain = "u" }, "input");
	claim(second.packet > first.packet, "ids grow");
	must(divert_one(1), "send");
	must(divert_tell(fd, 0), "IP_DIVERT_INFO");
	read_with(&reading, fd, ROOM, 0);
	claim(!reading.used, "turned off with a packet queued, it is not told");
	must(divert_one(1), "send");
	must(divert_tell(fd, 1), "IP_DIVERT_INFO");
	read_with(&reading, fd, ROOM, 0);
	info_of(&reading, "turned on with a packet queued: it");
	close(fd);
}

/* S7.143: peeked at, cut off, in batches, and with what other sockets can have */
void group_divert_control(void)
{
	struct ip_divert_info peeked, info;
	const struct in_pktinfo *pktinfo;
	struct reading reading = { 0 };
	int fd = divert_on(1234), one = 1;

	divert_in_user_chain("input", 5);
	must(divert_tell(fd, 1), "IP_DIVERT_INFO");
	must(divert_one(1), "send");
	read_with(&reading, fd, ROOM, MSG_PEEK);
	peeked = info_of(&reading, "a packet peeked at");
	read_with(&reading, fd, ROOM, 0);
	info = info_of(&reading, "the same packet read");
	claim(!memcmp(&peeked, &info, sizeof(info)), "both say the same");
	for (size_t room = 0; room < CMSG_LEN(sizeof(info)); room += 8) {
		must(divert_one(1), "send");
		read_with(&reading, fd, room, 0);
		claim(reading.length == HEADERS + 1 && reading.flags & MSG_CTRUNC,
		      "with room for %zu bytes the packet is whole, MSG_CTRUNC set", room);
	}
	must(divert_one(1), "send");
	read_with(&reading, fd, CMSG_SPACE(sizeof(info)), 0);
	claim(!(reading.flags & MSG_CTRUNC), "with just enough it is not");
	must(setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &one, sizeof(one)) ? errno : 0, "IP_PKTINFO");
	must(divert_one(1), "send");
	read_with(&reading, fd, ROOM, 0);
	pktinfo = control(&reading, IPPROTO_IP, IP_PKTINFO, sizeof(*pktinfo));
	claim(pktinfo && pktinfo->ipi_ifindex == (int)if_nametoindex("lo"),
	      "IP_PKTINFO tells the interface it came in by");
	claim(pktinfo && pktinfo->ipi_spec_dst.s_addr == htonl(INADDR_LOOPBACK),
	      "the address of sin_addr");
	claim(pktinfo && pktinfo->ipi_addr.s_addr == htonl(INADDR_LOOPBACK),
	      "and the packet's destination");
	info_of(&reading, "the packet still");
	close(fd);
}

static int inherited;
static unsigned int outer_eth1;

static void read_abroad(void)
{
	struct reading reading = { 0 };
	char name[IF_NAMESIZE];

	if (unshare(CLONE_NEWNET))
		give_up("unshare(CLONE_NEWNET)");
	read_with(&reading, inherited, ROOM, 0);
	claim_number(info_of(&reading, "a packet read in another namespace").out_ifindex,
		     outer_eth1, "names the interface of the socket's");
	claim(!if_indextoname(outer_eth1, name), "which is none where it is read");
}

/* S7.142: wants the device eth1 of the topology's gateway */
void group_divert_abroad(void)
{
	struct sockaddr_in outside = { .sin_family = AF_INET, .sin_port = htons(DIVERTED_TO) };
	int fd = divert_on(1234), sender = socket(AF_INET, SOCK_DGRAM, 0);

	outside.sin_addr.s_addr = htonl(0xc6336402);
	outer_eth1 = if_nametoindex("eth1");
	inherited = fd;
	divert_datagrams(1234);
	must(divert_tell(fd, 1), "IP_DIVERT_INFO");
	if (sendto(sender, "", 1, 0, (struct sockaddr *)&outside, sizeof(outside)) != 1)
		give_up("send to 198.51.100.2");
	in_child(read_abroad);
	close(sender);
	close(fd);
}

static long long nanoseconds(const struct timespec *time)
{
	return time->tv_sec * 1000000000LL + time->tv_nsec;
}

static long long microseconds(const struct timeval *time)
{
	return time->tv_sec * 1000000LL + time->tv_usec;
}

/* S7.45: a tenth of a second between the packet's coming and its being read */
void group_divert_stamps(void)
{
	struct timespec before, between, tenth = { .tv_nsec = 100000000 };
	const struct timespec *stamp;
	const struct timeval *coarse;
	struct timeval last = { 0 };
	struct reading reading = { 0 };
	int fd = divert_on(1234), one = 1;

	divert_datagrams(1234);
	claim_errno(ioctl(fd, SIOCGSTAMP, &last) ? errno : 0, ENOENT,
		    "SIOCGSTAMP before the first packet");
	clock_gettime(CLOCK_REALTIME, &before);
	must(divert_one(1), "send");
	clock_gettime(CLOCK_REALTIME, &between);
	nanosleep(&tenth, NULL);
	divert_read(fd, 100, 0);
	must(ioctl(fd, SIOCGSTAMP, &last) ? errno : 0, "SIOCGSTAMP");
	claim(microseconds(&last) >= nanoseconds(&before) / 1000 &&
	      microseconds(&last) <= nanoseconds(&between) / 1000,
	      "after that it is when the packet read last came");
	must(setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof(one)) ? errno : 0,
	     "SO_TIMESTAMPNS");
	clock_gettime(CLOCK_REALTIME, &before);
	must(divert_one(1), "send");
	clock_gettime(CLOCK_REALTIME, &between);
	nanosleep(&tenth, NULL);
	read_with(&reading, fd, ROOM, 0);
	stamp = control(&reading, SOL_SOCKET, SO_TIMESTAMPNS, sizeof(*stamp));
	claim(stamp && nanoseconds(stamp) >= nanoseconds(&before) &&
	      nanoseconds(stamp) <= nanoseconds(&between),
	      "SO_TIMESTAMPNS is when the packet came, not when it was read");
	must(setsockopt(fd, SOL_SOCKET, SO_TIMESTAMP, &one, sizeof(one)) ? errno : 0,
	     "SO_TIMESTAMP");
	must(divert_one(1), "send");
	read_with(&reading, fd, ROOM, 0);
	coarse = control(&reading, SOL_SOCKET, SO_TIMESTAMP, sizeof(*coarse));
	claim(coarse && microseconds(coarse) >= nanoseconds(&between) / 1000,
	      "SO_TIMESTAMP likewise, of a later one");
	close(fd);
}
