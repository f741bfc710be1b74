// SPDX-License-Identifier: GPL-2.0-only
/* Three stations on a segment, from the guests' transmit queues to their receive queues. */
#include <linux/virtio_net.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fabric.h"
#include "guest.h"
#include "machine.h"
#include "netdev.h"
#include "segment.h"
#include "suite.h"

#define STATIONS 3
#define RECEIVE 0
#define TRANSMIT 1
#define HEADER sizeof(struct virtio_net_hdr_v1)
#define BUFFER 2048u
#define DELAY 1000u

static const char text[] =
	"segment lan delay 1000\n"
	"segment slow delay 1000 rate 8000000\n"	/* a byte in a microsecond */
	"machine a id 1 kernel k initrd i mem 32M\n"
	"machine b id 2 kernel k initrd i mem 32M\n"
	"machine c id 3 kernel k initrd i mem 32M\n"
	"nic a eth0 lan 02:00:00:00:00:01\n"
	"nic b eth0 lan 02:00:00:00:00:02\n"
	"nic c eth0 lan 02:00:00:00:00:03\n"
	"nic a eth1 slow 02:00:00:00:01:01\n"
	"nic b eth1 slow 02:00:00:00:01:02\n";

static const uint8_t everyone[6] = { 255, 255, 255, 255, 255, 255 };

struct rig {
	struct fabric fabric;
	struct guest in[8], out[8];	/* each nic's receive and transmit queue */
	char directory[32];
};

static void enable(struct guest *guest, struct vhost *vhost, unsigned int index, uint32_t shift)
{
	struct virtq *queue = &vhost->queue[index];

	guest_make(guest);
	assert_int_equal(memory_add(&vhost->memory, guest->fd, GUEST_BASE + shift,
				    GUEST_USER + shift, GUEST_SIZE, 0), 0);
	assert_int_equal(virtq_set_size(queue, GUEST_QUEUE), 0);
	assert_int_equal(virtq_set_rings(queue, GUEST_USER + shift + AT_DESCRIPTORS,
					 GUEST_USER + shift + AT_AVAILABLE,
					 GUEST_USER + shift + AT_USED), 0);
	queue->enabled = true;
}

static int set_up(void **state)
{
	struct rig *rig = calloc(1, sizeof(*rig));
	struct fabric *fabric = &rig->fabric;
	struct conf_error error;

	*state = rig;
	strcpy(rig->directory, "/tmp/segment-test.XXXXXX");
	assert_non_null(mkdtemp(rig->directory));
	assert_int_equal(chdir(rig->directory), 0);
	assert_int_equal(loop_init(), 0);
	assert_int_equal(conf_parse(&fabric->conf, text, &error), 0);
	fabric->machine = calloc(fabric->conf.machines, sizeof(*fabric->machine));
	fabric->nic = calloc(fabric->conf.nics, sizeof(*fabric->nic));
	fabric->segment = calloc(fabric->conf.segments, sizeof(*fabric->segment));
	for (size_t i = 0; i < fabric->conf.machines; i++) {
		fabric->machine[i].fabric = fabric;
		fabric->machine[i].conf = &fabric->conf.machine[i];
		fabric->machine[i].power = PARKED;
		fabric->machine[i].process = -1;
		fabric->machine[i].clock.fd = -1;
	}
	for (size_t i = 0; i < fabric->conf.nics; i++) {
		struct vhost *vhost = &fabric->nic[i].device.vhost;

		assert_int_equal(nic_open(&fabric->nic[i], fabric, &fabric->conf.nic[i]), 0);
		enable(&rig->in[i], vhost, RECEIVE, 0);
		enable(&rig->out[i], vhost, TRANSMIT, GUEST_SIZE);
		for (unsigned int buffer = 0; buffer < 4; buffer++) {
			guest_describe(&rig->in[i], buffer, buffer * BUFFER, BUFFER,
				       VRING_DESC_F_WRITE, 0);
			guest_offer(&rig->in[i], buffer);
		}
	}
	for (size_t i = 0; i < fabric->conf.segments; i++)
		assert_int_equal(segment_open(&fabric->segment[i], fabric,
					      &fabric->conf.segment[i]), 0);
	return 0;
}

