/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * listing.h - what /proc/net/ip_fwnames and /proc/net/ip_fwchains say
 *
 * The files are those of the caller's network namespace. Lines are taken apart as the tools of
 * 2.2 do it, with one scanf() a line (S5.5, S5.11). Who cannot read a file, or take a line apart,
 * gives up: a program that wants to claim something about lines reads the text.
 */
#ifndef LISTING_H
#define LISTING_H

#include <linux/ip_fw.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROC_NAMES "/proc/net/ip_fwnames"
#define PROC_CHAINS "/proc/net/ip_fwchains"

struct listed_chain {
	char label[9];
	char policy[9];		/* "-" for a user chain */
	int refs;
	uint64_t packets;	/* decided by the policy */
	uint64_t bytes;
};

struct listed_rule {
	char label[9];		/* chain */
	uint32_t src, smsk, dst, dmsk;	/* host order */
	char via[17];		/* "-" if empty */
	uint16_t flags, inverse, proto;
	uint64_t packets, bytes;
	uint16_t spts[2], dpts[2];
	uint8_t tosand, tosxor;
	uint16_t redirect;
	uint32_t mark;
	uint16_t outputsize;
	char target[9];		/* "-" if none */
};

/* The whole text of a file; kept until free(). */
char *read_text(const char *path);

/* False if @line, which may end in a LF, is no line of the file. */
bool parse_chain(const char *line, struct listed_chain *chain);
bool parse_rule(const char *line, struct listed_rule *rule);

/* The line behind @line, or the end of the text if that was the last one, ended or not. */
const char *next_line(const char *line);

/* All lines, in order; their number. Kept until the next call. */
size_t list_chains(struct listed_chain **chains);
size_t list_rules(struct listed_rule **rules);

/* The one line of a chain; gives up if there is none. Kept until the next call. */
const struct listed_chain *listed_chain(const char *label);

/* Rule @num, counted from 1, of a chain; gives up if there is none. Kept until the next call. */
const struct listed_rule *listed_rule(const char *label, size_t num);

/* "1 2 3": the marks of a chain's rules, in order; "" if it has none. Kept until the next call. */
const char *marks(const char *label);

/* The line the kernel must show for @rule in @chain, LF included (S5.7). */
#define LINE_MAX_BYTES 190
void format_line(char line[LINE_MAX_BYTES + 1], const char *chain, const struct ip_fwuser *rule,
		 uint64_t packets, uint64_t bytes);

#endif
