/* SPDX-License-Identifier: GPL-2.0-only */
/* job.h - one command of the host: a shell and the pipe it prints into */
#ifndef JOB_H
#define JOB_H

#include <stdbool.h>
#include <sys/types.h>

struct job {
	struct job *next;
	unsigned long id;	/* the host's name for it, while it is running */
	bool running;
	pid_t shell;		/* also its session and process group */
	int pipe;		/* non-blocking; -1: the last writer has closed it */
	size_t slot;		/* where agent_ask() put it; 0: nowhere */
};

/*
 * Starts `/bin/sh -c @command' as the job @id: signals as new, in a session of its own. NULL with
 * errno set if that fails.
 */
struct job *job_start(unsigned long id, const char *command);

/* Closes the pipe and frees the memory. */
void job_free(struct job *job);

#endif
