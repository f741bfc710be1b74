// SPDX-License-Identifier: GPL-2.0-only
/*
 * cputime - what a command costs this host, in CPU time
 *
 * usage: cputime FILE COMMAND [ARGUMENT...]
 *
 * Runs the command and appends to FILE one line: the CPU time, user and system, in microseconds,
 * of the command and of every process that descends from it, also of those that it left behind.
 *
 * Exit status: the command's own, or 128 and the signal that ended it; 2 usage; 3 a system call
 * failed.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "cputime: %s: %s\n", what, strerror(errno));
	exit(3);
}

static long long microseconds(const struct rusage *usage)
{
	return (usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000LL +
	       usage->ru_utime.tv_usec + usage->ru_stime.tv_usec;
}

/* Reaps all there are, and adds up what they took; the status of @command. */
static int wait_for_all(pid_t command, long long *sum)
{
	int status, own = 0;
	struct rusage usage;
	pid_t pid;

	*sum = 0;
	while ((pid = wait4(-1, &status, 0, &usage)) > 0 || errno == EINTR) {
		if (pid < 0)
			continue;
		*sum += microseconds(&usage);
		if (pid == command)
			own = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	}
	return own;
}

int main(int argc, char **argv)
{
	long long sum;
	FILE *file;
	pid_t pid;
	int status;

	if (argc < 3) {
		fprintf(stderr, "usage: cputime FILE COMMAND [ARGUMENT...]\n");
		return 2;
	}
	if (prctl(PR_SET_CHILD_SUBREAPER, 1))
		fail("PR_SET_CHILD_SUBREAPER");
	pid = fork();
	if (pid < 0)
		fail("fork");
	if (!pid) {
		execvp(argv[2], argv + 2);
		fail(argv[2]);
	}
	status = wait_for_all(pid, &sum);
	file = fopen(argv[1], "a");
	if (!file || fprintf(file, "%lld\n", sum) < 0 || fclose(file))
		fail(argv[1]);
	return status;
}
