/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Generated rules and packets for the KUnit suites.
 *
 * Values come from small pools, so that rules and packets meet often, and from
 * the edges of each field. The same seed gives the same sequence; the kernel
 * command line word ip_fw_random.seed=N chooses another.
 */
#ifndef _IP_FW_RANDOM_H
#define _IP_FW_RANDOM_H

#include <linux/types.h>
#include "ip_fw_core.h"
#include "model/ip_fw_model.h"

/* Bytes of a generated packet's buffer: all that its header claims or more. */
#define RANDOM_PACKET	128

struct kunit;

/* Begins the sequence anew and prints its seed. */
void random_begin(struct kunit *test);
/* 0 to @bound - 1. */
u32 random_below(u32 bound);
/* Criteria only: no target. */
void random_rule(struct model_rule *rule);
/* Fills @bytes and returns a device name. */
const char *random_packet(u8 bytes[RANDOM_PACKET]);
/* The criteria and the port of @rule as a command would have stored them. */
void rule_as_stored(struct ip_fw *fw, const struct model_rule *rule);

#endif /* _IP_FW_RANDOM_H */
