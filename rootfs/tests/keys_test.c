/* SPDX-License-Identifier: GPL-2.0-only */
/* keys_test.c - KEY=VALUE: what is taken, what is refused, and that a refusal changes nothing else */
#include <arpa/inet.h>
#include <string.h>

#include "keys.h"
#include "tap.h"

struct values {
	unsigned long ttl, tos;
	const char *dev;
	struct in_addr host;
};

static bool read_into(struct values *values, char **arguments)
{
	const struct key keys[] = {
		{ "ttl", KEY_NUMBER, &values->ttl, 255 }, { "tos", KEY_NUMBER, &values->tos, 255 },
		{ "dev", KEY_TEXT, &values->dev, 0 }, { "host", KEY_HOST, &values->host, 0 },
		{ NULL, KEY_TEXT, NULL, 0 },
	};

	return keys_read(arguments, keys);
}

void test_keys(void)
{
	static char *const wrong[] = { "ttl=256", "ttl=-1", "ttl=0x10", "ttl= 1", "ttl=1s", "ttl=", "ttl",
				       "tt=1", "ttll=1", "=1", "", "TTL=1", "host=", "dev" };
	char *all[] = { "dev=a=b", "ttl=0", "tos=255", "host=192.0.2.1", NULL };
	char *twice[] = { "ttl=1", "ttl=2", NULL };
	char *none[] = { NULL };
	struct values values = { .ttl = 64, .dev = "eth0" };

	holds(read_into(&values, none), "no arguments are right");
	same_number(values.ttl, 64, "a key that is not given keeps its value");
	holds(read_into(&values, all), "a number, a text and an address are read");
	same_number(values.ttl, 0, "the least number");
	same_number(values.tos, 255, "the most");
	same_text(values.dev, "a=b", "a text may contain what divides key and value");
	same_number(ntohl(values.host.s_addr), 0xc0000201, "an address in dots");
	holds(read_into(&values, twice) && values.ttl == 2, "of one key given twice the last counts");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		char *one[] = { wrong[i], NULL };

		values = (struct values){ .ttl = 64 };
		holds(!read_into(&values, one) && values.ttl == 64, "`%s' is refused", wrong[i]);
	}
}
