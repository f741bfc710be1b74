/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * nllisten - show the copies of packets that rules with -o send to netlink
 *
 * usage: nllisten [OPTION...]
 *
 *   --resend           send each copy once more, through a raw socket; needs --count, because
 *                      rules of the output chain may copy it again
 *   --write-back       write each copy to the netlink socket, and tell what becomes of it
 *   --groups MASK      the groups to join, a number whose bits name them (1)
 *   --buffer BYTES     size of the receive buffer
 *   --count N          end after N copies
 *   --timeout SECONDS  end after that time, counted from the line that says ready
 *
 * "nllisten: ready for netlink copies" on standard output says that none is missed from now on.
 * Then there are three parts for each copy: a line of what it says, a line of the 24 bytes before
 * the packet, and a hex dump of the packet's first 40 bytes. A reader that was too slow says
 * "copies lost: the buffer was full". A copy that cannot be sent once more is reported on standard
 * error, and the next one is served.
 *
 * Exit status: 0 done, or ended by SIGINT, SIGTERM or SIGPIPE; 1 fewer than --count copies
 * came before --timeout or the signal; 2 usage; 3 a system call failed (which, and why, on
 * standard error).
 *
 * Example: nllisten &
 *          ipchains -A input -p icmp -o
 */
#include <errno.h>
#include <linux/ip_fw_netlink.h>
#include <linux/netlink.h>
#include <netinet/ip.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "arguments.h"
#include "await.h"
#include "divert.h"
#include "ipv4.h"
#include "limit.h"
#include "say.h"

#define SHOWN_BYTES 40		/* of each packet, in hex: an IP header and what follows */
#define MOST 1000000000UL

enum way { LISTEN, RESEND, WRITE_BACK };

struct task {
	enum way way;
	unsigned long groups;
	unsigned long buffer;		/* bytes, 0: what the kernel gives */
	struct limit limit;
	int raw;			/* for RESEND */
};

/* One datagram, its packet with hex and checksum of divert.h. */
struct copy {
	struct ip_fw_netlink head;
	struct divert_packet packet;
};

static const char usage_text[] =
	"usage: nllisten [--resend | --write-back] [--groups MASK] [--buffer BYTES]\n"
	"                [--count N] [--timeout SECONDS]\n";

static _Noreturn void fail(const char *what)
{
	say_errno("%s", what);
	exit(EXIT_SYSTEM);
}

static void set_way(struct task *task, enum way way)
{
	if (task->way != LISTEN && task->way != way) {
		say("only one of --resend and --write-back can be meant");
		usage();
	}
	task->way = way;
}

static void read_arguments(struct task *task, int argc, char **argv)
{
	static const struct option options[] = {
		{ "resend", no_argument, NULL, 'r' },
		{ "write-back", no_argument, NULL, 'w' },
		{ "groups", required_argument, NULL, 'g' },
		{ "buffer", required_argument, NULL, 'b' },
		LIMIT_OPTIONS,
		{ NULL, 0, NULL, 0 },
	};
	int option;

	usage_is(usage_text);
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'r')
			set_way(task, RESEND);
		else if (option == 'w')
			set_way(task, WRITE_BACK);
		else if (option == 'g')
			task->groups = number_argument("--groups", optarg, 1, UINT32_MAX);
		else if (option == 'b')
			task->buffer = number_argument("--buffer", optarg, 1, MOST);
		else if (!limit_option(&task->limit, option, optarg))
			usage();
	}
	if (argc != optind)
		usage();
	if (task->way == RESEND && !task->limit.count) {
		say("--resend needs --count: what is sent may be copied again, without end");
		usage();
	}
}

static int listen_to(const struct task *task)
{
	struct sockaddr_nl name = { .nl_family = AF_NETLINK, .nl_groups = (uint32_t)task->groups };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_FIREWALL);
	int bytes = (int)task->buffer;

	if (fd < 0)
		fail("open a netlink socket");
	if (bytes && setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes)))
		fail("set the receive buffer");
	if (bind(fd, (struct sockaddr *)&name, sizeof(name)))
		fail("join the groups");
	return fd;
}

