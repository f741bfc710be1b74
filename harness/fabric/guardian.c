// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "files.h"
#include "guardian.h"
#include "process.h"

#define WARDS_MAX 4096
#define END_MS 500	/* how long a killed process may take to be gone */

static pid_t guardian;
static int line = -1;

/* Machines by pidfd: a pid could be another process's by the time it is needed. */
struct wards {
	int process[WARDS_MAX];
	size_t count;
};

static void take_ward(struct wards *wards, pid_t pid)
{
	int process = pidfd_open(pid, 0);

	if (process >= 0 && wards->count < WARDS_MAX)
		wards->process[wards->count++] = process;
}

static void end_wards(const struct wards *wards)
{
	for (size_t i = 0; i < wards->count; i++)
		pidfd_send_signal(wards->process[i], SIGKILL, NULL, 0);
	for (size_t i = 0; i < wards->count; i++) {
		struct pollfd gone = { .fd = wards->process[i], .events = POLLIN };

		poll(&gone, 1, END_MS);
	}
}

static void guard(const struct conf *conf, int from)
{
	static struct wards wards;
	sigset_t all;
	pid_t pid;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	setsid();
	prctl(PR_SET_NAME, "guardian");
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	close(STDERR_FILENO);
	while (read(from, &pid, sizeof(pid)) == sizeof(pid))
		take_ward(&wards, pid);
	end_wards(&wards);
	files_clean(conf);
	_exit(0);
}

int guardian_start(const struct conf *conf)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -1;
	guardian = fork();
	if (guardian == 0) {
		close(ends[1]);
		guard(conf, ends[0]);
	}
	close(ends[0]);
	line = ends[1];
	return guardian < 0 ? -1 : 0;
}

void guardian_tell(pid_t machine)
{
	(void)!write(line, &machine, sizeof(machine));
}

pid_t guardian_pid(void)
{
	return guardian;
}

static void kill_child(const struct process *child, void *data)
{
	bool *found = data;

	if (child->pid == guardian)
		return;
	*found = true;
	kill(child->pid, SIGKILL);
	waitpid(child->pid, NULL, __WALL);
}

void guardian_kill_orphans(void)
{
	bool found;

	/* a child that dies may leave us its own children */
	do {
		found = false;
		process_children(getpid(), kill_child, &found);
	} while (found);
}

void guardian_dismiss(void)
{
	if (line >= 0)
		close(line);
	line = -1;
	if (guardian > 0)
		while (waitpid(guardian, NULL, 0) < 0 && errno == EINTR)
			;
	guardian = 0;
}
