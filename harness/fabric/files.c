// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/un.h>
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

/*
 * What user-mode Linux always says while it starts, and the kernel's log before its console is
 * there. A boot file of nothing else is no evidence, unless one of the other words is in it.
 */
static const char *const ordinary[] = {
	"\n", "Core dump limits", "\tsoft - ", "\thard - ", "Checking ", "Adding ", "[    0.",
};

static const char *const conspicuous[] = {
	"WARNING", "BUG", "Oops", "Kernel panic", "Call Trace", "KASAN", "UBSAN", "INFO:", "failed",
	"Failed", "error", "Error",
};

void files_boot(char path[FILES_PATH], const char *machine)
{
	snprintf(path, FILES_PATH, "%s.boot", machine);
}

/* Does @judge find a line of MACHINE's boot file? */
static bool find_line(const char *machine, bool (*judge)(const char *line, const char *words),
		      const char *words)
{
	char path[FILES_PATH], *line = NULL;
	bool found = false;
	size_t room = 0;
	FILE *file;

	files_boot(path, machine);
	file = fopen(path, "re");
	while (file && !found && getline(&line, &room, file) > 0)
		found = judge(line, words);
	free(line);
	if (file)
		fclose(file);
	return found;
}

static bool has_words(const char *line, const char *words)
{
	return strstr(line, words);
}

bool files_boot_says(const char *machine, const char *words)
{
	return find_line(machine, has_words, words);
}

static bool is_evidence(const char *line, const char *unused)
{
	(void)unused;
	for (size_t i = 0; i < sizeof(conspicuous) / sizeof(conspicuous[0]); i++)
		if (strstr(line, conspicuous[i]))
			return true;
	for (size_t i = 0; i < sizeof(ordinary) / sizeof(ordinary[0]); i++)
		if (strncmp(line, ordinary[i], strlen(ordinary[i])) == 0)
			return false;
	return true;
}

static void remove_boot(const char *machine)
{
	char path[FILES_PATH];

	files_boot(path, machine);
	if (!find_line(machine, is_evidence, NULL))
		unlink(path);
}

int files_lock(void)
{
	static const struct timespec pause = { .tv_nsec = 10000000 };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	struct stat here;

	if (fd < 0 || stat(".", &here) < 0)
		return -1;
	/* sun_path[0] stays 0: a name that is no file */
	snprintf(name.sun_path + 1, sizeof(name.sun_path) - 1, "divertlab-fabric-%jx-%jx",
		 (uintmax_t)here.st_dev, (uintmax_t)here.st_ino);
	for (int i = 0; i < LOCK_TRIES; i++) {
		if (bind(fd, (struct sockaddr *)&name, sizeof(name)) == 0)
			return fd;
		if (errno != EADDRINUSE)
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

/* The memory of all machines together, in bytes. */
static uint64_t memory_wanted(const struct conf *conf)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < conf->machines; i++) {
		char *unit;
		uint64_t size = strtoull(conf->machine[i].mem, &unit, 10);

		sum += size << (*unit == 'G' ? 30 : *unit == 'M' ? 20 : *unit == 'K' ? 10 : 0);
	}
	return sum;
}

bool files_shm_usable(const struct conf *conf)
{
	struct statvfs mount;
	struct statfs type;

	return statfs("/dev/shm", &type) == 0 && type.f_type == TMPFS_MAGIC &&
	       statvfs("/dev/shm", &mount) == 0 && !(mount.f_flag & (ST_NOEXEC | ST_RDONLY)) &&
	       mount.f_bavail * mount.f_frsize >= memory_wanted(conf) &&
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
