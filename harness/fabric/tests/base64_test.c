// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "base64.h"
#include "suite.h"

static void known_texts(void **state)
{
	/* RFC 4648, section 10 */
	static const char *const pairs[][2] = {
		{ "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" }, { "foo", "Zm9v" },
		{ "foob", "Zm9vYg==" }, { "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },
	};
	char text[64];

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		size_t length = base64_encode(text, pairs[i][0], strlen(pairs[i][0]));

		assert_int_equal(length, strlen(pairs[i][1]));
		assert_memory_equal(text, pairs[i][1], length);
	}
}

static void round_trip(void **state)
{
	uint8_t bytes[256], back[258];
	char text[BASE64_LENGTH(256)];

	(void)state;
	for (unsigned int i = 0; i < sizeof(bytes); i++)
		bytes[i] = 255 - i;
	for (size_t length = 0; length <= sizeof(bytes); length++) {
		size_t written = base64_encode(text, bytes, length);

		assert_int_equal(written, BASE64_LENGTH(length));
		assert_int_equal(base64_decode(back, text, written), length);
		assert_memory_equal(back, bytes, length);
	}
}

static void in_place(void **state)
{
	char text[] = "Zm9vYmFy";

	(void)state;
	assert_int_equal(base64_decode(text, text, 8), 6);
	assert_memory_equal(text, "foobar", 6);
}

static void refused(void **state)
{
	static const char *const wrong[] = {
		"Z", "Zg", "Zg=", "Zg==Zg==", "=", "====", "Zm9=v", "Z===", "Zm 9", "Zm9v\n",
		"Zh==", "Zm9=", "Zm9-",
	};
	uint8_t bytes[16];

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(base64_decode(bytes, wrong[i], strlen(wrong[i])), -1);
}

static const struct CMUnitTest tests[] = {
	SAYS("base64: the texts of RFC 4648", known_texts),
	SAYS("base64: every length comes back", round_trip),
	SAYS("base64: decoding in place", in_place),
	SAYS("base64: what no encoder writes is refused", refused),
};
SUITE(base64_suite, tests);
