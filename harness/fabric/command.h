/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * command: what a machine's kernel is told on its command line.
 *
 * Linux mixes its command line into its random numbers, so the line must be the same in every
 * directory and for every user: all paths are names in the run directory.
 */
#ifndef FABRIC_COMMAND_H
#define FABRIC_COMMAND_H

#include <stddef.h>
#include <stdint.h>

#include "conf.h"

/*
 * The number a machine's random numbers begin from: differs for each machine of each seed, never 0.
 */
uint64_t command_seed(uint64_t seed, uint64_t id);

/*
 * The argv for machine number @index of @conf, NULL-terminated, with the kernel at @kernel and its
 * initramfs at @initrd. To be given to command_free(). NULL and errno ENOMEM without memory.
 */
char **command_make(const struct conf *conf, size_t index, const char *kernel, const char *initrd);

void command_free(char **argv);

#endif