static int tear_down(void **state)
{
	struct rig *rig = *state;
	struct fabric *fabric = &rig->fabric;
	char command[64];

	while (calendar_next(&fabric->calendar) != TIME_NEVER) {
		struct event *event = calendar_take(&fabric->calendar);

		event->happen(event);
	}
	for (size_t i = 0; i < fabric->conf.segments; i++)
		segment_close(&fabric->segment[i]);
	for (size_t i = 0; i < fabric->conf.nics; i++) {
		nic_disconnect(&fabric->nic[i]);
		close(fabric->nic[i].device.listener.fd);
		guest_free(&rig->in[i]);
		guest_free(&rig->out[i]);
	}
	calendar_free(&fabric->calendar);
	free(fabric->machine);
	free(fabric->nic);
	free(fabric->segment);
	conf_free(&fabric->conf);
	assert_int_equal(chdir("/"), 0);
	snprintf(command, sizeof(command), "rm -r %s", rig->directory);
	assert_int_equal(system(command), 0);
	free(rig);
	return 0;
}

/* Let everything happen up to @time. */
static void pass(struct rig *rig, uint64_t time)
{
	struct fabric *fabric = &rig->fabric;

	while (calendar_next(&fabric->calendar) <= time) {
		struct event *event = calendar_take(&fabric->calendar);

		fabric->now = event->time;
		event->happen(event);
	}
	fabric->now = time;
}

/* The guest of @nic sends a frame of @length bytes with these addresses. */
static void sends(struct rig *rig, unsigned int nic, const uint8_t *to, const uint8_t *from,
		  uint32_t length)
{
	struct guest *guest = &rig->out[nic];
	struct vhost *vhost = &rig->fabric.nic[nic].device.vhost;
	unsigned int slot = guest->available->idx % GUEST_QUEUE;
	uint8_t *bytes = guest->bytes + AT_DATA + slot * BUFFER;

	memset(bytes, 0, HEADER + length);
	memcpy(bytes + HEADER, to, 6);
	memcpy(bytes + HEADER + 6, from, 6);
	guest_describe(guest, slot, slot * BUFFER, HEADER + length, 0, 0);
	guest->descriptor[slot].addr += GUEST_SIZE;
	guest_offer(guest, slot);
	assert_int_equal(vhost->kind->kicked(vhost, TRANSMIT), 0);
}

static const uint8_t *mac(const struct rig *rig, unsigned int nic)
{
	return rig->fabric.conf.nic[nic].mac;
}

/* How many frames each of the three has received. */
static void received(const struct rig *rig, unsigned int a, unsigned int b, unsigned int c)
{
	assert_int_equal(rig->in[0].used->idx, a);
	assert_int_equal(rig->in[1].used->idx, b);
	assert_int_equal(rig->in[2].used->idx, c);
}

static long captured(struct rig *rig, const char *path, unsigned int segment)
{
	struct stat file;

	assert_int_equal(segment_flush(&rig->fabric.segment[segment]), 0);
	assert_int_equal(stat(path, &file), 0);
	return file.st_size;
}

static void broadcast(void **state)
{
	struct rig *rig = *state;
	const struct virtio_net_hdr_v1 *header;

	sends(rig, 0, everyone, mac(rig, 0), 60);
	assert_int_equal(rig->out[0].used->idx, 1);	/* sent at once */
	pass(rig, DELAY - 1);
	received(rig, 0, 0, 0);
	pass(rig, DELAY);
	received(rig, 0, 1, 1);
	assert_int_equal(rig->in[1].used->ring[0].len, HEADER + 60);
	header = (const void *)(rig->in[1].bytes + AT_DATA);
	assert_int_equal(header->num_buffers, 1);
	assert_memory_equal(rig->in[1].bytes + AT_DATA + HEADER, everyone, 6);
	assert_memory_equal(rig->in[1].bytes + AT_DATA + HEADER + 6, mac(rig, 0), 6);
}

static void learning(void **state)
{
	struct rig *rig = *state;

	sends(rig, 0, mac(rig, 1), mac(rig, 0), 60);	/* nobody knows b yet */
	pass(rig, 1 * DELAY);
	received(rig, 0, 1, 1);
	sends(rig, 1, mac(rig, 0), mac(rig, 1), 60);
	pass(rig, 2 * DELAY);
	received(rig, 1, 1, 1);
	sends(rig, 0, mac(rig, 1), mac(rig, 0), 60);
	pass(rig, 3 * DELAY);
	received(rig, 1, 2, 1);
	sends(rig, 2, mac(rig, 0), mac(rig, 1), 60);	/* b's address moves to c */
	pass(rig, 4 * DELAY);
	sends(rig, 0, mac(rig, 1), mac(rig, 0), 60);
	pass(rig, 5 * DELAY);
	received(rig, 2, 2, 2);
}

