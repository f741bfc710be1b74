// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "guest.h"
#include "suite.h"

void guest_make(struct guest *guest)
{
	guest->fd = memfd_create("guest", MFD_CLOEXEC);
	assert_true(guest->fd >= 0);
	assert_int_equal(ftruncate(guest->fd, GUEST_SIZE), 0);
	guest->bytes = mmap(NULL, GUEST_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, guest->fd, 0);
	assert_ptr_not_equal(guest->bytes, MAP_FAILED);
	guest->descriptor = (struct vring_desc *)(guest->bytes + AT_DESCRIPTORS);
	guest->available = (struct vring_avail *)(guest->bytes + AT_AVAILABLE);
	guest->used = (struct vring_used *)(guest->bytes + AT_USED);
}

void guest_free(struct guest *guest)
{
	munmap(guest->bytes, GUEST_SIZE);
	close(guest->fd);
}

void guest_describe(struct guest *guest, unsigned int index, uint32_t at, uint32_t length,
		    uint16_t flags, uint16_t next)
{
	guest->descriptor[index] = (struct vring_desc){
		.addr = GUEST_BASE + AT_DATA + at, .len = length, .flags = flags, .next = next
	};
}

void guest_offer(struct guest *guest, uint16_t head)
{
	guest->available->ring[guest->available->idx % GUEST_QUEUE] = head;
	guest->available->idx++;
}
