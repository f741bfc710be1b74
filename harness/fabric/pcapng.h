/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pcapng: the capture of one segment, with nanoseconds of virtual time since the run began.
 *
 * One Ethernet interface block for each station of the segment, named MACHINE.DEVICE; a frame
 * belongs to the station that sent it. Same frames at same times give the same bytes on every host:
 * integers are little-endian, and nothing of the host (program version, clock, path) is written.
 */
#ifndef FABRIC_PCAPNG_H
#define FABRIC_PCAPNG_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct pcapng {
	FILE *file;
	unsigned int interfaces;
};

/* Begin a capture in @file, which stays the caller's. Returns 0, or -1 with errno. */
int pcapng_begin(struct pcapng *capture, FILE *file);

/* Add an interface; they are numbered from 0 in this order. Returns 0, or -1 with errno. */
int pcapng_interface(struct pcapng *capture, const char *name, const uint8_t mac[6]);

/* Add a frame that interface @interface sent at @time. Returns 0, or -1 with errno. */
int pcapng_frame(struct pcapng *capture, unsigned int interface, uint64_t time, const void *frame,
		 size_t length);

#endif
