/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * device: one virtio device of one machine; the joint of vhost, loop and machine.
 *
 * Each device has a socket MACHINE-NAME.sock in the run directory, to which the guest's kernel
 * connects when it boots. A faulty device is its machine's end (machine_fault()).
 */
#ifndef FABRIC_DEVICE_H
#define FABRIC_DEVICE_H

#include "loop.h"
#include "vhost.h"

#define DEVICE_NET 1		/* virtio's numbers of the kinds */
#define DEVICE_CONSOLE 3

struct machine;

struct device {
	struct vhost vhost;
	struct machine *machine;
	const char *name;		/* eth0, console; conf's */
	unsigned int kind;
	int listening;
	struct watch listener;
	struct watch connection;
	struct watch back;
	uint64_t called[VHOST_QUEUES];	/* the machine's turn in which it will see the last call */
};

/* Make the device known and listen on its socket. Returns 0, or -1 with errno. */
int device_open(struct device *device, struct machine *machine, const char *name,
		unsigned int number, const struct vhost_kind *kind, const void *config,
		size_t config_size);

/* The path of a device's socket, relative to the run directory. */
void device_socket(char *path, size_t size, const char *machine, const char *name);

/*
 * Tell the guest that @queue has something for it, if it wants to know. Only from an event; waits
 * for the (parked) guest's answer.
 */
void device_call(struct device *device, unsigned int queue);

/* The machine is gone or boots again: drop the connection, keep listening. */
void device_disconnect(struct device *device);

#endif
