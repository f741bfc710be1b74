/* SPDX-License-Identifier: GPL-2.0-only */
/* program.c - starts programs; program.h says how. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "program.h"

/*
 * What PID 1 does with its signals is not what a program shall start with. A shell cannot trap a
 * signal that was ignored when it started, so those that one may have inherited are among them.
 */
static void reset_signals(void)
{
	static const int changed[] = { SIGCHLD, SIGPIPE, SIGTERM, SIGUSR1, SIGUSR2,
					SIGINT, SIGQUIT, SIGHUP };
	sigset_t none;
	size_t i;

	for (i = 0; i < sizeof(changed) / sizeof(changed[0]); i++)
		signal(changed[i], SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the child: it opens the input after setsid(), so that a terminal becomes its own. */
static int take_files(const struct program_how *how)
{
	int input = open(how->input, how->output < 0 ? O_RDWR : O_RDONLY);
	int output = how->output < 0 ? input : how->output;

	if (input < 0 || dup2(input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
	    dup2(output, STDERR_FILENO) < 0)
		return -1;
	if (input > STDERR_FILENO)
		close(input);
	return 0;
}

/*
 * vfork() and not posix_spawn(): that makes a system call for each of the 64 signals, which is an
 * eighth of the cost of a short job under UML. The child may use nothing of PID 1's but @error.
 */
pid_t program_start(const char *const *words, const struct program_how *how)
{
	char *const *variables = how->variables ? how->variables : environ;
	volatile int error = 0;
	pid_t pid = vfork();

	if (pid == 0) {
		setsid();
		reset_signals();
		if (!take_files(how))
			execve(words[0], (char *const *)words, variables);
		error = errno;
		_exit(127);
	}
	if (pid > 0 && error) {
		errno = error;
		return -1;
	}
	return pid;
}
