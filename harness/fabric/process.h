/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * process: what the host knows about processes (from /proc).
 */
#ifndef FABRIC_PROCESS_H
#define FABRIC_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct process {
	pid_t pid;
	pid_t parent;
	char state;	/* R, S, D, T, t, Z ... */
	uint64_t ticks;	/* CPU time, its own and its reaped children's, in clock ticks */
};

/* Read about @pid. False if there is no such process. */
bool process_read(pid_t pid, struct process *process);

/* Call @visit for each child of @parent. */
void process_children(pid_t parent, void (*visit)(const struct process *child, void *data),
		      void *data);

#endif
