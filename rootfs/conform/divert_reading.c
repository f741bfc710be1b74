/* SPDX-License-Identifier: GPL-2.0-only */
/* divert_reading.c - recvfrom() and readiness: poll, select, epoll, flags, signals, errors */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "claim.h"
#include "divert_socket.h"
#include "groups.h"

static int polled(int fd)
{
	struct pollfd wanted = { .fd = fd, .events = POLLIN | POLLOUT | POLLPRI };

	return poll(&wanted, 1, 0) < 0 ? -errno : wanted.revents;
}

/* 1: readable, 2: writable, 4: exceptional */
static int selected(int fd)
{
	struct timeval now = { 0 };
	fd_set in, out, odd;

	FD_ZERO(&in);
	FD_SET(fd, &in);
	out = in;
	odd = in;
	if (select(fd + 1, &in, &out, &odd, &now) < 0)
		give_up("select");
	return (FD_ISSET(fd, &in) ? 1 : 0) + (FD_ISSET(fd, &out) ? 2 : 0) +
	       (FD_ISSET(fd, &odd) ? 4 : 0);
}

static int epolled(int epoll)
{
	struct epoll_event event = { 0 };

	return epoll_wait(epoll, &event, 1, 0) == 1 ? (int)event.events : 0;
}

/* S7.107 */
void group_divert_ready(void)
{
	int fd = divert_on(1234), epoll = epoll_create1(0);
	struct epoll_event edge = { .events = EPOLLIN | EPOLLET };

	divert_datagrams(1234);
	must(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &edge) ? errno : 0, "epoll_ctl");
	claim_number((unsigned int)polled(fd), POLLOUT, "poll(), nothing queued: writable");
	claim_number((unsigned int)selected(fd), 2, "select()");
	claim_number((unsigned int)epolled(epoll), 0, "epoll, edge-triggered");
	must(divert_one(1), "send");
	must(divert_one(2), "send");
	claim_number((unsigned int)polled(fd), POLLIN | POLLOUT, "poll(), two queued: readable");
	claim_number((unsigned int)selected(fd), 3, "select()");
	claim_number((unsigned int)epolled(epoll), EPOLLIN, "epoll: an edge");
	claim_number((unsigned int)epolled(epoll), 0, "and no other");
	divert_read(fd, 100, 0);
	claim_number((unsigned int)polled(fd), POLLIN | POLLOUT, "poll(), one left");
	divert_read(fd, 100, 0);
	claim_number((unsigned int)polled(fd), POLLOUT, "poll(), none left");
	close(epoll);
	close(fd);
}

/* S7.44, S7.109, T-D26 */
void group_divert_flags(void)
{
	static char bytes[200];
	struct iovec piece = { .iov_base = bytes, .iov_len = 20 };
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1 };
	int fd = divert_on(1234), size = -1;

	divert_datagrams(1234);
	claim_errno(ioctl(fd, FIONREAD, &size) ? errno : 0, 0, "FIONREAD, nothing queued");
	claim(size == 0, "is 0");
	for (size_t payload = 72; payload < 75; payload++)
		must(divert_one(payload), "send");
	claim_errno(ioctl(fd, FIONREAD, &size) ? errno : 0, 0, "FIONREAD, three queued");
	claim(size == 100, "is the size of the next");
	claim(divert_read(fd, 200, MSG_PEEK) == 100, "MSG_PEEK reads it");
	claim(divert_read(fd, 20, MSG_PEEK) == 20, "once more, 20 bytes");
	claim(divert_read(fd, 20, MSG_PEEK | MSG_TRUNC) == 100, "MSG_TRUNC tells the whole length");
	claim(divert_read(fd, 0, MSG_PEEK) == 0, "even no byte");
	claim(recvmsg(fd, &message, MSG_DONTWAIT) == 20, "recvmsg() into 20 bytes");
	claim(message.msg_flags & MSG_TRUNC, "says MSG_TRUNC");
	claim(divert_read(fd, 200, 0) == 101, "the rest is gone, the next comes whole");
	piece.iov_len = sizeof(bytes);
	claim(recvmsg(fd, &message, MSG_DONTWAIT) == 102, "recvmsg() of all of the third");
	claim(!(message.msg_flags & MSG_TRUNC), "says no MSG_TRUNC");
	close(fd);
}

