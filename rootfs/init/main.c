/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * init - PID 1 of a machine
 *
 * usage: the kernel starts it; setup.h lists the words of the kernel command line that it knows
 *
 * It mounts the file systems, sets name and network, starts the diary if asked for, says on the
 * command port that the machine is ready, and then serves: the host's commands on the command port
 * (agent.h), a shell on the console (console.h), and the burial of processes whose parents are
 * gone. There is no service manager: a machine runs what its host asks for.
 *
 * What fails on the way up is said on the console, and the machine goes on: whoever looks for the
 * reason needs a machine that answers. SIGUSR1 halts, SIGUSR2 powers off, SIGTERM restarts the
 * machine, as busybox's halt, poweroff and reboot ask for.
 *
 * Ports: /dev/hvc1 for commands, /dev/hvc2 for the diary.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"
#include "console.h"
#include "mounts.h"
#include "net.h"
#include "port.h"
#include "say.h"
#include "setup.h"
#include "program.h"
#include "tracing.h"

#define COMMAND_PORT "/dev/hvc1"
#define DIARY_PORT "/dev/hvc2"

struct machine {
	struct console console;
	struct agent agent;
	pid_t diary;			/* 0: none is running */
	struct pollfd *wanted;
	size_t wanted_room;
};

static volatile sig_atomic_t wanted_end;	/* the signal that asked for the machine's end */

static void on_end(int signal_number)
{
	wanted_end = signal_number;
}

static void on_child(int signal_number)
{
	(void)signal_number;	/* it has to end ppoll(), nothing else */
}

/* All are blocked but while ppoll() waits, with the mask given back in @while_waiting. */
static void catch_signals(sigset_t *while_waiting)
{
	static const int ends[] = { SIGUSR1, SIGUSR2, SIGTERM };
	struct sigaction action = { .sa_handler = on_child, .sa_flags = SA_NOCLDSTOP };
	sigset_t caught;
	size_t i;

	sigemptyset(while_waiting);
	sigemptyset(&caught);
	sigaddset(&caught, SIGCHLD);
	sigaction(SIGCHLD, &action, NULL);
	action.sa_handler = on_end;
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		sigaddset(&caught, ends[i]);
		sigaction(ends[i], &action, NULL);
	}
	sigprocmask(SIG_SETMASK, &caught, NULL);
	signal(SIGPIPE, SIG_IGN);
}

/* The kernel's words are not for the jobs. */
static void clean_environment(void)
{
	clearenv();
	setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
	setenv("HOME", "/", 1);
	setenv("USER", "root", 1);
	setenv("TERM", "dumb", 1);
}

static void start_diary(struct machine *machine)
{
	const char *const words[] = { "/bin/diary", DIARY_PORT, NULL };
	const struct program_how how = { .input = "/dev/null", .output = STDERR_FILENO };

	if (!tracing_start())
		return;
	machine->diary = program_start(words, &how);
	if (machine->diary < 0) {
		say_errno("start %s", words[0]);
		machine->diary = 0;
	}
}

/*
 * Against fragmentation the kernel may hold back 4 MB for a while. A machine has 24: it would kill
 * programs with 3 MB free.
 */
static void hold_nothing_back(void)
{
	write_file("/proc/sys/vm/watermark_boost_factor", "0");
}

static void come_up(struct machine *machine)
{
	struct setup setup;
	int port;

	mounts_make();
	setup_read(&setup);
	console_start(&machine->console, &setup);
	clean_environment();
	if (sethostname(setup.name, strlen(setup.name)))
		say_errno("set the host name %s", setup.name);
	hold_nothing_back();
	net_set_up(&setup);
	if (setup.diary)
		start_diary(machine);
	port = port_open(COMMAND_PORT, O_RDWR);
	if (port < 0)
		say_errno("no commands: open %s", COMMAND_PORT);
	agent_start(&machine->agent, port, setup.name);
}

static void reap(struct machine *machine)
{
	pid_t pid;
	int status;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (agent_reaped(&machine->agent, pid, status) ||
		    console_reaped(&machine->console, pid) || pid != machine->diary)
			continue;
		say("the diary has ended, %s %d",
		    WIFSIGNALED(status) ? "by signal" : "with status",
		    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
		machine->diary = 0;
	}
}

/* The console's entry, and behind it the agent's. */
static size_t ask(struct machine *machine)
{
	size_t n = 1 + agent_descriptors(&machine->agent);

	if (n > machine->wanted_room) {
		struct pollfd *wanted = realloc(machine->wanted, 2 * n * sizeof(*wanted));

		if (!wanted) {
			say_errno("no memory for %zu descriptors", n);
			abort();
		}
		machine->wanted = wanted;
		machine->wanted_room = 2 * n;
	}
	machine->wanted[0].fd = console_wants(&machine->console);
	machine->wanted[0].events = POLLIN;
	agent_ask(&machine->agent, machine->wanted + 1);
	return n;
}

static void serve(struct machine *machine, const sigset_t *while_waiting)
{
	while (!wanted_end) {
		size_t n = ask(machine);
		int ready = ppoll(machine->wanted, n, NULL, while_waiting);

		if (ready < 0 && errno != EINTR) {
			say_errno("wait for work");
			abort();
		}
		if (ready > 0 && machine->wanted[0].revents)
			console_serve(&machine->console);
		if (ready > 0)
			agent_serve(&machine->agent, machine->wanted + 1);
		reap(machine);
	}
}

static void end_machine(void)
{
	int how = wanted_end == SIGTERM ? RB_AUTOBOOT :
		  wanted_end == SIGUSR1 ? RB_HALT_SYSTEM : RB_POWER_OFF;

	kill(-1, SIGKILL);
	sync();
	reboot(how);
	say_errno("end the machine");
}

int main(void)
{
	static struct machine machine;
	sigset_t while_waiting;

	say_as("init");
	if (getpid() != 1) {
		say("only the kernel starts it, as process 1");
		return EXIT_USAGE;
	}
	catch_signals(&while_waiting);
	come_up(&machine);
	serve(&machine, &while_waiting);
	end_machine();
	return EXIT_SYSTEM;
}
