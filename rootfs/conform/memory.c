/* SPDX-License-Identifier: GPL-2.0-only */
/* memory.c - what the kernel says of its memory; memory.h says what each function does. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "claim.h"
#include "listing.h"
#include "memory.h"

#define DEBUGFS "/run/debugfs"
#define KMEMLEAK DEBUGFS "/kmemleak"

/* It is told by the file of its lock checker. */
bool memory_is_quarantined(void)
{
	return !access("/proc/lockdep", F_OK);
}

long memory_of_kernel(void)
{
	char *text = read_text("/proc/meminfo");
	const char *line = strstr(text, "Slab:");
	long kb;

	if (!line || sscanf(line, "Slab: %ld", &kb) != 1)
		give_up("no Slab in /proc/meminfo");
	free(text);
	return kb;
}

size_t memory_caches(struct cache *caches, size_t most)
{
	FILE *file = fopen("/proc/slabinfo", "r");
	char line[256];
	size_t n = 0;

	if (!file)
		give_up("open /proc/slabinfo");
	while (fgets(line, sizeof(line), file)) {
		struct cache cache;

		if (sscanf(line, "%31s %ld %*d %*d %ld", cache.name, &cache.active,
			   &cache.per_slab) != 3)
			continue;
		if (n == most)
			give_up("have room for the caches of /proc/slabinfo");
		caches[n++] = cache;
	}
	fclose(file);
	return n;
}

static void write_word(const char *path, const char *word)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, word, strlen(word)) < 0)
		give_up("write %s to %s", word, path);
	close(fd);
}

/* An object counts as lost when it is older than five seconds and two scans found no pointer. */
void claim_none_lost(void)
{
	char *text;

	if (mkdir(DEBUGFS, 0700) || mount("debugfs", DEBUGFS, "debugfs", 0, NULL))
		give_up("mount " DEBUGFS);
	sleep(6);
	write_word(KMEMLEAK, "scan");
	write_word(KMEMLEAK, "scan");
	text = read_text(KMEMLEAK);
	claim_text(text, "", "the kernel has no memory that nothing points to");
	free(text);
	if (umount(DEBUGFS) || rmdir(DEBUGFS))
		give_up("unmount " DEBUGFS);
}