/* A frame whose sender is new goes to the one it is for, however many addresses are known. */
static void many_addresses(void **state)
{
	struct rig *rig = *state;
	uint8_t from[6] = { 2, 1 };
	uint64_t time = DELAY;

	sends(rig, 0, everyone, mac(rig, 0), 60);
	pass(rig, time);
	for (unsigned int i = 0; i < 200; i++) {
		from[5] = i;
		rig->fabric.nic[0].device.vhost.queue[RECEIVE].taken = 0;
		rig->in[0].available->idx = 1;
		sends(rig, 1, mac(rig, 0), from, 60);
		time += DELAY;
		pass(rig, time);
		received(rig, i + 1, 1, 1);
	}
}

static void down(void **state)
{
	struct rig *rig = *state;
	long before = captured(rig, "lan.pcapng", 0), one;

	sends(rig, 0, everyone, mac(rig, 0), 60);
	one = captured(rig, "lan.pcapng", 0) - before;
	assert_int_equal(one, 32 + 60);
	rig->fabric.segment[0].up = false;	/* while it is under way */
	pass(rig, DELAY);
	sends(rig, 0, everyone, mac(rig, 0), 60);
	pass(rig, 2 * DELAY);
	received(rig, 0, 0, 0);
	assert_int_equal(captured(rig, "lan.pcapng", 0), before + one);
	assert_int_equal(rig->out[0].used->idx, 2);	/* the guest has its buffers back */
	rig->fabric.segment[0].up = true;
	sends(rig, 0, everyone, mac(rig, 0), 60);
	pass(rig, 3 * DELAY);
	received(rig, 0, 1, 1);
}

static void no_buffer(void **state)
{
	struct rig *rig = *state;

	for (unsigned int i = 0; i < 6; i++)	/* four have room */
		sends(rig, 0, everyone, mac(rig, 0), 60);
	pass(rig, DELAY);
	received(rig, 0, 4, 4);
	guest_describe(&rig->in[1], 0, 0, HEADER + 59, VRING_DESC_F_WRITE, 0);
	guest_offer(&rig->in[1], 0);
	sends(rig, 0, everyone, mac(rig, 0), 60);
	pass(rig, 2 * DELAY);
	received(rig, 0, 5, 4);
	assert_int_equal(rig->in[1].used->ring[4].len, 0);	/* too small is given back empty */
}

static void odd_lengths(void **state)
{
	struct rig *rig = *state;
	long before = captured(rig, "lan.pcapng", 0);

	sends(rig, 0, everyone, mac(rig, 0), FRAME_MIN - 1);
	assert_int_equal(captured(rig, "lan.pcapng", 0), before);
	assert_int_equal(rig->out[0].used->idx, 1);
	sends(rig, 0, everyone, mac(rig, 0), FRAME_MIN);
	pass(rig, DELAY);
	received(rig, 0, 1, 1);
}

static void off(void **state)
{
	struct rig *rig = *state;

	rig->fabric.machine[1].power = OFF;
	sends(rig, 0, everyone, mac(rig, 0), 60);
	pass(rig, DELAY);
	received(rig, 0, 0, 1);
}

static void rate(void **state)
{
	struct rig *rig = *state;

	assert_int_equal(segment_sending_time(&rig->fabric.segment[0], 1500), 0);
	assert_int_equal(segment_sending_time(&rig->fabric.segment[1], 1500), 1500000);
	sends(rig, 3, everyone, mac(rig, 3), 100);
	sends(rig, 3, everyone, mac(rig, 3), 100);
	assert_int_equal(rig->out[3].used->idx, 1);	/* the second waits for the transmitter */
	pass(rig, 99999);
	assert_int_equal(rig->out[3].used->idx, 1);
	pass(rig, 100000);
	assert_int_equal(rig->out[3].used->idx, 2);
	assert_int_equal(rig->in[4].used->idx, 0);
	pass(rig, 100000 + DELAY);
	assert_int_equal(rig->in[4].used->idx, 1);
	pass(rig, 200000 + DELAY - 1);
	assert_int_equal(rig->in[4].used->idx, 1);
	pass(rig, 200000 + DELAY);
	assert_int_equal(rig->in[4].used->idx, 2);
}

#define RIGGED(sentence, function) \
	{ .name = (sentence), .test_func = (function), \
	  .setup_func = set_up, .teardown_func = tear_down }

static const struct CMUnitTest tests[] = {
	RIGGED("segment: a broadcast reaches all others, a delay later", broadcast),
	RIGGED("segment: addresses are learned, and move", learning),
	RIGGED("segment: many addresses", many_addresses),
	RIGGED("segment: down and up", down),
	RIGGED("segment: a rate lets a station send one frame after the other", rate),
	RIGGED("netdev: a frame without a buffer is lost", no_buffer),
	RIGGED("netdev: the shortest frame", odd_lengths),
	RIGGED("netdev: a machine that is off receives nothing", off),
};
SUITE(segment_suite, tests);
