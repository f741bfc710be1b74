/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pcaplisten - show the frames that libpcap captures on a device
 *
 * usage: pcaplisten [OPTION...] DEV [EXPRESSION...]
 *
 *   --promiscuous      also frames for others
 *   --resend           send each frame once more, by the same device; needs --count, because
 *                      others may do so as well
 *   --buffer BYTES     size of the ring between the kernel and the program (131072)
 *   --snaplen BYTES    capture no more of each frame (2048)
 *   --count N          end after N frames
 *   --timeout SECONDS  end after that time, counted from the line that says ready
 *
 * EXPRESSION is a filter in libpcap's own language, pcap-filter(7). "pcaplisten: ready on DEV" on
 * standard output says that none is missed from now on, as long as the ring has room. Then there
 * is a line for each frame; header is how many bytes stand before the IP header:
 *
 *   frame 1: 98 bytes, header 14, source 192.0.2.2, destination 192.0.2.1, protocol 1, ...
 *   frame 2: 42 bytes, header 14, type 0x0806
 *
 * and at the end pcap_stats(): "N received, N dropped by the kernel, N dropped by
 * the interface".
 *
 * Exit status: 0 done, or ended by SIGINT, SIGTERM or SIGPIPE; 1 fewer than --count frames
 * came before --timeout or the signal; 2 usage, or libpcap does not understand the expression; 3 a call failed
 * (which, and why, on standard error).
 *
 * Example: pcaplisten --promiscuous eth0 icmp and src 192.0.2.2
 */
#include <pcap/pcap.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arguments.h"
#include "await.h"
#include "ipv4.h"
#include "limit.h"
#include "say.h"

#define MOST 1000000000UL
#define ETHERNET_HEADER 14u

/*
 * libpcap's own defaults, a ring of 2 MB and places of 64 kB in it, are a good part of a small
 * machine. These take any frame of Ethernet, and some 60 of them.
 */
#define BUFFER 131072UL
#define MOST_BUFFER (8UL << 20)	/* more would take all memory of a machine */
#define SNAPLEN 2048UL

struct task {
	bool promiscuous, resend;
	unsigned long buffer;		/* bytes */
	unsigned long snaplen;
	struct limit limit;
	const char *device;
	char expression[1024];		/* may be empty */
};

static const char usage_text[] =
	"usage: pcaplisten [--promiscuous] [--resend] [--buffer BYTES] [--snaplen BYTES]\n"
	"                  [--count N] [--timeout SECONDS] DEV [EXPRESSION...]\n";

/* Ends the program with what libpcap says. */
static _Noreturn void fail(const char *what, const char *why)
{
	say("%s: %s", what, why);
	exit(EXIT_SYSTEM);
}

static void take_option(struct task *task, int option)
{
	switch (option) {
	case 'p':
		task->promiscuous = true;
		break;
	case 'w':
		task->resend = true;
		break;
	case 'b':
		task->buffer = number_argument("--buffer", optarg, 1, MOST_BUFFER);
		break;
	case 's':
		task->snaplen = number_argument("--snaplen", optarg, 1, MOST);
		break;
	default:
		if (!limit_option(&task->limit, option, optarg))
			usage();
	}
}

/* The words of the filter, with blanks between them. */
static void join_expression(struct task *task, char **words)
{
	size_t room = sizeof(task->expression), used = 0;

	for (; *words; words++) {
		int n = snprintf(task->expression + used, room - used, "%s%s", used ? " " : "",
				 *words);

		if (n < 0 || (size_t)n >= room - used) {
			say("the expression is too long");
			usage();
		}
		used += (size_t)n;
	}
}

static void read_arguments(struct task *task, int argc, char **argv)
{
	static const struct option options[] = {
		{ "promiscuous", no_argument, NULL, 'p' },
		{ "resend", no_argument, NULL, 'w' },
		{ "buffer", required_argument, NULL, 'b' },
		{ "snaplen", required_argument, NULL, 's' },
		LIMIT_OPTIONS,
		{ NULL, 0, NULL, 0 },
	};
	int option;

	usage_is(usage_text);
	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1)
		take_option(task, option);
	if (optind == argc)
		usage();
	task->device = argv[optind];
	join_expression(task, argv + optind + 1);
	if (task->resend && !task->limit.count) {
		say("--resend needs --count: what is sent may be sent again, without end");
		usage();
	}
}

