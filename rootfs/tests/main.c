/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rootfs-tests - what can be tested of the machine's programs without a machine
 *
 * Prints TAP on standard output. Exit status: 0 all hold; 1 one does not.
 */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "say.h"
#include "tap.h"

static unsigned int count, failed;

static void print_result(bool claim, const char *sentence)
{
	count++;
	failed += !claim;
	printf("%s %u - %s\n", claim ? "ok" : "not ok", count, sentence);
}

bool holds(bool claim, const char *sentence, ...)
{
	char text[256];
	va_list args;

	va_start(args, sentence);
	vsnprintf(text, sizeof(text), sentence, args);
	va_end(args);
	print_result(claim, text);
	return claim;
}

/* A diagnostic with every line of @text behind its own `#'. */
static void diagnose(const char *what, const char *text)
{
	printf("#   %s: ", what);
	for (; *text; text++) {
		putchar(*text);
		if (*text == '\n' && text[1])
			printf("#      ");
	}
	putchar('\n');
}

bool same_text(const char *got, const char *wanted, const char *sentence)
{
	bool same = !strcmp(got, wanted);

	print_result(same, sentence);
	if (!same) {
		diagnose("got   ", got);
		diagnose("wanted", wanted);
	}
	return same;
}

bool same_number(unsigned long got, unsigned long wanted, const char *sentence)
{
	print_result(got == wanted, sentence);
	if (got != wanted)
		printf("#   got %lu, wanted %lu\n", got, wanted);
	return got == wanted;
}

int main(void)
{
	say_as("rootfs-tests");
	signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("TAP version 13\n");
	test_divert();
	test_trace();
	test_words();
	test_printer();
	test_buffer();
	test_request();
	test_agent();
	test_setup();
	test_keys();
	test_netlink();
	test_nat();
	test_nat_errors();
	test_limit();
	test_mangle();
	test_await();
	test_ipv4();
	printf("1..%u\n", count);
	return failed != 0;
}
