/* SPDX-License-Identifier: GPL-2.0-only */
/* mounts.c - mounts a machine's file systems; mounts.h says which. */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mounts.h"
#include "say.h"

struct mount_point {
	const char *type;
	const char *path;
	const char *options;
	bool needed;
};

/* In this order: some lie in others. */
static const struct mount_point mount_points[] = {
	{ "proc", "/proc", NULL, true },
	{ "sysfs", "/sys", NULL, true },
	{ "devtmpfs", "/dev", NULL, true },
	{ "devpts", "/dev/pts", "mode=0620", false },
	{ "tracefs", "/sys/kernel/tracing", NULL, false },
	{ "tmpfs", "/tmp", "mode=1777", true },
	{ "tmpfs", "/run", "mode=0755", true },
};

static bool mount_one(const struct mount_point *point)
{
	if (!strcmp(point->type, "devpts"))
		mkdir(point->path, 0755);
	/* EBUSY: the kernel has put its devtmpfs there itself */
	if (!mount(point->type, point->path, point->type, MS_NOSUID, point->options) ||
	    errno == EBUSY)
		return true;
	if (!point->needed && (errno == ENODEV || errno == ENOENT))
		return true;
	say_errno("mount %s on %s", point->type, point->path);
	return false;
}

bool mounts_make(void)
{
	bool good = true;
	size_t i;

	for (i = 0; i < sizeof(mount_points) / sizeof(mount_points[0]); i++)
		good &= mount_one(&mount_points[i]);
	return good;
}

bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool good = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (!good)
		say_errno("write `%s' to %s", text, path);
	if (fd >= 0)
		close(fd);
	return good;
}
