/* SPDX-License-Identifier: GPL-2.0-only */
/* divert_queue.c - what is queued, what does not fit, and what is lost with the socket */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "claim.h"
#include "divert_socket.h"
#include "groups.h"

#define MANY 1000

static volatile sig_atomic_t told;

static void on_io(int signal_number)
{
	(void)signal_number;
	told = 1;
}

static void set_buffer(int fd, int bytes)
{
	must(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes)) ? errno : 0,
	     "SO_RCVBUF");
}

/* Sends @count datagrams of 100 bytes; how many the sender was told have gone. */
static unsigned long flood(unsigned long count)
{
	unsigned long sent = 0;

	for (unsigned long i = 0; i < count; i++)
		sent += divert_one(100) == 0;
	return sent;
}

/* S7.105, S7.112, T-X27 */
void group_divert_full(void)
{
	unsigned long queued;
	int fd = divert_on(1234);

	divert_datagrams(1234);
	set_buffer(fd, 4096);
	claim_number(flood(MANY), MANY, "the sender of 1000 packets is told of no loss");
	queued = divert_listed(1234, QUEUED);
	claim(queued >= 1 && queued < 50, "a small buffer holds a few");
	claim_number(divert_listed(1234, FULL), MANY - queued, "the others were counted as lost");
	claim_number(divert_listed(1234, BYTES), queued * (HEADERS + 100), "bytes are packets'");
	claim_number(divert_listed(1234, TICKETS), queued, "what is lost leaves no ticket");
	for (unsigned long i = 0; i < queued; i++)
		claim(divert_read(fd, 200, 0) == HEADERS + 100, "one that fitted is read");
	claim(divert_read(fd, 200, 0) == -EAGAIN, "and no more");
	claim_number(divert_listed(1234, READ), queued, "as the file says");
	claim_errno(divert_one(1), 0, "then there is room again");
	claim(divert_read(fd, 200, 0) == HEADERS + 1, "for the next");
	close(fd);
}

/* A filter is the program's own way to lose packets: no queue was full, and none is counted. */
void group_divert_filter(void)
{
	struct sock_filter none = { .code = BPF_RET | BPF_K, .k = 0 };
	struct sock_fprog filter = { .len = 1, .filter = &none };
	int fd = divert_on(1234);

	divert_datagrams(1234);
	must(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof(filter)) ? errno : 0,
	     "SO_ATTACH_FILTER");
	claim_errno(divert_one(1), 0, "the sender is told of no loss");
	claim(divert_read(fd, 200, 0) == -EAGAIN, "nothing is there to read");
	claim_number(divert_listed(1234, RECEIVED), 0, "nor was");
	claim_number(divert_listed(1234, FULL), 0, "the queue was not full");
	claim_number(divert_listed(1234, TICKETS), 0, "no ticket is left");
	must(setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, &filter, sizeof(filter)) ? errno : 0,
	     "SO_DETACH_FILTER");
	claim_errno(divert_one(2), 0, "without the filter the next");
	claim(divert_read(fd, 200, 0) == HEADERS + 2, "is read");
	close(fd);
}

/* S7.106 */
void group_divert_room(void)
{
	int fd = divert_on(1234);

	divert_datagrams(1234);
	claim_errno(divert_one(65535 - HEADERS), 0, "a packet of 65535 bytes");
	claim(divert_read(fd, 65536, 0) == 65535, "fits the default buffer, and is read whole");
	claim_number(flood(MANY), MANY, "1000 small ones");
	claim(divert_listed(1234, QUEUED) >= 100, "some hundred of them fit");
	close(fd);
}

/* A sender whose own buffer holds but a few: were it charged for what is queued, it would block. */
static unsigned long send_by_one(size_t payload)
{
	static const char nothing[1000];
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(DIVERTED_TO) };
	int fd = socket(AF_INET, SOCK_DGRAM, 0), room = 4096, charged = -1;
	unsigned long sent = 0;

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	must(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof(room)) ? errno : 0, "SO_SNDBUF");
	for (int i = 0; i < MANY; i++)
		sent += sendto(fd, nothing, payload, MSG_DONTWAIT, (struct sockaddr *)&to,
			       sizeof(to)) == (ssize_t)payload;
	must(ioctl(fd, SIOCOUTQ, &charged) ? errno : 0, "SIOCOUTQ");
	claim(charged == 0, "the sender is charged for nothing that is queued");
	close(fd);
	return sent;
}

/* S7.113, T-X30 */
void group_divert_accounting(void)
{
	int fd = divert_on(1234), waiting = -1;

	divert_datagrams(1234);
	must(divert_one(1000), "send");
	claim_number(divert_listed(1234, QUEUED), 1, "a packet waits to be read");
	claim_number(send_by_one(100), MANY, "a sender with room for a few is never blocked");
	claim(divert_listed(1234, QUEUED) > 100, "though far more than a few are queued");
	must(ioctl(fd, FIONREAD, &waiting) ? errno : 0, "FIONREAD");
	claim(waiting == HEADERS + 1000, "the first is still the first");
	claim(divert_read(fd, 2000, 0) == HEADERS + 1000, "and is read whole");
	close(fd);
}

/* S7.24, T-X28 */
void group_divert_close(void)
{
	int fd = divert_on(1234);

	divert_datagrams(1234);
	claim_number(flood(100), 100, "100 packets are queued");
	close(fd);
	claim_errno(divert_one(1), EPERM, "closed: the port is nobody's at once");
	fd = divert_on(1234);
	claim(divert_read(fd, 200, 0) == -EAGAIN, "the next listener inherits nothing");
	claim_number(divert_listed(1234, RECEIVED), 0, "not even counts");
	claim_errno(divert_one(1), 0, "but the rule");
	claim(divert_read(fd, 200, 0) == HEADERS + 1, "serves it");
	close(fd);
}

/* S7.45, S7.46, S7.108 */
void group_divert_order(void)
{
	struct sigaction action = { .sa_handler = on_io };
	struct timespec now, stamp = { 0 };
	unsigned long in_order = 0;
	int fd = divert_on(1234);

	divert_datagrams(1234);
	for (size_t payload = 1; payload <= 100; payload++)
		must(divert_one(payload), "send");
	for (long payload = 1; payload <= 100; payload++)
		in_order += divert_read(fd, 200, 0) == HEADERS + payload;
	claim_number(in_order, 100, "100 packets are read in the order in which they matched");
	claim_errno(ioctl(fd, SIOCGSTAMPNS, &stamp) ? errno : 0, 0, "SIOCGSTAMPNS");
	clock_gettime(CLOCK_REALTIME, &now);
	claim(stamp.tv_sec > 0 && now.tv_sec - stamp.tv_sec < 60, "is the time of a packet");
	sigaction(SIGIO, &action, NULL);
	must(fcntl(fd, F_SETOWN, getpid()) || fcntl(fd, F_SETFL, O_ASYNC | O_NONBLOCK) ? errno : 0,
	     "ask for SIGIO");
	claim(!told, "no SIGIO yet");
	must(divert_one(1), "send");
	claim(told, "a packet raises SIGIO");
	close(fd);
}
