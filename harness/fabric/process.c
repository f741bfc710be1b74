// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "process.h"

bool process_read(pid_t pid, struct process *process)
{
	unsigned long long user, system, children_user, children_system;
	char path[64], text[1024];
	ssize_t length;
	char *name_end;
	int fd, parent;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	length = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (length <= 0)
		return false;
	text[length] = '\0';
	/* the name may hold anything, blanks and parentheses too */
	name_end = strrchr(text, ')');
	if (!name_end || sscanf(name_end + 1, " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u"
				" %llu %llu %llu %llu", &process->state, &parent, &user, &system,
				&children_user, &children_system) != 6)
		return false;
	process->pid = pid;
	process->parent = parent;
	process->ticks = user + system + children_user + children_system;
	return true;
}

void process_children(pid_t parent, void (*visit)(const struct process *child, void *data),
		      void *data)
{
	DIR *directory = opendir("/proc");
	struct process process;
	struct dirent *entry;

	while (directory && (entry = readdir(directory)))
		if (isdigit((unsigned char)entry->d_name[0]) &&
		    process_read(atoi(entry->d_name), &process) && process.parent == parent)
			visit(&process, data);
	if (directory)
		closedir(directory);
}
