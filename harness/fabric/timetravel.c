// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <linux/um_timetravel.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "fabric.h"
#include "machine.h"
#include "timetravel.h"

static struct watch listener;
static struct fabric *served;

/* Local time that means "for ever": the kernel asks for S64_MAX then. */
#define LOCAL_NEVER ((uint64_t)INT64_MAX)

static uint64_t to_virtual(const struct machine *machine, uint64_t local)
{
	return local >= LOCAL_NEVER - machine->offset ? TIME_NEVER : local + machine->offset;
}

static uint64_t to_local(const struct machine *machine, uint64_t time)
{
	uint64_t local = time - machine->offset;

	return local > LOCAL_NEVER ? LOCAL_NEVER : local;
}

/* A machine that does not take a message is ending; the process's end tells how. */
static void say(struct machine *machine, const struct um_timetravel_msg *message, size_t count)
{
	if (machine->clock.fd >= 0)
		(void)!send(machine->clock.fd, message, count * sizeof(*message), MSG_NOSIGNAL);
}

static void acknowledge(struct machine *machine, uint32_t sequence, uint64_t time)
{
	struct um_timetravel_msg message = {
		.op = UM_TIMETRAVEL_ACK, .seq = sequence, .time = time
	};

	say(machine, &message, 1);
}

static void park(struct machine *machine, const struct um_timetravel_msg *message)
{
	if (machine->power != RUNNING) {
		machine_fault(machine, "clock", "WAIT from a machine that does not run");
		return;
	}
	machine->power = PARKED;
	acknowledge(machine, message->seq, 0);
}

static void update(struct machine *machine, const struct um_timetravel_msg *message)
{
	struct fabric *fabric = machine->fabric;
	uint64_t time = to_virtual(machine, message->time);

	if (machine->power != RUNNING || time < fabric->now || time > machine->limit) {
		machine_fault(machine, "clock", "UPDATE to a time that is not the machine's");
		return;
	}
	fabric->now = time;
	acknowledge(machine, message->seq, 0);
}

static void serve(struct machine *machine, const struct um_timetravel_msg *message)
{
	switch (message->op) {
	case UM_TIMETRAVEL_ACK:
		if (message->seq == machine->limit_sequence)
			machine->limiting = false;
		break;
	case UM_TIMETRAVEL_REQUEST:
		machine->request = to_virtual(machine, message->time);
		acknowledge(machine, message->seq, 0);
		break;
	case UM_TIMETRAVEL_WAIT:
		park(machine, message);
		break;
	case UM_TIMETRAVEL_GET:
		acknowledge(machine, message->seq, to_local(machine, machine->fabric->now));
		break;
	case UM_TIMETRAVEL_UPDATE:
		update(machine, message);
		break;
	case UM_TIMETRAVEL_GET_TOD:
		acknowledge(machine, message->seq, FABRIC_EPOCH + machine->fabric->now);
		break;
	default:
		machine_fault(machine, "clock", "a message that does not exist");
	}
}

/* The machine has said START: park it at the present time, its local clock at 0. */
static void begin(struct machine *machine, const struct um_timetravel_msg *message)
{
	if (message->op != UM_TIMETRAVEL_START || message->time != machine->conf->id) {
		machine_fault(machine, "clock", "no START with the machine's id");
		return;
	}
	machine->power = PARKED;
	machine->booting = true;
	machine->boot_sequence = message->seq;
	machine->limiting = false;
	machine->offset = machine->fabric->now;
	machine->request = machine->fabric->now;
}

