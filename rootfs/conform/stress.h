/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stress.h - fwstress: rules change while packets flow and files are read
 *
 * stress.c says how it is used.
 */
#ifndef STRESS_H
#define STRESS_H

#include <stdint.h>

/* fwstress itself; its exit status. */
int stress_main(int argc, char **argv);

/*
 * Sends @count datagrams, each with its number, to UDP port @port of @host, @pause microseconds
 * apart. The exit status.
 */
int stress_send(const char *host, uint16_t port, unsigned int count, unsigned int pause);

/*
 * Says "ready", receives on UDP port @port until the datagram numbered @count has come or nothing
 * came for a second, and prints "received N of COUNT, M twice or out of order". The exit status:
 * EXIT_FALSE unless each came once and in order.
 */
int stress_receive(uint16_t port, unsigned int count);

#endif
