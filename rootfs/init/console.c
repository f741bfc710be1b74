/* SPDX-License-Identifier: GPL-2.0-only */
/* console.c - the shell on the console; console.h tells its life. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "console.h"
#include "say.h"
#include "program.h"

#define ACTIVE "/sys/class/tty/console/active"

/* The kernel names its consoles in one line; the last one is that of /dev/console. */
static void find_path(char *path, size_t size)
{
	int fd = open(ACTIVE, O_RDONLY | O_CLOEXEC);
	char names[64];
	ssize_t n = fd < 0 ? -1 : read(fd, names, sizeof(names) - 1);
	const char *last;

	if (fd >= 0)
		close(fd);
	snprintf(path, size, "/dev/console");
	if (n <= 0)
		return;
	names[n] = '\0';
	names[strcspn(names, "\n")] = '\0';
	last = strrchr(names, ' ');
	snprintf(path, size, "/dev/%.32s", last ? last + 1 : names);
}

static void open_console(struct console *console)
{
	int fd = open(console->path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	int i;

	if (fd < 0) {
		say_errno("open the console %s", console->path);
		console->fd = -1;
		return;
	}
	for (i = STDIN_FILENO; i <= STDERR_FILENO; i++)
		if (i != fd)
			dup2(fd, i);
	if (fd > STDERR_FILENO)
		close(fd);
	console->fd = STDIN_FILENO;
}

void console_start(struct console *console, const struct setup *setup)
{
	memset(console, 0, sizeof(*console));
	find_path(console->path, sizeof(console->path));
	console->edit = setup->edit;
	strcpy(console->name, setup->name);
	open_console(console);
}

int console_wants(const struct console *console)
{
	return console->shell ? -1 : console->fd;
}

/*
 * A shell that edits its line itself switches the terminal's own editing off, asks it where the
 * cursor is and prints each character with what it takes to draw it: good for people, noise for a
 * program. When it reads its commands from a file that is not its standard input it does not; nor
 * does it print its prompt then, which therefore prints itself while the shell works it out.
 */
void console_serve(struct console *console)
{
	const char *const plain[] = { "/bin/sh", "-i", console->path, NULL };
	const char *const edit[] = { "/bin/sh", "-i", NULL };
	char prompt[SETUP_NAME_MAX + 32], more[32];
	char *const variables[] = {
		"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/", "USER=root", "TERM=vt100",
		prompt, more, NULL,
	};
	const struct program_how how = {
		.input = console->path, .output = -1, .variables = variables,
	};

	snprintf(prompt, sizeof(prompt), console->edit ? "PS1=%s# " : "PS1=$(printf '%s# ' >&2)",
		 console->name);
	snprintf(more, sizeof(more), console->edit ? "PS2=> " : "PS2=$(printf '> ' >&2)");
	console->shell = program_start(console->edit ? edit : plain, &how);
	if (console->shell < 0) {
		say_errno("start a shell on the console");
		console->shell = 0;
		console->fd = -1;
	}
}

bool console_reaped(struct console *console, pid_t pid)
{
	if (!console->shell || pid != console->shell)
		return false;
	console->shell = 0;
	open_console(console);
	return true;
}