static void clock_ready(struct watch *watch)
{
	struct machine *machine = container_of(watch, struct machine, clock);
	struct um_timetravel_msg message;
	ssize_t length = recv(watch->fd, machine->message + machine->filled,
			      sizeof(machine->message) - machine->filled, MSG_DONTWAIT);
	size_t done = 0;

	if (length < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (length <= 0) {
		int fd = watch->fd;

		loop_forget(watch);
		close(fd);
		if (machine->power != FALLEN)
			machine->power = LOST;
		return;
	}
	machine->filled += length;
	while (machine->filled - done >= sizeof(message) && watch->fd >= 0) {
		memcpy(&message, machine->message + done, sizeof(message));
		done += sizeof(message);
		if (machine->power == STARTING || machine->power == LOST)
			begin(machine, &message);
		else
			serve(machine, &message);
	}
	machine->filled -= done;
	memmove(machine->message, machine->message + done, machine->filled);
}

static struct machine *machine_of_process(pid_t pid)
{
	for (size_t i = 0; i < served->conf.machines; i++)
		if (served->machine[i].pid == pid && served->machine[i].process >= 0)
			return &served->machine[i];
	return NULL;
}

/* A connection to the clock: from a machine that boots for the first time or again. */
static void listener_ready(struct watch *watch)
{
	int fd = accept4(watch->fd, NULL, NULL, SOCK_CLOEXEC);
	struct machine *machine;
	struct ucred peer;
	socklen_t size = sizeof(peer);

	if (fd < 0)
		return;
	machine = getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0 ? NULL :
		  machine_of_process(peer.pid);
	if (!machine || machine->power == PARKED || machine->power == FALLEN) {
		close(fd);
		return;
	}
	if (machine->clock.fd >= 0) {
		/* a reboot; Linux 6.1 leaves its old connections open across it */
		int old = machine->clock.fd;

		loop_forget(&machine->clock);
		close(old);
	}
	if (machine->power == RUNNING)
		machine->power = LOST;
	machine_disconnect(machine);
	machine->filled = 0;
	machine->panicked = false;
	if (loop_watch(&machine->clock, fd, clock_ready) < 0)
		fabric_end(served, FABRIC_CANNOT, "epoll: %s", strerror(errno));
}

int clock_open(struct fabric *fabric)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = CLOCK_SOCKET };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	served = fabric;
	if (fd < 0)
		return -1;
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 || listen(fd, 64) < 0 ||
	    loop_watch(&listener, fd, listener_ready) < 0) {
		close(fd);
		return -1;
	}
	return 0;
}

void clock_wait(struct machine *machine)
{
	struct fabric *fabric = machine->fabric;

	while ((machine->power == RUNNING || machine->power == LOST) && !fabric->busy &&
	       !fabric->channel.quit)
		loop_once();
	if (fabric->running == machine && machine->power != RUNNING && machine->power != LOST)
		fabric->running = NULL;
}

void clock_run(struct machine *machine, uint64_t horizon)
{
	struct fabric *fabric = machine->fabric;
	struct um_timetravel_msg message[2] = {
		{ .op = UM_TIMETRAVEL_FREE_UNTIL, .time = to_local(machine, horizon) },
		{ .op = UM_TIMETRAVEL_RUN, .time = to_local(machine, fabric->now) },
	};
	bool alone = horizon > fabric->now && !machine->booting;

	machine->power = RUNNING;
	machine->limit = alone ? horizon : fabric->now;
	machine->request = TIME_NEVER;
	machine->turns++;
	fabric->running = machine;
	if (machine->booting) {
		machine->booting = false;
		acknowledge(machine, machine->boot_sequence, 0);
	} else {
		message[0].seq = ++machine->sequence;
		message[1].seq = ++machine->sequence;
		say(machine, alone ? message : message + 1, alone ? 2 : 1);
	}
	clock_wait(machine);
}

void clock_limit(struct fabric *fabric, uint64_t time)
{
	struct machine *machine = fabric->running;
	struct um_timetravel_msg message = { .op = UM_TIMETRAVEL_FREE_UNTIL };

	if (!machine || machine->power != RUNNING || machine->limit <= time)
		return;
	machine->limit = time;
	machine->limiting = true;
	machine->limit_sequence = ++machine->sequence;
	message.time = to_local(machine, time);
	message.seq = machine->sequence;
	say(machine, &message, 1);
	while (machine->limiting && machine->power == RUNNING && machine->clock.fd >= 0 &&
	       !fabric->busy)
		loop_once();
}
