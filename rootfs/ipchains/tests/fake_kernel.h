/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A kernel for the tests of ipchains, linked in with ld's --wrap.
 *
 * It stands in for the raw socket, the files in /proc, the terminal and the
 * name service, and records each call in the file FAKE_RECORD, one line a call:
 *
 *   socket FAMILY TYPE PROTOCOL
 *   open PATH MODE
 *   sent OPTION LENGTH BYTES
 *
 * BYTES are in hexadecimal: all of them with FAKE_FULL or if the option takes
 * no rule; else what differs from the plain rule of `-A input', as
 * "OFFSET:BYTE BYTE; OFFSET:BYTE", behind the number of an insert or replace.
 *
 * FAKE_DIR is a directory with the files of /proc under their last name.
 * FAKE_SOCKET_ERRNO and FAKE_ERRNO are what the calls fail with. With
 * FAKE_STATE, a file, the options act on chains and rules that live in it, and
 * /proc shows those. FAKE_TERMINAL makes standard input a terminal; it is a
 * file with what is typed there.
 */
#ifndef FAKE_KERNEL_H
#define FAKE_KERNEL_H

#include <linux/ip_fw.h>
#include <stdio.h>

/* fake_rules.c */

/* The option on the rules in file @state; 0 or a positive errno. */
int fake_option(const char *state, int option, const void *argument);
/* What a file in /proc/net shows of @state; @name is its last name. */
FILE *fake_proc(const char *state, const char *name);

#endif /* FAKE_KERNEL_H */
