/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * guest: a guest's memory with one queue in it, for tests of the device's side.
 */
#ifndef FABRIC_GUEST_H
#define FABRIC_GUEST_H

#include <linux/virtio_ring.h>
#include <stddef.h>
#include <stdint.h>

#define GUEST_SIZE 65536u
#define GUEST_BASE 0x100000u	/* guest physical address of its first byte */
#define GUEST_USER 0x60000000u	/* and the same byte in its process */
#define GUEST_QUEUE 8u		/* descriptors */

/* Where things lie, as offsets. */
#define AT_DESCRIPTORS 0u
#define AT_AVAILABLE 256u
#define AT_USED 512u
#define AT_DATA 4096u

struct guest {
	int fd;
	uint8_t *bytes;
	struct vring_desc *descriptor;
	struct vring_avail *available;
	struct vring_used *used;
};

void guest_make(struct guest *guest);
void guest_free(struct guest *guest);

/* Fill descriptor @index: @length bytes at the data offset @at. */
void guest_describe(struct guest *guest, unsigned int index, uint32_t at, uint32_t length,
		    uint16_t flags, uint16_t next);

/* Make the chain that begins at @head available. */
void guest_offer(struct guest *guest, uint16_t head);

#endif
