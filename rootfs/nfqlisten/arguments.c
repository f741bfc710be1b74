/* SPDX-License-Identifier: GPL-2.0-only */
/* arguments.c - the command line of nfqlisten */
#include <string.h>

#include "arguments.h"
#include "nfqlisten.h"
#include "say.h"

#define MOST_WAITING 1000000000UL

static const char usage_text[] =
	"usage: nfqlisten [--hook HOOK] [--priority N] [--protocol N] [--bypass] [--drop-behind]\n"
	"                 [--rule-only | --no-rule | --remove]\n"
	"                 [--verdict accept|drop|repeat|none]\n"
	"                 [--replace OLD NEW] [--fix-checksum] [--queue-length N] [--fail-open]\n"
	"                 [--gso] [--count N] [--timeout SECONDS] [--quiet]\n"
	"                 QUEUE [KIND SRC DST [KEY=VALUE...]]\n";

static int priority(const char *text)
{
	bool negative = *text == '-';
	int value = (int)number_argument("--priority", text + negative, 0, 1000000);

	return negative ? -value : value;
}

static uint32_t hook(const char *text)
{
	int value = nfq_hook_number(text);

	if (value < 0) {
		say("--hook `%s' is none of netfilter's for IPv4", text);
		usage();
	}
	return (uint32_t)value;
}

static enum verdict verdict(const char *text)
{
	static const char *const words[] = { "accept", "drop", "repeat", "none" };

	for (enum verdict v = ACCEPT; v <= NONE; v++)
		if (!strcmp(text, words[v]))
			return v;
	say("--verdict `%s' is not accept, drop, repeat or none", text);
	usage();
}

static void set_mode(struct task *task, enum mode mode)
{
	if (task->mode != BOTH && task->mode != mode) {
		say("only one of --rule-only, --no-rule and --remove can be meant");
		usage();
	}
	task->mode = mode;
}

/* getopt has given OLD; NEW is the next word. */
static void take_replacement(struct task *task, char **argv)
{
	task->from = optarg;
	task->to = argv[optind];
	if (!task->to || !*task->from || strlen(task->from) != strlen(task->to)) {
		say("--replace wants two words of the same length");
		usage();
	}
	optind++;
}

static void take_option(struct task *task, int option, char **argv)
{
	switch (option) {
	case 'h':
		task->rule.hook = hook(optarg);
		break;
	case 'p':
		task->rule.priority = priority(optarg);
		break;
	case 'P':
		task->rule.protocol = (uint8_t)number_argument("--protocol", optarg, 1, 255);
		break;
	case 'b':
		task->rule.bypass = true;
		break;
	case 'd':
		task->rule.drop_behind = true;
		break;
	case 'o':
		set_mode(task, RULE_ONLY);
		break;
	case 'n':
		set_mode(task, NO_RULE);
		break;
	case 'R':
		set_mode(task, REMOVE);
		break;
	case 'v':
		task->verdict = verdict(optarg);
		break;
	case 'r':
		take_replacement(task, argv);
		break;
	case 'F':
		task->fix_checksum = true;
		break;
	case 'l':
		task->setup.length = (uint32_t)number_argument("--queue-length", optarg, 1, MOST_WAITING);
		break;
	case 'f':
		task->setup.fail_open = true;
		break;
	case 'g':
		task->setup.gso = true;
		break;
	case 'q':
		task->quiet = true;
		break;
	default:
		if (!limit_option(&task->limit, option, optarg))
			usage();
	}
}

void read_arguments(struct task *task, struct packet *forged, int argc, char **argv)
{
	static const struct option options[] = {
		{ "hook", required_argument, NULL, 'h' },
		{ "priority", required_argument, NULL, 'p' },
		{ "protocol", required_argument, NULL, 'P' },
		{ "bypass", no_argument, NULL, 'b' },
		{ "drop-behind", no_argument, NULL, 'd' },
		{ "rule-only", no_argument, NULL, 'o' },
		{ "no-rule", no_argument, NULL, 'n' },
		{ "remove", no_argument, NULL, 'R' },
		{ "verdict", required_argument, NULL, 'v' },
		{ "replace", required_argument, NULL, 'r' },
		{ "fix-checksum", no_argument, NULL, 'F' },
		{ "queue-length", required_argument, NULL, 'l' },
		{ "fail-open", no_argument, NULL, 'f' },
		{ "gso", no_argument, NULL, 'g' },
		{ "quiet", no_argument, NULL, 'q' },
		LIMIT_OPTIONS,
		{ NULL, 0, NULL, 0 },
	};
	int option;

	usage_is(usage_text);
	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1)
		take_option(task, option, argv);
	if (optind == argc)
		usage();
	task->rule.queue = (uint16_t)number_argument("queue", argv[optind++], 0, 65535);
	task->setup.queue = task->rule.queue;
	task->forge = optind < argc;
	if (task->forge)
		packet_make(forged, argv + optind);
}
