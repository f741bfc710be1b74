/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * guardian: a small second process that cleans up if the fabric is killed.
 *
 * It holds the reading end of a pipe; when the fabric is gone, however that happened, it sees the
 * end of the pipe, kills machines that are still there, removes what files_clean() removes, and
 * ends. Signals that are meant for the fabric do not reach it. If the guardian itself is killed,
 * the fabric still cleans up at its own end.
 */
#ifndef FABRIC_GUARDIAN_H
#define FABRIC_GUARDIAN_H

#include <sys/types.h>

#include "conf.h"

/* Start it, before anything else is made. Returns 0, or -1 with errno. */
int guardian_start(const struct conf *conf);

/* Tell it of a machine's process. */
void guardian_tell(pid_t machine);

pid_t guardian_pid(void);

/*
 * Kill and reap every child of this process but the guardian. Needs the fabric to be the subreaper.
 */
void guardian_kill_orphans(void);

/* Let it end and wait until it has. */
void guardian_dismiss(void);

#endif