static pcap_t *open_device(const struct task *task)
{
	char error[PCAP_ERRBUF_SIZE];
	pcap_t *pcap = pcap_create(task->device, error);
	int result;

	if (!pcap)
		fail(task->device, error);
	pcap_set_snaplen(pcap, (int)task->snaplen);
	pcap_set_promisc(pcap, task->promiscuous);
	pcap_set_immediate_mode(pcap, 1);
	pcap_set_buffer_size(pcap, (int)task->buffer);
	result = pcap_activate(pcap);
	if (result < 0) {
		const char *more = pcap_geterr(pcap);

		fail(task->device, *more ? more : pcap_statustostr(result));
	}
	if (pcap_setnonblock(pcap, 1, error))
		fail(task->device, error);
	return pcap;
}

static void set_filter(pcap_t *pcap, const char *expression)
{
	struct bpf_program program;

	if (pcap_datalink(pcap) != DLT_EN10MB)
		fail("link type", "only Ethernet is understood");
	if (pcap_compile(pcap, &program, expression, 1, PCAP_NETMASK_UNKNOWN)) {
		say("`%s': %s", expression, pcap_geterr(pcap));
		exit(EXIT_USAGE);
	}
	if (pcap_setfilter(pcap, &program))
		fail("set the filter", pcap_geterr(pcap));
	pcap_freecode(&program);
}

static void show(unsigned long serial, const struct pcap_pkthdr *head, const unsigned char *bytes)
{
	unsigned int n = head->caplen;
	char words[256];

	printf("frame %lu: %u bytes, ", serial, head->len);
	if (n < ETHERNET_HEADER) {
		printf("link header cut off\n");
	} else if (bytes[12] == 0x08 && bytes[13] == 0x00) {
		ipv4_describe(bytes + ETHERNET_HEADER, n - ETHERNET_HEADER, words, sizeof(words));
		printf("header %u, %s\n", ETHERNET_HEADER, words);
	} else {
		printf("header %u, type 0x%02x%02x\n", ETHERNET_HEADER, bytes[12], bytes[13]);
	}
	fflush(stdout);
}

static void show_statistics(pcap_t *pcap)
{
	struct pcap_stat stat;

	if (pcap_stats(pcap, &stat))
		fail("pcap_stats", pcap_geterr(pcap));
	printf("%u received, %u dropped by the kernel, %u dropped by the interface\n",
	       stat.ps_recv, stat.ps_drop, stat.ps_ifdrop);
	fflush(stdout);
}

/* Serves frames to the end of the task; the program's exit status. */
static int serve(struct task *task, pcap_t *pcap)
{
	const unsigned char *bytes;
	struct pcap_pkthdr *head;

	while (limit_wait(&task->limit, pcap_get_selectable_fd(pcap))) {
		int result = pcap_next_ex(pcap, &head, &bytes);

		if (result < 0)
			fail("capture", pcap_geterr(pcap));
		if (!result)
			continue;
		show(limit_came(&task->limit), head, bytes);
		if (task->resend && pcap_inject(pcap, bytes, head->caplen) < 0)
			fail("resend", pcap_geterr(pcap));
	}
	show_statistics(pcap);
	return limit_status(&task->limit);
}

int main(int argc, char **argv)
{
	static struct task task = { .buffer = BUFFER, .snaplen = SNAPLEN, .limit.what = "frames" };
	pcap_t *pcap;

	say_as("pcaplisten");
	read_arguments(&task, argc, argv);
	await_signals();
	pcap = open_device(&task);
	set_filter(pcap, task.expression);
	printf("pcaplisten: ready on %s\n", task.device);
	fflush(stdout);
	limit_start(&task.limit);
	return serve(&task, pcap);
}
