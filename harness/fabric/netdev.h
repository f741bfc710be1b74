/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * netdev: a virtio network device, between a guest's two queues and a segment.
 *
 * Offered is the MAC address and nothing else: no checksum or segmentation offload, so what is
 * captured is what a wire would carry. A frame for which the guest has no buffer is lost, as with a
 * real card.
 */
#ifndef FABRIC_NETDEV_H
#define FABRIC_NETDEV_H

#include "calendar.h"
#include "device.h"
#include "segment.h"

#define FRAME_MIN 14
#define FRAME_MAX 65550

struct nic {
	struct device device;		/* first of all, see netdev.c */
	struct fabric *fabric;
	const struct conf_nic *conf;
	struct segment *segment;
	unsigned int station;		/* our number on it */
	uint8_t config[12];
	uint64_t free_at;		/* the transmitter is busy until then */
	struct event free;		/* at free_at, if frames wait for it */
	struct event sent;		/* tells the guest that frames were sent */
};

/* Begin to listen for the guest. Returns 0, or -1 with errno. */
int nic_open(struct nic *nic, struct fabric *fabric, const struct conf_nic *conf);

/* A frame arrives from the segment. Only from an event. */
void nic_receive(struct nic *nic, const uint8_t *frame, size_t length);

/* The guest is gone or boots again; what waited in its queues is lost. */
void nic_disconnect(struct nic *nic);

#endif
