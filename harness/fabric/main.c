// SPDX-License-Identifier: GPL-2.0-only
/*
 * fabric: runs machines and joins them with Ethernet segments under one virtual clock.
 *
 * usage: fabric [--watchdog SECONDS] [--cores DIR] CONF
 *
 *   CONF               what there is (conf.h); files are made in the current directory (files.h)
 *   --watchdog SECONDS CPU time after which a machine that keeps the virtual CPU is busy (10)
 *   --cores DIR        take one CPU, by a lock in DIR, and stay there (cores.h)
 *
 * Standard input and output are the channel (commands.h); it begins with `hello 1` and one line
 * `machine NAME pid PID` for each machine that is on. Exit status: 0 after `quit`, 2 CONF or the
 * command line is wrong (CONF:line: reason on standard error), 3 a machine or the parent vanished,
 * or a signal ended it, 4 this host cannot run it.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "commands.h"
#include "cores.h"
#include "fabric.h"
#include "files.h"
#include "guardian.h"
#include "machine.h"
#include "netdev.h"
#include "run.h"
#include "segment.h"
#include "stream.h"
#include "timetravel.h"
#include "watchdog.h"

#define HELLO 1			/* the version of the channel's language */
#define WATCHDOG_MAX 86400

static struct fabric whole;
static struct watch signals;

struct options {
	unsigned int watchdog;
	const char *cores;
	const char *conf;
};

/* End all that runs, and leave nothing but the evidence. */
static void clean_up(struct fabric *fabric)
{
	if (fabric->machine)
		machine_kill_all(fabric);
	for (size_t i = 0; fabric->stream && i < fabric->conf.streams; i++)
		stream_close(&fabric->stream[i]);
	for (size_t i = 0; fabric->segment && i < fabric->conf.segments; i++)
		segment_close(&fabric->segment[i]);
	files_clean(&fabric->conf);
	guardian_dismiss();
}

void fabric_end(struct fabric *fabric, int status, const char *format, ...)
{
	static bool ending;
	va_list values;

	if (ending)
		_exit(status);
	ending = true;
	va_start(values, format);
	fputs("fabric: ", stderr);
	vfprintf(stderr, format, values);
	fputc('\n', stderr);
	va_end(values);
	clean_up(fabric);
	_exit(status);
}

void fabric_schedule(struct fabric *fabric, struct event *event, uint64_t time)
{
	if (!calendar_add(&fabric->calendar, event, time))
		fabric_end(fabric, FABRIC_CANNOT, "no memory for an event");
}

static void signals_ready(struct watch *watch)
{
	struct signalfd_siginfo info = { .ssi_signo = 0 };

	(void)!read(watch->fd, &info, sizeof(info));
	fabric_end(&whole, FABRIC_LOST, "ended by %s", strsignal(info.ssi_signo));
}

static void channel_lost(struct channel *channel, const char *why)
{
	struct fabric *fabric = container_of(channel, struct fabric, channel);

	if (!why)
		signals_ready(&signals);
	fabric_end(fabric, FABRIC_LOST, "%s", why);
}

static void open_signals(struct fabric *fabric)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	fd = signalfd(-1, &set, SFD_CLOEXEC);
	if (fd < 0 || loop_watch(&signals, fd, signals_ready) < 0)
		fabric_end(fabric, FABRIC_CANNOT, "signalfd: %s", strerror(errno));
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
}

static void *make_all(struct fabric *fabric, size_t count, size_t size)
{
	void *all = calloc(count + 1, size);

	if (!all)
		fabric_end(fabric, FABRIC_CANNOT, "no memory");
	return all;
}

static void make_machine(struct fabric *fabric, size_t index)
{
	const struct conf_machine *conf = &fabric->conf.machine[index];
	struct machine *machine = &fabric->machine[index];

	machine->fabric = fabric;
	machine->conf = conf;
	machine->process = -1;
	machine->ending.fd = -1;
	machine->clock.fd = -1;
	machine->request = TIME_NEVER;
	if (access(conf->kernel, X_OK) < 0)
		fabric_end(fabric, FABRIC_CANNOT, "%s: kernel %s: %s", conf->name, conf->kernel,
			   strerror(errno));
	if (access(conf->initrd, R_OK) < 0)
		fabric_end(fabric, FABRIC_CANNOT, "%s: initrd %s: %s", conf->name, conf->initrd,
			   strerror(errno));
	machine->kernel_link = files_link("linux", conf->kernel);
	machine->initrd_link = files_link("initrd", conf->initrd);
	if (!machine->kernel_link || !machine->initrd_link)
		fabric_end(fabric, FABRIC_CANNOT, "%s: a link to its kernel or initrd: %s",
			   conf->name, strerror(errno));
}

