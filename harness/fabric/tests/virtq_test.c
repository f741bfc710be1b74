// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"
#include "suite.h"
#include "virtq.h"

struct rig {
	struct guest guest;
	struct memory memory;
	struct virtq queue;
	struct chain chain;
};

static int set_up(void **state)
{
	struct rig *rig = calloc(1, sizeof(*rig));

	*state = rig;
	guest_make(&rig->guest);
	assert_int_equal(memory_add(&rig->memory, rig->guest.fd, GUEST_BASE, GUEST_USER,
				    GUEST_SIZE, 0), 0);
	rig->queue.memory = &rig->memory;
	assert_int_equal(virtq_set_size(&rig->queue, GUEST_QUEUE), 0);
	assert_int_equal(virtq_set_rings(&rig->queue, GUEST_USER + AT_DESCRIPTORS,
					 GUEST_USER + AT_AVAILABLE, GUEST_USER + AT_USED), 0);
	rig->queue.enabled = true;
	return 0;
}

static int tear_down(void **state)
{
	struct rig *rig = *state;

	memory_clear(&rig->memory);
	guest_free(&rig->guest);
	free(rig);
	return 0;
}

static void take_and_give(void **state)
{
	struct rig *rig = *state;
	char text[16];

	assert_int_equal(virtq_take(&rig->queue, &rig->chain), 0);
	memcpy(rig->guest.bytes + AT_DATA, "frames", 6);
	guest_describe(&rig->guest, 3, 0, 4, VRING_DESC_F_NEXT, 5);
	guest_describe(&rig->guest, 5, 4, 2, VRING_DESC_F_NEXT, 0);
	guest_describe(&rig->guest, 0, 64, 16, VRING_DESC_F_WRITE, 0);
	guest_offer(&rig->guest, 3);
	assert_true(virtq_ready(&rig->queue));
	assert_int_equal(virtq_take(&rig->queue, &rig->chain), 1);
	assert_int_equal(rig->chain.head, 3);
	assert_int_equal(rig->chain.readable, 2);
	assert_int_equal(rig->chain.writable, 1);
	assert_int_equal(parts_length(rig->chain.part, 2), 6);
	assert_int_equal(parts_read(rig->chain.part, 2, 0, text, sizeof(text)), 6);
	assert_memory_equal(text, "frames", 6);
	assert_int_equal(parts_read(rig->chain.part, 2, 3, text, 2), 2);
	assert_memory_equal(text, "me", 2);
	assert_int_equal(parts_write(rig->chain.part + 2, 1, 1, "hello", 5), 5);
	assert_memory_equal(rig->guest.bytes + AT_DATA + 64, "\0hello", 6);
	virtq_give(&rig->queue, rig->chain.head, 6);
	assert_int_equal(rig->guest.used->idx, 1);
	assert_int_equal(rig->guest.used->ring[0].id, 3);
	assert_int_equal(rig->guest.used->ring[0].len, 6);
	assert_int_equal(virtq_take(&rig->queue, &rig->chain), 0);
}

/* The indices of the rings are 16 bits and go round. */
static void round_and_round(void **state)
{
	struct rig *rig = *state;

	guest_describe(&rig->guest, 1, 0, 4, 0, 0);
	for (unsigned int i = 0; i < 70000; i++) {
		guest_offer(&rig->guest, 1);
		assert_int_equal(virtq_take(&rig->queue, &rig->chain), 1);
		virtq_give(&rig->queue, 1, 0);
	}
	assert_int_equal(rig->guest.used->idx, 70000 % 65536);
	assert_int_equal(virtq_take(&rig->queue, &rig->chain), 0);
}

static void flags(void **state)
{
	struct rig *rig = *state;

	assert_true(virtq_wants_call(&rig->queue));
	rig->guest.available->flags = VRING_AVAIL_F_NO_INTERRUPT;
	assert_false(virtq_wants_call(&rig->queue));
	virtq_set_quiet(&rig->queue, true);
	assert_int_equal(rig->guest.used->flags, VRING_USED_F_NO_NOTIFY);
	virtq_set_quiet(&rig->queue, false);
	assert_int_equal(rig->guest.used->flags, 0);
}

static void expect_fault(struct rig *rig)
{
	assert_int_equal(virtq_take(&rig->queue, &rig->chain), -1);
	assert_non_null(rig->queue.fault);
	/* and it stays so */
	assert_false(virtq_ready(&rig->queue));
	assert_int_equal(virtq_take(&rig->queue, &rig->chain), -1);
}

