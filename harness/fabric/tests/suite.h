/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * suite: what the test files share. Each file lends its table of tests; main.c joins them into one
 * TAP stream.
 */
#ifndef FABRIC_SUITE_H
#define FABRIC_SUITE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct suite {
	const struct CMUnitTest *test;
	size_t count;
};

#define SUITE(name, tests) const struct suite name = { tests, sizeof(tests) / sizeof((tests)[0]) }

/* A test whose line in the report is a sentence. */
#define SAYS(sentence, function) { .name = (sentence), .test_func = (function) }

extern const struct suite base64_suite, calendar_suite, command_suite, conf_suite, pcapng_suite,
	segment_suite, vhost_suite, virtq_suite;

#endif
