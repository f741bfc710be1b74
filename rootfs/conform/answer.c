/* SPDX-License-Identifier: GPL-2.0-only */
/* answer.c - what a command answered and changed; answer.h says what each function does. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "claim.h"
#include "listing.h"

static char *remembered;

static char *both_files(void)
{
	char *names = read_text(PROC_NAMES);
	char *chains = read_text(PROC_CHAINS);
	size_t length = strlen(names);
	char *both = realloc(names, length + strlen(chains) + 1);

	if (!both)
		give_up("realloc");
	strcpy(both + length, chains);
	free(chains);
	return both;
}

void remember(void)
{
	free(remembered);
	remembered = both_files();
}

bool unchanged(const char *sentence)
{
	char *now = both_files();
	bool same = claim_text(now, remembered, "%s", sentence);

	free(now);
	return same;
}

bool accepted(int error, const char *sentence, ...)
{
	char text[256];
	va_list args;
	bool same;

	va_start(args, sentence);
	vsnprintf(text, sizeof(text), sentence, args);
	va_end(args);
	same = claim_errno(error, 0, "accepted: %s", text);
	remember();
	return same;
}

bool refused(int error, int wanted, const char *sentence, ...)
{
	char *now = both_files();
	char text[256];
	va_list args;
	bool same;

	va_start(args, sentence);
	vsnprintf(text, sizeof(text), sentence, args);
	va_end(args);
	if (error == wanted)
		same = claim_text(now, remembered, "%s, nothing changed: %s",
				  wanted ? strerrorname_np(wanted) : "0", text);
	else
		same = claim_errno(error, wanted, "refused: %s", text);
	free(now);
	return same;
}

void prepared(int error, const char *what)
{
	must(error, what);
	remember();
}
