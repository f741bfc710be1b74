// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <linux/virtio_config.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "vhost.h"

/* Requests by their numbers in the vhost-user protocol. */
enum request {
	GET_FEATURES = 1,
	SET_FEATURES = 2,
	SET_OWNER = 3,
	RESET_OWNER = 4,
	SET_MEM_TABLE = 5,
	SET_VRING_NUM = 8,
	SET_VRING_ADDR = 9,
	SET_VRING_BASE = 10,
	GET_VRING_BASE = 11,
	SET_VRING_KICK = 12,
	SET_VRING_CALL = 13,
	SET_VRING_ERR = 14,
	GET_PROTOCOL_FEATURES = 15,
	SET_PROTOCOL_FEATURES = 16,
	GET_QUEUE_NUM = 17,
	SET_VRING_ENABLE = 18,
	SET_SLAVE_REQ_FD = 21,
	GET_CONFIG = 24,
	SET_CONFIG = 25,
	VRING_KICK = 35,
};

#define BACK_VRING_CALL 4

#define VERSION 1u
#define VERSION_MASK 3u
#define REPLY 4u
#define NEED_REPLY 8u

#define F_PROTOCOL_FEATURES (1ull << 30)
#define F_VERSION_1 (1ull << VIRTIO_F_VERSION_1)

/* REPLY_ACK, SLAVE_REQ, CONFIG, INBAND_NOTIFICATIONS */
#define REPLY_ACK (1ull << 3)
#define PROTOCOL (REPLY_ACK | 1ull << 5 | 1ull << 9 | 1ull << 14)

struct header {
	uint32_t request;
	uint32_t flags;
	uint32_t size;
};

struct vring_state {
	uint32_t index;
	uint32_t number;
};

struct vring_address {
	uint32_t index;
	uint32_t flags;
	uint64_t descriptors, used, available, log;
};

struct region {
	uint64_t guest, size, user, offset;
};

struct config_request {
	uint32_t offset, size, flags;
};

void vhost_init(struct vhost *device, const struct vhost_kind *kind, const void *config,
		size_t config_size)
{
	*device = (struct vhost){
		.kind = kind,
		.config = config,
		.config_size = config_size,
		.fd = -1,
		.back = -1,
	};
	for (unsigned int i = 0; i < VHOST_QUEUES; i++)
		device->queue[i].memory = &device->memory;
}

static void close_received(struct vhost *device)
{
	while (device->descriptors > 0)
		close(device->received[--device->descriptors]);
}

void vhost_close(struct vhost *device)
{
	if (device->fd >= 0)
		close(device->fd);
	if (device->back >= 0)
		close(device->back);
	close_received(device);
	memory_clear(&device->memory);
	vhost_init(device, device->kind, device->config, device->config_size);
}

void vhost_open(struct vhost *device, int fd)
{
	vhost_close(device);
	device->fd = fd;
}

static int fault(struct vhost *device, const char *why)
{
	device->fault = why;
	return -1;
}

static int reply(struct vhost *device, const struct header *to, const void *payload, size_t size)
{
	uint8_t message[sizeof(struct header) + VHOST_PAYLOAD];
	struct header header = { to->request, VERSION | REPLY, size };

	memcpy(message, &header, sizeof(header));
	memcpy(message + sizeof(header), payload, size);
	size += sizeof(header);
	if (send(device->fd, message, size, MSG_NOSIGNAL) != (ssize_t)size)
		return -1;	/* the peer is gone; that is no fault of its messages */
	return 0;
}

static int reply_number(struct vhost *device, const struct header *to, uint64_t number)
{
	return reply(device, to, &number, sizeof(number));
}

static int set_memory(struct vhost *device, const uint8_t *payload, uint32_t size)
{
	uint32_t count;

	if (size < 8)
		return fault(device, "a memory table without a count");
	memcpy(&count, payload, sizeof(count));
	/* Linux sends room for two regions however many it has */
	if (count > MEMORY_REGIONS || 8 + count * sizeof(struct region) > size)
		return fault(device, "a memory table shorter than its count");
	if (count != device->descriptors)
		return fault(device, "a memory table with a wrong number of descriptors");
	for (unsigned int i = 0; i < VHOST_QUEUES; i++)
		virtq_reset(&device->queue[i]);
	memory_clear(&device->memory);
	for (unsigned int i = 0; i < count; i++) {
		struct region region;

		memcpy(&region, payload + 8 + i * sizeof(region), sizeof(region));
		if (memory_add(&device->memory, device->received[i], region.guest, region.user,
			       region.size, region.offset) < 0)
			return fault(device, errno == EINVAL ?
				     "a memory region beyond its file" :
				     "a memory region that cannot be mapped");
	}
	return 0;
}

