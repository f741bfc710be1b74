// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ways to end early, and what stderr then says (6.5).
 */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "ipchains.h"

static const char *program = "ipchains";
static unsigned long line;

void error_program(const char *name)
{
	program = name;
}

const char *error_program_name(void)
{
	return program;
}

void error_line(unsigned long number)
{
	line = number;
}

static void say(const char *format, va_list args)
{
	fflush(stdout);
	fprintf(stderr, "%s: ", program);
	if (line)
		fprintf(stderr, "line %lu: ", line);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

/* The hint is about a command line, so not about a line of a saved file. */
void try_help(void)
{
	fflush(stdout);
	if (line)
		fprintf(stderr, "%s: line %lu: not a rule\n", program, line);
	else
		fprintf(stderr, "Try `%s -h' or '%s --help' for more information.\n",
			program, program);
	exit(EXIT_PARAMETER);
}

void parameter_problem(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(format, args);
	va_end(args);
	if (line)
		exit(EXIT_PARAMETER);
	try_help();
}

void version_problem(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(format, args);
	va_end(args);
	fputs("Perhaps ipchains or your kernel need to be upgraded.\n", stderr);
	exit(EXIT_VERSION);
}

void other_problem(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(format, args);
	va_end(args);
	exit(EXIT_KERNEL);
}

/* Always "ipchains", whatever the program was called as (S6.35). */
int kernel_problem(int err)
{
	fflush(stdout);
	if (line)
		fprintf(stderr, "%s: line %lu: %s\n", program, line,
			ipfwc_strerror(err));
	else
		fprintf(stderr, "ipchains: %s\n", ipfwc_strerror(err));
	return EXIT_KERNEL;
}

int finish_output(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	fprintf(stderr, "%s: standard output: %s\n", program, strerror(errno));
	return EXIT_KERNEL;
}

void *need_memory(size_t size)
{
	void *memory = calloc(1, size);

	if (!memory)
		other_problem("%s", strerror(errno));
	return memory;
}
