// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "conf.h"
#include "suite.h"

static const char good[] =
	"# a comment\n"
	"\n"
	"seed 18446744073709551615\n"
	"segment lan delay 1000000\n"
	"segment slow delay 0 rate 64000\n"
	"machine inside id 1 kernel /k/linux initrd ./i mem 32M dl_name=inside"
	" dl_addr=eth0/192.0.2.2/24\n"
	"machine later id 7 kernel k initrd i mem 64M late   quiet\n"
	"machine latest id 8 kernel k initrd i mem 64M latest=1\n"
	"nic inside eth0 lan 02:00:00:00:01:aB\n"
	"console inside console\n"
	"port inside cmd\n"
	"port later cmd";

static void everything(void **state)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 1, 0xab };
	struct conf_error error;
	struct conf conf;

	(void)state;
	assert_int_equal(conf_parse(&conf, good, &error), 0);
	assert_int_equal(conf.seed, UINT64_MAX);
	assert_int_equal(conf.segments, 2);
	assert_int_equal(conf.segment[0].delay, 1000000);
	assert_int_equal(conf.segment[0].rate, 0);
	assert_int_equal(conf.segment[1].rate, 64000);
	assert_int_equal(conf.machines, 3);
	assert_string_equal(conf.machine[0].kernel, "/k/linux");
	assert_string_equal(conf.machine[0].initrd, "./i");
	assert_string_equal(conf.machine[0].mem, "32M");
	assert_string_equal(conf.machine[0].words, "dl_name=inside dl_addr=eth0/192.0.2.2/24");
	assert_false(conf.machine[0].late);
	assert_true(conf.machine[1].late);
	assert_int_equal(conf.machine[1].id, 7);
	assert_string_equal(conf.machine[1].words, "quiet");
	assert_false(conf.machine[2].late);
	assert_string_equal(conf.machine[2].words, "latest=1");
	assert_int_equal(conf.nics, 1);
	assert_memory_equal(conf.nic[0].mac, mac, 6);
	assert_int_equal(conf.streams, 3);
	assert_true(conf.stream[0].logged);
	assert_false(conf.stream[1].logged);
	assert_int_equal(conf.stream[2].machine, 1);
	conf_free(&conf);
}

#define SEGMENT "segment lan delay 1\n"
#define MACHINE "machine a id 1 kernel k initrd i mem 32M\n"

static void mistakes(void **state)
{
	static const struct {
		unsigned int line;
		const char *text;
	} wrong[] = {
		{ 0, "" },
		{ 0, "seed 1\n" },
		{ 1, "sed 1\n" },
		{ 1, "seed\n" },
		{ 1, "seed -1\n" },
		{ 1, "seed 1 2\n" },
		{ 1, "seed 18446744073709551616\n" },
		{ 1, "segment\n" },
		{ 1, "segment ../lan delay 1\n" },
		{ 1, "segment LAN delay 1\n" },
		{ 1, "segment a234567890123456789012345678901x delay 1\n" },
		{ 1, "segment lan\n" },
		{ 1, "segment lan rate 1\n" },
		{ 1, "segment lan delay x\n" },
		{ 1, "segment lan delay 1 rate 0\n" },
		{ 1, "segment lan delay 1 fast\n" },
		{ 1, "segment lan delay 1 rate 1 2\n" },
		{ 1, "segment lan delay 99999999999999999\n" },
		{ 2, SEGMENT SEGMENT },
		{ 1, "machine a id x kernel k initrd i mem 32M\n" },
		{ 1, "machine a id 1 kernel k initrd i\n" },
		{ 1, "machine a id 1 kernel k initrd i mem much\n" },
		{ 1, "machine a id 1 kernel k initrd i mem M32\n" },
		{ 1, "machine a id 1 initrd i kernel k mem 32M\n" },
		{ 2, MACHINE MACHINE },
		{ 2, MACHINE "machine b id 1 kernel k initrd i mem 32M\n" },
		{ 2, MACHINE "nic a eth0 lan 02:00:00:00:00:01\n" },
		{ 1, "nic a eth0 lan 02:00:00:00:00:01\n" },
		{ 3, MACHINE SEGMENT "nic a eth0 lan 02:00:00:00:00\n" },
		{ 3, MACHINE SEGMENT "nic a eth0 lan 02:00:00:00:00:0\n" },
		{ 3, MACHINE SEGMENT "nic a eth0 lan 03:00:00:00:00:01\n" },
		{ 3, MACHINE SEGMENT "nic a eth0 lan 02:00:00:00:00:01:02\n" },
		{ 3, MACHINE SEGMENT "nic a eth0 lan\n" },
		{ 4, MACHINE SEGMENT "nic a eth0 lan 02:00:00:00:00:01\n"
		  "nic a eth0 lan 02:00:00:00:00:02\n" },
		{ 2, MACHINE "console b console\n" },
		{ 2, MACHINE "console a\n" },
		{ 2, MACHINE "console a boot\n" },
		{ 2, MACHINE "console a console x\n" },
		{ 3, MACHINE "console a x\nport a x\n" },
		{ 1, "seed\r 1\n" },
		{ 1, "\033[2J\n" },
	};
	struct conf_error error;
	struct conf conf;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		error.reason[0] = '\0';
		if (conf_parse(&conf, wrong[i].text, &error) != -1)
			fail_msg("accepted: %s", wrong[i].text);
		if (error.line != wrong[i].line)
			fail_msg("line %u, not %u: %s", error.line, wrong[i].line, wrong[i].text);
		assert_int_not_equal(error.reason[0], '\0');
		conf_free(&conf);
	}
}

/* Every beginning of a good file, and every file with one byte changed, is read or refused. */
static void cut_and_bent(void **state)
{
	struct conf_error error;
	struct conf conf;
	char text[sizeof(good)];

	(void)state;
	for (size_t i = 0; i < sizeof(good) - 1; i++) {
		memcpy(text, good, sizeof(good));
		text[i] = '\0';
		conf_parse(&conf, text, &error);
		conf_free(&conf);
		memcpy(text, good, sizeof(good));
		for (int byte = 1; byte < 256; byte += 7) {
			text[i] = (char)byte;
			conf_parse(&conf, text, &error);
			conf_free(&conf);
		}
	}
}

static void no_file(void **state)
{
	struct conf_error error;
	struct conf conf;

	(void)state;
	assert_int_equal(conf_read(&conf, "/nonexistent/conf", &error), -1);
	assert_int_equal(error.line, 0);
	assert_non_null(strstr(error.reason, "No such file"));
	assert_int_equal(conf_read(&conf, "/", &error), -1);
	conf_free(&conf);
}

static const struct CMUnitTest tests[] = {
	SAYS("conf: every statement", everything),
	SAYS("conf: a mistake is refused with its line and a reason", mistakes),
	SAYS("conf: files cut off or with a byte changed do no harm", cut_and_bent),
	SAYS("conf: a file that cannot be read", no_file),
};
SUITE(conf_suite, tests);
