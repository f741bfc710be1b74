// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "guest.h"
#include "suite.h"
#include "vhost.h"

#define VERSION 1u
#define NEED_REPLY 8u
#define REPLY 4u
#define F_PROTOCOL (1ull << 30)
#define F_VERSION_1 (1ull << 32)
#define REPLY_ACK (1ull << 3)

struct rig {
	struct guest guest;
	struct vhost device;
	struct chain chain;
	int socket;		/* the guest's end */
	int back;		/* the guest's end of the back channel, or -1 */
	unsigned int kicks;
	unsigned int enables;
};

struct header {
	uint32_t request, flags, size;
};

static int kicked(struct vhost *device, unsigned int queue)
{
	struct rig *rig = (struct rig *)((char *)device - offsetof(struct rig, device));
	int taken;

	rig->kicks++;
	while ((taken = virtq_take(&device->queue[queue], &rig->chain)) > 0)
		virtq_give(&device->queue[queue], rig->chain.head, 0);
	return taken;
}

static void enabled(struct vhost *device, unsigned int queue)
{
	struct rig *rig = (struct rig *)((char *)device - offsetof(struct rig, device));

	(void)queue;
	rig->enables++;
}

static const struct vhost_kind kind = {
	.features = 1ull << 5, .kicked = kicked, .enabled = enabled
};

static const uint8_t config[12] = { 2, 0, 0, 0, 1, 2, 1 };

static int set_up(void **state)
{
	struct rig *rig = calloc(1, sizeof(*rig));
	int ends[2];

	*state = rig;
	guest_make(&rig->guest);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	vhost_init(&rig->device, &kind, config, sizeof(config));
	vhost_open(&rig->device, ends[0]);
	rig->socket = ends[1];
	rig->back = -1;
	return 0;
}

static int tear_down(void **state)
{
	struct rig *rig = *state;

	vhost_close(&rig->device);
	close(rig->socket);
	if (rig->back >= 0)
		close(rig->back);
	guest_free(&rig->guest);
	free(rig);
	return 0;
}

/* Send a message with @descriptors copies of @fd and let the device read it. */
static int tell_with(struct rig *rig, uint32_t request, uint32_t flags, const void *payload,
		     uint32_t size, int fd, unsigned int descriptors)
{
	char control[CMSG_SPACE(16 * sizeof(int))] = { 0 };
	struct header header = { request, flags, size };
	struct iovec part[2] = { { &header, sizeof(header) }, { (void *)payload, size } };
	struct msghdr message = {
		.msg_iov = part, .msg_iovlen = 2,
		.msg_control = descriptors ? control : NULL,
		.msg_controllen = descriptors ? CMSG_SPACE(descriptors * sizeof(int)) : 0,
	};
	struct cmsghdr *c = CMSG_FIRSTHDR(&message);

	if (c) {
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(descriptors * sizeof(int));
		for (unsigned int i = 0; i < descriptors; i++)
			memcpy(CMSG_DATA(c) + i * sizeof(int), &fd, sizeof(int));
	}
	assert_int_equal(sendmsg(rig->socket, &message, 0), sizeof(header) + size);
	return vhost_receive(&rig->device);
}

static int tell(struct rig *rig, uint32_t request, const void *payload, uint32_t size)
{
	return tell_with(rig, request, VERSION, payload, size, -1, 0);
}

/* Read a reply of @size bytes of payload. */
static void hear(struct rig *rig, uint32_t request, void *payload, uint32_t size)
{
	struct header header;

	assert_int_equal(recv(rig->socket, &header, sizeof(header), MSG_DONTWAIT), sizeof(header));
	assert_int_equal(header.request, request);
	assert_int_equal(header.flags, VERSION | REPLY);
	assert_int_equal(header.size, size);
	assert_int_equal(recv(rig->socket, payload, size, MSG_DONTWAIT), size);
}

static void silent(struct rig *rig)
{
	char byte;

	assert_int_equal(recv(rig->socket, &byte, 1, MSG_DONTWAIT), -1);
}

