/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * port.h - a port: a terminal device that carries bytes between a machine and its host
 *
 * Nothing of a terminal's manners is wanted there: no echo, no editing, no CR for an LF, no
 * signals by key.
 */
#ifndef PORT_H
#define PORT_H

#include <stddef.h>

/*
 * Opens the terminal @path with the further open(2) flags @flags, makes it raw and returns its
 * descriptor, which is closed on exec. -1 with errno set if one of it fails; ENOTTY: no terminal.
 */
int port_open(const char *path, int flags);

/* Writes all @n bytes, waiting where it must. -1 with errno set if that fails. */
int write_all(int fd, const void *bytes, size_t n);

#endif