static void head_beyond(void **state)
{
	struct rig *rig = *state;

	/* what lies there looks like a descriptor */
	guest_describe(&rig->guest, GUEST_QUEUE, 0, 4, 0, 0);
	guest_offer(&rig->guest, GUEST_QUEUE);
	expect_fault(rig);
}

static void next_beyond(void **state)
{
	struct rig *rig = *state;

	guest_describe(&rig->guest, 0, 0, 4, VRING_DESC_F_NEXT, GUEST_QUEUE);
	guest_describe(&rig->guest, GUEST_QUEUE, 0, 4, 0, 0);
	guest_offer(&rig->guest, 0);
	expect_fault(rig);
	rig->queue.fault = NULL;
	rig->guest.descriptor[0].next = 0xffff;
	expect_fault(rig);
}

static void endless_chain(void **state)
{
	struct rig *rig = *state;

	guest_describe(&rig->guest, 0, 0, 4, VRING_DESC_F_NEXT, 1);
	guest_describe(&rig->guest, 1, 0, 4, VRING_DESC_F_NEXT, 0);
	guest_offer(&rig->guest, 0);
	expect_fault(rig);
}

static void too_many_offered(void **state)
{
	struct rig *rig = *state;

	guest_describe(&rig->guest, 0, 0, 4, 0, 0);
	rig->guest.available->idx = GUEST_QUEUE + 1;
	expect_fault(rig);
}

static void write_before_read(void **state)
{
	struct rig *rig = *state;

	guest_describe(&rig->guest, 0, 0, 4, VRING_DESC_F_NEXT | VRING_DESC_F_WRITE, 1);
	guest_describe(&rig->guest, 1, 0, 4, 0, 0);
	guest_offer(&rig->guest, 0);
	expect_fault(rig);
}

static void indirect(void **state)
{
	struct rig *rig = *state;

	guest_describe(&rig->guest, 0, 0, 16, VRING_DESC_F_INDIRECT, 0);
	guest_offer(&rig->guest, 0);
	expect_fault(rig);
}

/* Buffers that are not wholly in memory, at each edge and with numbers that wrap. */
static void outside_memory(void **state)
{
	static const struct {
		uint64_t address;
		uint32_t length;
	} wrong[] = {
		{ 0, 4 }, { GUEST_BASE - 1, 4 }, { GUEST_BASE, GUEST_SIZE + 1 },
		{ GUEST_BASE + GUEST_SIZE - 3, 4 }, { GUEST_BASE + GUEST_SIZE + 1, 0 },
		{ UINT64_MAX, 4 }, { UINT64_MAX - 3, 4 }, { GUEST_BASE, UINT32_MAX },
		{ UINT64_MAX - UINT32_MAX + 1, UINT32_MAX }, { GUEST_USER, 4 },
	};
	struct rig *rig = *state;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		guest_describe(&rig->guest, 0, 0, wrong[i].length, 0, 0);
		rig->guest.descriptor[0].addr = wrong[i].address;
		rig->queue.fault = NULL;
		rig->queue.taken = rig->guest.available->idx;
		guest_offer(&rig->guest, 0);
		expect_fault(rig);
	}
}

static void rings_outside(void **state)
{
	static const uint64_t wrong[] = {
		0, GUEST_USER - 16, GUEST_USER + GUEST_SIZE, GUEST_USER + GUEST_SIZE - 4,
		UINT64_MAX & ~15ull, GUEST_USER + 1,
	};
	struct rig *rig = *state;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(virtq_set_rings(&rig->queue, wrong[i], GUEST_USER + AT_AVAILABLE,
						 GUEST_USER + AT_USED), -1);
		assert_int_equal(virtq_set_rings(&rig->queue, GUEST_USER, wrong[i],
						 GUEST_USER + AT_USED), -1);
		assert_int_equal(virtq_set_rings(&rig->queue, GUEST_USER,
						 GUEST_USER + AT_AVAILABLE, wrong[i]), -1);
		assert_false(virtq_ready(&rig->queue));
		assert_int_equal(virtq_take(&rig->queue, &rig->chain), 0);
	}
}

