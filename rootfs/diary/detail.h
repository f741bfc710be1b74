/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * detail.h - what a packet is, in the words of the diary
 *
 * "icmp echo-request src=192.0.2.2 dst=198.51.100.2 ttl=64 tos=0 len=84 ipid=1 frag=0x4000
 * digest=0123456789abcdef": plain words first (the protocol's name or number, the ICMP type,
 * `fragment` for a piece of a packet), then the fields. TCP and UDP have sport= and dport= behind
 * the addresses, ICMP of a type without a name has type= and code= there. Packets that were made
 * or delivered here carry dev= as their last field.
 */
#ifndef DETAIL_H
#define DETAIL_H

#include <stdbool.h>
#include <stddef.h>

#include "trace.h"

/* Writes the detail of @line into @out. False if a field is missing or the result too long. */
bool detail_fill(const struct trace_line *line, char *out, size_t size);

#endif
