// SPDX-License-Identifier: GPL-2.0-only
/*
 * Decimal numbers: digits and nothing else, no sign, no blank.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ipchains.h"

bool parse_number(const char *word, unsigned int min, unsigned int max,
		  unsigned int *number)
{
	unsigned long value;

	if (word[0] == '\0' || word[strspn(word, "0123456789")] != '\0')
		return false;
	errno = 0;
	value = strtoul(word, NULL, 10);
	if (errno || value < min || value > max)
		return false;
	*number = value;
	return true;
}
