/* SPDX-License-Identifier: GPL-2.0-only */
/* proc_resets.c - reading the rules read-write zeroes the counters that were shown */
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "claim.h"
#include "command.h"
#include "flows.h"
#include "groups.h"
#include "listing.h"
#include "pieces.h"

#define PORT 7021
#define ROUNDS 12		/* of reading all lines while packets are counted */
#define SUMMED 9		/* rules whose counts are summed: every seventh */

/* Two rules that have counted 5 packets, 420 bytes, each. */
static void count_five(void)
{
	struct ip_fwuser rule = rule_marked(1, "");
	int receiver = flow_receiver(PORT);
	int i;

	reset_rules();
	rule.ipfw.fw_proto = 17;
	must(append("input", &rule), "append");
	must(append("input", &rule), "append");
	for (i = 0; i < 5; i++)
		must(flow_send(PORT, 56), "send");
	close(receiver);
}

static void counts_are(uint64_t first, uint64_t second, const char *when)
{
	claim_number(listed_rule("input", 1)->packets, first, "the first rule's packets: %s", when);
	claim_number(listed_rule("input", 1)->bytes, first * 84, "its bytes");
	claim_number(listed_rule("input", 2)->packets, second, "the second rule's packets");
	claim_number(listed_rule("input", 2)->bytes, second * 84, "its bytes");
}

/* Opens, reads with one read() of @size bytes if that is not 0, closes. */
static void read_once(const char *path, int flags, char *text, size_t size)
{
	int fd = open_file(path, flags);
	ssize_t n = size ? read(fd, text, size) : 0;

	if (n < 0)
		give_up("read %s", path);
	text[n] = '\0';
	close(fd);
}

/* What is passed over, or read by a buffer that ends within a line. */
static void resets_of_parts(void)
{
	static char text[ROOM];
	struct listed_rule line;
	off_t second;
	int fd;

	count_five();
	fd = open_file(PROC_CHAINS, O_RDWR);
	read_pieces(fd, text, 10);
	close(fd);
	claim(parse_rule(text, &line) && line.packets == 5, "by ten bytes: the first line");
	second = next_line(text) - text;
	claim(parse_rule(text + second, &line) && line.packets == 5, "second line");
	counts_are(5, 5, "no line fits into ten bytes, none is zeroed");

	fd = open_file(PROC_CHAINS, O_RDWR);
	read_pieces(fd, text, (size_t)second - 1);
	close(fd);
	counts_are(5, 5, "nor if one byte is missing");
	fd = open_file(PROC_CHAINS, O_RDWR);
	read_pieces(fd, text, (size_t)second);
	close(fd);
	counts_are(0, 0, "each line by itself fits, both are zeroed");

	count_five();
	fd = open_file(PROC_CHAINS, O_RDWR);
	claim(lseek(fd, second, SEEK_SET) == second, "lseek() to the second line");
	read_pieces(fd, text, 4096);
	close(fd);
	claim(parse_rule(text, &line) && line.packets == 5, "which shows its count");
	counts_are(5, 0, "what was passed over is not zeroed, what was read is");

	count_five();
	fd = open_file(PROC_CHAINS, O_RDWR);
	claim(pread(fd, text, 4096, second) == second, "pread() of the second line");
	close(fd);
	claim_number(listed_rule("input", 1)->packets, 5, "does not zero the first");
}

/* S5.4, S5.13, S5.14, S2.56 */
void group_resets(void)
{
	static char text[ROOM];
	struct listed_chain policy;
	struct listed_rule line;

	count_five();
	policy = *listed_chain("input");
	counts_are(5, 5, "reading the file does not change them");
	read_once(PROC_CHAINS, O_RDWR, text, 0);
	counts_are(5, 5, "nor does opening it read-write");
	read_once(PROC_NAMES, O_RDWR, text, 4096);
	counts_are(5, 5, "nor does reading the chains' names read-write");
	claim_number(listed_chain("input")->packets, policy.packets, "which keeps the policy's");

	read_once(PROC_CHAINS, O_RDWR, text, 200);
	counts_are(0, 5, "a read-write read of one line zeroes one rule");
	count_five();
	read_once(PROC_CHAINS, O_RDWR, text, 4096);
	claim(parse_rule(text, &line) && line.packets == 5 && line.bytes == 420,
	      "what is zeroed is shown before, first line");
	claim(parse_rule(next_line(text), &line) && line.packets == 5 && line.bytes == 420,
	      "second line");
	counts_are(0, 0, "a read-write read of all zeroes all");
	claim_number(listed_chain("input")->packets, policy.packets + 5,
		     "the policy's packets are not touched");
	resets_of_parts();
}

/* The packets of all lines. */
static uint64_t sum(const char *text)
{
	struct listed_rule line;
	uint64_t packets = 0;

	for (; parse_rule(text, &line); text = next_line(text))
		packets += line.packets;
	return packets;
}

/*
 * S5.13, S5.14: whoever reads the file read-write to its end, by any buffer that holds a line, has
 * every count once. Rules count while the file is being read. There are more lines than the kernel
 * makes at once: its buffer of 4096 bytes is full within the line of a rule that is summed.
 */
void group_losses(void)
{
	static const size_t pieces[] = { 150, 160, 300, 1000, 4096, 8192 };
	static char text[ROOM];
	uint64_t shown = 0;
	uint64_t sent = 0;
	int receiver = flow_receiver(PORT);
	struct ip_fwuser rule = rule_to("");
	int i;

	for (i = 0; i < 7 * SUMMED; i++) {
		rule.ipfw.fw_proto = i % 7 ? 47 : 17;
		must(append("input", &rule), "append");
	}
	for (i = 0; i < ROUNDS; i++) {
		size_t piece = pieces[(size_t)i % (sizeof(pieces) / sizeof(pieces[0]))];
		int fd = open_file(PROC_CHAINS, O_RDWR);
		size_t used = 0;
		ssize_t n;

		while ((n = read(fd, text + used, piece)) > 0) {
			used += (size_t)n;
			must(flow_send(PORT, 10), "send");
			sent++;
			sched_yield();
		}
		text[used] = '\0';
		shown += sum(text);
		close(fd);
	}
	shown += sum(read_text(PROC_CHAINS));
	claim(sent > 300, "many packets were counted (%llu)", (unsigned long long)sent);
	claim_number(shown, SUMMED * sent, "each rule's counts, summed over all readings, are these");
	close(receiver);
}
