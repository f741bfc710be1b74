// SPDX-License-Identifier: GPL-2.0-only
/*
 * Words of single options: numbers, mark, interface, TOS byte, target.
 */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "ipchains.h"

unsigned int parse_rule_number(const char *word)
{
	unsigned int number;

	if (!parse_number(word, 1, INT_MAX, &number))
		parameter_problem("Invalid rule number `%s'", word);
	return number;
}

int parse_timeout(const char *word)
{
	unsigned int seconds;

	if (!parse_number(word, 0, INT_MAX, &seconds))
		parameter_problem("invalid timeout value `%s' specified", word);
	return seconds;
}

/* A sign makes the mark relative, and the kernel's sum wraps (S6.21, S2.35). */
void parse_mark(struct ip_fw *fw, const char *word)
{
	bool sign = word[0] == '+' || word[0] == '-';
	const char *digits = word + sign;
	unsigned long value;
	char *end;

	errno = 0;
	value = strtoul(digits, &end, 0);
	if (!isdigit((unsigned char)digits[0]) || *end != '\0' || errno ||
	    value > UINT32_MAX)
		parameter_problem("Bad value `%s' for -m.\n", word);
	fw->fw_mark = word[0] == '-' ? -(uint32_t)value : (uint32_t)value;
	if (!sign)
		fw->fw_flg |= IP_FW_F_MARKABS;
}

/* A name, with a + behind it the start of names; 16 bytes, perhaps no NUL. */
void parse_interface(struct ip_fw *fw, const char *word)
{
	size_t length = strlen(word);

	if (length > sizeof(fw->fw_vianame))
		parameter_problem("interface name `%s' must be shorter than IFNAMSIZ (%zu)",
				  word, sizeof(fw->fw_vianame));
	if (length == 0 || word[length - 1] == '+')
		fw->fw_flg |= IP_FW_F_WILDIF;
	if (length > 0 && word[length - 1] == '+')
		length--;
	memcpy(fw->fw_vianame, word, length);
}

void parse_output_size(struct ip_fw *fw, const char *word)
{
	unsigned int size;

	if (!parse_number(word, 0, 0xFFFF, &size))
		parameter_problem("-o argument must be 0-65535, not `%s'", word);
	fw->fw_outputsize = size;
	fw->fw_flg |= IP_FW_F_NETLINK;
}

uint8_t parse_hexbyte(const char *word)
{
	unsigned long value;
	char *end;

	errno = 0;
	value = strtoul(word, &end, 16);
	if (!isxdigit((unsigned char)word[0]) || *end != '\0' || errno ||
	    value > 0xFF)
		parameter_problem("invalid hexbyte `%s' specified", word);
	return value;
}

void parse_target(ip_chainlabel target, const char *word)
{
	size_t length = strlen(word);

	if (length == 0)
		parameter_problem("Invalid target name (too short)");
	if (length > IP_FW_MAX_LABEL_LENGTH)
		parameter_problem("Invalid target name `%s' (%d chars max)",
				  word, IP_FW_MAX_LABEL_LENGTH);
	for (size_t i = 0; i < length; i++)
		if (isspace((unsigned char)word[i]))
			parameter_problem("Invalid target name `%s'", word);
	memcpy(target, word, length + 1);
}
