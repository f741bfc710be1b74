/* SPDX-License-Identifier: GPL-2.0-only */
/* listing.c - reads the firewall's files; listing.h says what each function does. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "claim.h"
#include "listing.h"

#define CHUNK 4096

static void *grow(void *memory, size_t size)
{
	memory = realloc(memory, size);
	if (!memory)
		give_up("realloc");
	return memory;
}

char *read_text(const char *path)
{
	char *text = grow(NULL, CHUNK + 1);
	size_t used = 0;
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		give_up("open %s", path);
	while ((n = read(fd, text + used, CHUNK)) > 0) {
		used += (size_t)n;
		text = grow(text, used + CHUNK + 1);
	}
	if (n < 0)
		give_up("read %s", path);
	close(fd);
	text[used] = '\0';
	return text;
}

static uint64_t joined(uint32_t high, uint32_t low)
{
	return (uint64_t)high << 32 | low;
}

bool parse_chain(const char *line, struct listed_chain *chain)
{
	uint32_t count[4];
	int end = 0;

	if (sscanf(line, "%8s %8s %d %" SCNu32 " %" SCNu32 " %" SCNu32 " %" SCNu32 "%n",
		   chain->label, chain->policy, &chain->refs, &count[0], &count[1], &count[2],
		   &count[3], &end) != 7)
		return false;
	chain->packets = joined(count[0], count[1]);
	chain->bytes = joined(count[2], count[3]);
	return !line[end] || line[end] == '\n';
}

bool parse_rule(const char *line, struct listed_rule *rule)
{
	uint32_t count[4];
	int end = 0;

	if (sscanf(line, "%8s %" SCNx32 "/%" SCNx32 "->%" SCNx32 "/%" SCNx32 " %16s %" SCNx16
		   " %" SCNx16 " %" SCNu16 " %" SCNu32 " %" SCNu32 " %" SCNu32 " %" SCNu32
		   " %" SCNu16 "-%" SCNu16 " %" SCNu16 "-%" SCNu16 " A%" SCNx8 " X%" SCNx8
		   " %" SCNx16 " %" SCNu32 " %" SCNu16 " %8s%n",
		   rule->label, &rule->src, &rule->smsk, &rule->dst, &rule->dmsk, rule->via,
		   &rule->flags, &rule->inverse, &rule->proto, &count[0], &count[1], &count[2],
		   &count[3], &rule->spts[0], &rule->spts[1], &rule->dpts[0], &rule->dpts[1],
		   &rule->tosand, &rule->tosxor, &rule->redirect, &rule->mark, &rule->outputsize,
		   rule->target, &end) != 23)
		return false;
	rule->packets = joined(count[0], count[1]);
	rule->bytes = joined(count[2], count[3]);
	return !line[end] || line[end] == '\n';
}

static void bad_line(const char *path, const char *line)
{
	errno = EPROTO;
	give_up("%s: not understood: %.*s", path, (int)strcspn(line, "\n"), line);
}

const char *next_line(const char *line)
{
	const char *end = strchr(line, '\n');

	return end ? end + 1 : line + strlen(line);
}

size_t list_chains(struct listed_chain **chains)
{
	static struct listed_chain *lines;
	char *text = read_text(PROC_NAMES);
	const char *line;
	size_t n = 0;

	for (line = text; *line; line = next_line(line), n++) {
		lines = grow(lines, (n + 1) * sizeof(*lines));
		if (!parse_chain(line, &lines[n]))
			bad_line(PROC_NAMES, line);
	}
	free(text);
	*chains = lines;
	return n;
}

size_t list_rules(struct listed_rule **rules)
{
	static struct listed_rule *lines;
	char *text = read_text(PROC_CHAINS);
	const char *line;
	size_t room = 0;
	size_t n = 0;

	for (line = text; *line; line = next_line(line), n++) {
		if (n == room) {
			room += 256;
			lines = grow(lines, room * sizeof(*lines));
		}
		if (!parse_rule(line, &lines[n]))
			bad_line(PROC_CHAINS, line);
	}
	free(text);
	*rules = lines;
	return n;
}

const struct listed_chain *listed_chain(const char *label)
{
	struct listed_chain *chains;
	size_t n = list_chains(&chains);
	size_t i;

	for (i = 0; i < n; i++)
		if (!strcmp(chains[i].label, label))
			return &chains[i];
	errno = ENOENT;
	give_up("no chain %s in %s", label, PROC_NAMES);
}

const struct listed_rule *listed_rule(const char *label, size_t num)
{
	struct listed_rule *rules;
	size_t n = list_rules(&rules);
	size_t i;

	for (i = 0; i < n; i++)
		if (!strcmp(rules[i].label, label) && !--num)
			return &rules[i];
	errno = ENOENT;
	give_up("no such rule of chain %s in %s", label, PROC_CHAINS);
}

const char *marks(const char *label)
{
	static char text[512];
	struct listed_rule *rules;
	size_t n = list_rules(&rules);
	size_t used = 0;
	size_t i;

	text[0] = '\0';
	for (i = 0; i < n; i++)
		if (!strcmp(rules[i].label, label) && used < sizeof(text) - 16)
			used += (size_t)sprintf(text + used, "%s%" PRIu32, used ? " " : "",
						rules[i].mark);
	return text;
}

void format_line(char line[LINE_MAX_BYTES + 1], const char *chain, const struct ip_fwuser *rule,
		 uint64_t packets, uint64_t bytes)
{
	const struct ip_fw *fw = &rule->ipfw;
	unsigned int flags = fw->fw_flg | (fw->fw_vianame[0] ? 0 : IP_FW_F_WILDIF);

	snprintf(line, LINE_MAX_BYTES + 1,
		 "%9s %08X/%08X->%08X/%08X %.16s %X %X %u %-9u %-9u %-9u %-9u %u-%u %u-%u"
		 " A%02X X%02X %08X %u %u %9s\n",
		 chain, ntohl(fw->fw_src.s_addr), ntohl(fw->fw_smsk.s_addr),
		 ntohl(fw->fw_dst.s_addr), ntohl(fw->fw_dmsk.s_addr),
		 fw->fw_vianame[0] ? fw->fw_vianame : "-", flags, fw->fw_invflg, fw->fw_proto,
		 (uint32_t)(packets >> 32), (uint32_t)packets, (uint32_t)(bytes >> 32),
		 (uint32_t)bytes, fw->fw_spts[0], fw->fw_spts[1], fw->fw_dpts[0], fw->fw_dpts[1],
		 fw->fw_tosand, fw->fw_tosxor, fw->fw_redirpt, fw->fw_mark, fw->fw_outputsize,
		 rule->label[0] ? rule->label : "-");
}
