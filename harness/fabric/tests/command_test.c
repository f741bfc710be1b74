// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "command.h"
#include "suite.h"

static const char text[] =
	"seed 3\nsegment lan delay 1\n"
	"machine a id 1 kernel k initrd i mem 32M\n"
	"machine b id 2 kernel k initrd i mem 32M dl_name=b  quiet\n"
	"nic a eth0 lan 02:00:00:00:00:01\nnic b eth0 lan 02:00:00:00:00:02\n"
	"console b console\nport b cmd\n";

static void seeds_differ(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 20; seed++) {
		for (uint64_t id = 0; id < 20; id++) {
			assert_int_not_equal(command_seed(seed, id), 0);
			assert_int_not_equal(command_seed(seed, id), command_seed(seed, id + 1));
			assert_int_not_equal(command_seed(seed, id), command_seed(seed + 1, id));
			assert_int_equal(command_seed(seed, id), command_seed(seed, id));
		}
	}
}

static void whole_line(void **state)
{
	static const char *const wanted[] = {
		"./linux", "mem=32M", "initrd=initrd", "con=null", "ssl=null", "con0=null,fd:1",
		"stderr=1", "console=stderr", "console=hvc0", "uml_dir=./",
		"random.trust_cpu=on",
		"random.trust_bootloader=on",
		"oops=panic", "umid=b", "time-travel=ext:2:tt",
		"virtio_uml.device=b-eth0.sock:1:0", "virtio_uml.device=b-console.sock:3:1",
		"virtio_uml.device=b-cmd.sock:3:2",
	};
	size_t count = sizeof(wanted) / sizeof(wanted[0]);
	struct conf_error error;
	struct conf conf;
	char **argv;

	(void)state;
	assert_int_equal(conf_parse(&conf, text, &error), 0);
	argv = command_make(&conf, 1, "linux", "initrd");
	assert_non_null(argv);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(argv[i], wanted[i]);
	assert_memory_equal(argv[count], "rng-seed=", 9);
	assert_string_equal(argv[count + 1], "dl_name=b");
	assert_string_equal(argv[count + 2], "quiet");
	assert_null(argv[count + 3]);
	command_free(argv);
	conf_free(&conf);
}

static const struct CMUnitTest tests[] = {
	SAYS("command: every machine of every seed has its own random numbers", seeds_differ),
	SAYS("command: the kernel's command line, word by word", whole_line),
};
SUITE(command_suite, tests);
