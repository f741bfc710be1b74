/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtq: the device's side of a split virtqueue that lies in a guest's memory (virtio 1.2, 2.7).
 *
 * Everything in guest memory is the guest's word and may be nonsense or change while it is read:
 * each field is read once, and every index, address and length is checked before it is used. What
 * cannot be right makes the queue unusable, with the reason in virtq.fault; it never crashes the
 * fabric. One thread; no locks. The guest does not run while its queues are looked at.
 */
#ifndef FABRIC_VIRTQ_H
#define FABRIC_VIRTQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#define MEMORY_REGIONS 8
#define VIRTQ_SIZE_MAX 1024	/* descriptors in a queue */

/* A stretch of guest memory as it is mapped here. Addresses and sizes in bytes. */
struct memory_region {
	uint64_t guest;		/* guest physical address */
	uint64_t user;		/* address in the guest kernel's process; rings are named by it */
	uint64_t size;
	uint8_t *host;
	void *mapping;
	size_t mapped;
};

struct memory {
	struct memory_region region[MEMORY_REGIONS];
	unsigned int count;
};

/*
 * Map @size bytes at @offset of file @fd as one more region. The descriptor stays the caller's.
 * Returns 0, or -1 with errno: ENOSPC too many regions, EINVAL the file is shorter than that or the
 * numbers wrap, else what mmap(2) said.
 */
int memory_add(struct memory *memory, int fd, uint64_t guest, uint64_t user, uint64_t size,
	       uint64_t offset);

/* Unmap all regions. Pointers from memory_at_*() are invalid then. */
void memory_clear(struct memory *memory);

/*
 * Where the @length bytes at a guest physical (or user) address are, or NULL if no region holds
 * all.
 */
void *memory_at_guest(const struct memory *memory, uint64_t address, uint64_t length);
void *memory_at_user(const struct memory *memory, uint64_t address, uint64_t length);

struct virtq {
	const struct memory *memory;
	unsigned int size;	/* descriptors; 0: not set up */
	uint16_t taken;		/* next entry of the available ring to be taken */
	uint16_t given;		/* next entry of the used ring to be written */
	bool enabled;
	const char *fault;	/* why the queue is unusable, or NULL */
	const volatile struct vring_desc *descriptors;
	const volatile struct vring_avail *available;
	volatile struct vring_used *used;
};

/* One buffer of the guest: first the parts the device reads, then those it may write. */
struct chain {
	uint16_t head;
	unsigned int readable;
	unsigned int writable;
	struct iovec part[VIRTQ_SIZE_MAX];
};

/* Forget everything but the memory the queue lies in. */
void virtq_reset(struct virtq *queue);

/* Set the number of descriptors: a power of two up to VIRTQ_SIZE_MAX. -1 if it is not. */
int virtq_set_size(struct virtq *queue, uint32_t size);

/*
 * Set where the three rings are (user addresses). -1 if they are not all in memory, or misaligned.
 */
int virtq_set_rings(struct virtq *queue, uint64_t descriptors, uint64_t available, uint64_t used);

/* Is there something to take? False for a queue that is not enabled or faulty. */
bool virtq_ready(const struct virtq *queue);

/*
 * Take the next buffer: 1 and @chain filled, 0 there is none, -1 the guest made a mistake (fault).
 */
int virtq_take(struct virtq *queue, struct chain *chain);

/* Hand a taken buffer back; @written bytes were put into its writable parts. */
void virtq_give(struct virtq *queue, uint16_t head, uint32_t written);

/* Does the guest want an interrupt for what was given? */
bool virtq_wants_call(const struct virtq *queue);

/* Tell the guest whether this side needs to hear of new buffers. A hint only. */
void virtq_set_quiet(struct virtq *queue, bool quiet);

/* Bytes in @count parts. */
size_t parts_length(const struct iovec *part, unsigned int count);

/* Copy out of parts, leaving @skip bytes out, at most @length; returns how many were copied. */
size_t parts_read(const struct iovec *part, unsigned int count, size_t skip, void *to,
		  size_t length);

/* Copy into parts, leaving @skip bytes as they are; returns how many bytes found room. */
size_t parts_write(const struct iovec *part, unsigned int count, size_t skip, const void *from,
		   size_t length);

#endif
