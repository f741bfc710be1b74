// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

#define PROTOCOL	253	/* for experiments (RFC 3692) */
#define PATIENCE	1	/* seconds */

static char payload[26];	/* as many as a UDP header and 18 bytes */

static struct sockaddr_in name_of(in_addr_t address)
{
	return (struct sockaddr_in) { .sin_family = AF_INET, .sin_addr = { htonl(address) } };
}

void set_patience(int fd)
{
	struct timeval time = { .tv_sec = PATIENCE };

	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof(time)))
		give_up("SO_RCVTIMEO");
}

int traffic_socket(in_addr_t address)
{
	struct sockaddr_in name = name_of(address);
	int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, PROTOCOL);

	if (fd < 0 || bind(fd, (struct sockaddr *)&name, sizeof(name)))
		give_up("socket on lo");
	set_patience(fd);
	return fd;
}

/* Sends to the reader's place. It hears nothing: nobody sends to its own address. */
static int open_sender(const struct bench_reader *reader)
{
	struct sockaddr_in there = name_of(reader->sends_to);
	int fd = traffic_socket(BENCH_SENDER);

	if (connect(fd, (struct sockaddr *)&there, sizeof(there)))
		give_up("connect");
	return fd;
}

static void send_burst(int fd, unsigned int count)
{
	struct iovec vector = { payload, sizeof(payload) };
	struct mmsghdr messages[BENCH_BURST];

	memset(messages, 0, sizeof(messages));
	for (unsigned int i = 0; i < count; i++) {
		messages[i].msg_hdr.msg_iov = &vector;
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	for (unsigned int done = 0; done < count;) {
		int sent = sendmmsg(fd, messages + done, count - done, 0);

		if (sent < 0)
			give_up("sendmmsg");
		done += (unsigned int)sent;
	}
}

/* How many of @count packets come before the patience is at an end. */
static unsigned int receive_burst(int fd, unsigned int count)
{
	static char bytes[BENCH_BURST][sizeof(payload) + 20];
	struct iovec vectors[BENCH_BURST];
	struct mmsghdr messages[BENCH_BURST];
	unsigned int got = 0;

	memset(messages, 0, sizeof(messages));
	for (unsigned int i = 0; i < count; i++) {
		vectors[i] = (struct iovec) { bytes[i], sizeof(bytes[i]) };
		messages[i].msg_hdr.msg_iov = &vectors[i];
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	while (got < count) {
		int n = recvmmsg(fd, messages + got, count - got, MSG_WAITFORONE, NULL);

		if (n < 0 && errno == EAGAIN)
			break;
		if (n < 0)
			give_up("recvmmsg");
		got += (unsigned int)n;
	}
	return got;
}

static unsigned int pass_burst(const struct bench_reader *reader, unsigned int count)
{
	unsigned int passed = 0, more = 1;

	while (reader->pass && passed < count && more)
		passed += more = reader->pass(count - passed);
	return passed;
}

void measure_cost(const struct bench_reader *reader, unsigned int packets)
{
	unsigned int left = packets, passed = 0, came = 0;
	int listener = traffic_socket(BENCH_LISTENER);
	int sender = open_sender(reader);

	if (reader->open)
		reader->open();
	while (left) {
		unsigned int count = left < BENCH_BURST ? left : BENCH_BURST;

		send_burst(sender, count);
		passed += pass_burst(reader, count);
		came += receive_burst(listener, count);
		left -= count;
		if (came != packets - left)
			break;
	}
	printf("bench: %u packets, %u passed, %u came\n", packets, passed, came);
}

static long long now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/*
 * The reader as a process of its own, which ends when it has passed on @packets or no more come.
 * Returns where it counts them.
 */
static const volatile unsigned int *start_reader(const struct bench_reader *reader,
						 unsigned int packets)
{
	unsigned int more = 1;
	volatile unsigned int *passed = mmap(NULL, sizeof(*passed), PROT_READ | PROT_WRITE,
					     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t pid;

	if (passed == MAP_FAILED)
		give_up("mmap");
	if (!reader->open)
		return passed;
	reader->open();
	pid = fork();
	if (pid < 0)
		give_up("fork");
	if (pid)
		return passed;
	while (*passed < packets && more)
		*passed += more = reader->pass(1);
	_exit(0);
}

static int ascending(const void *a, const void *b)
{
	const long long *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

void measure_latency(const struct bench_reader *reader, unsigned int packets)
{
	int listener = traffic_socket(BENCH_LISTENER);
	int sender = open_sender(reader);
	const volatile unsigned int *passed = start_reader(reader, packets);
	long long *times = malloc((packets + 1) * sizeof(*times));
	unsigned int came = 0;

	if (!times)
		give_up("malloc");
	for (unsigned int i = 0; i < packets; i++) {
		long long begin = now_ns();

		send_burst(sender, 1);
		if (!receive_burst(listener, 1))
			break;
		times[came++] = now_ns() - begin;
	}
	while (wait(NULL) > 0)
		;
	qsort(times, came, sizeof(*times), ascending);
	printf("bench: %u packets, %u passed, %u came", packets, *passed, came);
	if (came)
		printf(", p50 %lld, p90 %lld, p99 %lld ns", times[came / 2], times[came * 9ULL / 10],
		       times[came * 99ULL / 100]);
	printf("\n");
	free(times);
}
