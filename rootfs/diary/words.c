/* SPDX-License-Identifier: GPL-2.0-only */
/* words.c - the table of words.h, and how its templates are filled */
#include <string.h>

#include "words.h"

#define STEP "step"
#define NOTE "note"

/* Of several rows for one event the first that fits is taken. */
static const struct words table[] = {
	{ "ipfw_arrive", NULL, STEP, "arrive {dev}",
	  "It came in on {dev}.", "in on {dev}", true },
	{ "ipfw_originate", NULL, STEP, "originate",
	  "A program or the kernel of this machine made it.", "made here", true },
	{ "ipfw_inject", "dir=outbound", STEP, "inject outbound",
	  "A program wrote it to a divert socket as a new packet, to be sent out.",
	  "injected outbound", true },
	{ "ipfw_inject", "dir=inbound", STEP, "inject inbound {dev}",
	  "A program wrote it to a divert socket as a new packet, as if it had come in on {dev}.",
	  "injected inbound on {dev}", true },
	{ "ipfw_enter", NULL, NOTE, "enter {chain} {dev}",
	  "Chain {chain} looks at it, with interface {dev}.", "chain {chain}", false },

	{ "ipfw_rule", "target=-", STEP, "{chain} {num} {target}",
	  "Rule {num} of chain {chain} matched and counted it; it has no target, so the next "
	  "rule follows.", "{chain} {num} counted", false },
	{ "ipfw_rule", "target=ACCEPT", STEP, "{chain} {num} {target}",
	  "Rule {num} of chain {chain} matched: accepted.", "{chain} {num} ACCEPT", false },
	{ "ipfw_rule", "target=DENY", STEP, "{chain} {num} {target}",
	  "Rule {num} of chain {chain} matched: it is to be dropped without a word.",
	  "{chain} {num} DENY", false },
	{ "ipfw_rule", "target=REJECT", STEP, "{chain} {num} {target}",
	  "Rule {num} of chain {chain} matched: it is to be dropped, and its sender told by ICMP.",
	  "{chain} {num} REJECT", false },
	{ "ipfw_rule", "target=RETURN", STEP, "{chain} {num} {target}",
	  "Rule {num} of chain {chain} matched: back to the calling chain, or to the policy.",
	  "{chain} {num} RETURN", false },
	{ "ipfw_rule", "target=MASQ", STEP, "{chain} {num} {target}",
	  "Rule {num} of chain {chain} matched: accepted, and it will leave with this machine's "
	  "address as its source.", "{chain} {num} MASQ", false },
	{ "ipfw_rule", "target=REDIRECT", STEP, "{chain} {num} {target} {port}",
	  "Rule {num} of chain {chain} matched: it goes to the local port {port}, whatever its "
	  "destination.", "{chain} {num} REDIRECT {port}", false },
	{ "ipfw_rule", "target=DIVERT", STEP, "{chain} {num} {target} {port}",
	  "Rule {num} of chain {chain} matched: it is taken out of the stack and handed to divert "
	  "port {port}.", "{chain} {num} DIVERT {port}", false },
	{ "ipfw_rule", NULL, STEP, "{chain} {num} {target}",
	  "Rule {num} of chain {chain} matched: on with the first rule of chain {target}.",
	  "{chain} {num} to {target}", false },
	{ "ipfw_return", NULL, STEP, "{chain} end",
	  "Chain {chain} came to its end: back to the calling chain.", "{chain} end", false },
	{ "ipfw_policy", NULL, STEP, "{chain} policy {policy}",
	  "No rule of chain {chain} decided: its policy is {policy}.",
	  "{chain} policy {policy}", false },
	{ "ipfw_loop", NULL, STEP, "{chain} loop",
	  "It was about to enter chain {chain}, in which it is already.", "{chain} loop", false },

	{ "ipfw_noport", NULL, STEP, "noport {port}",
	  "Nobody listens on divert port {port}.", "nobody on port {port}", false },
	{ "ipfw_read", NULL, STEP, "read {comm}",
	  "The program {comm} read it from its divert socket.", "read by {comm}", false },
	{ "ipfw_reinject", NULL, STEP, "reinject {dir}",
	  "The program wrote it back, {dir}.", "written back {dir}", false },
	{ "ipfw_resume", "num=0", STEP, "resume {chain} top",
	  "The rule that had diverted it is gone: on with the first rule of chain {chain}.",
	  "resumed at {chain} top", false },
	{ "ipfw_resume", NULL, STEP, "resume {chain} {num}",
	  "On behind rule {num} of chain {chain}, which had diverted it.",
	  "resumed behind {chain} {num}", false },
	{ "ipfw_again", NULL, NOTE, "again {old}",
	  "It was written back once more: the first time it was packet {old}.",
	  "again, was {old}", false },

	{ "ipfw_depart", NULL, STEP, "depart {dev}",
	  "It left by {dev}.", "out by {dev}", true },
	{ "ipfw_deliver", NULL, STEP, "deliver",
	  "It was handed to this machine's own transport.", "delivered here", true },
	{ "ipfw_drop", "why=rule", STEP, "drop {chain} {num}",
	  "Dropped, as rule {num} of chain {chain} said.", "dropped: {chain} {num}", false },
	{ "ipfw_drop", "why=policy", STEP, "drop {chain} policy",
	  "Dropped, as the policy of chain {chain} said.", "dropped: {chain} policy", false },
	{ "ipfw_drop", "why=loop", STEP, "drop {chain} loop",
	  "Dropped in chain {chain}: its rules run in a circle.",
	  "dropped: {chain} loop", false },
	{ "ipfw_drop", "why=suspect", STEP, "drop {chain} suspect",
	  "Dropped in chain {chain} before any rule: a fragment too short to be judged, or one "
	  "that would overwrite a header.", "dropped: {chain} suspect", false },
	{ "ipfw_drop", "why=stack", STEP, "drop stack {reason}",
	  "Dropped by the network stack, not by the firewall: {reason}.",
	  "dropped: {reason}", false },
	{ "ipfw_lost", "why=full", STEP, "lost full",
	  "Lost: the divert socket's queue was full.", "lost: queue full", false },
	{ "ipfw_lost", "why=closed", STEP, "lost closed",
	  "Lost: the divert socket was closed before anybody read it.",
	  "lost: socket closed", false },
	{ "ipfw_lost", "why=eaten", STEP, "lost eaten",
	  "Lost: the program read it and never wrote it back.", "lost: eaten", false },
	{ "ipfw_lost", "why=forgotten", STEP, "lost forgotten",
	  "Lost: so many packets were out that the kernel forgot this one before it came back.",
	  "lost: forgotten", false },
};

