/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pieces.h - a file of /proc read in pieces of one's own size
 *
 * Whatever fails that is no claim ends the program, as claim.h says.
 */
#ifndef PIECES_H
#define PIECES_H

#include <stddef.h>

#define ROOM (256 * 1024)	/* bytes: more than any text these programs read in pieces */

/* open(2), closed on exec. */
int open_file(const char *path, int flags);

/*
 * Reads on from @fd to the end, with as many read(2) of @piece bytes as it takes, into @text of
 * ROOM bytes; ends it with a NUL. The number of bytes.
 */
size_t read_pieces(int fd, char *text, size_t piece);

#endif
