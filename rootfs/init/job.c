/* SPDX-License-Identifier: GPL-2.0-only */
/* job.c - starts jobs; job.h says how. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "job.h"
#include "program.h"

/* A shell that runs @command and prints into @output. */
static pid_t start_shell(const char *command, int output)
{
	const char *const words[] = { "/bin/sh", "-c", command, NULL };
	const struct program_how how = { .input = "/dev/null", .output = output };

	return program_start(words, &how);
}

struct job *job_start(unsigned long id, const char *command)
{
	struct job *job = calloc(1, sizeof(*job));
	int ends[2];
	int error;

	if (!job)
		return NULL;
	if (pipe2(ends, O_CLOEXEC)) {
		error = errno;
		goto err_job;
	}
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	job->shell = start_shell(command, ends[1]);
	error = errno;
	close(ends[1]);
	if (job->shell < 0)
		goto err_pipe;
	job->id = id;
	job->running = true;
	job->pipe = ends[0];
	return job;

err_pipe:
	close(ends[0]);
err_job:
	free(job);
	errno = error;
	return NULL;
}

void job_free(struct job *job)
{
	if (job->pipe >= 0)
		close(job->pipe);
	free(job);
}
