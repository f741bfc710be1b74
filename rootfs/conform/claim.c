/* SPDX-License-Identifier: GPL-2.0-only */
/* claim.c - claims and their count; claim.h says what each function does. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "claim.h"
#include "say.h"

/* Shared with the children. */
static struct counts {
	unsigned int made;
	unsigned int wrong;
} *counts;

static bool quiet;

void claims_begin(bool only_false)
{
	quiet = only_false;
	counts = mmap(NULL, sizeof(*counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		      -1, 0);
	if (counts == MAP_FAILED)
		give_up("mmap");
}

static bool tell(bool holds, const char *sentence, va_list args)
{
	counts->made++;
	counts->wrong += !holds;
	if (holds && quiet)
		return holds;
	printf("%sok %u - ", holds ? "" : "not ", counts->made);
	vprintf(sentence, args);
	putchar('\n');
	fflush(stdout);
	return holds;
}

/* A diagnostic has one line: what comes behind the first stands indented below. */
static void tell_value(const char *what, const char *text)
{
	printf("# %-6s ", what);
	for (; *text; text++) {
		putchar(*text);
		if (*text == '\n' && text[1])
			fputs("#        ", stdout);
	}
	putchar('\n');
	fflush(stdout);
}

bool claim(bool holds, const char *sentence, ...)
{
	va_list args;

	va_start(args, sentence);
	tell(holds, sentence, args);
	va_end(args);
	return holds;
}

bool claim_number(unsigned long got, unsigned long wanted, const char *sentence, ...)
{
	va_list args;

	va_start(args, sentence);
	if (!tell(got == wanted, sentence, args))
		printf("# got    %lu\n# wanted %lu\n", got, wanted);
	va_end(args);
	fflush(stdout);
	return got == wanted;
}

bool claim_text(const char *got, const char *wanted, const char *sentence, ...)
{
	bool same = !strcmp(got, wanted);
	va_list args;

	va_start(args, sentence);
	if (!tell(same, sentence, args)) {
		tell_value("got", got);
		tell_value("wanted", wanted);
	}
	va_end(args);
	return same;
}

static const char *errno_name(int error)
{
	const char *name = error ? strerrorname_np(error) : "success";

	return name ? name : "an unknown errno";
}

bool claim_errno(int got, int wanted, const char *sentence, ...)
{
	va_list args;

	va_start(args, sentence);
	if (!tell(got == wanted, sentence, args))
		printf("# got    %s (%d)\n# wanted %s (%d)\n", errno_name(got), got,
		       errno_name(wanted), wanted);
	va_end(args);
	fflush(stdout);
	return got == wanted;
}

void in_child(void (*work)(void))
{
	pid_t child = fork();
	int status;

	if (child < 0)
		give_up("fork");
	if (!child) {
		work();
		_exit(EXIT_DONE);
	}
	if (waitpid(child, &status, 0) != child)
		give_up("waitpid");
	if (status)
		claim(false, "a child ends well (wait status 0x%x)", (unsigned int)status);
}

unsigned long rounds(unsigned long usually)
{
	const char *text = getenv("ROUNDS");
	unsigned long number = usually;

	if (text && !parse_number(text, 1, 1000000000, &number)) {
		errno = EINVAL;
		give_up("ROUNDS=%s", text);
	}
	return number;
}

int claims_end(void)
{
	printf("1..%u\n", counts->made);
	if (counts->wrong)
		printf("# %u of %u claims are false\n", counts->wrong, counts->made);
	fflush(stdout);
	return counts->made && !counts->wrong ? EXIT_DONE : EXIT_FALSE;
}

void give_up(const char *what, ...)
{
	char text[256];
	va_list args;

	va_start(args, what);
	vsnprintf(text, sizeof(text), what, args);
	va_end(args);
	fflush(stdout);
	say_errno("%s", text);
	_exit(EXIT_SYSTEM);
}

void must(int error, const char *what)
{
	if (!error)
		return;
	errno = error;
	give_up("%s", what);
}
