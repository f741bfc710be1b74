/* SPDX-License-Identifier: GPL-2.0-only */
/* limit_test.c - how long a program serves; before the test that leaves a signal behind */
#include <unistd.h>

#include "limit.h"
#include "say.h"
#include "tap.h"

void test_limit(void)
{
	struct limit limit = { .what = "bytes" };
	int ends[2];

	if (!holds(!pipe(ends) && write(ends[1], "xyz", 3) == 3, "three bytes wait in a pipe"))
		return;
	limit_start(&limit);
	holds(limit_wait(&limit, ends[0]), "without limits input is served");
	same_number(limit_status(&limit), EXIT_DONE, "and nothing need come");
	holds(limit_option(&limit, 'c', "2") && limit_option(&limit, 't', "1"),
	      "both options are known");
	holds(!limit_option(&limit, 'q', "1"), "another option is none of these");
	limit_start(&limit);
	same_number(limit_came(&limit), 1, "things are numbered from 1");
	same_number(limit_status(&limit), EXIT_FALSE, "one of two is too few");
	holds(limit_wait(&limit, ends[0]), "so the second is waited for");
	limit_came(&limit);
	holds(!limit_wait(&limit, ends[0]), "and no third, though it is there");
	same_number(limit_status(&limit), EXIT_DONE, "two of two are enough");
	limit.count = 3;
	limit.deadline = 1;
	holds(!limit_wait(&limit, ends[0]), "after the deadline nothing is served, though it is there");
	close(ends[0]);
	close(ends[1]);
}
