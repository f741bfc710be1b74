/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * agent_test.c - the agent with real jobs; a pair of sockets is the command port, this is the host
 *
 * Nothing is timed: talk() serves until the host has seen what it waits for, and an alarm ends a
 * test program that waits for ever.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"
#include "tap.h"

#define SAID_MAX (4 << 20)

static struct agent agent;
static int host;
static char *said;		/* by the agent, so far */
static size_t said_used;

static void on_child(int signal_number)
{
	(void)signal_number;
}

static void begin(void)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends)) {
		perror("socketpair");
		exit(3);
	}
	host = ends[0];
	fcntl(host, F_SETFL, O_NONBLOCK);
	said_used = 0;
	said[0] = '\0';
	agent_start(&agent, ends[1], "gateway");
}

static void end(void)
{
	agent_end(&agent);
	close(host);
}

static void ask_for(const char *text)
{
	if (write(host, text, strlen(text)) != (ssize_t)strlen(text)) {
		perror("write to the agent");
		exit(3);
	}
}

/* The request to run @command. */
static void run(unsigned long id, const char *command)
{
	char text[256];

	snprintf(text, sizeof(text), "run %lu %zu\n%s", id, strlen(command), command);
	ask_for(text);
}

static void hear(void)
{
	ssize_t n = read(host, said + said_used, SAID_MAX - said_used - 1);

	if (n > 0)
		said_used += (size_t)n;
	said[said_used] = '\0';
}

/* One turn of PID 1's loop: sleeps until there is something to do. */
static void turn(bool listen)
{
	struct pollfd wanted[64];
	size_t n = agent_descriptors(&agent);
	sigset_t none;
	pid_t pid;
	int status;
	int ready;

	agent_ask(&agent, wanted);
	wanted[n].fd = listen ? host : -1;
	wanted[n].events = POLLIN;
	sigemptyset(&none);
	ready = ppoll(wanted, n + 1, NULL, &none);
	if (ready > 0)
		agent_serve(&agent, wanted);
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		agent_reaped(&agent, pid, status);
	if (listen)
		hear();
}

static void talk(const char *until)
{
	while (!strstr(said, until))
		turn(true);
}

static void simple_jobs(void)
{
	begin();
	run(1, "echo hi");
	talk("end 1");
	same_text(said, "ready gateway\nout 1 3\nhi\nend 1 0\n",
		  "a job's output stands before its end");
	run(2, "exit 7");
	talk("end 2 7\n");
	run(2, "kill -TERM $$");
	talk("end 2 143\n");
	holds(true, "status and signal are told, and a number can be used again");
	run(3, "read x || echo \"<$x>\"");
	talk("end 3");
	holds(strstr(said, "out 3 3\n<>\n") != NULL, "a job has nothing to read");
	run(4, "echo to both; echo alike >&2");
	talk("end 4");
	holds(strstr(said, "to both\n") && strstr(said, "alike\n"), "both its outputs are told");
	end();
}

static void signals(void)
{
	begin();
	run(1, "sleep 1000 & sleep 1000 & echo up; wait");
	talk("up\n");
	ask_for("kill 1 9\n");
	talk("end 1 137\n");
	while (agent.jobs)
		turn(true);
	holds(true, "a signal ends a job with its children");
	ask_for("kill 1 9\nkill 55 9\n");
	run(2, "true");
	talk("end 2 0\n");
	holds(!strstr(said, "bad"), "a signal for a job that is not there is no error");
	run(4, "trap 'echo got; kill $!; exit 4' INT; sleep 1000 & echo on; wait");
	talk("out 4 3\non\n");
	ask_for("kill 4 2\n");
	talk("end 4 4\n");
	holds(strstr(said, "got\n") != NULL, "a job can catch a signal");
	end();
}

