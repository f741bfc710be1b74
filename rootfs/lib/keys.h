/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * keys.h - arguments of the form NAME=VALUE
 */
#ifndef KEYS_H
#define KEYS_H

#include <netinet/in.h>
#include <stdbool.h>

enum key_kind {
	KEY_NUMBER,	/* value: unsigned long, decimal, from 0 to @most */
	KEY_TEXT,	/* value: const char *, the argument's own bytes */
	KEY_HOST,	/* value: struct in_addr, a name or an address */
};

struct key {
	const char *name;	/* NULL behind the last one */
	enum key_kind kind;
	void *value;		/* where it goes; keeps what it had if the key is not given */
	unsigned long most;	/* of a KEY_NUMBER */
};

/*
 * Reads the NULL-terminated @arguments into the values of @keys. False, with the mistake said, at
 * the first that is no known key, no number, or no host.
 */
bool keys_read(char **arguments, const struct key *keys);

/* The address of a name or in dots. False, and said, if there is none. */
bool find_host(const char *text, struct in_addr *address);

#endif
