/* SPDX-License-Identifier: GPL-2.0-only */
/* agent.c - serves the command port; agent.h tells the life of a job. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"
#include "job.h"
#include "say.h"

#define CHUNK 4096			/* bytes read at once from a job or the port */
#define OUT_ENOUGH (64 * 1024)		/* bytes for the host: then jobs have to wait, too */
#define STATUS_NO_SHELL 126		/* of a job whose shell could not be started */

/* Nobody listens any more: what would be said to the host is thrown away. */
static void port_gone(struct agent *agent)
{
	say_errno("the command port is gone");
	close(agent->port);
	agent->port = -1;
	buffer_free(&agent->out);
}

static void flush(struct agent *agent)
{
	while (agent->port >= 0 && buffer_used(&agent->out)) {
		ssize_t n = write(agent->port, buffer_front(&agent->out),
				  buffer_used(&agent->out));

		if (n > 0)
			buffer_take(&agent->out, (size_t)n);
		else if (n == 0 || errno == EAGAIN)
			return;
		else if (errno != EINTR)
			port_gone(agent);
	}
}

static void tell_output(struct agent *agent, const struct job *job, const char *bytes, size_t n)
{
	char head[64];

	if (agent->port < 0)
		return;
	snprintf(head, sizeof(head), "out %lu %zu\n", job->id, n);
	buffer_add(&agent->out, head, strlen(head));
	buffer_add(&agent->out, bytes, n);
}

static void tell_end(struct agent *agent, unsigned long id, int status)
{
	char head[64];

	snprintf(head, sizeof(head), "end %lu %d\n", id, status);
	if (agent->port >= 0)
		buffer_add(&agent->out, head, strlen(head));
}

static void tell_bad(struct agent *agent, const char *text)
{
	buffer_add(&agent->out, "bad ", 4);
	buffer_add(&agent->out, text, strlen(text));
	buffer_add(&agent->out, "\n", 1);
}

/*
 * Reads once from the job's pipe, @most bytes at most, and tells the host unless the job has ended.
 * The number of bytes; 0 if there are none now or will be none any more.
 */
static size_t read_job(struct agent *agent, struct job *job, size_t most)
{
	char bytes[CHUNK];
	ssize_t n;

	do {
		n = read(job->pipe, bytes, most < sizeof(bytes) ? most : sizeof(bytes));
	} while (n < 0 && errno == EINTR);
	if (n > 0) {
		if (job->running)
			tell_output(agent, job, bytes, (size_t)n);
		return (size_t)n;
	}
	if (n == 0 || errno != EAGAIN) {
		close(job->pipe);
		job->pipe = -1;
	}
	return 0;
}

/* What is in the pipe now. Later output of processes that outlive the shell does not count. */
static void drain_job(struct agent *agent, struct job *job)
{
	int left = 0;

	if (job->pipe < 0 || ioctl(job->pipe, FIONREAD, &left))
		return;
	while (left > 0 && job->pipe >= 0) {
		size_t n = read_job(agent, job, (size_t)left);

		if (!n)
			return;
		left -= (int)n;
	}
}

static struct job *find_job(struct agent *agent, unsigned long id)
{
	struct job *job;

	for (job = agent->jobs; job; job = job->next)
		if (job->running && job->id == id)
			return job;
	return NULL;
}

static void append_job(struct agent *agent, struct job *job)
{
	struct job **end = &agent->jobs;

	while (*end)
		end = &(*end)->next;
	*end = job;
}

/* A job is forgotten when its shell has ended and nobody can write into its pipe any more. */
static void forget_done_jobs(struct agent *agent)
{
	struct job **at = &agent->jobs;

	while (*at) {
		struct job *job = *at;

		if (job->running || job->pipe >= 0) {
			at = &job->next;
			continue;
		}
		*at = job->next;
		job_free(job);
	}
}

