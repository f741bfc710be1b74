/* SPDX-License-Identifier: GPL-2.0-only */
/* tracing.c - sets up the trace instance of the diary; tracing.h says how. */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mounts.h"
#include "say.h"
#include "tracing.h"

#define INSTANCE "/sys/kernel/tracing/instances/diary"

/*
 * The reader may wait a tick (10 ms) for a burst of events. In that time a segment of 1 Gbit/s
 * brings some 800 full packets, each with up to ten events of about 100 bytes.
 */
#define BUFFER_KB "1024"

bool tracing_start(void)
{
	if (access("/sys/kernel/tracing/events/ipfw", F_OK)) {
		say("no diary: this kernel has no trace events `ipfw'");
		return false;
	}
	if (mkdir(INSTANCE, 0755) && errno != EEXIST) {
		say_errno("make " INSTANCE);
		return false;
	}
	return write_file(INSTANCE "/trace_clock", "mono") &&
	       write_file(INSTANCE "/options/irq-info", "0") &&
	       write_file(INSTANCE "/buffer_size_kb", BUFFER_KB) &&
	       write_file(INSTANCE "/events/ipfw/enable", "1");
}
