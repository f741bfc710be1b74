// SPDX-License-Identifier: GPL-2.0-only
#include <linux/virtio_net.h>
#include <string.h>

#include "fabric.h"
#include "machine.h"
#include "netdev.h"
#include "timetravel.h"

#define RECEIVE 0
#define TRANSMIT 1

#define HEADER sizeof(struct virtio_net_hdr_v1)

static struct nic *nic_of(struct vhost *vhost)
{
	return container_of(vhost, struct nic, device.vhost);
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/*
 * Send one frame of the guest's queue. Returns when something will happen because of it
 * (TIME_NEVER: nothing will).
 */
static uint64_t send_chain(struct nic *nic, const struct chain *chain)
{
	static uint8_t frame[FRAME_MAX];
	struct segment *segment = nic->segment;
	size_t length = parts_length(chain->part, chain->readable);
	uint64_t after;

	if (length < HEADER + FRAME_MIN || length > HEADER + FRAME_MAX)
		return TIME_NEVER;
	length = parts_read(chain->part, chain->readable, HEADER, frame, sizeof(frame));
	after = segment_sending_time(segment, length);
	nic->free_at = nic->fabric->now + after;
	return segment_send(segment, nic, frame, length, after);
}

/* Send what the transmitter can take. Returns when something will happen because of it. */
static uint64_t transmit(struct nic *nic)
{
	static struct chain chain;
	struct virtq *queue = &nic->device.vhost.queue[TRANSMIT];
	struct fabric *fabric = nic->fabric;
	uint64_t next = TIME_NEVER;
	bool given = false;

	while (nic->free_at <= fabric->now && virtq_take(queue, &chain) > 0) {
		next = earlier(next, send_chain(nic, &chain));
		virtq_give(queue, chain.head, 0);
		given = true;
	}
	if (queue->fault)
		return TIME_NEVER;
	if (virtq_ready(queue) && !nic->free.place)
		fabric_schedule(fabric, &nic->free, nic->free_at);
	if (given && virtq_wants_call(queue) && !nic->sent.place)
		fabric_schedule(fabric, &nic->sent, fabric->now);
	if (nic->free.place)
		next = earlier(next, nic->free.time);
	if (nic->sent.place)
		next = earlier(next, nic->sent.time);
	return next;
}

static int kicked(struct vhost *vhost, unsigned int queue)
{
	struct nic *nic = nic_of(vhost);
	uint64_t next;

	if (queue != TRANSMIT)
		return 0;
	next = transmit(nic);
	if (vhost->queue[TRANSMIT].fault)
		return -1;
	if (next != TIME_NEVER)
		clock_limit(nic->fabric, next);
	return 0;
}

static void enabled(struct vhost *vhost, unsigned int queue)
{
	/* a frame without a buffer is lost, so there is no need to hear of new buffers */
	virtq_set_quiet(&vhost->queue[queue], queue == RECEIVE);
}

static const struct vhost_kind kind = {
	.features = 1ull << VIRTIO_NET_F_MAC,
	.kicked = kicked,
	.enabled = enabled,
};

static void transmitter_free(struct event *event)
{
	struct nic *nic = container_of(event, struct nic, free);
	struct virtq *queue = &nic->device.vhost.queue[TRANSMIT];

	transmit(nic);
	if (queue->fault)
		machine_fault(nic->device.machine, nic->device.name, queue->fault);
}

static void frames_sent(struct event *event)
{
	struct nic *nic = container_of(event, struct nic, sent);

	device_call(&nic->device, TRANSMIT);
}

int nic_open(struct nic *nic, struct fabric *fabric, const struct conf_nic *conf)
{
	nic->fabric = fabric;
	nic->conf = conf;
	memcpy(nic->config, conf->mac, sizeof(conf->mac));
	nic->free.happen = transmitter_free;
	nic->sent.happen = frames_sent;
	return device_open(&nic->device, &fabric->machine[conf->machine], conf->device, DEVICE_NET,
			   &kind, nic->config, sizeof(nic->config));
}

void nic_receive(struct nic *nic, const uint8_t *frame, size_t length)
{
	static struct chain chain;
	struct virtio_net_hdr_v1 header = { .num_buffers = 1 };
	struct virtq *queue = &nic->device.vhost.queue[RECEIVE];
	struct iovec *part;
	size_t room;
	int taken;

	if (nic->device.machine->power != PARKED)
		return;
	taken = virtq_take(queue, &chain);
	if (taken < 0)
		machine_fault(nic->device.machine, nic->device.name, queue->fault);
	if (taken <= 0)
		return;
	part = chain.part + chain.readable;
	room = parts_length(part, chain.writable);
	if (room < HEADER + length) {
		virtq_give(queue, chain.head, 0);
	} else {
		parts_write(part, chain.writable, 0, &header, HEADER);
		parts_write(part, chain.writable, HEADER, frame, length);
		virtq_give(queue, chain.head, HEADER + length);
	}
	device_call(&nic->device, RECEIVE);
}

void nic_disconnect(struct nic *nic)
{
	calendar_drop(&nic->fabric->calendar, &nic->free);
	calendar_drop(&nic->fabric->calendar, &nic->sent);
	device_disconnect(&nic->device);
}
