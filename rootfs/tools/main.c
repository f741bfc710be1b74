/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools - the small guest programs as one
 *
 * usage: TOOL [ARGUMENT...], by the name of a link to it
 *
 * Each file beside this folder is a program with a main() and a manual of its own. They are linked
 * into one, because each alone would bring its own C library into the image and into the memory of
 * every machine. The Makefile names their main() TOOL_main and lists them in tools.inc.
 *
 * Exit status: the tool's own; 2 when it is called by a name that is no tool; 3 when its output
 * could not be written.
 */
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "say.h"

#define TOOL(name) int name##_main(int argc, char **argv);
#include "tools.inc"
#undef TOOL

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} tools[] = {
#define TOOL(name) { #name, name##_main },
#include "tools.inc"
#undef TOOL
};

/* A name on the command line may have a dash where that of a function has an underscore. */
static bool is_called(const char *called, const char *name)
{
	while (*name && (*called == *name || (*called == '-' && *name == '_'))) {
		called++;
		name++;
	}
	return !*called && !*name;
}

/*
 * What a program has said and nobody got is no success. A reader who has gone has had enough.
 */
static void close_output(void)
{
	struct pollfd out = { .fd = STDOUT_FILENO };

	if (!fflush(stdout) && !ferror(stdout))
		return;
	if (poll(&out, 1, 0) > 0 && out.revents & POLLERR)
		return;
	say_errno("standard output");
	_exit(EXIT_SYSTEM);
}

int main(int argc, char **argv)
{
	const char *slash = argc ? strrchr(argv[0], '/') : NULL;
	const char *called = slash ? slash + 1 : argc ? argv[0] : "";

	atexit(close_output);
	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++)
		if (is_called(called, tools[i].name))
			return tools[i].run(argc, argv);
	fprintf(stderr, "tools: `%s' is not one of", called);
	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++)
		fprintf(stderr, " %s", tools[i].name);
	fprintf(stderr, "\n");
	return EXIT_USAGE;
}
