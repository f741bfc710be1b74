/* SPDX-License-Identifier: GPL-2.0-only */
/* tap.h - assertions that print the Test Anything Protocol, and the tests of this room */
#ifndef TAP_H
#define TAP_H

#include <stdbool.h>

/*
 * Each prints one line, "ok N - claim" or "not ok N - claim" with what was got and what was wanted
 * behind it as a diagnostic, and gives back whether it held. Claims are sentences.
 */
bool holds(bool claim, const char *sentence, ...) __attribute__((format(printf, 2, 3)));
bool same_text(const char *got, const char *wanted, const char *sentence);
bool same_number(unsigned long got, unsigned long wanted, const char *sentence);

/* The tests, one function a file. */
void test_divert(void);
void test_trace(void);
void test_words(void);
void test_printer(void);
void test_buffer(void);
void test_request(void);
void test_agent(void);
void test_setup(void);
void test_keys(void);
void test_netlink(void);
void test_nat(void);
void test_nat_errors(void);
void test_limit(void);
void test_mangle(void);
void test_await(void);
void test_ipv4(void);

#endif
