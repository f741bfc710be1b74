/* SPDX-License-Identifier: GPL-2.0-only */
/* pieces.c - reads files in pieces; pieces.h says what each function does. */
#include <fcntl.h>
#include <unistd.h>

#include "claim.h"
#include "pieces.h"

int open_file(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);

	if (fd < 0)
		give_up("open %s", path);
	return fd;
}

size_t read_pieces(int fd, char *text, size_t piece)
{
	size_t used = 0;
	ssize_t n;

	while (used + piece < ROOM && (n = read(fd, text + used, piece)) > 0)
		used += (size_t)n;
	text[used] = '\0';
	return used;
}