/* 1: a copy has come. 0: copies were lost. */
static int receive(int fd, struct copy *copy)
{
	struct iovec parts[] = {
		{ &copy->head, sizeof(copy->head) },
		{ copy->packet.bytes, sizeof(copy->packet.bytes) },
	};
	ssize_t n = readv(fd, parts, 2);

	if (n < 0 && errno == ENOBUFS)
		return 0;
	if (n < 0)
		fail("receive a copy");
	if ((size_t)n < sizeof(copy->head) || copy->head.length != (size_t)n) {
		errno = EBADMSG;
		fail("receive a copy");
	}
	copy->packet.len = (size_t)n - sizeof(copy->head);
	return 1;
}

static void show(const struct copy *copy, unsigned long serial)
{
	const unsigned char *head = (const unsigned char *)&copy->head;
	char words[256], hex[SHOWN_BYTES * 3 + 1];

	ipv4_describe(copy->packet.bytes, copy->packet.len, words, sizeof(words));
	printf("copy %lu: length %u, mark %u, interface %.16s, %zu bytes, %s\nhead", serial,
	       copy->head.length, copy->head.mark, copy->head.vianame, copy->packet.len, words);
	for (size_t i = 0; i < sizeof(copy->head); i++)
		printf(" %02x", head[i]);
	divert_hex(&copy->packet, SHOWN_BYTES, hex, sizeof(hex));
	printf("\n%s", hex);
	fflush(stdout);
}

/* False, and said, if the copy is no whole packet or the kernel refuses it. */
static bool resend(int raw, const struct divert_packet *packet)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	struct iphdr iph;

	if (packet->len < sizeof(iph)) {
		say("resend: only %zu bytes have been copied", packet->len);
		return false;
	}
	memcpy(&iph, packet->bytes, sizeof(iph));
	if (ntohs(iph.tot_len) != packet->len) {
		say("resend: only %zu of %u bytes have been copied", packet->len,
		    ntohs(iph.tot_len));
		return false;
	}
	to.sin_addr.s_addr = iph.daddr;
	if (sendto(raw, packet->bytes, packet->len, 0, (struct sockaddr *)&to, sizeof(to)) < 0) {
		say_errno("resend %zu bytes", packet->len);
		return false;
	}
	return true;
}

static void write_back(int fd, const struct copy *copy)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	struct iovec parts[] = {
		{ (void *)&copy->head, sizeof(copy->head) },
		{ (void *)copy->packet.bytes, copy->packet.len },
	};
	struct msghdr message = { .msg_name = &kernel, .msg_namelen = sizeof(kernel),
				  .msg_iov = parts, .msg_iovlen = 2 };

	if (sendmsg(fd, &message, 0) < 0)
		printf("written back: %s (%s)\n", strerror(errno), strerrorname_np(errno));
	else
		printf("written back: taken\n");
	fflush(stdout);
}

/* Serves copies to the end of the task; the program's exit status. */
static int serve(struct task *task, int fd)
{
	static struct copy copy;
	bool all_sent = true;

	while (limit_wait(&task->limit, fd)) {
		if (!receive(fd, &copy)) {
			printf("copies lost: the buffer was full\n");
			fflush(stdout);
			continue;
		}
		show(&copy, limit_came(&task->limit));
		if (task->way == RESEND)
			all_sent &= resend(task->raw, &copy.packet);
		else if (task->way == WRITE_BACK)
			write_back(fd, &copy);
	}
	return all_sent ? limit_status(&task->limit) : EXIT_SYSTEM;
}

int main(int argc, char **argv)
{
	struct task task = { .way = LISTEN, .groups = 1, .limit.what = "copies" };
	int fd;

	say_as("nllisten");
	read_arguments(&task, argc, argv);
	await_signals();
	if (task.way == RESEND) {
		task.raw = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
		if (task.raw < 0)
			fail("open a raw socket");
	}
	fd = listen_to(&task);
	printf("nllisten: ready for netlink copies\n");
	fflush(stdout);
	limit_start(&task.limit);
	return serve(&task, fd);
}