/* S7.39, S7.40, S7.43, S7.47, S7.49, S7.53, S7.54 */
void group_divert_address(void)
{
	static unsigned char bytes[200];
	static const char zeros[8];
	struct sockaddr_in from;
	socklen_t length = sizeof(from);
	unsigned int sum = 0;
	int fd = divert_on(1234);

	divert_datagrams(1234);
	must(divert_one(72), "send");
	memset(&from, 0xa5, sizeof(from));
	claim(recvfrom(fd, bytes, sizeof(bytes), 0, (struct sockaddr *)&from, &length) == 100,
	      "recvfrom() returns the packet's length");
	claim_number(length, 16, "the address has 16 bytes");
	claim_number(from.sin_family, AF_INET, "AF_INET");
	claim_number(ntohs(from.sin_port), 1234, "the divert port");
	claim_number(from.sin_addr.s_addr, 0, "diverted on output: no interface");
	claim(memcmp(from.sin_zero, zeros, sizeof(zeros)) != 0, "a ticket");
	claim(bytes[0] == 0x45 && bytes[2] == 0 && bytes[3] == 100,
	      "the packet begins with its header, in network order");
	for (int i = 0; i < 20; i += 2)
		sum += (unsigned int)bytes[i] << 8 | bytes[i + 1];
	claim_number((sum & 0xffff) + (sum >> 16), 0xffff, "whose checksum is right");
	length = 8;
	must(divert_one(72), "send");
	memset(&from, 0xa5, sizeof(from));
	claim(recvfrom(fd, bytes, sizeof(bytes), 0, (struct sockaddr *)&from, &length) == 100,
	      "with room for 8 bytes of address");
	claim(length == 16 && from.sin_zero[0] == (unsigned char)0xa5,
	      "it is cut off, and its length told");
	must(divert_one(72), "send");
	claim(read(fd, bytes, sizeof(bytes)) == 100, "read() takes it without");
	close(fd);
}

static void on_alarm(int signal_number)
{
	(void)signal_number;
}

/* recv() that blocks, with a signal in a tenth of a second. */
static int interrupted(int fd, int flags)
{
	struct sigaction action = { .sa_handler = on_alarm, .sa_flags = flags };
	struct itimerval soon = { .it_value.tv_usec = 100000 };
	char byte;

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
	return recv(fd, &byte, 1, 0) < 0 ? errno : 0;
}

/* S7.108 */
void group_divert_blocking(void)
{
	struct timeval half = { .tv_usec = 500000 };
	int fd = divert_on(1234), unbound = divert_new();

	claim(divert_read(fd, 1, 0) == -EAGAIN, "non-blocking, nothing queued: EAGAIN");
	claim_errno(interrupted(fd, 0), EINTR, "a signal interrupts a read that waits");
	claim_errno(interrupted(unbound, 0), EINTR, "also that of an unbound socket");
	must(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &half, sizeof(half)) ? errno : 0,
	     "SO_RCVTIMEO");
	claim_errno(interrupted(fd, 0), EINTR, "with a time-out as well");
	claim_errno(interrupted(fd, SA_RESTART), EINTR, "which forbids to begin anew");
	claim_errno(recv(fd, &half, 1, 0) < 0 ? errno : 0, EAGAIN, "the time-out itself: EAGAIN");
	close(unbound);
	close(fd);
}

/* S7.118 */
void group_divert_read_errors(void)
{
	char byte;
	int fd = divert_on(1234), pipes[2];

	divert_datagrams(1234);
	claim(divert_read(fd, 1, MSG_OOB) == -EOPNOTSUPP, "MSG_OOB: EOPNOTSUPP");
	claim(divert_read(fd, 1, MSG_ERRQUEUE) == -EAGAIN, "MSG_ERRQUEUE: none ever");
	must(divert_one(1), "send");
	claim_errno(recv(fd, (void *)1, 20, MSG_DONTWAIT) < 0 ? errno : 0, EFAULT,
		    "a bad pointer: EFAULT");
	must(divert_one(2), "send");
	claim(divert_read(fd, 100, 0) == HEADERS + 2, "the next packet is read");
	must(pipe(pipes) ? errno : 0, "pipe");
	claim_errno(recv(pipes[0], &byte, 1, 0) < 0 ? errno : 0, ENOTSOCK, "no socket: ENOTSOCK");
	close(pipes[0]);
	close(pipes[1]);
	close(fd);
	claim_errno(recv(fd, &byte, 1, 0) < 0 ? errno : 0, EBADF, "closed: EBADF");
}
