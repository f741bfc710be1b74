/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * agent.h - PID 1 as the host's hand in the machine: runs its commands, tells what they print
 *
 * The life of a job: `run' starts a shell in a session of its own, with /dev/null as its input and
 * one pipe as its output; what comes out of the pipe goes to the host as it is read; when the shell
 * has ended, what it had written by then is told, and then its status. What it left behind keeps
 * its pipe, from which the agent reads on, for nobody.
 *
 * To the host, on the command port:
 *   ready NAME LF                   once
 *   out ID LEN LF, then LEN bytes   the job has printed something
 *   end ID STATUS LF                the job has ended: its exit status, or 128 + the signal
 *   bad TEXT LF                     a request that cannot be granted
 *
 * A kill for a job that is not there is no error: it may have ended meanwhile, and its `end' says
 * so. The agent never waits: neither for the host to read nor for a job to print. While the host
 * does not read, jobs are not read from, either.
 */
#ifndef AGENT_H
#define AGENT_H

#include <poll.h>
#include <stdbool.h>
#include <sys/types.h>

#include "request.h"

struct job;

struct agent {
	int port;			/* both ways, non-blocking; -1 when it is gone */
	struct request_reader requests;
	struct buffer out;
	struct job *jobs;		/* in the order in which they were started */
};

/*
 * Starts to serve @port, a descriptor that the agent owns from then on and makes non-blocking, and
 * says that the machine @name is ready. With -1 there is no host to serve. SIGPIPE must be ignored.
 */
void agent_start(struct agent *agent, int port, const char *name);

/* How many descriptors the agent waits for at the moment. */
size_t agent_descriptors(const struct agent *agent);

/* Fills as many entries for poll(2), and agent_serve() takes them back with their answers. */
void agent_ask(struct agent *agent, struct pollfd *wanted);
void agent_serve(struct agent *agent, const struct pollfd *answers);

/* Takes note that process @pid has ended with wait(2)'s @status. False: it is no job's shell. */
bool agent_reaped(struct agent *agent, pid_t pid, int status);

/* Closes everything; the jobs run on. */
void agent_end(struct agent *agent);

#endif
