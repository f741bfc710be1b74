// SPDX-License-Identifier: GPL-2.0-only
#include <sys/timerfd.h>
#include <unistd.h>

#include "fabric.h"
#include "machine.h"
#include "process.h"
#include "watchdog.h"

#define LOOKS 4	/* in a second */

static struct {
	struct fabric *fabric;
	struct watch timer;
	uint64_t allowed;	/* ticks */
	const struct machine *machine;
	uint64_t turn;
	bool looked;		/* this turn was looked at before */
	uint64_t from;		/* CPU time at the first look */
	uint64_t last;		/* and at the last */
	unsigned int still;	/* looks at which there was nothing to run */
} dog;

struct activity {
	uint64_t ticks;
	bool runnable;
};

static void add(const struct process *process, void *data)
{
	struct activity *activity = data;

	activity->ticks += process->ticks;
	activity->runnable = activity->runnable || process->state == 'R' || process->state == 'D';
}

/* The machine whose move it is: the running one, or one that does not come up. */
static struct machine *awaited(const struct fabric *fabric)
{
	if (fabric->running)
		return fabric->running;
	for (size_t i = 0; i < fabric->conf.machines; i++)
		if (fabric->machine[i].power == STARTING || fabric->machine[i].power == LOST ||
		    fabric->machine[i].power == RUNNING)
			return &fabric->machine[i];
	return NULL;
}

static void judge(struct machine *machine, const struct activity *activity)
{
	if (!dog.looked)
		dog.from = activity->ticks;
	else if (activity->ticks == dog.last && !activity->runnable)
		dog.still++;
	else
		dog.still = 0;
	dog.looked = true;
	dog.last = activity->ticks;
	if (dog.still >= WATCHDOG_STUCK * LOOKS) {
		machine_give_up(machine, "stuck");
		dog.still = 0;
	}
	if (activity->ticks - dog.from >= dog.allowed) {
		dog.fabric->busy = machine;
		dog.from = activity->ticks;	/* if it is run on, it has as much again */
	}
}

static void timer_ready(struct watch *watch)
{
	struct machine *machine = awaited(dog.fabric);
	struct activity activity = { 0 };
	struct process process;
	uint64_t times;

	(void)!read(watch->fd, &times, sizeof(times));
	if (!machine || machine != dog.machine || machine->turns != dog.turn) {
		/* not worth a look yet; nearly always it has moved on by the next time */
		dog.machine = machine;
		dog.turn = machine ? machine->turns : 0;
		dog.looked = false;
		dog.still = 0;
		return;
	}
	if (!process_read(machine->pid, &process) || process.state == 't')
		return;
	process_children(machine->pid, add, &activity);
	add(&process, &activity);
	judge(machine, &activity);
}

int watchdog_start(struct fabric *fabric, unsigned int seconds)
{
	static const struct timespec pause = { .tv_nsec = 1000000000 / LOOKS };
	static const struct itimerspec regular = { pause, pause };
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);

	dog.fabric = fabric;
	dog.allowed = (uint64_t)seconds * sysconf(_SC_CLK_TCK);
	if (fd < 0 || timerfd_settime(fd, 0, &regular, NULL) < 0)
		return -1;
	return loop_watch(&dog.timer, fd, timer_ready);
}
