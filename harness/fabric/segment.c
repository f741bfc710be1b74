// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fabric.h"
#include "machine.h"
#include "netdev.h"
#include "segment.h"

#define ADDRESSES_MAX 4096	/* more are not learned, hence flooded */

struct heard {
	uint8_t mac[6];
	struct nic *from;
};

/* A frame under way. */
struct frame {
	struct event arrival;
	struct segment *segment;
	struct nic *sender;
	size_t length;
	uint8_t bytes[];
};

static struct heard *heard(const struct segment *segment, const uint8_t *mac)
{
	for (size_t i = 0; i < segment->addresses; i++)
		if (memcmp(segment->heard[i].mac, mac, 6) == 0)
			return &segment->heard[i];
	return NULL;
}

static void learn(struct segment *segment, const uint8_t *mac, struct nic *from)
{
	struct heard *known = heard(segment, mac);

	if (mac[0] & 1)
		return;
	if (!known) {
		struct heard *grown;

		if (segment->addresses == ADDRESSES_MAX)
			return;
		grown = realloc(segment->heard, (segment->addresses + 1) * sizeof(*grown));
		if (!grown)
			fabric_end(segment->fabric, FABRIC_CANNOT, "no memory for an address");
		segment->heard = grown;
		known = &grown[segment->addresses++];
		memcpy(known->mac, mac, 6);
	}
	known->from = from;
}

/* Hand the frame to the one it is for, or to all but its sender. */
static void hand_out(struct segment *segment, const struct frame *frame)
{
	const struct heard *to;

	learn(segment, frame->bytes + 6, frame->sender);
	to = heard(segment, frame->bytes);
	for (unsigned int i = 0; i < segment->stations; i++) {
		struct nic *nic = segment->station[i];

		if (nic != frame->sender && (!to || to->from == nic))
			nic_receive(nic, frame->bytes, frame->length);
	}
}

static void arrive(struct event *event)
{
	struct frame *frame = container_of(event, struct frame, arrival);

	if (frame->segment->up)
		hand_out(frame->segment, frame);
	free(frame);
}

uint64_t segment_sending_time(const struct segment *segment, size_t length)
{
	uint64_t rate = segment->conf->rate;

	if (rate == 0)
		return 0;
	/* rounded up, so that no sum of frames is faster than the rate; fits for any frame */
	return (length * 8 * 1000000000ull + rate - 1) / rate;
}

uint64_t segment_send(struct segment *segment, struct nic *sender, const uint8_t *bytes,
		      size_t length, uint64_t after)
{
	struct fabric *fabric = segment->fabric;
	struct frame *frame;

	if (!segment->up)
		return TIME_NEVER;
	if (pcapng_frame(&segment->capture, sender->station, fabric->now, bytes, length) < 0)
		fabric_end(fabric, FABRIC_CANNOT, "%s.pcapng: %s", segment->conf->name,
			   strerror(errno));
	frame = malloc(sizeof(*frame) + length);
	if (!frame)
		fabric_end(fabric, FABRIC_CANNOT, "no memory for a frame");
	*frame = (struct frame){
		.arrival.happen = arrive,
		.segment = segment,
		.sender = sender,
		.length = length,
	};
	memcpy(frame->bytes, bytes, length);
	fabric_schedule(fabric, &frame->arrival, fabric->now + after + segment->conf->delay);
	return frame->arrival.time;
}

static int add_station(struct segment *segment, struct nic *nic)
{
	const struct conf *conf = &segment->fabric->conf;
	struct nic **grown = realloc(segment->station, (segment->stations + 1) * sizeof(*grown));
	char name[2 * CONF_NAME];

	if (!grown)
		return -1;
	segment->station = grown;
	grown[segment->stations] = nic;
	nic->segment = segment;
	nic->station = segment->stations++;
	snprintf(name, sizeof(name), "%s.%s", conf->machine[nic->conf->machine].name,
		 nic->conf->device);
	return pcapng_interface(&segment->capture, name, nic->conf->mac);
}

int segment_open(struct segment *segment, struct fabric *fabric, const struct conf_segment *conf)
{
	size_t index = conf - fabric->conf.segment;
	char path[CONF_NAME + 8];

	*segment = (struct segment){ .fabric = fabric, .conf = conf, .up = true };
	snprintf(path, sizeof(path), "%s.pcapng", conf->name);
	segment->file = fopen(path, "we");
	if (!segment->file)
		return -1;
	setvbuf(segment->file, NULL, _IOFBF, 65536);
	if (pcapng_begin(&segment->capture, segment->file) < 0)
		return -1;
	for (size_t i = 0; i < fabric->conf.nics; i++)
		if (fabric->nic[i].conf->segment == index &&
		    add_station(segment, &fabric->nic[i]) < 0)
			return -1;
	return segment_flush(segment);
}

int segment_flush(struct segment *segment)
{
	return fflush(segment->file) == 0 ? 0 : -1;
}

void segment_close(struct segment *segment)
{
	if (segment->file)
		fclose(segment->file);
	free(segment->station);
	free(segment->heard);
	*segment = (struct segment){ .fabric = segment->fabric, .conf = segment->conf };
}