static int set_memory(struct rig *rig)
{
	uint64_t table[1 + 4 * 2] = { 1, GUEST_BASE, GUEST_SIZE, GUEST_USER, 0 };

	/* as long as two regions, as Linux sends it */
	return tell_with(rig, 5, VERSION, table, sizeof(table), rig->guest.fd, 1);
}

static int set_number(struct rig *rig, uint32_t request, uint32_t queue, uint32_t number)
{
	uint32_t payload[2] = { queue, number };

	return tell(rig, request, payload, sizeof(payload));
}

static int set_addresses(struct rig *rig, uint32_t queue, uint64_t base)
{
	struct {
		uint32_t index, flags;
		uint64_t descriptors, used, available, log;
	} payload = {
		queue, 0, base + AT_DESCRIPTORS, base + AT_USED, base + AT_AVAILABLE, UINT64_MAX
	};

	return tell(rig, 9, &payload, sizeof(payload));
}

static void set_up_queue(struct rig *rig, uint32_t queue)
{
	assert_int_equal(set_memory(rig), 1);
	assert_int_equal(set_number(rig, 8, queue, GUEST_QUEUE), 1);
	assert_int_equal(set_number(rig, 10, queue, 0), 1);
	assert_int_equal(set_addresses(rig, queue, GUEST_USER), 1);
	assert_int_equal(set_number(rig, 18, queue, 1), 1);
}

static void negotiation(void **state)
{
	struct rig *rig = *state;
	uint64_t number;
	uint8_t asked[12 + 8] = { 0, 0, 0, 0, 8 };

	assert_int_equal(tell(rig, 3, NULL, 0), 1);
	silent(rig);
	assert_int_equal(tell(rig, 1, NULL, 0), 1);
	hear(rig, 1, &number, 8);
	assert_int_equal(number, 1ull << 5 | F_VERSION_1 | F_PROTOCOL);
	assert_int_equal(tell(rig, 2, &number, 8), 1);
	assert_int_equal(rig->device.features, number);
	assert_int_equal(tell(rig, 15, NULL, 0), 1);
	hear(rig, 15, &number, 8);
	/* an acknowledgement is sent as soon as it is agreed on, not before */
	assert_int_equal(tell_with(rig, 16, VERSION | NEED_REPLY, &number, 8, -1, 0), 1);
	hear(rig, 16, &number, 8);
	assert_int_equal(number, 0);
	assert_int_equal(tell(rig, 24, asked, sizeof(asked)), 1);
	hear(rig, 24, asked, sizeof(asked));
	assert_memory_equal(asked + 12, config, 8);
}

static void kicks_and_calls(void **state)
{
	struct rig *rig = *state;
	uint32_t call[5];
	uint64_t answer[3] = { 0 };
	int ends[2];

	set_up_queue(rig, 1);
	assert_int_equal(rig->enables, 1);
	guest_describe(&rig->guest, 0, 0, 4, 0, 0);
	guest_offer(&rig->guest, 0);
	assert_int_equal(set_number(rig, 35, 1, 0), 1);
	assert_int_equal(rig->kicks, 1);
	assert_int_equal(rig->guest.used->idx, 1);

	assert_int_equal(vhost_call(&rig->device, 1), -1);	/* no back channel yet */
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	rig->back = ends[0];
	assert_int_equal(tell_with(rig, 21, VERSION, NULL, 0, ends[1], 1), 1);
	close(ends[1]);
	assert_int_equal(vhost_call(&rig->device, 1), 0);
	assert_true(rig->device.calling);
	assert_int_equal(read(rig->back, call, sizeof(call)), sizeof(call));
	assert_int_equal(call[0], 4);
	assert_int_equal(call[1], VERSION | NEED_REPLY);
	assert_int_equal(call[3], 1);
	memcpy(answer, (uint32_t[]){ 4, VERSION | REPLY, 8 }, 12);
	assert_int_equal(write(rig->back, answer, 7), 7);	/* in two pieces */
	assert_int_equal(vhost_answer(&rig->device), 1);
	assert_true(rig->device.calling);
	assert_int_equal(write(rig->back, (char *)answer + 7, 13), 13);
	assert_int_equal(vhost_answer(&rig->device), 1);
	assert_false(rig->device.calling);
	assert_int_equal(write(rig->back, answer, 20), 20);	/* nobody asked */
	assert_int_equal(vhost_answer(&rig->device), -1);
}

