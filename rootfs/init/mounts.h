/* SPDX-License-Identifier: GPL-2.0-only */
/* mounts.h - the file systems of a machine, and its small kernel files */
#ifndef MOUNTS_H
#define MOUNTS_H

#include <stdbool.h>

/*
 * Mounts /proc, /sys, /dev, /dev/pts, /sys/kernel/tracing, /tmp and /run. What cannot be mounted
 * is reported with say(), except what the kernel does not have (ENODEV) and nobody asked for:
 * /dev/pts and tracefs. False if something that was needed is missing.
 */
bool mounts_make(void);

/* Writes @text into the existing file @path at once. False, and said why, if that fails. */
bool write_file(const char *path, const char *text);

#endif
