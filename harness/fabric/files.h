/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * files: every name the fabric makes in the run directory.
 *
 * Evidence, which stays:   MACHINE.STREAM of consoles, SEGMENT.pcapng, and MACHINE.boot if it says
 *                          something
 * The rest, which goes:    tt, MACHINE-DEVICE.sock, linux, initrd (links), MACHINE/ (user-mode
 *                          Linux's umid directory)
 *
 * What a killed fabric left is removed by its guardian, or by the next one in the same directory.
 */
#ifndef FABRIC_FILES_H
#define FABRIC_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "conf.h"

#define FILES_PATH 128

/* The path of what MACHINE's kernel writes to its standard output and error. */
void files_boot(char path[FILES_PATH], const char *machine);

/* Is @words on a line of MACHINE's boot file? */
bool files_boot_says(const char *machine, const char *words);

/*
 * Take the run directory for this process and what it forks; waits up to two seconds for a fabric
 * that is just ending. The lock is a socket's abstract name, so it leaves nothing behind. Returns a
 * descriptor, or -1 with errno (EADDRINUSE: another fabric runs there).
 */
int files_lock(void);

/*
 * A name in the run directory for @target: @target itself if that is where it lies, else a link,
 * made if there is none: "linux", "linux2" ... for @stem linux. NULL with errno on failure. The
 * name lives as long as the process.
 */
const char *files_link(const char *stem, const char *target);

/*
 * Can the memory of all machines be in /dev/shm: a tmpfs, large enough, that may be executed from?
 */
bool files_shm_usable(const struct conf *conf);

/* Remove a machine's umid directory, which a killed kernel cannot. */
void files_remove_umid(const char *machine);

/*
 * Remove everything but the evidence, and boot files that say nothing. May be called at any time.
 */
void files_clean(const struct conf *conf);

#endif
