// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "device.h"
#include "timetravel.h"

/*
 * What every machine is told. stdout and stderr go to MACHINE.boot; the console is virtio's,
 * because input by descriptor or pty reaches a time-travelling kernel at random times or never.
 * What the kernel says before that console is there goes to stderr. An oops is a panic, and a panic
 * ends the process.
 */
static const char *const fixed[] = {
	"con=null", "ssl=null", "con0=null,fd:1", "stderr=1", "console=stderr", "console=hvc0",
	"uml_dir=./", "random.trust_cpu=on", "random.trust_bootloader=on", "oops=panic",
};

/* splitmix64, by Sebastiano Vigna's published constants */
uint64_t command_seed(uint64_t seed, uint64_t id)
{
	uint64_t z = seed + (id + 1) * 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	z ^= z >> 31;
	return z ? z : 1;
}

struct argv {
	char **word;
	size_t count;
	bool failed;
};

static void add(struct argv *argv, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(struct argv *argv, const char *format, ...)
{
	char **grown = realloc(argv->word, (argv->count + 2) * sizeof(*grown));
	va_list values;

	if (!grown) {
		argv->failed = true;
		return;
	}
	argv->word = grown;
	va_start(values, format);
	if (vasprintf(&grown[argv->count], format, values) < 0) {
		grown[argv->count] = NULL;
		argv->failed = true;
	} else {
		argv->count++;
	}
	va_end(values);
	grown[argv->count] = NULL;
}

static void add_devices(struct argv *argv, const struct conf *conf, size_t index)
{
	const char *machine = conf->machine[index].name;
	unsigned int platform = 0;
	char path[128];

	for (size_t i = 0; i < conf->nics; i++) {
		if (conf->nic[i].machine != index)
			continue;
		device_socket(path, sizeof(path), machine, conf->nic[i].device);
		add(argv, "virtio_uml.device=%s:%d:%u", path, DEVICE_NET, platform++);
	}
	for (size_t i = 0; i < conf->streams; i++) {
		if (conf->stream[i].machine != index)
			continue;
		device_socket(path, sizeof(path), machine, conf->stream[i].name);
		add(argv, "virtio_uml.device=%s:%d:%u", path, DEVICE_CONSOLE, platform++);
	}
}

char **command_make(const struct conf *conf, size_t index, const char *kernel, const char *initrd)
{
	const struct conf_machine *machine = &conf->machine[index];
	char *words = strdup(machine->words), *rest = words, *word;
	struct argv argv = { .failed = !words };

	add(&argv, "./%s", kernel);
	add(&argv, "mem=%s", machine->mem);
	add(&argv, "initrd=%s", initrd);
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		add(&argv, "%s", fixed[i]);
	add(&argv, "umid=%s", machine->name);
	add(&argv, "time-travel=ext:%llu:" CLOCK_SOCKET, (unsigned long long)machine->id);
	add_devices(&argv, conf, index);
	add(&argv, "rng-seed=%llu",
	    (unsigned long long)command_seed(conf->seed, machine->id));
	while (!argv.failed && (word = strsep(&rest, " \t")))
		if (*word)
			add(&argv, "%s", word);
	free(words);
	if (!argv.failed)
		return argv.word;
	command_free(argv.word);
	errno = ENOMEM;
	return NULL;
}

void command_free(char **argv)
{
	for (char **word = argv; word && *word; word++)
		free(*word);
	free(argv);
}
