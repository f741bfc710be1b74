// SPDX-License-Identifier: GPL-2.0-only
/* Block and option numbers are those of draft-ietf-opsawg-pcapng. */
#include <errno.h>
#include <string.h>

#include "pcapng.h"

#define SECTION_HEADER 0x0a0d0d0au
#define INTERFACE_DESCRIPTION 1
#define ENHANCED_PACKET 6
#define LINKTYPE_ETHERNET 1
#define SNAPLEN 262144

#define OPT_END 0
#define IF_NAME 2
#define IF_MAC 6
#define IF_TSRESOL 9
#define NANOSECONDS 9	/* as a negative power of ten */

#define NAME_MAX_BYTES 64

struct block {
	uint8_t bytes[160];
	size_t length;
};

static void add16(struct block *block, uint16_t value)
{
	block->bytes[block->length++] = value & 255;
	block->bytes[block->length++] = value >> 8;
}

static void add32(struct block *block, uint32_t value)
{
	add16(block, value & 65535);
	add16(block, value >> 16);
}

static void add_option(struct block *block, uint16_t code, const void *value, size_t length)
{
	add16(block, code);
	add16(block, length);
	memcpy(block->bytes + block->length, value, length);
	block->length += length;
	while (block->length % 4)
		block->bytes[block->length++] = 0;
}

/* Put the total length at both ends and write the block out. */
static int write_block(struct pcapng *capture, struct block *block)
{
	size_t total = block->length + 4;
	struct block size = { .length = 0 };

	add32(&size, total);
	memcpy(block->bytes + 4, size.bytes, 4);
	add32(block, total);
	return fwrite(block->bytes, 1, total, capture->file) == total ? 0 : -1;
}

int pcapng_begin(struct pcapng *capture, FILE *file)
{
	struct block block = { .length = 0 };

	capture->file = file;
	capture->interfaces = 0;
	add32(&block, SECTION_HEADER);
	add32(&block, 0);
	add32(&block, 0x1a2b3c4d);	/* byte order */
	add16(&block, 1);		/* version 1.0 */
	add16(&block, 0);
	add32(&block, UINT32_MAX);	/* the section's length is not said */
	add32(&block, UINT32_MAX);
	return write_block(capture, &block);
}

int pcapng_interface(struct pcapng *capture, const char *name, const uint8_t mac[6])
{
	struct block block = { .length = 0 };
	uint8_t resolution = NANOSECONDS;

	if (strlen(name) > NAME_MAX_BYTES) {
		errno = ENAMETOOLONG;
		return -1;
	}
	add32(&block, INTERFACE_DESCRIPTION);
	add32(&block, 0);
	add16(&block, LINKTYPE_ETHERNET);
	add16(&block, 0);
	add32(&block, SNAPLEN);
	add_option(&block, IF_NAME, name, strlen(name));
	add_option(&block, IF_MAC, mac, 6);
	add_option(&block, IF_TSRESOL, &resolution, 1);
	add_option(&block, OPT_END, "", 0);
	capture->interfaces++;
	return write_block(capture, &block);
}

int pcapng_frame(struct pcapng *capture, unsigned int interface, uint64_t time, const void *frame,
		 size_t length)
{
	static const uint8_t zeros[4];
	size_t padding = -length & 3;
	struct block head = { .length = 0 }, tail = { .length = 0 };
	uint32_t total = 28 + length + padding + 4;

	if (interface >= capture->interfaces || length > SNAPLEN) {
		errno = EINVAL;
		return -1;
	}
	add32(&head, ENHANCED_PACKET);
	add32(&head, total);
	add32(&head, interface);
	add32(&head, time >> 32);
	add32(&head, time & UINT32_MAX);
	add32(&head, length);
	add32(&head, length);
	add32(&tail, total);
	if (fwrite(head.bytes, 1, head.length, capture->file) != head.length ||
	    fwrite(frame, 1, length, capture->file) != length ||
	    fwrite(zeros, 1, padding, capture->file) != padding ||
	    fwrite(tail.bytes, 1, 4, capture->file) != 4)
		return -1;
	return 0;
}
