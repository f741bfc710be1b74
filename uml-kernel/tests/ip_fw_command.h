/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Commands as user space sends them, for the KUnit suites.
 *
 * They act on the first network namespace, in which nothing else happens while
 * KUnit runs. Each returns 0 or a negative errno.
 */
#ifndef _IP_FW_COMMAND_H
#define _IP_FW_COMMAND_H

#include <kunit/test.h>
#include "ip_fw_core.h"

/* Init and exit of a suite: a socket to send through; all chains as new. */
int command_begin(struct kunit *test);
void command_end(struct kunit *test);

/* Any option number with any argument. */
int command(int number, const void *arg, unsigned int length);

/* A rule that matches everything. */
struct ip_fwuser rule_to(const char *target);
int append_rule(const char *chain, const struct ip_fwuser *rule);
int append_to(const char *chain, const char *target);
/* IP_FW_INSERT, IP_FW_REPLACE */
int place_at(int number, const char *chain, u32 num, const char *target);
int delete_at(const char *chain, u32 num);
int delete_rule_like(const char *chain, const struct ip_fwuser *rule);
/* The commands that take a label only. */
int label_command(int number, const char *label);
int set_policy(const char *chain, const char *policy);

/* The rule set they act on. */
struct ipfw_net *commanded(void);
/* NULL if there is none. */
struct ipfw_rule *nth_rule(const char *chain, u32 num);

#endif /* _IP_FW_COMMAND_H */
