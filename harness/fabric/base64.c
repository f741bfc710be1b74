// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>
#include <string.h>

#include "base64.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t base64_encode(char *text, const void *bytes, size_t length)
{
	const uint8_t *in = bytes;
	char *out = text;

	for (; length >= 3; length -= 3, in += 3) {
		*out++ = alphabet[in[0] >> 2];
		*out++ = alphabet[(in[0] & 3) << 4 | in[1] >> 4];
		*out++ = alphabet[(in[1] & 15) << 2 | in[2] >> 6];
		*out++ = alphabet[in[2] & 63];
	}
	if (length > 0) {
		unsigned int second = length > 1 ? in[1] : 0;

		*out++ = alphabet[in[0] >> 2];
		*out++ = alphabet[(in[0] & 3) << 4 | second >> 4];
		*out++ = length > 1 ? alphabet[(second & 15) << 2] : '=';
		*out++ = '=';
	}
	return out - text;
}

static int value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+')
		return 62;
	return c == '/' ? 63 : -1;
}

ssize_t base64_decode(void *bytes, const char *text, size_t length)
{
	size_t padding = 0;
	uint8_t *out = bytes;
	uint32_t bits = 0;
	size_t i;

	if (length % 4 != 0)
		return -1;
	while (padding < 2 && padding < length && text[length - 1 - padding] == '=')
		padding++;
	for (i = 0; i < length; i++) {
		int value = i < length - padding ? value_of(text[i]) : 0;

		if (value < 0)
			return -1;
		bits = bits << 6 | (uint32_t)value;
		if (i % 4 != 3)
			continue;
		*out++ = bits >> 16 & 255;
		*out++ = bits >> 8 & 255;
		*out++ = bits & 255;
	}
	/* what the padding stands for must have been nothing */
	if ((padding == 1 && (bits & 255)) || (padding == 2 && (bits & 65535)))
		return -1;
	return out - (uint8_t *)bytes - padding;
}
