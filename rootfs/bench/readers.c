// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programs to which packets are handed over, and which pass them on: a divert socket, an NFQUEUE,
 * a raw socket; each packet by itself, or many with one system call.
 */
#include <errno.h>
#include <netinet/in.h>
#include <linux/ip_fw.h>
#include <linux/netfilter.h>
#include <netinet/ip.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "bench.h"
#include "divert.h"
#include "nfqrule.h"
#include "nfqueue.h"

#define PORT		7	/* of the divert socket; and the number of the queue */
#define INPUT_PRIORITY	(-450)
#define ROOM		2048	/* bytes for a packet and what is told of it */

static int fd, output;		/* output: of the raw socket */
static struct netlink_batch batch;

/* What recvmmsg() has read, and sendmmsg() is to write. */
static struct {
	struct mmsghdr heads[BENCH_BURST];
	struct iovec parts[BENCH_BURST];
	struct sockaddr_in from[BENCH_BURST];
	char bytes[BENCH_BURST][ROOM];
} burst;

static unsigned int receive_burst(unsigned int most)
{
	int got;

	for (unsigned int i = 0; i < most; i++) {
		burst.parts[i] = (struct iovec) { burst.bytes[i], ROOM };
		burst.heads[i].msg_hdr = (struct msghdr) {
			.msg_name = &burst.from[i], .msg_namelen = sizeof(burst.from[i]),
			.msg_iov = &burst.parts[i], .msg_iovlen = 1,
		};
	}
	got = recvmmsg(fd, burst.heads, most, MSG_WAITFORONE, NULL);
	if (got < 0 && errno != EAGAIN)
		give_up("recvmmsg");
	return got < 0 ? 0 : (unsigned int)got;
}

static void divert_open_all(void)
{
	struct ip_fwchange change = {
		.fwc_rule.ipfw = {
			.fw_spts = { 0, 0xFFFF },
			.fw_dpts = { 0, 0xFFFF },
			.fw_tosand = 0xFF,
			.fw_redirpt = PORT,
		},
		.fwc_rule.label = IP_FW_LABEL_DIVERT,
		.fwc_label = IP_FW_LABEL_INPUT,
	};

	fd = divert_open();
	if (fd < 0 || divert_bind(fd, PORT))
		give_up("divert socket");
	if (setsockopt(fd, IPPROTO_IP, IP_FW_APPEND, &change, sizeof(change)))
		give_up("IP_FW_APPEND");
	set_patience(fd);
}

static unsigned int divert_pass(unsigned int most)
{
	static struct divert_packet packet;

	(void)most;
	if (divert_recv(fd, &packet)) {
		if (errno == EAGAIN)
			return 0;
		give_up("read the divert socket");
	}
	if (divert_reinject(fd, &packet))
		give_up("write to the divert socket");
	return 1;
}

static unsigned int divert_pass_many(unsigned int most)
{
	unsigned int got = receive_burst(most);

	for (unsigned int i = 0; i < got; i++)
		burst.parts[i].iov_len = burst.heads[i].msg_len;
	for (unsigned int done = 0; done < got;) {
		int sent = sendmmsg(fd, burst.heads + done, got - done, 0);

		if (sent < 0)
			give_up("sendmmsg to the divert socket");
		done += (unsigned int)sent;
	}
	return got;
}

static void nfqueue_open(void)
{
	static const struct nfq_setup setup = { .queue = PORT };
	static const struct nfq_rule rule = {
		.queue = PORT,
		.hook = NF_INET_PRE_ROUTING,
		.priority = INPUT_PRIORITY,
	};
	int rules = netlink_open();

	fd = netlink_open();
	if (fd < 0 || rules < 0 || nfq_bind(fd, &batch, &setup) || netlink_answer(fd))
		give_up("NFQUEUE");
	if (nfq_rule_install(rules, &batch, &rule, false))
		give_up("rule of the NFQUEUE");
	set_patience(fd);
}

static uint32_t packet_id(const void *datagram, size_t n)
{
	struct nfq_packet packet;

	errno = EPROTO;
	if (nfq_read(datagram, n, &packet) != NFQ_PACKET)
		give_up("read the NFQUEUE");
	return packet.id;
}

static void send_verdict(void)
{
	if (netlink_send(fd, &batch))
		give_up("verdict");
}

static unsigned int nfqueue_pass(unsigned int most)
{
	static unsigned char datagram[NFQ_DATAGRAM_MAX];
	ssize_t n = recv(fd, datagram, sizeof(datagram), 0);

	(void)most;
	if (n < 0) {
		if (errno == EAGAIN)
			return 0;
		give_up("read the NFQUEUE");
	}
	netlink_clear(&batch);
	nfq_verdict(&batch, PORT, packet_id(datagram, (size_t)n), NF_ACCEPT, NULL, 0);
	send_verdict();
	return 1;
}

static unsigned int nfqueue_pass_many(unsigned int most)
{
	unsigned int got = receive_burst(most);

	if (!got)
		return 0;
	netlink_clear(&batch);
	nfq_verdict_up_to(&batch, PORT, packet_id(burst.bytes[got - 1], burst.heads[got - 1].msg_len),
			  NF_ACCEPT);
	send_verdict();
	return got;
}

static void raw_open(void)
{
	fd = traffic_socket(BENCH_DETOUR);
	output = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
	if (output < 0)
		give_up("raw socket");
}

/* The copy goes on to where the others' packets go; the packet itself ends here. */
static unsigned int raw_pass(unsigned int most)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr = { htonl(BENCH_LISTENER) } };
	static char bytes[ROOM];
	ssize_t n = recv(fd, bytes, sizeof(bytes), 0);

	(void)most;
	if (n < 0) {
		if (errno == EAGAIN)
			return 0;
		give_up("read the raw socket");
	}
	memcpy(bytes + offsetof(struct iphdr, daddr), &to.sin_addr, sizeof(to.sin_addr));
	if (sendto(output, bytes, (size_t)n, 0, (struct sockaddr *)&to, sizeof(to)) < 0)
		give_up("write to the raw socket");
	return 1;
}

static const struct bench_reader readers[] = {
	{ "nobody", BENCH_LISTENER, NULL, NULL },
	{ "divert", BENCH_LISTENER, divert_open_all, divert_pass },
	{ "divert-many", BENCH_LISTENER, divert_open_all, divert_pass_many },
	{ "nfqueue", BENCH_LISTENER, nfqueue_open, nfqueue_pass },
	{ "nfqueue-many", BENCH_LISTENER, nfqueue_open, nfqueue_pass_many },
	{ "raw", BENCH_DETOUR, raw_open, raw_pass },
};

const struct bench_reader *find_reader(const char *name)
{
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++)
		if (!strcmp(readers[i].name, name))
			return &readers[i];
	return NULL;
}
