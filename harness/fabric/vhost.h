/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost: the device's side of vhost-user, as far as user-mode Linux speaks it.
 *
 * The guest kernel connects, negotiates, hands over its memory and its queues, and then kicks.
 * Kicks and calls travel in-band (VRING_KICK on the connection, VRING_CALL on the back channel),
 * each of them answered; that is what makes them events of the calendar and not signals at any
 * moment.
 *
 * The peer's word is never trusted: a message that cannot be right ends in vhost.fault and -1.
 */
#ifndef FABRIC_VHOST_H
#define FABRIC_VHOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "virtq.h"

#define VHOST_QUEUES 2
#define VHOST_PAYLOAD 512	/* bytes; the longest message we accept */
#define VHOST_DESCRIPTORS 8	/* file descriptors with one message */

struct vhost;

/* What a kind of device (network, console) adds to the protocol. */
struct vhost_kind {
	uint64_t features;	/* offered beside VERSION_1 and PROTOCOL_FEATURES */
	/* The guest has put something into @queue. Returns -1 when queue->fault was set. */
	int (*kicked)(struct vhost *device, unsigned int queue);
	/* @queue can be used from now on. */
	void (*enabled)(struct vhost *device, unsigned int queue);
};

struct vhost {
	const struct vhost_kind *kind;
	const void *config;		/* the device's configuration space; the caller's */
	size_t config_size;
	int fd;				/* the connection, or -1 */
	int back;			/* the back channel for calls, or -1 */
	bool calling;			/* a call has not been answered yet */
	uint64_t features;
	uint64_t protocol;
	const char *fault;
	struct memory memory;
	struct virtq queue[VHOST_QUEUES];
	uint8_t message[12 + VHOST_PAYLOAD];
	size_t filled;
	int received[VHOST_DESCRIPTORS];
	unsigned int descriptors;
	uint8_t answer[20];
	size_t answered;
};

/* Make @device a device of @kind that nobody is connected to. */
void vhost_init(struct vhost *device, const struct vhost_kind *kind, const void *config,
		size_t config_size);

/* Begin to serve the connection @fd, which becomes the device's. An earlier one is closed first. */
void vhost_open(struct vhost *device, int fd);

/* Close everything of the connection and forget the guest's memory. May be called at any time. */
void vhost_close(struct vhost *device);

/*
 * Read what has arrived and serve each whole message; never blocks on a socket that has something.
 * Returns 1 if the connection stands, 0 if the peer closed it, -1 on a fault.
 */
int vhost_receive(struct vhost *device);

/*
 * Send an interrupt for @queue; device.calling until vhost_answer() has seen the reply. -1: there
 * is no back channel, or the peer is gone.
 */
int vhost_call(struct vhost *device, unsigned int queue);

/* Read from the back channel: 1 it stands (see device.calling), 0 closed, -1 fault. */
int vhost_answer(struct vhost *device);

#endif
