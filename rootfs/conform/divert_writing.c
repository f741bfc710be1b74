/* SPDX-License-Identifier: GPL-2.0-only */
/* divert_writing.c - batches, several threads, marks, and errors that must not wait to be read */
#include <errno.h>
#include <linux/ip_divert.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "claim.h"
#include "command.h"
#include "divert_packet.h"
#include "divert_socket.h"
#include "flows.h"
#include "groups.h"

#define BATCH 8
#define THREADS 4
#define EACH 50		/* packets a thread reads and hands back */

/* Messages of a batch, each with bytes, address and control bytes of its own. */
struct batch {
	struct mmsghdr messages[BATCH];
	struct iovec pieces[BATCH];
	struct sockaddr_in names[BATCH];
	unsigned char bytes[BATCH][200];
	char control[BATCH][CMSG_SPACE(sizeof(struct ip_divert_info))]
		__attribute__((aligned(8)));
};

static void make_batch(struct batch *batch)
{
	memset(batch, 0, sizeof(*batch));
	for (int i = 0; i < BATCH; i++) {
		batch->pieces[i].iov_base = batch->bytes[i];
		batch->pieces[i].iov_len = sizeof(batch->bytes[i]);
		batch->messages[i].msg_hdr = (struct msghdr) {
			.msg_name = &batch->names[i], .msg_namelen = sizeof(batch->names[i]),
			.msg_iov = &batch->pieces[i], .msg_iovlen = 1,
			.msg_control = batch->control[i],
			.msg_controllen = sizeof(batch->control[i]),
		};
	}
}

/* How many of them come with a struct ip_divert_info of their own, ids growing. */
static unsigned long informed(const struct batch *batch, int count)
{
	unsigned long long last = 0;
	unsigned long n = 0;

	for (int i = 0; i < count; i++) {
		const struct msghdr *header = &batch->messages[i].msg_hdr;
		const struct cmsghdr *cmsg = CMSG_FIRSTHDR(header);
		struct ip_divert_info info;

		if (!cmsg || cmsg->cmsg_level != IPPROTO_DIVERT)
			continue;
		memcpy(&info, CMSG_DATA(cmsg), sizeof(info));
		n += info.packet > last;
		last = info.packet;
	}
	return n;
}

/* What was read is what is to be written, the address included. */
static void turn_round(struct batch *batch, int count)
{
	for (int i = 0; i < count; i++) {
		batch->pieces[i].iov_len = batch->messages[i].msg_len;
		batch->messages[i].msg_hdr.msg_control = NULL;
		batch->messages[i].msg_hdr.msg_controllen = 0;
	}
}

static unsigned long arrived(int receiver)
{
	unsigned long n = 0;

	while (flow_receive(receiver))
		n++;
	return n;
}

/* S7.144, S7.143 */
void group_divert_batches(void)
{
	static struct batch batch;
	int fd = divert_on(1234), receiver = flow_receiver(DIVERTED_TO), n;

	divert_datagrams(1234);
	must(divert_tell(fd, 1), "IP_DIVERT_INFO");
	for (size_t payload = 1; payload <= 5; payload++)
		must(divert_one(payload), "send");
	make_batch(&batch);
	n = recvmmsg(fd, batch.messages, BATCH, MSG_DONTWAIT, NULL);
	claim(n == 5, "recvmmsg() reads all five");
	for (int i = 0; i < 5; i++)
		claim_number(batch.messages[i].msg_len, HEADERS + 1 + (unsigned long)i,
			     "packet %d of the batch", i + 1);
	claim_number(informed(&batch, 5), 5, "each comes with its own control message");
	turn_round(&batch, 5);
	batch.pieces[3].iov_len = 19;
	claim(sendmmsg(fd, batch.messages, 5, 0) == 3, "sendmmsg() takes three, the fourth is none");
	claim_errno(sendmmsg(fd, batch.messages + 3, 2, 0) < 0 ? errno : 0, EBADRQC,
		    "which it says when it is the first");
	claim(sendmmsg(fd, batch.messages + 4, 1, 0) == 1, "the fifth is taken");
	claim_number(divert_listed(1234, REINJECTED), 4, "four went on behind their rule");
	claim_number(arrived(receiver), 4, "and have arrived");
	close(receiver);
	close(fd);
}

