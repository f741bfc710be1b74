/* SPDX-License-Identifier: GPL-2.0-only */
/* setup.c - reads the machine's words; setup.h lists them. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "say.h"
#include "setup.h"

#define NAME_BYTES "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-"

static bool read_name(struct setup *setup)
{
	const char *name = getenv("dl_name");

	strcpy(setup->name, "machine");
	if (!name)
		return true;
	if (!*name || strlen(name) >= sizeof(setup->name) || name[strspn(name, NAME_BYTES)]) {
		say("dl_name=%s: a host name has 1 to %d letters, digits, dots and hyphens", name,
		    SETUP_NAME_MAX - 1);
		return false;
	}
	strcpy(setup->name, name);
	return true;
}

static bool read_switch(const char *word, bool *on)
{
	const char *value = getenv(word);

	*on = value && !strcmp(value, "1");
	if (!value || *on || !strcmp(value, "0"))
		return true;
	say("%s=%s: neither 0 nor 1", word, value);
	return false;
}

static bool read_console(struct setup *setup)
{
	const char *value = getenv("dl_console");

	setup->edit = value && !strcmp(value, "edit");
	if (!value || setup->edit || !strcmp(value, "plain"))
		return true;
	say("dl_console=%s: neither edit nor plain", value);
	return false;
}

static bool read_gateway(struct setup *setup)
{
	const char *value = getenv("dl_gw");

	if (!value || inet_pton(AF_INET, value, &setup->gateway) == 1)
		return true;
	say("dl_gw=%s: not an IPv4 address", value);
	return false;
}

/* DEVICE/ADDRESS/PREFIX; @text is changed. */
static bool read_address(char *text, struct setup_address *address)
{
	const char *device = strsep(&text, "/");
	const char *number = strsep(&text, "/");
	unsigned long prefix;

	if (!number || !text || !*device || strlen(device) >= sizeof(address->device) ||
	    inet_pton(AF_INET, number, &address->address) != 1 ||
	    !parse_number(text, 0, 32, &prefix))
		return false;
	strcpy(address->device, device);
	address->prefix = (unsigned int)prefix;
	return true;
}

static bool read_addresses(struct setup *setup)
{
	const char *value = getenv("dl_addr");
	char list[1024];
	char *rest = list;
	char *one;

	if (!value)
		return true;
	if (strlen(value) >= sizeof(list)) {
		say("dl_addr: longer than %zu bytes", sizeof(list) - 1);
		return false;
	}
	strcpy(list, value);
	while ((one = strsep(&rest, ","))) {
		if (setup->address_count == SETUP_ADDRESSES_MAX) {
			say("dl_addr: more than %d addresses", SETUP_ADDRESSES_MAX);
			return false;
		}
		if (!read_address(one, &setup->addresses[setup->address_count])) {
			say("dl_addr=%s: each must be DEVICE/ADDRESS/PREFIX", value);
			return false;
		}
		setup->address_count++;
	}
	return true;
}

bool setup_read(struct setup *setup)
{
	bool good = true;

	memset(setup, 0, sizeof(*setup));
	good &= read_name(setup);
	good &= read_addresses(setup);
	good &= read_gateway(setup);
	good &= read_switch("dl_forward", &setup->forward);
	good &= read_switch("dl_diary", &setup->diary);
	good &= read_console(setup);
	return good;
}
