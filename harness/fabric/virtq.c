// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <linux/virtio_ring.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "virtq.h"

int memory_add(struct memory *memory, int fd, uint64_t guest, uint64_t user, uint64_t size,
	       uint64_t offset)
{
	struct memory_region *region = &memory->region[memory->count];
	struct stat file;
	uint64_t end;

	if (memory->count == MEMORY_REGIONS) {
		errno = ENOSPC;
		return -1;
	}
	if (fstat(fd, &file) < 0)
		return -1;
	if (size == 0 || __builtin_add_overflow(offset, size, &end) || file.st_size < 0 ||
	    end > (uint64_t)file.st_size || guest + size < guest || user + size < user) {
		errno = EINVAL;
		return -1;
	}
	/* from 0, because the offset need not be a page's */
	region->mapping = mmap(NULL, end, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (region->mapping == MAP_FAILED)
		return -1;
	region->mapped = end;
	region->host = (uint8_t *)region->mapping + offset;
	region->guest = guest;
	region->user = user;
	region->size = size;
	memory->count++;
	return 0;
}

void memory_clear(struct memory *memory)
{
	while (memory->count > 0) {
		struct memory_region *region = &memory->region[--memory->count];

		munmap(region->mapping, region->mapped);
	}
}

static bool within(uint64_t start, uint64_t size, uint64_t address, uint64_t length)
{
	return address >= start && address - start <= size && length <= size - (address - start);
}

void *memory_at_guest(const struct memory *memory, uint64_t address, uint64_t length)
{
	for (unsigned int i = 0; i < memory->count; i++) {
		const struct memory_region *region = &memory->region[i];

		if (within(region->guest, region->size, address, length))
			return region->host + (address - region->guest);
	}
	return NULL;
}

void *memory_at_user(const struct memory *memory, uint64_t address, uint64_t length)
{
	for (unsigned int i = 0; i < memory->count; i++) {
		const struct memory_region *region = &memory->region[i];

		if (within(region->user, region->size, address, length))
			return region->host + (address - region->user);
	}
	return NULL;
}

void virtq_reset(struct virtq *queue)
{
	*queue = (struct virtq){ .memory = queue->memory };
}

int virtq_set_size(struct virtq *queue, uint32_t size)
{
	if (size == 0 || size > VIRTQ_SIZE_MAX || (size & (size - 1)))
		return -1;
	queue->size = size;
	queue->descriptors = NULL;	/* the rings' lengths follow from the size */
	return 0;
}

static bool misplaced(const volatile void *ring, uintptr_t alignment)
{
	return !ring || (uintptr_t)ring % alignment;
}

int virtq_set_rings(struct virtq *queue, uint64_t descriptors, uint64_t available, uint64_t used)
{
	size_t size = queue->size;

	if (size == 0)
		return -1;
	queue->descriptors = memory_at_user(queue->memory, descriptors,
					    size * sizeof(struct vring_desc));
	queue->available = memory_at_user(queue->memory, available,
					  sizeof(struct vring_avail) + size * sizeof(__virtio16));
	queue->used = memory_at_user(queue->memory, used, sizeof(struct vring_used) +
				     size * sizeof(struct vring_used_elem));
	if (misplaced(queue->descriptors, 16) || misplaced(queue->available, 2) ||
	    misplaced(queue->used, 4)) {
		queue->descriptors = NULL;
		return -1;
	}
	queue->given = queue->used->idx;
	return 0;
}

bool virtq_ready(const struct virtq *queue)
{
	return queue->enabled && queue->descriptors && !queue->fault &&
	       queue->available->idx != queue->taken;
}

static int fault(struct virtq *queue, const char *why)
{
	queue->fault = why;
	return -1;
}

/* Add one descriptor to the chain. */
static int take_part(struct virtq *queue, struct chain *chain, const struct vring_desc *descriptor)
{
	unsigned int count = chain->readable + chain->writable;
	void *start = memory_at_guest(queue->memory, descriptor->addr, descriptor->len);

	if (descriptor->flags & VRING_DESC_F_INDIRECT)
		return fault(queue, "an indirect descriptor, which was not offered");
	if (!start)
		return fault(queue, "a buffer outside of the guest's memory");
	if (count == queue->size)
		return fault(queue, "a chain of descriptors that has no end");
	if (descriptor->flags & VRING_DESC_F_WRITE)
		chain->writable++;
	else if (chain->writable)
		return fault(queue, "a readable descriptor behind a writable one");
	else
		chain->readable++;
	chain->part[count].iov_base = start;
	chain->part[count].iov_len = descriptor->len;
	return 0;
}

static int take_chain(struct virtq *queue, struct chain *chain)
{
	uint16_t next = chain->head;
	struct vring_desc descriptor;

	chain->readable = 0;
	chain->writable = 0;
	do {
		if (next >= queue->size)
			return fault(queue, "a descriptor's number beyond the queue");
		/* once, because the guest could change it between the check and the use */
		descriptor.addr = queue->descriptors[next].addr;
		descriptor.len = queue->descriptors[next].len;
		descriptor.flags = queue->descriptors[next].flags;
		descriptor.next = queue->descriptors[next].next;
		if (take_part(queue, chain, &descriptor) < 0)
			return -1;
		next = descriptor.next;
	} while (descriptor.flags & VRING_DESC_F_NEXT);
	return 1;
}

int virtq_take(struct virtq *queue, struct chain *chain)
{
	uint16_t waiting;

	if (queue->fault)
		return -1;
	if (!virtq_ready(queue))
		return 0;
	waiting = queue->available->idx - queue->taken;
	if (waiting > queue->size)
		return fault(queue, "more buffers than the queue has");
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	chain->head = queue->available->ring[queue->taken & (queue->size - 1)];
	if (take_chain(queue, chain) < 0)
		return -1;
	queue->taken++;
	return 1;
}

void virtq_give(struct virtq *queue, uint16_t head, uint32_t written)
{
	volatile struct vring_used_elem *element;

	element = &queue->used->ring[queue->given & (queue->size - 1)];
	element->id = head;
	element->len = written;
	queue->given++;
	__atomic_thread_fence(__ATOMIC_RELEASE);
	queue->used->idx = queue->given;
}

bool virtq_wants_call(const struct virtq *queue)
{
	return queue->descriptors && !(queue->available->flags & VRING_AVAIL_F_NO_INTERRUPT);
}

void virtq_set_quiet(struct virtq *queue, bool quiet)
{
	if (queue->descriptors)
		queue->used->flags = quiet ? VRING_USED_F_NO_NOTIFY : 0;
}

size_t parts_length(const struct iovec *part, unsigned int count)
{
	size_t length = 0;

	for (unsigned int i = 0; i < count; i++)
		length += part[i].iov_len;
	return length;
}

/* The stretch of @part that is left when *@skip bytes before it and in it are left out. */
static size_t stretch(const struct iovec *part, size_t *skip, size_t most, uint8_t **start)
{
	size_t length = part->iov_len;

	if (*skip >= length) {
		*skip -= length;
		return 0;
	}
	*start = (uint8_t *)part->iov_base + *skip;
	length -= *skip;
	*skip = 0;
	return length < most ? length : most;
}

size_t parts_read(const struct iovec *part, unsigned int count, size_t skip, void *to,
		  size_t length)
{
	size_t done = 0;

	for (unsigned int i = 0; i < count && done < length; i++) {
		uint8_t *start = NULL;
		size_t here = stretch(&part[i], &skip, length - done, &start);

		if (here > 0)
			memcpy((uint8_t *)to + done, start, here);
		done += here;
	}
	return done;
}

size_t parts_write(const struct iovec *part, unsigned int count, size_t skip, const void *from,
		   size_t length)
{
	size_t done = 0;

	for (unsigned int i = 0; i < count && done < length; i++) {
		uint8_t *start = NULL;
		size_t here = stretch(&part[i], &skip, length - done, &start);

		if (here > 0)
			memcpy(start, (const uint8_t *)from + done, here);
		done += here;
	}
	return done;
}