/* Reads and hands back EACH packets, as any interceptor. */
static void *serve(void *argument)
{
	int fd = *(const int *)argument;
	unsigned char bytes[200];
	unsigned long back = 0;

	for (int i = 0; i < EACH; i++) {
		struct sockaddr_in from;
		socklen_t size = sizeof(from);
		ssize_t n = recvfrom(fd, bytes, sizeof(bytes), 0, (struct sockaddr *)&from, &size);

		back += n > 0 && sendto(fd, bytes, (size_t)n, 0, (struct sockaddr *)&from,
					sizeof(from)) == n;
	}
	return (void *)back;
}

static void *inject(void *argument)
{
	unsigned char packet[HEADERS + 1];

	make_packet(packet, sizeof(packet), "127.0.0.1", "127.0.0.1");
	return (void *)(unsigned long)send_packet(*(const int *)argument, packet, sizeof(packet), 0,
						  NULL, 0);
}

/* S7.115 */
void group_divert_threads(void)
{
	int fd = divert_on(1234), receiver = flow_receiver(DIVERTED_TO);
	pthread_t threads[THREADS], writer;
	unsigned long back = 0;
	void *result;

	divert_datagrams(1234);
	must(divert_one(1), "send");
	must(pthread_create(&writer, NULL, inject, &fd), "start a thread");
	pthread_join(writer, &result);
	claim_errno((int)(unsigned long)result, 0, "another thread writes while a packet is queued");
	claim(flow_receive(receiver) && divert_read(fd, 200, 0) == HEADERS + 1,
	      "its packet goes, the queued one stays");
	for (int i = 0; i < THREADS; i++)
		must(pthread_create(&threads[i], NULL, serve, &fd), "start a thread");
	must(pthread_create(&writer, NULL, inject, &fd), "start a thread");
	pthread_join(writer, &result);
	claim_errno((int)(unsigned long)result, 0, "and while four others wait to read");
	claim(flow_receive(receiver), "it arrives");
	for (int i = 0; i < THREADS * EACH; i++)
		must(divert_one(1), "send");
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], &result);
		back += (unsigned long)result;
	}
	claim_number(back, THREADS * EACH, "four threads read and hand back all there is");
	claim_number(divert_listed(1234, REINJECTED), THREADS * EACH, "each with its own ticket");
	claim_number(arrived(receiver), THREADS * EACH, "and each packet arrives once");
	close(receiver);
	close(fd);
}

/* The mark of the next packet queued on @fd, which has asked to be told. */
static unsigned long mark_of(int fd, struct sockaddr_in *from, unsigned char *bytes, size_t size)
{
	char control[CMSG_SPACE(sizeof(struct ip_divert_info))] __attribute__((aligned(8)));
	struct iovec piece = { .iov_base = bytes, .iov_len = size };
	struct msghdr message = { .msg_name = from, .msg_namelen = sizeof(*from),
				  .msg_iov = &piece, .msg_iovlen = 1,
				  .msg_control = control, .msg_controllen = sizeof(control) };
	struct ip_divert_info info;

	if (recvmsg(fd, &message, MSG_DONTWAIT) < 0 || !CMSG_FIRSTHDR(&message))
		give_up("read a packet with its mark");
	memcpy(&info, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(info));
	return info.mark;
}

static int marked(uint16_t port, unsigned int mark)
{
	int fd = divert_on(port);

	must(divert_tell(fd, 1), "IP_DIVERT_INFO");
	must(setsockopt(fd, SOL_SOCKET, SO_MARK, &mark, sizeof(mark)) ? errno : 0, "SO_MARK");
	return fd;
}

