// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "suite.h"

#include "../fabric.h"
#include <stdlib.h>

#define TESTS_MAX 128

/* What main.c of the fabric gives the others. No test lets it come to this. */
void fabric_end(struct fabric *fabric, int status, const char *format, ...)
{
	(void)fabric;
	(void)status;
	(void)format;
	abort();
}

void fabric_schedule(struct fabric *fabric, struct event *event, uint64_t time)
{
	if (!calendar_add(&fabric->calendar, event, time))
		abort();
}

int main(void)
{
	static const struct suite *const suites[] = {
		&base64_suite, &calendar_suite, &command_suite, &conf_suite, &pcapng_suite,
		&virtq_suite, &vhost_suite, &segment_suite,
	};
	static struct CMUnitTest all[TESTS_MAX];
	size_t count = 0;

	for (size_t i = 0; i < sizeof(suites) / sizeof(suites[0]); i++) {
		if (count + suites[i]->count > TESTS_MAX)
			abort();
		memcpy(all + count, suites[i]->test, suites[i]->count * sizeof(all[0]));
		count += suites[i]->count;
	}
	return _cmocka_run_group_tests("fabric", all, count, NULL, NULL) ? 1 : 0;
}
