/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * memory.h - whether the kernel keeps memory that it should have given back
 *
 * Two kinds of kernel, two ways to see it. An ordinary one tells how much it has allocated. The
 * debug kernel keeps what is freed in quarantine, so that its numbers tell nothing; but it looks
 * for memory that nothing points to.
 */
#ifndef MEMORY_H
#define MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* A debug kernel: only claim_none_lost() says something there, and only there. */
bool memory_is_quarantined(void);

/* Kilobytes of memory the kernel has allocated for itself. */
long memory_of_kernel(void);

/* One cache of /proc/slabinfo: objects in use, and how many of them make one slab. */
struct cache {
	char name[32];
	long active, per_slab;
};

/* All of them, up to @most; how many there are. Gives up if there are more. */
size_t memory_caches(struct cache *caches, size_t most);

/* The kernel has no memory that nothing points to. Takes six seconds of the machine's time. */
void claim_none_lost(void);

#endif
