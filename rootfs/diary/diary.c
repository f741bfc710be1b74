/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * diary - print the diary of a machine's packets
 *
 * usage: diary [PORT]
 *        diary mark TEXT...
 *        diary words
 *
 * Without a word it reads the trace instance `diary', which PID 1 has set up, and prints a line for
 * each event as it happens, on the terminal PORT (made raw) or on standard output. printer.h says
 * how the lines look. It has no end of its own.
 *
 * `mark' puts a line of text into the trace, in its place between the packets' events; several
 * words are joined by blanks.
 * `words' prints the table of events, one a line with TABs between: event, condition (`-' if there
 * is none), kind, step, sentence, comment.
 *
 * Exit status: 0 done; 2 usage; 3 a system call failed (which, and why, on standard error).
 *
 * Example: diary /dev/hvc2 &
 *          diary mark before the ping
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "port.h"
#include "printer.h"
#include "say.h"
#include "words.h"

#define INSTANCE "/sys/kernel/tracing/instances/diary"
#define MARK_MAX 512		/* bytes of text; the kernel takes twice as many */

static _Noreturn void usage(void)
{
	fprintf(stderr, "usage: diary [PORT]\n"
			"       diary mark TEXT...\n"
			"       diary words\n");
	exit(EXIT_USAGE);
}

static _Noreturn void fail(const char *act, const char *path)
{
	say_errno("%s %s", act, path);
	exit(EXIT_SYSTEM);
}

static int open_trace(const char *file, int flags)
{
	char path[96];
	int fd;

	snprintf(path, sizeof(path), INSTANCE "/%s", file);
	fd = open(path, flags | O_CLOEXEC);
	if (fd < 0)
		fail("open", path);
	return fd;
}

static void write_out(void *context, const char *bytes, size_t n)
{
	const int *fd = context;

	if (write_all(*fd, bytes, n))
		fail("write", "the diary");
}

static _Noreturn void print(const char *port)
{
	static struct printer printer;
	char text[PRINTER_LINE_MAX];
	int trace = open_trace("trace_pipe", O_RDONLY);
	int out = port ? port_open(port, O_WRONLY) : STDOUT_FILENO;

	if (out < 0)
		fail("open", port);
	printer_start(&printer, write_out, &out);
	for (;;) {
		ssize_t n = read(trace, text, sizeof(text));

		if (n > 0)
			printer_feed(&printer, text, (size_t)n);
		else if (n == 0)
			errno = ENODATA;
		if (n == 0 || (n < 0 && errno != EINTR))
			fail("read", INSTANCE "/trace_pipe");
	}
}

static int mark(char *const *words)
{
	char text[MARK_MAX + 1] = "";
	size_t used = 0;
	int fd;

	for (; *words; words++) {
		int n = snprintf(text + used, sizeof(text) - used, "%s%s", used ? " " : "", *words);

		used += (size_t)n;
		if (used >= sizeof(text))
			break;
	}
	if (!used || used >= sizeof(text) || strchr(text, '\n')) {
		say("a mark is one line of 1 to %d bytes", MARK_MAX);
		usage();
	}
	fd = open_trace("trace_marker", O_WRONLY);
	if (write_all(fd, text, used))
		fail("write", INSTANCE "/trace_marker");
	return EXIT_DONE;
}

static int list_words(void)
{
	const struct words *row;
	size_t i;

	for (i = 0; (row = words_row(i)); i++)
		printf("%s\t%s\t%s\t%s\t%s\t%s\n", row->event, row->when ? row->when : "-",
		       row->kind, row->step, row->sentence, row->comment);
	return fflush(stdout) ? EXIT_SYSTEM : EXIT_DONE;
}

int main(int argc, char **argv)
{
	say_as("diary");
	if (argc > 2 && !strcmp(argv[1], "mark"))
		return mark(argv + 2);
	if (argc == 2 && !strcmp(argv[1], "words"))
		return list_words();
	if (argc > 2 || (argc == 2 && argv[1][0] != '/'))
		usage();
	print(argc == 2 ? argv[1] : NULL);
}
