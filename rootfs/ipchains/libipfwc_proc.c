// SPDX-License-Identifier: GPL-2.0-only
/*
 * The readers of libipfwc.h: /proc/net/ip_fwnames and /proc/net/ip_fwchains.
 *
 * Both files are whitespace-separated words, one line a chain or rule (S5.2,
 * S5.7). A line that lacks a word comes from a kernel we do not know: errno 0.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "libipfwc.h"

#define NAMES_PATH	"/proc/net/" IP_FW_PROC_CHAIN_NAMES
#define CHAINS_PATH	"/proc/net/" IP_FW_PROC_CHAINS

/* Longer than every line of the two files (190 at most: S5.10). */
#define LINE_SIZE	512

/* A file that is not there is a kernel without the firewall (S6.39). */
static FILE *open_proc(const char *path, const char *mode)
{
	FILE *file = fopen(path, mode);

	if (!file && errno == ENOENT)
		errno = 0;
	return file;
}

static uint64_t join(uint32_t high, uint32_t low)
{
	return (uint64_t)high << 32 | low;
}

static int parse_chain(void *element, const char *line)
{
	struct ipfwc_fwchain *chain = element;
	uint32_t count[4];

	memset(chain, 0, sizeof(*chain));
	if (sscanf(line, "%8s %8s %d %" SCNu32 " %" SCNu32 " %" SCNu32 " %"
		   SCNu32, chain->label, chain->policy, &chain->refcnt,
		   &count[0], &count[1], &count[2], &count[3]) != 7)
		return 0;
	chain->packets = join(count[0], count[1]);
	chain->bytes = join(count[2], count[3]);
	return 1;
}

/* The 23 words of a rule, mark decimal and redirect port hex (S5.8, S5.11). */
static int parse_rule(void *element, const char *line)
{
	struct ipfwc_fwrule *rule = element;
	struct ip_fw *fw = &rule->fw.ipfw;
	uint32_t address[4], count[4];
	char via[sizeof(fw->fw_vianame) + 1];

	memset(rule, 0, sizeof(*rule));
	if (sscanf(line, "%8s %" SCNx32 "/%" SCNx32 "->%" SCNx32 "/%" SCNx32
		   " %16s %" SCNx16 " %" SCNx16 " %" SCNu16
		   " %" SCNu32 " %" SCNu32 " %" SCNu32 " %" SCNu32
		   " %" SCNu16 "-%" SCNu16 " %" SCNu16 "-%" SCNu16
		   " A%" SCNx8 " X%" SCNx8 " %" SCNx16 " %" SCNu32 " %" SCNu16
		   " %8s", rule->chain, &address[0], &address[1], &address[2],
		   &address[3], via, &fw->fw_flg, &fw->fw_invflg,
		   &fw->fw_proto, &count[0], &count[1], &count[2], &count[3],
		   &fw->fw_spts[0], &fw->fw_spts[1], &fw->fw_dpts[0],
		   &fw->fw_dpts[1], &fw->fw_tosand, &fw->fw_tosxor,
		   &fw->fw_redirpt, &fw->fw_mark, &fw->fw_outputsize,
		   rule->fw.label) != 23)
		return 0;

	fw->fw_src.s_addr = htonl(address[0]);
	fw->fw_smsk.s_addr = htonl(address[1]);
	fw->fw_dst.s_addr = htonl(address[2]);
	fw->fw_dmsk.s_addr = htonl(address[3]);
	rule->packets = join(count[0], count[1]);
	rule->bytes = join(count[2], count[3]);
	if (strcmp(via, "-") != 0)
		memcpy(fw->fw_vianame, via, strlen(via));
	if (strcmp(rule->fw.label, "-") == 0)
		rule->fw.label[0] = '\0';
	return 1;
}

/*
 * An array of what @parse makes of each line of @file, @size bytes an element.
 * Closes @file. There is room for one element more than there are lines, so an
 * empty file is not an error. NULL with errno.
 */
static void *read_lines(FILE *file, size_t size, unsigned int *count,
			int (*parse)(void *element, const char *line))
{
	char line[LINE_SIZE];
	unsigned int room = 0;
	char *array = NULL;
	int err = 0;

	*count = 0;
	for (;;) {
		if (*count == room) {
			char *more;

			room = room ? 2 * room : 16;
			more = reallocarray(array, room, size);
			if (!more)
				goto err_errno;
			array = more;
		}
		if (!fgets(line, sizeof(line), file))
			break;
		if (!parse(array + *count * size, line))
			goto err_free;
		++*count;
	}
	if (ferror(file))
		goto err_errno;
	fclose(file);
	return array;

err_errno:
	err = errno;
err_free:
	free(array);
	fclose(file);
	errno = err;
	return NULL;
}

struct ipfwc_fwchain *ipfwc_get_chainnames(unsigned int *count)
{
	FILE *file = open_proc(NAMES_PATH, "r");

	if (!file)
		return NULL;
	return read_lines(file, sizeof(struct ipfwc_fwchain), count,
			  parse_chain);
}

/* The kernel zeroes for a reader that could also write: "r+" (S6.63). */
struct ipfwc_fwrule *ipfwc_get_rules(unsigned int *count, int zero)
{
	FILE *file = open_proc(CHAINS_PATH, zero ? "r+" : "r");

	if (!file)
		return NULL;
	return read_lines(file, sizeof(struct ipfwc_fwrule), count,
			  parse_rule);
}