/* Make everything conf names, machines first because the others belong to one. */
static void make(struct fabric *fabric)
{
	const struct conf *conf = &fabric->conf;

	fabric->machine = make_all(fabric, conf->machines, sizeof(*fabric->machine));
	fabric->nic = make_all(fabric, conf->nics, sizeof(*fabric->nic));
	fabric->stream = make_all(fabric, conf->streams, sizeof(*fabric->stream));
	fabric->segment = make_all(fabric, conf->segments, sizeof(*fabric->segment));
	for (size_t i = 0; i < conf->machines; i++)
		make_machine(fabric, i);
	if (clock_open(fabric) < 0)
		fabric_end(fabric, FABRIC_CANNOT, "socket " CLOCK_SOCKET ": %s", strerror(errno));
	for (size_t i = 0; i < conf->nics; i++)
		if (nic_open(&fabric->nic[i], fabric, &conf->nic[i]) < 0)
			fabric_end(fabric, FABRIC_CANNOT, "socket of %s: %s", conf->nic[i].device,
				   strerror(errno));
	for (size_t i = 0; i < conf->streams; i++)
		if (stream_open(&fabric->stream[i], fabric, &conf->stream[i]) < 0)
			fabric_end(fabric, FABRIC_CANNOT, "%s: %s", fabric->stream[i].name,
				   strerror(errno));
	for (size_t i = 0; i < conf->segments; i++)
		if (segment_open(&fabric->segment[i], fabric, &conf->segment[i]) < 0)
			fabric_end(fabric, FABRIC_CANNOT, "%s.pcapng: %s", conf->segment[i].name,
				   strerror(errno));
}

/*
 * Power on what is not late. Each machine boots at its first turn, none before all have connected.
 */
static void power_on(struct fabric *fabric)
{
	for (size_t i = 0; i < fabric->conf.machines; i++)
		if (!fabric->conf.machine[i].late && machine_start(&fabric->machine[i]) < 0)
			fabric_end(fabric, FABRIC_CANNOT, "%s: %s", fabric->conf.machine[i].name,
				   strerror(errno));
	for (size_t i = 0; i < fabric->conf.machines; i++) {
		const struct machine *machine = &fabric->machine[i];
		const char *name = machine->conf->name, *reason = machine->reason;

		if (!run_connect(&fabric->machine[i]))
			/* what exits could not start; else it was killed */
			fabric_end(fabric, strncmp(reason, "exit ", 5) ?
				   FABRIC_LOST : FABRIC_CANNOT,
				   "%s ended before it began: %s (see %s.boot)", name, reason,
				   name);
	}
	channel_say(&fabric->channel, "hello %d", HELLO);
	for (size_t i = 0; i < fabric->conf.machines; i++)
		if (fabric->machine[i].power != OFF)
			channel_say(&fabric->channel, "machine %s pid %d",
				    fabric->conf.machine[i].name, (int)fabric->machine[i].pid);
	channel_flush(&fabric->channel);
}

static int usage(const char *why)
{
	fprintf(stderr, "fabric: %s\nusage: fabric [--watchdog SECONDS] [--cores DIR] CONF\n", why);
	return -1;
}

static int read_options(int argc, char **argv, struct options *options)
{
	static const struct option known[] = {
		{ "watchdog", required_argument, NULL, 'w' },
		{ "cores", required_argument, NULL, 'c' },
		{ NULL, 0, NULL, 0 },
	};
	unsigned long seconds;
	char *end;
	int found;

	*options = (struct options){ .watchdog = 10 };
	while ((found = getopt_long(argc, argv, "", known, NULL)) != -1) {
		if (found == 'c') {
			options->cores = optarg;
			continue;
		}
		if (found != 'w')
			return usage("wrong option");
		seconds = strtoul(optarg, &end, 10);
		if (*end || seconds == 0 || seconds > WATCHDOG_MAX)
			return usage("--watchdog takes a number of seconds, from 1 to 86400");
		options->watchdog = seconds;
	}
	if (optind + 1 != argc)
		return usage("exactly one CONF is needed");
	options->conf = argv[optind];
	return 0;
}

static void begin(struct fabric *fabric, const struct options *options)
{
	if (loop_init() < 0)
		fabric_end(fabric, FABRIC_CANNOT, "epoll: %s", strerror(errno));
	files_clean(&fabric->conf);	/* what a killed run has left here */
	if (guardian_start(&fabric->conf) < 0)
		fabric_end(fabric, FABRIC_CANNOT, "guardian: %s", strerror(errno));
	open_signals(fabric);
	if (options->cores && cores_take(options->cores) < 0)
		fabric_end(fabric, FABRIC_CANNOT, "--cores %s: %s", options->cores,
			   strerror(errno));
	if (channel_open(&fabric->channel, signals.fd, channel_lost) < 0)
		fabric_end(fabric, FABRIC_CANNOT, "standard input: %s", strerror(errno));
	make(fabric);
	if (watchdog_start(fabric, options->watchdog) < 0)
		fabric_end(fabric, FABRIC_CANNOT, "timerfd: %s", strerror(errno));
	power_on(fabric);
}

static void serve(struct fabric *fabric)
{
	for (;;) {
		char *line = channel_line(&fabric->channel);

		if (line && !commands_do(fabric, line))
			return;
		if (!line)
			loop_once();
	}
}

int main(int argc, char **argv)
{
	struct fabric *fabric = &whole;
	struct conf_error error;
	struct options options;

	if (read_options(argc, argv, &options) < 0)
		return FABRIC_BAD_CONF;
	if (conf_read(&fabric->conf, options.conf, &error) < 0) {
		fprintf(stderr, "%s:%u: %s\n", options.conf, error.line, error.reason);
		return FABRIC_BAD_CONF;
	}
	if (files_lock() < 0) {
		fprintf(stderr, "fabric: the run directory: %s\n", errno == EADDRINUSE ?
			"another fabric runs here" : strerror(errno));
		return FABRIC_CANNOT;
	}
	begin(fabric, &options);
	serve(fabric);
	clean_up(fabric);
	channel_say(&fabric->channel, "bye");
	channel_flush(&fabric->channel);
	channel_close(&fabric->channel);
	conf_free(&fabric->conf);
	return FABRIC_DONE;
}