static void in_pieces(void **state)
{
	struct rig *rig = *state;
	struct header header = { 1, VERSION, 0 };
	uint64_t number;

	for (size_t i = 0; i < sizeof(header); i++) {
		silent(rig);
		assert_int_equal(write(rig->socket, (char *)&header + i, 1), 1);
		assert_int_equal(vhost_receive(&rig->device), 1);
	}
	hear(rig, 1, &number, 8);
}

static void closed(void **state)
{
	struct rig *rig = *state;

	assert_int_equal(vhost_receive(&rig->device), 1);	/* nothing there */
	shutdown(rig->socket, SHUT_WR);
	assert_int_equal(vhost_receive(&rig->device), 0);
}

/* A peer that does not wait for its reply is gone, which is no fault. */
static void gone_before_reply(void **state)
{
	struct rig *rig = *state;
	struct header header = { 1, VERSION, 0 };

	assert_int_equal(write(rig->socket, &header, sizeof(header)), sizeof(header));
	shutdown(rig->socket, SHUT_RD);
	assert_int_equal(vhost_receive(&rig->device), 0);
	assert_null(rig->device.fault);
}

static void begin_again(void **state)
{
	int ends[2];

	tear_down(state);
	set_up(state);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	vhost_open(&((struct rig *)*state)->device, ends[0]);
	close(((struct rig *)*state)->socket);
	((struct rig *)*state)->socket = ends[1];
	negotiation(state);
}

/* The message must be a fault, and for the reason whose words are given. */
static void refuse(void **state, uint32_t request, uint32_t flags, const void *payload,
		   uint32_t size, unsigned int descriptors, const char *why)
{
	struct rig *rig = *state;

	if (tell_with(rig, request, flags, payload, size, rig->guest.fd, descriptors) != -1)
		fail_msg("request %u of %u bytes was accepted", request, size);
	assert_non_null(rig->device.fault);
	if (!strstr(rig->device.fault, why))
		fail_msg("request %u: '%s', not '%s'", request, rig->device.fault, why);
	begin_again(state);
}

static void malformed(void **state)
{
	static const uint64_t zeros[64];
	const uint64_t unoffered = 1ull << 33;
	const uint32_t third[2] = { 2, 1 }, odd[2] = { 0, 100 }, first[2] = { 0, 1 };
	const uint64_t two[9] = { 2 }, many[9] = { 9 }, beyond[9] = { 1, 0, GUEST_SIZE * 2, 0, 0 };
	const uint32_t long_config[3] = { 0, 400, 0 };

	refuse(state, 99, VERSION, NULL, 0, 0, "does not exist");
	refuse(state, 1, 0, NULL, 0, 0, "version 1");
	refuse(state, 1, VERSION | REPLY, NULL, 0, 0, "no request");
	refuse(state, 2, VERSION, &unoffered, 8, 0, "not offered");
	refuse(state, 2, VERSION, &unoffered, 4, 0, "wrong length");
	refuse(state, 16, VERSION, &unoffered, 8, 0, "not offered");
	refuse(state, 5, VERSION, zeros, 4, 0, "without a count");
	refuse(state, 5, VERSION, two, 8 + 32, 2, "shorter than its count");
	refuse(state, 5, VERSION, two, 8 + 64, 1, "number of descriptors");
	refuse(state, 5, VERSION, many, 8 + 64, 0, "shorter than its count");
	refuse(state, 5, VERSION, beyond, 8 + 32, 1, "beyond its file");
	refuse(state, 8, VERSION, third, 8, 0, "queue that does not exist");
	refuse(state, 8, VERSION, odd, 8, 0, "power of two");
	refuse(state, 8, VERSION, odd, 4, 0, "wrong length");
	refuse(state, 9, VERSION, zeros, 40, 0, "outside of the guest's memory");
	refuse(state, 18, VERSION, first, 8, 0, "before it has rings");
	refuse(state, 35, VERSION, first, 8, 0, "not set up");
	refuse(state, 21, VERSION, NULL, 0, 0, "without a descriptor");
	refuse(state, 24, VERSION, zeros, 4, 0, "too short");
	refuse(state, 24, VERSION, long_config, 12, 0, "wrong length");
}

