/* SPDX-License-Identifier: GPL-2.0-only */
/* keys.c - arguments of the form NAME=VALUE; keys.h says what each function does. */
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>

#include "keys.h"
#include "say.h"

bool find_host(const char *text, struct in_addr *address)
{
	const struct hostent *entry = gethostbyname(text);

	if (!entry || entry->h_addrtype != AF_INET) {
		say("host `%s' not found", text);
		return false;
	}
	memcpy(address, entry->h_addr_list[0], sizeof(*address));
	return true;
}

static const struct key *find_key(const char *argument, const struct key *keys)
{
	size_t length = strcspn(argument, "=");

	for (; keys->name; keys++)
		if (strlen(keys->name) == length && !strncmp(keys->name, argument, length))
			return keys;
	return NULL;
}

static bool set_value(const struct key *key, const char *text)
{
	switch (key->kind) {
	case KEY_NUMBER:
		if (parse_number(text, 0, key->most, key->value))
			return true;
		say("%s: `%s' is not a number from 0 to %lu", key->name, text, key->most);
		return false;
	case KEY_HOST:
		return find_host(text, key->value);
	case KEY_TEXT:
		*(const char **)key->value = text;
		return true;
	}
	return false;
}

bool keys_read(char **arguments, const struct key *keys)
{
	for (; *arguments; arguments++) {
		const struct key *key = find_key(*arguments, keys);
		const char *text = strchr(*arguments, '=');

		if (!key || !text) {
			say("`%s' is not one of the KEY=VALUE it knows", *arguments);
			return false;
		}
		if (!set_value(key, text + 1))
			return false;
	}
	return true;
}
