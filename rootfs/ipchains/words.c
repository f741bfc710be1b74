// SPDX-License-Identifier: GPL-2.0-only
/*
 * A line of a saved file as an argument list.
 */
#include <string.h>

#include "ipchains.h"

char **split_words(const char *program, char *line, int *argc)
{
	/* Each word has a blank behind it, but perhaps the last. */
	char **argv = need_memory((strlen(line) / 2 + 3) * sizeof(argv[0]));
	char *rest = line, *word;

	*argc = 0;
	argv[(*argc)++] = (char *)program;	/* getopt's type; not written to */
	while ((word = strsep(&rest, " \t\n")))
		if (word[0])
			argv[(*argc)++] = word;
	return argv;
}