/* The queue that a message about a vring is for, or NULL. */
static struct virtq *queue_of(struct vhost *device, const uint8_t *payload, uint32_t size,
			      uint32_t wanted)
{
	uint32_t index;

	if (size != wanted) {
		fault(device, "a message about a queue that has a wrong length");
		return NULL;
	}
	memcpy(&index, payload, sizeof(index));
	if (index >= VHOST_QUEUES) {
		fault(device, "a message about a queue that does not exist");
		return NULL;
	}
	return &device->queue[index];
}

static int set_addresses(struct vhost *device, const uint8_t *payload, uint32_t size)
{
	struct vring_address at;
	struct virtq *queue = queue_of(device, payload, size, sizeof(at));

	if (!queue)
		return -1;
	memcpy(&at, payload, sizeof(at));
	if (virtq_set_rings(queue, at.descriptors, at.available, at.used) < 0)
		return fault(device, "a queue outside of the guest's memory");
	return 0;
}

/* Is the queue fit for use? A fault of the queue becomes one of the device. */
static int kick(struct vhost *device, unsigned int index)
{
	struct virtq *queue = &device->queue[index];

	if (!queue->enabled || !queue->descriptors)
		return fault(device, "a kick for a queue that was not set up");
	if (device->kind->kicked(device, index) < 0)
		return fault(device, queue->fault ? queue->fault : "a kick that failed");
	return 0;
}

static int set_vring_state(struct vhost *device, const struct header *header,
			   const uint8_t *payload)
{
	struct vring_state state;
	struct virtq *queue = queue_of(device, payload, header->size, sizeof(state));

	if (!queue)
		return -1;
	memcpy(&state, payload, sizeof(state));
	switch (header->request) {
	case SET_VRING_NUM:
		if (virtq_set_size(queue, state.number) < 0)
			return fault(device, "a queue whose size is no power of two, or too large");
		return 0;
	case SET_VRING_BASE:
		queue->taken = state.number;
		return 0;
	case SET_VRING_ENABLE:
		if (state.number && !queue->descriptors)
			return fault(device, "a queue enabled before it has rings");
		queue->enabled = state.number != 0;
		if (queue->enabled)
			device->kind->enabled(device, state.index);
		return 0;
	case VRING_KICK:
		return kick(device, state.index);
	default:
		queue->enabled = false;
		state.number = queue->taken;
		return reply(device, header, &state, sizeof(state));
	}
}

static int set_back_channel(struct vhost *device)
{
	if (device->descriptors != 1)
		return fault(device, "a back channel without a descriptor");
	if (device->back >= 0)
		close(device->back);
	device->back = device->received[0];
	device->descriptors = 0;
	return 0;
}

static int get_config(struct vhost *device, const struct header *header, const uint8_t *payload)
{
	uint8_t answer[VHOST_PAYLOAD] = { 0 };
	struct config_request asked;

	if (header->size < sizeof(asked))
		return fault(device, "a question about the configuration that is too short");
	memcpy(&asked, payload, sizeof(asked));
	if (asked.size != header->size - sizeof(asked) || asked.offset > sizeof(answer))
		return fault(device, "a question about the configuration of a wrong length");
	memcpy(answer, &asked, sizeof(asked));
	for (uint32_t i = 0; i < asked.size && asked.offset + i < device->config_size; i++)
		answer[sizeof(asked) + i] = ((const uint8_t *)device->config)[asked.offset + i];
	return reply(device, header, answer, header->size);
}

static int set_number(struct vhost *device, const struct header *header, const uint8_t *payload)
{
	uint64_t number, offered = PROTOCOL, *kept = &device->protocol;

	if (header->size != sizeof(number))
		return fault(device, "features of a wrong length");
	memcpy(&number, payload, sizeof(number));
	if (header->request == SET_FEATURES) {
		offered = device->kind->features | F_VERSION_1 | F_PROTOCOL_FEATURES;
		kept = &device->features;
	}
	if (number & ~offered)
		return fault(device, "a feature that was not offered");
	*kept = number;
	return 0;
}

