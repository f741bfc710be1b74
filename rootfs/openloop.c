/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * openloop - ask for one file again and again, for ever
 *
 * usage: openloop FILE
 *
 * Opens FILE (and creates it) and closes it, without end: a process that is always in a system
 * call or on its way to one. When its machine is killed, no such call may reach the host. It says
 * "openloop: ready" once the first call has succeeded.
 *
 * Exit status: none while it works; 2 usage; 3 the file could not be opened.
 *
 * Example: openloop /tmp/probe
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "say.h"

static void open_once(const char *file)
{
	int fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

	if (fd < 0) {
		say_errno("open %s", file);
		_exit(EXIT_SYSTEM);
	}
	close(fd);
}

int main(int argc, char **argv)
{
	say_as("openloop");
	if (argc != 2) {
		fprintf(stderr, "usage: openloop FILE\n");
		return EXIT_USAGE;
	}
	open_once(argv[1]);
	printf("openloop: ready\n");
	fflush(stdout);
	for (;;)
		open_once(argv[1]);
}
