/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * segment: an Ethernet segment: a learning switch whose every port is @delay away.
 *
 * A frame is captured when its sender begins to send it. It arrives at the station its destination
 * address was last heard from, or at all others, @delay after its sender has ended to send it. With
 * a rate, a station sends one frame after the other, each taking its length's time; its guest sees
 * its queue fill up, as with a real card. While a segment is down, what is sent is lost uncaptured;
 * what is under way then is captured and lost.
 */
#ifndef FABRIC_SEGMENT_H
#define FABRIC_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "conf.h"
#include "pcapng.h"

struct fabric;
struct nic;

struct segment {
	struct fabric *fabric;
	const struct conf_segment *conf;
	bool up;
	FILE *file;
	struct pcapng capture;
	struct nic **station;		/* in conf's order, which is the capture's numbering */
	unsigned int stations;
	struct heard *heard;		/* where an address was last heard from */
	size_t addresses;
};

/* Begin: learn the stations and open the capture. Returns 0, or -1 with errno. */
int segment_open(struct segment *segment, struct fabric *fabric, const struct conf_segment *conf);

/* How long @length bytes take to be sent, in ns; 0 without a rate. */
uint64_t segment_sending_time(const struct segment *segment, size_t length);

/*
 * @sender puts a frame on the segment now; it has left @after ns later. Returns the frame's arrival
 * time, or TIME_NEVER if it was lost.
 */
uint64_t segment_send(struct segment *segment, struct nic *sender, const uint8_t *frame,
		      size_t length, uint64_t after);

/* Write what is captured to the file. Returns 0, or -1 with errno. */
int segment_flush(struct segment *segment);

void segment_close(struct segment *segment);

#endif