/* Serve one message. 1: it has had its reply; 0: it may want an acknowledgement; -1: fault. */
static int serve(struct vhost *device, const struct header *header, const uint8_t *payload)
{
	switch (header->request) {
	case GET_FEATURES:
		return reply_number(device, header, device->kind->features | F_VERSION_1 |
				    F_PROTOCOL_FEATURES) < 0 ? -1 : 1;
	case GET_PROTOCOL_FEATURES:
		return reply_number(device, header, PROTOCOL) < 0 ? -1 : 1;
	case GET_QUEUE_NUM:
		return reply_number(device, header, VHOST_QUEUES) < 0 ? -1 : 1;
	case GET_CONFIG:
		return get_config(device, header, payload) < 0 ? -1 : 1;
	case GET_VRING_BASE:
		return set_vring_state(device, header, payload) < 0 ? -1 : 1;
	case SET_FEATURES:
	case SET_PROTOCOL_FEATURES:
		return set_number(device, header, payload);
	case SET_MEM_TABLE:
		return set_memory(device, payload, header->size);
	case SET_VRING_NUM:
	case SET_VRING_BASE:
	case SET_VRING_ENABLE:
	case VRING_KICK:
		return set_vring_state(device, header, payload);
	case SET_VRING_ADDR:
		return set_addresses(device, payload, header->size);
	case SET_SLAVE_REQ_FD:
		return set_back_channel(device);
	case SET_OWNER:
	case RESET_OWNER:
	case SET_CONFIG:	/* nothing in these devices' configuration can be written */
	case SET_VRING_KICK:	/* notifications are in-band; the descriptors are closed */
	case SET_VRING_CALL:
	case SET_VRING_ERR:
		return 0;
	}
	return fault(device, "a request that does not exist");
}

/* Serve the whole messages that have been received. */
static int serve_all(struct vhost *device)
{
	struct header header;
	size_t done = 0;

	while (device->filled - done >= sizeof(header)) {
		const uint8_t *payload = device->message + done + sizeof(header);
		int served;

		memcpy(&header, device->message + done, sizeof(header));
		if ((header.flags & VERSION_MASK) != VERSION || header.flags & REPLY)
			return fault(device, "a message that is no request of version 1");
		if (header.size > VHOST_PAYLOAD)
			return fault(device, "a message that is too long");
		if (device->filled - done < sizeof(header) + header.size)
			break;
		served = serve(device, &header, payload);
		if (served < 0)
			return -1;
		if (served == 0 && header.flags & NEED_REPLY && device->protocol & REPLY_ACK &&
		    reply_number(device, &header, 0) < 0)
			return -1;
		done += sizeof(header) + header.size;
	}
	device->filled -= done;
	memmove(device->message, device->message + done, device->filled);
	return 1;
}

/* Keep the descriptors that came along; those we have no room for are closed. */
static void keep_descriptors(struct vhost *device, struct msghdr *message)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
		size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t i = 0; i < count; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(c) + i * sizeof(fd), sizeof(fd));
			if (device->descriptors < VHOST_DESCRIPTORS)
				device->received[device->descriptors++] = fd;
			else
				close(fd);
		}
	}
}

int vhost_receive(struct vhost *device)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int) * VHOST_DESCRIPTORS)];
		struct cmsghdr align;
	} control;
	struct iovec part = {
		device->message + device->filled, sizeof(device->message) - device->filled
	};
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes),
	};
	ssize_t length = recvmsg(device->fd, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
	int standing;

	if (length < 0 && (errno == EAGAIN || errno == EINTR))
		return 1;
	if (length <= 0)
		return 0;
	keep_descriptors(device, &message);
	device->filled += length;
	standing = serve_all(device);
	if (device->filled == 0)
		close_received(device);
	return standing < 0 && !device->fault ? 0 : standing;
}

int vhost_call(struct vhost *device, unsigned int queue)
{
	struct {
		struct header header;
		struct vring_state state;
	} message = {
		{ BACK_VRING_CALL, VERSION | NEED_REPLY, sizeof(struct vring_state) },
		{ queue, 0 },
	};

	if (send(device->back, &message, sizeof(message), MSG_NOSIGNAL) != sizeof(message))
		return -1;
	device->calling = true;
	device->answered = 0;
	return 0;
}

int vhost_answer(struct vhost *device)
{
	struct header header;
	ssize_t length = recv(device->back, device->answer + device->answered,
			      sizeof(device->answer) - device->answered, MSG_DONTWAIT);

	if (length < 0 && (errno == EAGAIN || errno == EINTR))
		return 1;
	if (length <= 0)
		return 0;
	device->answered += length;
	if (device->answered < sizeof(device->answer))
		return 1;
	memcpy(&header, device->answer, sizeof(header));
	if (!device->calling || header.request != BACK_VRING_CALL ||
	    header.flags != (VERSION | REPLY) || header.size != 8)
		return fault(device, "an answer on the back channel to nothing that was asked");
	device->calling = false;
	device->answered = 0;
	return 1;
}
