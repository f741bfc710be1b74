/* SPDX-License-Identifier: GPL-2.0-only */
/* setup_test.c - the words of the kernel command line */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "setup.h"
#include "tap.h"

static struct setup setup;

static bool reads(const char *word, const char *value)
{
	bool good;

	setenv(word, value, 1);
	good = setup_read(&setup);
	unsetenv(word);
	return good;
}

static void good(void)
{
	holds(setup_read(&setup), "no words are good words");
	same_text(setup.name, "machine", "the name is machine then");
	holds(!setup.diary && !setup.forward && !setup.edit && !setup.gateway.s_addr &&
	      !setup.address_count, "and everything is off");
	holds(reads("dl_name", "gateway"), "a name");
	same_text(setup.name, "gateway", "is taken");
	holds(reads("dl_addr", "eth0/192.0.2.1/24,eth1/198.51.100.1/0,eth0/10.0.0.1/32"),
	      "three addresses");
	same_number(setup.address_count, 3, "are three");
	same_text(setup.addresses[1].device, "eth1", "with their interface");
	same_text(inet_ntoa(setup.addresses[1].address), "198.51.100.1", "their address");
	same_number(setup.addresses[0].prefix, 24, "and their prefix");
	holds(reads("dl_gw", "192.0.2.1") && setup.gateway.s_addr == htonl(0xc0000201),
	      "a gateway");
	holds(reads("dl_forward", "1") && setup.forward, "forwarding on");
	holds(reads("dl_diary", "0") && !setup.diary, "dl_diary=0 asks for no diary [S12.1]");
	holds(reads("dl_console", "edit") && setup.edit, "an editing console");
}

static void bad(void)
{
	static const char *const addresses[] = {
		"", "eth0", "eth0/192.0.2.1", "eth0/192.0.2/24", "eth0/192.0.2.1/33",
		"/192.0.2.1/24", "eth0/192.0.2.1/24,", "a-name-too-long-for-it/192.0.2.1/24",
		"eth0/192.0.2.1/24/9",
	};
	char many[2048] = "lo/10.0.0.1/32";
	size_t i;

	for (i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++)
		holds(!reads("dl_addr", addresses[i]), "not addresses: `%s'", addresses[i]);
	for (i = 0; i < SETUP_ADDRESSES_MAX; i++)
		strcat(many, ",lo/10.0.0.1/32");
	holds(!reads("dl_addr", many), "more addresses than there is room for");
	memset(many, '1', sizeof(many) - 1);
	holds(!reads("dl_addr", many), "a word that is too long");
	many[SETUP_NAME_MAX] = '\0';
	holds(!reads("dl_name", many), "a name that is too long");
	holds(!reads("dl_name", "a'b") && !strcmp(setup.name, "machine"), "a name with a quote");
	holds(!reads("dl_name", ""), "an empty name");
	holds(!reads("dl_gw", "lan"), "a gateway that is no address");
	holds(!reads("dl_diary", "yes") && !setup.diary, "a switch that is neither 0 nor 1");
	holds(!reads("dl_console", "vi"), "a console of another kind");
}

void test_setup(void)
{
	good();
	bad();
}
