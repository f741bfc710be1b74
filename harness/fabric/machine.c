// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"
#include "device.h"
#include "fabric.h"
#include "files.h"
#include "guardian.h"
#include "machine.h"
#include "netdev.h"
#include "stream.h"

#define STACK_LIMIT (8ul << 20)	/* bytes; where mmap(2) begins depends on it */

static void set_limit(int which, rlim_t soft)
{
	struct rlimit limit;

	if (getrlimit(which, &limit) < 0)
		return;
	limit.rlim_cur = soft < limit.rlim_max ? soft : limit.rlim_max;
	setrlimit(which, &limit);
}

/*
 * Make stdin, stdout and stderr; stdout must be a regular file (a pipe would interrupt the guest).
 */
static int redirect(const char *machine)
{
	char path[FILES_PATH];
	int null = open("/dev/null", O_RDONLY), boot;

	files_boot(path, machine);
	boot = open(path, O_WRONLY | O_CREAT | O_APPEND, 0644);
	if (null < 0 || boot < 0)
		return -1;
	dup2(null, STDIN_FILENO);
	dup2(boot, STDOUT_FILENO);
	dup2(boot, STDERR_FILENO);
	close(null);
	close(boot);
	return 0;
}

/* In the child: become the kernel. Everything else of ours is close-on-exec. */
static void become(const struct machine *machine, char *const argv[], pid_t parent)
{
	static char path[] = "PATH=/usr/bin:/bin";
	static char shm[] = "TMPDIR=/dev/shm", here[] = "TMPDIR=.";
	char *const environment[] = {
		path, files_shm_usable(&machine->fabric->conf) ? shm : here, NULL
	};
	struct sigaction standard = { .sa_handler = SIG_DFL };
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	for (int number = 1; number < NSIG; number++)
		sigaction(number, &standard, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	set_limit(RLIMIT_STACK, STACK_LIMIT);
	set_limit(RLIMIT_CORE, 0);
	umask(022);
	if (redirect(machine->conf->name) == 0) {
		if (personality(ADDR_NO_RANDOMIZE) < 0)
			perror("personality(ADDR_NO_RANDOMIZE)");
		else
			execve(argv[0], argv, environment);
		perror(argv[0]);
	}
	_exit(127);
}

/* Note the end of the process and why. The rest is machine_bury()'s. */
static void ending_ready(struct watch *watch)
{
	struct machine *machine = container_of(watch, struct machine, ending);
	siginfo_t info = { .si_pid = 0 };

	if (waitid(P_PIDFD, machine->process, &info, WEXITED | WNOHANG) < 0 || info.si_pid == 0)
		return;
	loop_forget(watch);
	machine->power = FALLEN;
	machine->ended = true;
	/* a panic before the console is there is told on stdout only */
	if (info.si_code != CLD_EXITED && info.si_status == SIGABRT &&
	    files_boot_says(machine->conf->name, PANIC_WORDS))
		machine->panicked = true;
	if (machine->panicked && (info.si_code != CLD_EXITED || info.si_status != 0))
		strcpy(machine->reason, "panic");
	else if (info.si_code == CLD_EXITED)
		snprintf(machine->reason, sizeof(machine->reason), "exit %d", info.si_status);
	else if (info.si_status != SIGKILL || machine->reason[0] == '\0')
		snprintf(machine->reason, sizeof(machine->reason), "signal %d", info.si_status);
}

int machine_start(struct machine *machine)
{
	struct fabric *fabric = machine->fabric;
	size_t index = machine - fabric->machine;
	char **argv = command_make(&fabric->conf, index, machine->kernel_link,
				   machine->initrd_link);
	pid_t parent = getpid();

	if (!argv)
		return -1;
	machine->pid = fork();
	if (machine->pid == 0)
		become(machine, argv, parent);
	command_free(argv);
	if (machine->pid < 0)
		return -1;
	machine->process = pidfd_open(machine->pid, 0);
	if (machine->process < 0)
		return -1;
	guardian_tell(machine->pid);
	machine->power = STARTING;
	machine->panicked = false;
	machine->ended = false;
	machine->reason[0] = '\0';
	return loop_watch(&machine->ending, machine->process, ending_ready);
}

void machine_give_up(struct machine *machine, const char *reason)
{
	if (machine->power == OFF || machine->power == FALLEN)
		return;
	snprintf(machine->reason, sizeof(machine->reason), "%s", reason);
	machine->power = LOST;
	pidfd_send_signal(machine->process, SIGKILL, NULL, 0);
}

void machine_fault(struct machine *machine, const char *what, const char *why)
{
	char reason[MACHINE_REASON];

	snprintf(reason, sizeof(reason), "protocol %s: %s", what, why ? why : "unknown");
	machine_give_up(machine, reason);
}

/* Reap what we inherited as the subreaper; machines themselves are reaped by their pidfds. */
static void reap_orphans(struct fabric *fabric)
{
	siginfo_t info;

	for (;;) {
		bool ours = false;

		info.si_pid = 0;
		if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) < 0 ||
		    info.si_pid == 0)
			return;
		for (size_t i = 0; i < fabric->conf.machines; i++)
			ours = ours || fabric->machine[i].pid == info.si_pid;
		if (ours || info.si_pid == guardian_pid())
			return;
		waitid(P_PID, info.si_pid, &info, WEXITED | WNOHANG | __WALL);
	}
}

void machine_disconnect(struct machine *machine)
{
	struct fabric *fabric = machine->fabric;

	for (size_t i = 0; i < fabric->conf.nics; i++)
		if (fabric->nic[i].device.machine == machine)
			nic_disconnect(&fabric->nic[i]);
	for (size_t i = 0; i < fabric->conf.streams; i++)
		if (fabric->stream[i].device.machine == machine)
			stream_disconnect(&fabric->stream[i]);
}

void machine_bury(struct machine *machine)
{
	struct fabric *fabric = machine->fabric;

	if (machine->clock.fd >= 0) {
		int fd = machine->clock.fd;

		loop_forget(&machine->clock);
		close(fd);
	}
	machine_disconnect(machine);
	loop_forget(&machine->ending);
	if (machine->process >= 0)
		close(machine->process);
	machine->process = -1;
	machine->pid = 0;
	machine->filled = 0;
	machine->booting = false;
	machine->power = OFF;
	if (fabric->running == machine)
		fabric->running = NULL;
	files_remove_umid(machine->conf->name);
	reap_orphans(fabric);
}

void machine_kill(struct machine *machine)
{
	siginfo_t info;

	if (machine->power == OFF)
		return;
	if (machine->power != FALLEN) {
		pidfd_send_signal(machine->process, SIGKILL, NULL, 0);
		while (waitid(P_PIDFD, machine->process, &info, WEXITED) < 0 && errno == EINTR)
			;
	}
	machine->ended = false;
	machine_bury(machine);
}

void machine_kill_all(struct fabric *fabric)
{
	for (size_t i = 0; i < fabric->conf.machines; i++)
		if (fabric->machine[i].power != OFF && fabric->machine[i].power != FALLEN)
			pidfd_send_signal(fabric->machine[i].process, SIGKILL, NULL, 0);
	for (size_t i = 0; i < fabric->conf.machines; i++)
		machine_kill(&fabric->machine[i]);
	guardian_kill_orphans();
}
