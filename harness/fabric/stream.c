// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "fabric.h"
#include "machine.h"
#include "stream.h"
#include "timetravel.h"

#define RECEIVE 0	/* queues as the guest sees them */
#define TRANSMIT 1

/* No letter but the first is a K, so a mismatch begins anew with the letter that is there. */
static const char panic_words[] = PANIC_WORDS;

static void look_for_panic(struct stream *stream, const uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == (uint8_t)panic_words[stream->panic])
			stream->panic++;
		else
			stream->panic = bytes[i] == (uint8_t)panic_words[0];
		if (stream->panic == sizeof(panic_words) - 1) {
			stream->device.machine->panicked = true;
			stream->panic = 0;
		}
	}
}

static void put_out(struct stream *stream, const uint8_t *bytes, size_t length)
{
	struct fabric *fabric = stream->fabric;

	if (stream->log) {
		fwrite(bytes, 1, length, stream->log);
		look_for_panic(stream, bytes, length);
	}
	channel_output(&fabric->channel, stream->name, fabric->now, bytes, length);
	if (stream->awaited && !fabric->hit) {
		fabric->hit = stream;
		fabric->until = fabric->now;
	}
}

static int take_output(struct stream *stream)
{
	static struct chain chain;
	static uint8_t bytes[4096];
	struct virtq *queue = &stream->device.vhost.queue[TRANSMIT];
	size_t length, done;

	while (virtq_take(queue, &chain) > 0) {
		for (done = 0;; done += length) {
			length = parts_read(chain.part, chain.readable, done, bytes,
					    sizeof(bytes));
			if (length == 0)
				break;
			put_out(stream, bytes, length);
		}
		virtq_give(queue, chain.head, 0);
	}
	if (queue->fault)
		return -1;
	if (stream->fabric->hit)	/* nothing later than this instant happens */
		clock_limit(stream->fabric, stream->fabric->until + 1);
	return 0;
}

/* Have input tried (again) at the present time. */
static void schedule_input(struct stream *stream)
{
	struct fabric *fabric = stream->fabric;

	if (stream->waiting_length == 0 || stream->input.place)
		return;
	fabric_schedule(fabric, &stream->input, fabric->now);
	clock_limit(fabric, fabric->now);
}

static int kicked(struct vhost *vhost, unsigned int queue)
{
	struct stream *stream = container_of(vhost, struct stream, device.vhost);

	if (queue == TRANSMIT)
		return take_output(stream);
	schedule_input(stream);
	return 0;
}

static void enabled(struct vhost *vhost, unsigned int queue)
{
	struct stream *stream = container_of(vhost, struct stream, device.vhost);

	if (queue != RECEIVE)
		return;
	virtq_set_quiet(&vhost->queue[queue], stream->waiting_length == 0);
	schedule_input(stream);
}

static const struct vhost_kind kind = {
	.kicked = kicked,
	.enabled = enabled,
};

/* Put what waits into the guest's buffers, as many as there are. Returns how much it was. */
static size_t fill_buffers(struct stream *stream)
{
	static struct chain chain;
	struct virtq *queue = &stream->device.vhost.queue[RECEIVE];
	size_t done = 0;

	while (done < stream->waiting_length && virtq_take(queue, &chain) > 0) {
		size_t length = parts_write(chain.part + chain.readable, chain.writable, 0,
					    stream->waiting + done, stream->waiting_length - done);

		virtq_give(queue, chain.head, length);
		done += length;
	}
	return done;
}

static void input_due(struct event *event)
{
	struct stream *stream = container_of(event, struct stream, input);
	struct virtq *queue = &stream->device.vhost.queue[RECEIVE];
	size_t done;

	/* it is told when the queue is enabled, too */
	if (stream->device.machine->power != PARKED || !queue->enabled)
		return;
	done = fill_buffers(stream);
	if (queue->fault) {
		machine_fault(stream->device.machine, stream->device.name, queue->fault);
		return;
	}
	stream->waiting_length -= done;
	memmove(stream->waiting, stream->waiting + done, stream->waiting_length);
	virtq_set_quiet(queue, stream->waiting_length == 0);
	if (done > 0)
		device_call(&stream->device, RECEIVE);
}

int stream_open(struct stream *stream, struct fabric *fabric, const struct conf_stream *conf)
{
	struct machine *machine = &fabric->machine[conf->machine];

	stream->fabric = fabric;
	stream->conf = conf;
	stream->input.happen = input_due;
	snprintf(stream->name, sizeof(stream->name), "%s.%s", machine->conf->name, conf->name);
	if (conf->logged) {
		stream->log = fopen(stream->name, "we");
		if (!stream->log)
			return -1;
		setvbuf(stream->log, NULL, _IOFBF, 65536);
	}
	return device_open(&stream->device, machine, conf->name, DEVICE_CONSOLE, &kind, NULL, 0);
}

int stream_send(struct stream *stream, const void *bytes, size_t length)
{
	uint8_t *grown = realloc(stream->waiting, stream->waiting_length + length + 1);

	if (!grown)
		return -1;
	memcpy(grown + stream->waiting_length, bytes, length);
	stream->waiting = grown;
	stream->waiting_length += length;
	schedule_input(stream);
	return 0;
}

void stream_disconnect(struct stream *stream)
{
	calendar_drop(&stream->fabric->calendar, &stream->input);
	stream->waiting_length = 0;
	stream->panic = 0;
	device_disconnect(&stream->device);
}

int stream_flush(struct stream *stream)
{
	if (!stream->log)
		return 0;
	return fflush(stream->log) == 0 && !ferror(stream->log) ? 0 : -1;
}

void stream_close(struct stream *stream)
{
	if (stream->log)
		fclose(stream->log);
	stream->log = NULL;
	free(stream->waiting);
	stream->waiting = NULL;
	stream->waiting_length = 0;
}