static void too_long(void **state)
{
	struct rig *rig = *state;
	struct header header = { 2, VERSION, 0xffffffff };

	assert_int_equal(write(rig->socket, &header, sizeof(header)), sizeof(header));
	assert_int_equal(vhost_receive(&rig->device), -1);
}

static void bad_ring(void **state)
{
	struct rig *rig = *state;

	set_up_queue(rig, 0);
	guest_offer(&rig->guest, 77);
	assert_int_equal(set_number(rig, 35, 0, 0), -1);
	assert_ptr_equal(rig->device.fault, rig->device.queue[0].fault);
}

/* New memory makes the old rings invalid: a kick after it must not touch them. */
static void memory_changed(void **state)
{
	struct rig *rig = *state;

	set_up_queue(rig, 0);
	assert_int_equal(set_memory(rig), 1);
	assert_false(virtq_ready(&rig->device.queue[0]));
	assert_int_equal(set_number(rig, 35, 0, 0), -1);
}

static void descriptors_do_not_leak(void **state)
{
	struct rig *rig = *state;
	int before = dup(0), after;

	close(before);
	for (unsigned int i = 0; i < 50; i++)
		assert_int_equal(tell_with(rig, 3, VERSION, NULL, 0, rig->guest.fd, 8), 1);
	after = dup(0);
	close(after);
	assert_int_equal(before, after);
}

static void noise(void **state)
{
	struct rig *rig = *state;
	uint32_t random = 1;

	for (unsigned int round = 0; round < 5000; round++) {
		uint8_t payload[VHOST_PAYLOAD];
		uint32_t request, size;

		for (size_t i = 0; i < sizeof(payload); i++) {
			random = random * 1664525 + 1013904223;
			payload[i] = random >> 29 ? 0 : random >> 24;
		}
		request = (random >> 8) % 40;
		size = (random >> 16) % (sizeof(payload) + 1);
		if (tell_with(rig, request, VERSION | NEED_REPLY, payload, size, rig->guest.fd,
			      random >> 31) < 0) {
			begin_again(state);
			rig = *state;
		}
		while (recv(rig->socket, payload, sizeof(payload), MSG_DONTWAIT) > 0)
			;
	}
}

#define RIGGED(sentence, function) \
	{ .name = (sentence), .test_func = (function), \
	  .setup_func = set_up, .teardown_func = tear_down }

static const struct CMUnitTest tests[] = {
	RIGGED("vhost: features, acknowledgements, configuration", negotiation),
	RIGGED("vhost: a kick, a call and its answer", kicks_and_calls),
	RIGGED("vhost: a message in pieces", in_pieces),
	RIGGED("vhost: a connection that is closed", closed),
	RIGGED("vhost: a peer that is gone before its reply", gone_before_reply),
	RIGGED("vhost: malformed: every message that cannot be right", malformed),
	RIGGED("vhost: malformed: a message without end", too_long),
	RIGGED("vhost: malformed: a broken ring is the device's fault", bad_ring),
	RIGGED("vhost: malformed: a kick after the memory was changed", memory_changed),
	RIGGED("vhost: descriptors nobody asked for are closed", descriptors_do_not_leak),
	RIGGED("vhost: malformed: noise", noise),
};
SUITE(vhost_suite, tests);