const struct words *words_row(size_t index)
{
	return index < sizeof(table) / sizeof(table[0]) ? &table[index] : NULL;
}

/* @when is "key=value". */
static bool condition_holds(const char *when, const struct trace_line *line)
{
	size_t n = strcspn(when, "=");
	char key[16];
	const char *value;

	if (n >= sizeof(key))
		return false;
	memcpy(key, when, n);
	key[n] = '\0';
	value = trace_field(line, key);
	return value && !strcmp(value, when + n + 1);
}

const struct words *words_for(const struct trace_line *line)
{
	const struct words *row;
	size_t i;

	for (i = 0; (row = words_row(i)); i++)
		if (!strcmp(row->event, line->event) &&
		    (!row->when || condition_holds(row->when, line)))
			return row;
	return NULL;
}

/* The value for the "{key}" at *@at, which is left behind it. NULL if there is none. */
static const char *take_key(const char **at, const struct trace_line *line)
{
	const char *close = strchr(*at, '}');
	char key[16];
	size_t n;

	if (!close)
		return NULL;
	n = (size_t)(close - *at) - 1;
	if (n >= sizeof(key))
		return NULL;
	memcpy(key, *at + 1, n);
	key[n] = '\0';
	*at = close + 1;
	return trace_field(line, key);
}

bool words_fill(const char *template, const struct trace_line *line, char *out, size_t size)
{
	size_t used = 0;

	while (*template) {
		const char *piece = template;
		size_t n = 1;

		if (*template == '{') {
			piece = take_key(&template, line);
			n = piece ? strlen(piece) : size;
		} else {
			template++;
		}
		if (!piece || used + n >= size) {
			out[0] = '\0';
			return false;
		}
		memcpy(out + used, piece, n);
		used += n;
	}
	out[used] = '\0';
	return true;
}