/* Jobs whose children hold the pipe open end all the same, and the children live on. */
static void orphans(void)
{
	char command[64];
	const char *at;
	pid_t pid;

	begin();
	run(1, "sleep 1000 & echo $!");
	talk("end 1 0\n");
	holds(true, "a job ends with its shell");
	at = strstr(said, "\nend 1");
	while (at > said && at[-1] != '\n')
		at--;
	pid = (pid_t)atoi(at);
	holds(pid > 1 && !kill(pid, 0), "what it left behind lives on");
	snprintf(command, sizeof(command), "kill %d", (int)pid);
	run(2, command);
	talk("end 2 0\n");
	end();
}

static size_t count(const char *text, const char *piece)
{
	size_t n = 0;

	for (; (text = strstr(text, piece)); text++)
		n++;
	return n;
}

static void many_jobs(void)
{
	int i;

	begin();
	for (i = 0; i < 20; i++)
		run((unsigned long)i + 100, "read x; echo abcd");
	for (i = 0; i < 20; i++) {
		char text[32];

		snprintf(text, sizeof(text), "end %d 0\n", i + 100);
		talk(text);
	}
	same_number(count(said, "abcd\n"), 20, "twenty jobs at a time print and end");
	end();
}

/* Bytes that the `out' pieces of job @id carry, and whether the stream is whole. */
static size_t payload(unsigned long id, bool *whole)
{
	const char *at = strchr(said, '\n') + 1;
	size_t sum = 0;

	*whole = true;
	while (at < said + said_used) {
		unsigned long job, n;
		int head = 0;

		if (sscanf(at, "out %lu %lu%n", &job, &n, &head) == 2 && at[head] == '\n') {
			at += (size_t)head + 1 + n;
			if (job == id)
				sum += n;
		} else if (!strncmp(at, "end ", 4)) {
			at = strchr(at, '\n') + 1;
		} else {
			*whole = false;
			return sum;
		}
	}
	return sum;
}

static void much_output(void)
{
	struct pollfd wanted[64];
	bool whole;

	begin();
	run(1, "head -c 1000000 /dev/zero | tr '\\0' 'z' ");
	while (buffer_used(&agent.out) < 64 * 1024)
		turn(false);
	agent_ask(&agent, wanted);
	holds(wanted[1].fd < 0 && buffer_used(&agent.out) < 80 * 1024,
	      "jobs wait for a host that does not read");
	run(2, "true");
	talk("end 1 0\n");
	talk("end 2 0\n");
	same_number(payload(1, &whole), 1000000, "a megabyte arrives");
	holds(whole, "and no byte of it is out of place");
	end();
}

/* What a shell has written by its end is told, even while its child writes on without end. */
static void endless_child(void)
{
	begin();
	run(1, "yes & exit 5");
	talk("end 1 5\n");
	holds(true, "an endless writer does not keep its job from ending");
	end();
}

static void bad_requests(void)
{
	begin();
	ask_for("what\nrun 1 10\nsleep 1000run 1 4\ntruekill 1 15\n");
	talk("end 1 143\n");
	holds(strstr(said, "bad unknown request: what\n") != NULL, "a bad request is answered");
	holds(strstr(said, "bad run 1: a job of this number is running\n") != NULL,
	      "so is a number in use");
	same_number(count(said, "end "), 1, "and starts nothing");
	end();
}

static void lost_port(void)
{
	struct pollfd wanted[64];

	begin();
	run(1, "true");
	close(host);
	while (agent.port >= 0)
		turn(false);
	holds(true, "a port that goes away is no reason to die");
	while (agent.jobs)
		turn(false);
	agent_ask(&agent, wanted);
	same_number((unsigned long)wanted[0].fd, (unsigned long)-1, "it is waited for no more");
	agent_end(&agent);
	agent_start(&agent, -1, "gateway");
	same_number(agent_descriptors(&agent), 1, "a machine without a port has an agent, too");
	agent_end(&agent);
}

void test_agent(void)
{
	struct sigaction action = { .sa_handler = on_child };
	sigset_t child;

	said = malloc(SAID_MAX);
	sigaction(SIGCHLD, &action, NULL);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	alarm(120);
	simple_jobs();
	signals();
	orphans();
	many_jobs();
	much_output();
	endless_child();
	bad_requests();
	lost_port();
	alarm(0);
	free(said);
}
