// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "commands.h"
#include "fabric.h"
#include "machine.h"
#include "run.h"
#include "segment.h"
#include "stream.h"

static struct machine *find_machine(struct fabric *fabric, const char *name)
{
	for (size_t i = 0; name && i < fabric->conf.machines; i++)
		if (strcmp(fabric->conf.machine[i].name, name) == 0)
			return &fabric->machine[i];
	channel_say(&fabric->channel, "error no machine '%s'", name ? name : "");
	return NULL;
}

static struct stream *find_stream(struct fabric *fabric, const char *name)
{
	for (size_t i = 0; name && i < fabric->conf.streams; i++)
		if (strcmp(fabric->stream[i].name, name) == 0)
			return &fabric->stream[i];
	channel_say(&fabric->channel, "error no stream '%s'", name ? name : "");
	return NULL;
}

static bool read_time(struct fabric *fabric, const char *text, uint64_t *time)
{
	char *end = NULL;

	errno = 0;
	*time = text && isdigit((unsigned char)*text) ? strtoull(text, &end, 10) : 0;
	if (!end || *end || errno) {
		channel_say(&fabric->channel, "error '%s' is no time in ns", text ? text : "");
		return false;
	}
	if (*time < fabric->now) {
		channel_say(&fabric->channel, "error it is %llu already",
			    (unsigned long long)fabric->now);
		return false;
	}
	return true;
}

static void do_run(struct fabric *fabric, char *rest)
{
	const char *until = strsep(&rest, " "), *time = strsep(&rest, " "), *on;
	uint64_t at;

	for (size_t i = 0; i < fabric->conf.streams; i++)
		fabric->stream[i].awaited = false;
	if (!until || strcmp(until, "until") != 0) {
		channel_say(&fabric->channel, "error run until T [on STREAM...]");
		return;
	}
	if (!read_time(fabric, time, &at))
		return;
	on = strsep(&rest, " ");
	if (on && strcmp(on, "on") != 0) {
		channel_say(&fabric->channel, "error 'on' expected, not '%s'", on);
		return;
	}
	while (rest) {
		struct stream *stream = find_stream(fabric, strsep(&rest, " "));

		if (!stream)
			return;
		stream->awaited = true;
	}
	run_until(fabric, at);
}

static void do_send(struct fabric *fabric, char *rest)
{
	struct stream *stream = find_stream(fabric, strsep(&rest, " "));
	ssize_t length;

	if (!stream)
		return;
	length = rest ? base64_decode(rest, rest, strlen(rest)) : -1;
	if (length < 0)
		channel_say(&fabric->channel, "error that is no base64");
	else if (stream->device.machine->power == OFF || stream->device.machine->power == FALLEN)
		channel_say(&fabric->channel, "error %s is off",
			    stream->device.machine->conf->name);
	else if (stream_send(stream, rest, length) < 0)
		channel_say(&fabric->channel, "error no memory");
	else
		channel_say(&fabric->channel, "ok");
}

static void do_start(struct fabric *fabric, char *rest)
{
	struct machine *machine = find_machine(fabric, rest);

	if (!machine)
		return;
	if (machine->power == FALLEN)
		machine_bury(machine);
	if (machine->power != OFF) {
		channel_say(&fabric->channel, "error %s is on", machine->conf->name);
		return;
	}
	if (machine_start(machine) < 0)
		fabric_end(fabric, FABRIC_CANNOT, "%s: %s", machine->conf->name, strerror(errno));
	if (!run_connect(machine)) {
		machine->ended = false;
		machine_bury(machine);
		channel_say(&fabric->channel, "error %s ended before it began: %s (see %s.boot)",
			    machine->conf->name, machine->reason, machine->conf->name);
		return;
	}
	channel_say(&fabric->channel, "machine %s pid %d", machine->conf->name, (int)machine->pid);
	channel_say(&fabric->channel, "ok");
}

static void do_kill(struct fabric *fabric, char *rest)
{
	struct machine *machine = find_machine(fabric, rest);

	if (!machine)
		return;
	if (machine->power == OFF) {
		channel_say(&fabric->channel, "error %s is off", machine->conf->name);
		return;
	}
	machine_kill(machine);
	channel_say(&fabric->channel, "ok");
}

static void do_link(struct fabric *fabric, char *rest)
{
	const char *name = strsep(&rest, " ");

	for (size_t i = 0; name && i < fabric->conf.segments; i++) {
		if (strcmp(fabric->conf.segment[i].name, name) != 0)
			continue;
		if (!rest || (strcmp(rest, "up") != 0 && strcmp(rest, "down") != 0)) {
			channel_say(&fabric->channel, "error link SEGMENT up|down");
			return;
		}
		fabric->segment[i].up = strcmp(rest, "up") == 0;
		channel_say(&fabric->channel, "ok");
		return;
	}
	channel_say(&fabric->channel, "error no segment '%s'", name ? name : "");
}

bool commands_do(struct fabric *fabric, char *line)
{
	static const struct {
		const char *name;
		void (*act)(struct fabric *fabric, char *rest);
	} commands[] = {
		{ "run", do_run }, { "send", do_send }, { "start", do_start },
		{ "kill", do_kill }, { "link", do_link },
	};
	const char *name = strsep(&line, " ");

	if (strcmp(name, "quit") == 0)
		return false;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (strcmp(name, commands[i].name) != 0)
			continue;
		commands[i].act(fabric, line);
		channel_flush(&fabric->channel);
		return true;
	}
	channel_say(&fabric->channel, "error there is no command '%.100s'", name);
	channel_flush(&fabric->channel);
	return true;
}