static void run(struct agent *agent, const struct request *request)
{
	struct job *job;
	char text[96];

	if (find_job(agent, request->id)) {
		snprintf(text, sizeof(text), "run %lu: a job of this number is running",
			 request->id);
		tell_bad(agent, text);
		return;
	}
	job = job_start(request->id, request->text);
	if (!job) {
		struct job none = { .id = request->id };

		snprintf(text, sizeof(text), "init: start /bin/sh: %s\n", strerror(errno));
		tell_output(agent, &none, text, strlen(text));
		tell_end(agent, request->id, STATUS_NO_SHELL);
		return;
	}
	append_job(agent, job);
}

static void send_signal(struct agent *agent, const struct request *request)
{
	const struct job *job = find_job(agent, request->id);

	if (job)
		kill(-job->shell, request->signal);
}

static void serve_requests(struct agent *agent)
{
	for (;;) {
		struct request request = request_next(&agent->requests);

		if (request.kind == REQUEST_NONE)
			return;
		if (request.kind == REQUEST_RUN)
			run(agent, &request);
		else if (request.kind == REQUEST_BAD)
			tell_bad(agent, request.text);
		else
			send_signal(agent, &request);
		free(request.text);
	}
}

static void read_port(struct agent *agent)
{
	char *place = buffer_place(&agent->requests.in, CHUNK);
	ssize_t n = read(agent->port, place, CHUNK);

	if (n > 0) {
		buffer_added(&agent->requests.in, (size_t)n);
		serve_requests(agent);
	} else if (n == 0) {
		errno = EPIPE;
		port_gone(agent);
	} else if (errno != EAGAIN && errno != EINTR) {
		port_gone(agent);
	}
}

void agent_start(struct agent *agent, int port, const char *name)
{
	memset(agent, 0, sizeof(*agent));
	agent->port = port;
	if (port < 0)
		return;
	fcntl(port, F_SETFL, fcntl(port, F_GETFL) | O_NONBLOCK);
	buffer_add(&agent->out, "ready ", 6);
	buffer_add(&agent->out, name, strlen(name));
	buffer_add(&agent->out, "\n", 1);
	flush(agent);
}

size_t agent_descriptors(const struct agent *agent)
{
	const struct job *job;
	size_t n = 1;

	for (job = agent->jobs; job; job = job->next)
		n++;
	return n;
}

void agent_ask(struct agent *agent, struct pollfd *wanted)
{
	bool enough = buffer_used(&agent->out) >= OUT_ENOUGH;
	size_t slot = 0;
	struct job *job;

	wanted[slot].fd = agent->port;
	wanted[slot].events = POLLIN;
	if (buffer_used(&agent->out))
		wanted[slot].events |= POLLOUT;
	for (job = agent->jobs; job; job = job->next) {
		job->slot = ++slot;
		wanted[slot].fd = enough ? -1 : job->pipe;
		wanted[slot].events = POLLIN;
	}
}

void agent_serve(struct agent *agent, const struct pollfd *answers)
{
	struct job *job;

	for (job = agent->jobs; job; job = job->next)
		if (job->slot && answers[job->slot].fd >= 0 && answers[job->slot].revents)
			read_job(agent, job, CHUNK);
	if (agent->port >= 0 && answers[0].revents & (POLLIN | POLLHUP | POLLERR | POLLNVAL))
		read_port(agent);
	forget_done_jobs(agent);
	flush(agent);
}

bool agent_reaped(struct agent *agent, pid_t pid, int status)
{
	struct job *job;

	for (job = agent->jobs; job; job = job->next) {
		if (!job->running || job->shell != pid)
			continue;
		drain_job(agent, job);
		job->running = false;
		tell_end(agent, job->id,
			 WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
		forget_done_jobs(agent);
		flush(agent);
		return true;
	}
	return false;
}

void agent_end(struct agent *agent)
{
	if (agent->port >= 0)
		close(agent->port);
	agent->port = -1;
	while (agent->jobs) {
		struct job *job = agent->jobs;

		agent->jobs = job->next;
		job_free(job);
	}
	buffer_free(&agent->out);
	buffer_free(&agent->requests.in);
}
