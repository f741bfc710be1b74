/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stream: a virtio console device of a machine as a stream of bytes in each direction.
 *
 * MACHINE.console is one, the command port and the diary are others; the fabric does not know what
 * they carry. What the guest writes is taken before its kick is answered, because its driver spins
 * until then. What is sent to the guest becomes an event of the present time, and waits for as long
 * as the guest has no buffers.
 */
#ifndef FABRIC_STREAM_H
#define FABRIC_STREAM_H

#include <stdbool.h>
#include <stdio.h>

#include "calendar.h"
#include "device.h"

struct stream {
	struct device device;
	struct fabric *fabric;
	const struct conf_stream *conf;
	char name[2 * CONF_NAME];	/* MACHINE.NAME, also the log's */
	FILE *log;			/* or NULL */
	bool awaited;			/* output of it ends the present `run until` */
	unsigned int panic;		/* how much of a panic's first words was just seen */
	struct event input;
	uint8_t *waiting;		/* input the guest has not got yet */
	size_t waiting_length;
};

/* Open the log, and listen for the guest. Returns 0, or -1 with errno. */
int stream_open(struct stream *stream, struct fabric *fabric, const struct conf_stream *conf);

/* Input for the guest, at the present time. Returns 0, or -1 with errno ENOMEM. */
int stream_send(struct stream *stream, const void *bytes, size_t length);

/* The guest is gone or boots again; input it has not got is lost. */
void stream_disconnect(struct stream *stream);

/* Write what was logged to the file. Returns 0, or -1 with errno. */
int stream_flush(struct stream *stream);

void stream_close(struct stream *stream);

#endif
