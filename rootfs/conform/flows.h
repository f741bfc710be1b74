/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * flows.h - packets for rules to meet: UDP datagrams from this machine to itself
 *
 * A datagram of @payload bytes is an IP packet 28 bytes longer. It passes output and then input,
 * from 127.0.0.1 to 127.0.0.1.
 */
#ifndef FLOWS_H
#define FLOWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A UDP socket that receives on 127.0.0.1:@port. Gives up if it cannot. */
int flow_receiver(uint16_t port);

/* Sends one datagram to @port. 0 or the errno of sendto(). */
int flow_send(uint16_t port, size_t payload);

/* Takes one datagram from @receiver. False if none comes for a tenth of a second. */
bool flow_receive(int receiver);

/* Brings the loopback device of the caller's network namespace up. */
void loopback_up(void);

#endif