static void sizes(void **state)
{
	struct rig *rig = *state;

	assert_int_equal(virtq_set_size(&rig->queue, 0), -1);
	assert_int_equal(virtq_set_size(&rig->queue, 3), -1);
	assert_int_equal(virtq_set_size(&rig->queue, VIRTQ_SIZE_MAX * 2), -1);
	assert_int_equal(virtq_set_size(&rig->queue, UINT32_MAX), -1);
	assert_int_equal(virtq_set_size(&rig->queue, 16), 0);
	/* rings of another size are no rings */
	assert_false(virtq_ready(&rig->queue));
	virtq_reset(&rig->queue);
	assert_int_equal(virtq_set_rings(&rig->queue, GUEST_USER, GUEST_USER + AT_AVAILABLE,
					 GUEST_USER + AT_USED), -1);
}

static void regions(void **state)
{
	struct rig *rig = *state;
	struct memory memory = { .count = 0 };

	assert_int_equal(memory_add(&memory, rig->guest.fd, 0, 0, GUEST_SIZE + 1, 0), -1);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(memory_add(&memory, rig->guest.fd, 0, 0, GUEST_SIZE, 1), -1);
	assert_int_equal(memory_add(&memory, rig->guest.fd, 0, 0, UINT64_MAX, 4096), -1);
	assert_int_equal(memory_add(&memory, rig->guest.fd, UINT64_MAX, 0, 4096, 0), -1);
	assert_int_equal(memory_add(&memory, rig->guest.fd, 0, 0, 0, 0), -1);
	assert_int_equal(memory_add(&memory, -1, 0, 0, 4096, 0), -1);
	assert_int_equal(errno, EBADF);
	for (unsigned int i = 0; i < MEMORY_REGIONS; i++)
		assert_int_equal(memory_add(&memory, rig->guest.fd, i * 8192, i * 8192, 4096,
					    100), 0);
	assert_int_equal(memory_add(&memory, rig->guest.fd, 0, 0, 4096, 0), -1);
	assert_int_equal(errno, ENOSPC);
	rig->guest.bytes[105] = 42;
	assert_int_equal(*(uint8_t *)memory_at_guest(&memory, 8192 + 5, 1), 42);
	assert_null(memory_at_guest(&memory, 4095, 2));
	memory_clear(&memory);
	assert_null(memory_at_guest(&memory, 0, 1));
}

/* Random bytes where the rings are: whatever comes of it, nothing outside is touched. */
static void noise(void **state)
{
	struct rig *rig = *state;
	uint32_t random = 1;

	for (unsigned int round = 0; round < 20000; round++) {
		for (unsigned int i = 0; i < AT_USED; i++) {
			random = random * 1664525 + 1013904223;
			rig->guest.bytes[i] = random >> 24;
			if (random >> 16 & 1)	/* addresses have a chance of being right */
				rig->guest.descriptor[i % GUEST_QUEUE].addr =
					GUEST_BASE + (random & 0xffff);
		}
		rig->queue.fault = NULL;
		rig->queue.taken = rig->guest.available->idx - (random >> 30) - 1;
		while (virtq_take(&rig->queue, &rig->chain) > 0) {
			parts_write(rig->chain.part + rig->chain.readable, rig->chain.writable, 0,
				    "noise", 5);
			virtq_give(&rig->queue, rig->chain.head, 0);
		}
	}
}

#define RIGGED(sentence, function) \
	{ .name = (sentence), .test_func = (function), \
	  .setup_func = set_up, .teardown_func = tear_down }

static const struct CMUnitTest tests[] = {
	RIGGED("virtq: a chain is taken and given back", take_and_give),
	RIGGED("virtq: the rings' indices go round", round_and_round),
	RIGGED("virtq: interrupt and notification flags", flags),
	RIGGED("virtq: malformed: a head beyond the queue", head_beyond),
	RIGGED("virtq: malformed: a next descriptor beyond the queue", next_beyond),
	RIGGED("virtq: malformed: a chain without an end", endless_chain),
	RIGGED("virtq: malformed: more offered than there is", too_many_offered),
	RIGGED("virtq: malformed: readable behind writable", write_before_read),
	RIGGED("virtq: malformed: an indirect descriptor", indirect),
	RIGGED("virtq: malformed: buffers outside of memory", outside_memory),
	RIGGED("virtq: malformed: rings outside of memory, or misaligned", rings_outside),
	RIGGED("virtq: malformed: sizes that are no power of two", sizes),
	RIGGED("virtq: malformed: memory regions that are not in their file", regions),
	RIGGED("virtq: malformed: noise", noise),
};
SUITE(virtq_suite, tests);
