/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * run: who is next, and when it is enough.
 */
#ifndef FABRIC_RUN_H
#define FABRIC_RUN_H

#include <stdbool.h>
#include <stdint.h>

struct fabric;
struct machine;

/* Wait until @machine has said START. False if it ended before; it is not buried yet. */
bool run_connect(struct machine *machine);

/*
 * Let virtual time pass until @until, or what comes first: output of an awaited stream (to the end
 * of that instant), a machine's end, the watchdog, nothing left to happen. Says `stopped T WHY`,
 * with everything written before it.
 */
void run_until(struct fabric *fabric, uint64_t until);

/* Write out captures, logs and what was said. */
void run_flush(struct fabric *fabric);

#endif
