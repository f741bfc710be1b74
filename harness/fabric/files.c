// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "device.h"
#include "files.h"
#include "timetravel.h"

#define LINKS_MAX 64
#define LOCK_TRIES 200	/* of 10 ms */

static struct {
	char *target;
	char name[CONF_NAME];
} made[LINKS_MAX];

/* What user-mode Linux always says while it starts; a boot file of nothing else is no evidence. */
static const char *const ordinary[] = {
	"\n", "Core dump limits", "\tsoft - ", "\thard - ", "Checking ", "Adding ",
};

void files_boot(char path[FILES_PATH], const char *machine)
{
	snprintf(path, FILES_PATH, "%s.boot", machine);
}

int files_lock(const char *conf)
{
	static const struct timespec pause = { .tv_nsec = 10000000 };
	int fd = open(conf, O_RDONLY | O_CLOEXEC);

	for (int i = 0; fd >= 0 && i < LOCK_TRIES; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return fd;
		if (errno != EWOULDBLOCK)
			break;
		nanosleep(&pause, NULL);
	}
	return -1;
}

/* The name of a file in the run directory itself, or NULL. */
static const char *local(const char *path)
{
	if (strncmp(path, "./", 2) == 0)
		path += 2;
	return strchr(path, '/') ? NULL : path;
}

const char *files_link(const char *stem, const char *target)
{
	unsigned int same = 0;

	if (local(target))
		return local(target);
	for (size_t i = 0; i < LINKS_MAX; i++) {
		if (made[i].target) {
			if (strncmp(made[i].name, stem, strlen(stem)) != 0)
				continue;
			if (strcmp(made[i].target, target) == 0)
				return made[i].name;
			same++;
			continue;
		}
		snprintf(made[i].name, CONF_NAME, same ? "%s%u" : "%s", stem, same + 1);
		if (symlink(target, made[i].name) < 0)
			return NULL;
		made[i].target = strdup(target);
		return made[i].target ? made[i].name : NULL;
	}
	errno = ENOSPC;
	return NULL;
}

bool files_shm_usable(void)
{
	struct statvfs mount;
	struct statfs type;

	return statfs("/dev/shm", &type) == 0 && type.f_type == TMPFS_MAGIC &&
	       statvfs("/dev/shm", &mount) == 0 && !(mount.f_flag & (ST_NOEXEC | ST_RDONLY)) &&
	       access("/dev/shm", W_OK) == 0;
}

void files_remove_umid(const char *machine)
{
	static const char *const inside[] = { "pid", "mconsole" };
	char path[FILES_PATH];

	for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", machine, inside[i]);
		unlink(path);
	}
	rmdir(machine);
}

static bool is_ordinary(const char *line)
{
	for (size_t i = 0; i < sizeof(ordinary) / sizeof(ordinary[0]); i++)
		if (strncmp(line, ordinary[i], strlen(ordinary[i])) == 0)
			return !strstr(line, "ailed") && !strstr(line, "rror");
	return false;
}

static void remove_boot(const char *machine)
{
	char path[FILES_PATH], line[512];
	bool says_something = false;
	FILE *file;

	files_boot(path, machine);
	file = fopen(path, "re");
	if (!file)
		return;
	while (!says_something && fgets(line, sizeof(line), file))
		says_something = !is_ordinary(line);
	fclose(file);
	if (!says_something)
		unlink(path);
}

/* Is @name a file that conf itself names, and so not ours? */
static bool is_given(const struct conf *conf, const char *name)
{
	for (size_t i = 0; i < conf->machines; i++) {
		const char *kernel = local(conf->machine[i].kernel);
		const char *initrd = local(conf->machine[i].initrd);

		if ((kernel && strcmp(kernel, name) == 0) || (initrd && strcmp(initrd, name) == 0))
			return true;
	}
	return false;
}

/* Remove links that the fabric makes; a file of that name that is no link is somebody's. */
static void remove_links(const struct conf *conf, const char *stem)
{
	char name[CONF_NAME], target[8];

	for (unsigned int i = 1; i <= LINKS_MAX; i++) {
		snprintf(name, sizeof(name), i > 1 ? "%s%u" : "%s", stem, i);
		if (is_given(conf, name) || readlink(name, target, sizeof(target)) < 0) {
			if (i > 1)
				break;
			continue;
		}
		unlink(name);
	}
}

void files_clean(const struct conf *conf)
{
	char path[FILES_PATH];

	unlink(CLOCK_SOCKET);
	remove_links(conf, "linux");
	remove_links(conf, "initrd");
	for (size_t i = 0; i < conf->nics; i++) {
		device_socket(path, sizeof(path), conf->machine[conf->nic[i].machine].name,
			      conf->nic[i].device);
		unlink(path);
	}
	for (size_t i = 0; i < conf->streams; i++) {
		device_socket(path, sizeof(path), conf->machine[conf->stream[i].machine].name,
			      conf->stream[i].name);
		unlink(path);
	}
	for (size_t i = 0; i < conf->machines; i++) {
		files_remove_umid(conf->machine[i].name);
		remove_boot(conf->machine[i].name);
	}
}
