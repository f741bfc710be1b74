/* SPDX-License-Identifier: GPL-2.0-only */
/* tracing.h - the trace instance in which the kernel records its packets' diary */
#ifndef TRACING_H
#define TRACING_H

#include <stdbool.h>

/*
 * Makes the trace instance `diary': the monotonic clock, a buffer that holds a burst, and all
 * events of the firewall on. From then on they are recorded; the program `diary' prints them.
 * False, and said why, if that fails: a kernel without the firewall's events among others.
 */
bool tracing_start(void);

#endif
