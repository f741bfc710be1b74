// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "pcapng.h"
#include "suite.h"

/* Little-endian, whatever the host is. */
static uint32_t word(const char *bytes, size_t at)
{
	const uint8_t *b = (const uint8_t *)bytes + at;

	return b[0] | b[1] << 8 | b[2] << 16 | (uint32_t)b[3] << 24;
}

static void whole_file(void **state)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 1, 2 };
	const uint64_t time = 0x0000000512345678ull;
	struct pcapng capture;
	size_t length, at;
	char *bytes;
	FILE *file = open_memstream(&bytes, &length);

	(void)state;
	assert_int_equal(pcapng_begin(&capture, file), 0);
	assert_int_equal(pcapng_interface(&capture, "inside.eth0", mac), 0);
	assert_int_equal(pcapng_frame(&capture, 0, time, "abcde", 5), 0);
	assert_int_equal(pcapng_frame(&capture, 0, time + 1, "", 0), 0);
	fclose(file);

	assert_int_equal(word(bytes, 0), 0x0a0d0d0a);
	assert_int_equal(word(bytes, 8), 0x1a2b3c4d);
	at = word(bytes, 4);
	assert_int_equal(at, 28);
	assert_int_equal(word(bytes, at - 4), at);

	assert_int_equal(word(bytes, at), 1);
	assert_int_equal(word(bytes, at + 8), 1);		/* Ethernet */
	assert_int_equal(word(bytes, at + 16), 2 | 11 << 16);	/* the name and its length */
	assert_memory_equal(bytes + at + 20, "inside.eth0\0", 12);
	assert_memory_equal(bytes + at + 36, mac, 6);
	assert_int_equal(word(bytes, at + 44), 9 | 1 << 16);	/* the resolution: 10^-9 s */
	assert_int_equal(bytes[at + 48], 9);
	at += word(bytes, at + 4);
	assert_int_equal(word(bytes, at - 4), at - 28);

	assert_int_equal(word(bytes, at), 6);
	assert_int_equal(word(bytes, at + 4), 40);
	assert_int_equal(word(bytes, at + 8), 0);
	assert_int_equal(word(bytes, at + 12), 5);
	assert_int_equal(word(bytes, at + 16), 0x12345678);
	assert_int_equal(word(bytes, at + 20), 5);
	assert_int_equal(word(bytes, at + 24), 5);
	assert_memory_equal(bytes + at + 28, "abcde\0\0\0", 8);
	assert_int_equal(word(bytes, at + 36), 40);
	assert_int_equal(at + 40 + 32, length);
	free(bytes);
}

static void refused(void **state)
{
	static const uint8_t mac[6];
	struct pcapng capture;
	char long_name[100];
	size_t length;
	char *bytes;
	FILE *file = open_memstream(&bytes, &length);

	(void)state;
	memset(long_name, 'x', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	assert_int_equal(pcapng_begin(&capture, file), 0);
	assert_int_equal(pcapng_frame(&capture, 0, 0, "abcde", 5), -1);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(pcapng_interface(&capture, long_name, mac), -1);
	assert_int_equal(errno, ENAMETOOLONG);
	assert_int_equal(pcapng_frame(&capture, 0, 0, "abcde", 5), -1);
	fclose(file);
	free(bytes);
}

static void full_disk(void **state)
{
	struct pcapng capture;
	FILE *file = fopen("/dev/full", "w");

	(void)state;
	assert_non_null(file);
	setvbuf(file, NULL, _IONBF, 0);
	assert_int_equal(pcapng_begin(&capture, file), -1);
	fclose(file);
}

static const struct CMUnitTest tests[] = {
	SAYS("pcapng: a whole file, block by block", whole_file),
	SAYS("pcapng: a frame of no interface, a name without end", refused),
	SAYS("pcapng: a full disk is noticed", full_disk),
};
SUITE(pcapng_suite, tests);
