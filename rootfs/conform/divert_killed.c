/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * divert_killed.c - a reader that is killed in a flood, again and again (T-X29)
 *
 * Each one is killed at another moment: with packets queued, read and kept, read and handed back,
 * or while it waits. Whatever was its, sockets, tickets, packets and their diaries, has to go.
 */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "claim.h"
#include "divert_socket.h"
#include "groups.h"
#include "memory.h"

#define WARM_UP 16	/* readers: whatever is allocated once is allocated then */
#define READERS 100
#define FLOOD 40	/* datagrams for each */
#define CACHES 256

enum habit { DEAF, KEEPS, HANDS_BACK, HALF, HABITS };

/* Serves the port until it is killed, and says by a byte on @ready that it does. */
static _Noreturn void read_for_ever(enum habit habit, int ready)
{
	unsigned char bytes[200];
	unsigned long count;
	int fd = divert_on(1234);

	if (write(ready, "", 1) != 1)
		give_up("say that the reader is ready");
	for (count = 0; habit != DEAF; count++) {
		struct sockaddr_in from;
		socklen_t size = sizeof(from);
		ssize_t n = recvfrom(fd, bytes, sizeof(bytes), 0, (struct sockaddr *)&from, &size);

		if (n > 0 && (habit == HANDS_BACK || (habit == HALF && count % 2)))
			sendto(fd, bytes, (size_t)n, 0, (struct sockaddr *)&from, sizeof(from));
	}
	for (;;)
		pause();
}

/* For so many nanoseconds others run. */
static void give_way(long nanoseconds)
{
	nanosleep(&(struct timespec) { .tv_nsec = nanoseconds }, NULL);
}

static pid_t start_reader(enum habit habit)
{
	int ends[2];
	pid_t child;
	char byte;

	if (pipe(ends))
		give_up("pipe");
	child = fork();
	if (child < 0)
		give_up("fork");
	if (!child)
		read_for_ever(habit, ends[1]);
	close(ends[1]);
	if (read(ends[0], &byte, 1) != 1)
		give_up("wait for the reader");
	close(ends[0]);
	return child;
}

/* The @number-th reader; how often it, or what it left, did not behave. */
static unsigned long kill_one(unsigned long number)
{
	unsigned long fatal = number * 7 % FLOOD, wrong = 0;
	pid_t child = start_reader((enum habit)(number % HABITS));
	int status;

	for (unsigned long i = 0; i < FLOOD; i++) {
		int error = divert_one(1);

		wrong += error != 0 && error != EPERM;
		if (i == fatal)
			kill(child, SIGKILL);
		if (i % 3 == number % 3)
			give_way(1000);
	}
	if (waitpid(child, &status, 0) != child)
		give_up("waitpid");
	wrong += !WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL;
	wrong += divert_one(1) != EPERM || divert_is_listed(1234);
	/* What waits for RCU goes, and the diary catches up. */
	give_way(20000000);
	return wrong;
}

static unsigned long kill_many(unsigned long count)
{
	unsigned long wrong = 0;

	for (unsigned long i = 0; i < count; i++)
		wrong += kill_one(i);
	return wrong;
}

/*
 * One slab of each cache is being filled, and all of it counts as in use: so much may come and go.
 * What is lost with each reader of one habit is more.
 */
static void claim_no_growth(const struct cache *before, size_t known)
{
	static struct cache after[CACHES];
	size_t n = memory_caches(after, CACHES), grown = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < known; j++)
			if (!strcmp(after[i].name, before[j].name) &&
			    after[i].active - before[j].active > after[i].per_slab) {
				printf("# %s: %ld objects more\n", after[i].name,
				       after[i].active - before[j].active);
				grown++;
			}
	claim_number(grown, 0, "no cache of the kernel has grown by more than a slab");
}

/* S7.24, S7.26 */
void group_divert_killed(void)
{
	static struct cache before[CACHES];
	unsigned long readers = rounds(READERS);
	size_t known;

	divert_datagrams(1234);
	kill_many(WARM_UP);
	known = memory_caches(before, CACHES);
	claim_number(kill_many(readers), 0, "%lu readers killed in a flood: each leaves its port",
		     readers);
	if (memory_is_quarantined())
		claim_none_lost();
	else
		claim_no_growth(before, known);
}
