/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * commands: what the Expect side may ask for.
 *
 *   run until T [on STREAM...]     answered by `out STREAM T BASE64` lines and one `stopped T WHY`
 *   send STREAM BASE64             the others by `ok` or `error TEXT`
 *   start MACHINE                  `machine NAME pid PID` stands before its `ok`
 *   kill MACHINE
 *   link SEGMENT up|down
 *   quit                           answered by `bye` when nothing is left
 */
#ifndef FABRIC_COMMANDS_H
#define FABRIC_COMMANDS_H

#include <stdbool.h>

struct fabric;

/* Do what @line (which is changed) asks for and say the answer. False for `quit`. */
bool commands_do(struct fabric *fabric, char *line);

#endif