/* S7.110, S7.126: two rules of output, to ports 6 and 7 */
void group_divert_mark(void)
{
	struct ip_fwuser six = rule_divert(6), seven = rule_divert(7);
	int writer = marked(5, 55), first = marked(6, 66), second = marked(7, 0);
	unsigned char packet[HEADERS + 1];
	struct sockaddr_in from;

	reset_rules();
	must(append("output", &six), "append");
	must(append("output", &seven), "append");
	make_packet(packet, sizeof(packet), "127.0.0.1", "127.0.0.1");
	claim_errno(send_packet(writer, packet, sizeof(packet), 0, NULL, 0), 0, "a new packet");
	claim_number(mark_of(first, &from, packet, sizeof(packet)), 55,
		     "begins with SO_MARK of the socket it is written to");
	claim_errno(send_packet(first, packet, sizeof(packet), 0, &from, sizeof(from)), 0,
		    "handed back with its ticket, by a socket with another SO_MARK");
	claim_number(mark_of(second, &from, packet, sizeof(packet)), 55, "it keeps its own");
	memset(from.sin_zero, 0, sizeof(from.sin_zero));
	claim_errno(send_packet(second, packet, sizeof(packet), 0, &from, sizeof(from)), 0,
		    "written without ticket by a socket that has no SO_MARK");
	claim_number(mark_of(first, &from, packet, sizeof(packet)), 0, "it has none any more");
	close(second);
	close(first);
	close(writer);
}

static int pending(int fd)
{
	socklen_t size = sizeof(int);
	int error = -1;

	must(getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) ? errno : 0, "SO_ERROR");
	return error;
}

/* Nothing to read, no error and nothing odd. */
static void claim_quiet(int fd, const char *after)
{
	struct pollfd wanted = { .fd = fd, .events = POLLIN | POLLOUT };

	claim(divert_read(fd, 100, 0) == -EAGAIN, "%s: recv() has nothing to tell", after);
	claim(divert_read(fd, 100, MSG_ERRQUEUE) == -EAGAIN, "%s: nor the error queue", after);
	claim(poll(&wanted, 1, 0) == 1 && wanted.revents == POLLOUT, "%s: nor poll()", after);
	claim_errno(pending(fd), 0, "%s: nor SO_ERROR", after);
}

/* S7.104, with IP_RECVERR off (0) and on (1) */
static void provoke(int recverr)
{
	static unsigned char packet[2000];
	struct sockaddr_in nobody = divert_address("203.0.113.1");
	struct ip_fwuser deny = rule_to("DENY"), reject = rule_to("REJECT");
	int fd = divert_on(1234);

	must(setsockopt(fd, IPPROTO_IP, IP_RECVERR, &recverr, sizeof(recverr)) ? errno : 0,
	     "IP_RECVERR");
	reset_rules();
	make_packet(packet, 100, "127.0.0.1", "127.0.0.1");
	claim_errno(send_packet(fd, packet, 100, 0, NULL, 0), 0, "to a port nobody has");
	claim_quiet(fd, "behind the ICMP error that comes back");
	must(append("output", &reject), "append");
	claim_errno(send_packet(fd, packet, 100, 0, NULL, 0), EPERM, "rejected on output");
	claim_quiet(fd, "behind EPERM and an ICMP error");
	must(replace("output", 1, &deny), "replace");
	claim_errno(send_packet(fd, packet, 100, 0, NULL, 0), EPERM, "denied on output");
	claim_quiet(fd, "behind EPERM");
	claim_errno(send_packet(fd, packet, 19, 0, NULL, 0), EBADRQC, "no packet");
	claim_quiet(fd, "behind EBADRQC");
	claim_errno(send_packet(fd, packet, 100, 0, &nobody, sizeof(nobody)), EADDRNOTAVAIL,
		    "an address that is nobody's");
	claim_quiet(fd, "behind EADDRNOTAVAIL");
	divert_datagrams(1234);
	must(divert_one(3), "send");
	claim(divert_read(fd, 100, 0) == HEADERS + 3, "the first packet is what is read first");
	close(fd);
}

void group_divert_spurious(void)
{
	provoke(0);
	provoke(1);
}
