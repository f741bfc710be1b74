/* SPDX-License-Identifier: GPL-2.0-only */
/* printer_test.c - trace text in, diary lines out */
#include <stdio.h>
#include <string.h>

#include "printer.h"
#include "tap.h"

#define HEAD "          <idle>-0       [000]     1.000002: "
#define PACKET "src=192.0.2.2 dst=198.51.100.2 proto=1 sport=8 dport=0 ttl=64 tos=0 len=84 " \
	"ipid=1 frag=0x4000 digest=0123456789abcdef"
#define DETAIL "icmp echo-request src=192.0.2.2 dst=198.51.100.2 ttl=64 tos=0 len=84 ipid=1 " \
	"frag=0x4000 digest=0123456789abcdef"

static char got[65536];
static size_t got_used;

static void collect(void *context, const char *bytes, size_t n)
{
	(void)context;
	if (got_used + n < sizeof(got)) {
		memcpy(got + got_used, bytes, n);
		got_used += n;
	}
	got[got_used] = '\0';
}

/* Feeds @text in pieces of @piece bytes; what came out is in got. */
static void feed(const char *text, size_t piece)
{
	static struct printer printer;
	size_t n = strlen(text);
	size_t at;

	got_used = 0;
	got[0] = '\0';
	printer_start(&printer, collect, NULL);
	for (at = 0; at < n; at += piece)
		printer_feed(&printer, text + at, n - at < piece ? n - at : piece);
}

/* @numbers are the statements that say so. */
static void becomes(const char *numbers, const char *event, const char *wanted)
{
	char text[512], line[512], claim[160];

	snprintf(text, sizeof(text), HEAD "%s\n", event);
	snprintf(line, sizeof(line), "%s\n", wanted);
	snprintf(claim, sizeof(claim), "%.40s... is printed [%s]", event, numbers);
	feed(text, sizeof(text));
	same_text(got, line, claim);
}

static void begins(void)
{
	becomes("S12.2 S12.5", "ipfw_arrive: seq=1 id=1 dev=eth0 " PACKET,
		"1 1000002000 1 step arrive eth0\t" DETAIL);
	becomes("S12.2 S12.5", "ipfw_originate: seq=1 id=1 dev=eth1 " PACKET,
		"1 1000002000 1 step originate\t" DETAIL " dev=eth1");
	becomes("S12.2 S12.5", "ipfw_inject: seq=1 id=1 dir=inbound dev=eth0 " PACKET,
		"1 1000002000 1 step inject inbound eth0\t" DETAIL);
	becomes("S12.2 S12.5", "ipfw_inject: seq=1 id=1 dir=outbound dev=- " PACKET,
		"1 1000002000 1 step inject outbound\t" DETAIL);
}

static void steps(void)
{
	becomes("S12.6", "ipfw_rule: seq=2 id=1 chain=input num=1 target=DIVERT port=4321",
		"2 1000002000 1 step input 1 DIVERT 4321");
	becomes("S12.6", "ipfw_rule: seq=2 id=1 chain=input num=1 target=REDIRECT port=0",
		"2 1000002000 1 step input 1 REDIRECT 0");
	becomes("S12.6", "ipfw_rule: seq=2 id=1 chain=input num=2 target=- port=0",
		"2 1000002000 1 step input 2 -");
	becomes("S12.6", "ipfw_rule: seq=2 id=1 chain=input num=3 target=mine port=0",
		"2 1000002000 1 step input 3 mine");
	becomes("S12.6", "ipfw_return: seq=2 id=1 chain=u", "2 1000002000 1 step u end");
	becomes("S12.6", "ipfw_policy: seq=2 id=1 chain=forward policy=ACCEPT",
		"2 1000002000 1 step forward policy ACCEPT");
	becomes("S12.6", "ipfw_loop: seq=2 id=1 chain=a", "2 1000002000 1 step a loop");
	becomes("S12.6", "ipfw_noport: seq=2 id=1 port=4321", "2 1000002000 1 step noport 4321");
	becomes("S12.6", "ipfw_read: seq=2 id=1 comm=interceptor",
		"2 1000002000 1 step read interceptor");
	becomes("S12.6", "ipfw_reinject: seq=2 id=1 dir=inbound",
		"2 1000002000 1 step reinject inbound");
	becomes("S12.6", "ipfw_resume: seq=2 id=1 chain=input num=1",
		"2 1000002000 1 step resume input 1");
	becomes("S12.6", "ipfw_resume: seq=2 id=1 chain=input num=0",
		"2 1000002000 1 step resume input top");
	becomes("S12.9", "ipfw_enter: seq=2 id=1 chain=input dev=eth0",
		"2 1000002000 1 note enter input eth0");
	becomes("S12.9", "ipfw_again: seq=2 id=5 old=1", "2 1000002000 5 note again 1");
}

static void ends(void)
{
	becomes("S12.7", "ipfw_depart: seq=3 id=1 dev=eth1 " PACKET,
		"3 1000002000 1 step depart eth1\t" DETAIL);
	becomes("S12.7", "ipfw_deliver: seq=3 id=1 dev=eth0 " PACKET,
		"3 1000002000 1 step deliver\t" DETAIL " dev=eth0");
	becomes("S12.7", "ipfw_drop: seq=3 id=1 chain=input num=2 why=rule reason=-",
		"3 1000002000 1 step drop input 2");
	becomes("S12.7", "ipfw_drop: seq=3 id=1 chain=input num=0 why=policy reason=-",
		"3 1000002000 1 step drop input policy");
	becomes("S12.7", "ipfw_drop: seq=3 id=1 chain=input num=0 why=loop reason=-",
		"3 1000002000 1 step drop input loop");
	becomes("S12.7", "ipfw_drop: seq=3 id=1 chain=input num=0 why=suspect reason=-",
		"3 1000002000 1 step drop input suspect");
	becomes("S12.7", "ipfw_drop: seq=3 id=1 chain=- num=0 why=stack reason=NO_SOCKET",
		"3 1000002000 1 step drop stack NO_SOCKET");
	becomes("S12.7", "ipfw_lost: seq=3 id=1 why=eaten", "3 1000002000 1 step lost eaten");
}

static void details(void)
{
	becomes("S12.10",
		"ipfw_arrive: seq=1 id=1 dev=eth0 src=1.2.3.4 dst=5.6.7.8 proto=6 sport=1025 "
		"dport=80 ttl=1 tos=16 len=40 ipid=9 frag=0x0000 digest=0000000000000000",
		"1 1000002000 1 step arrive eth0\ttcp src=1.2.3.4 dst=5.6.7.8 sport=1025 dport=80 "
		"ttl=1 tos=16 len=40 ipid=9 frag=0x0000 digest=0000000000000000");
	becomes("S12.10",
		"ipfw_arrive: seq=1 id=1 dev=eth0 src=1.2.3.4 dst=5.6.7.8 proto=17 sport=65535 "
		"dport=65535 ttl=1 tos=0 len=40 ipid=9 frag=0x00b9 digest=0000000000000000",
		"1 1000002000 1 step arrive eth0\tudp fragment src=1.2.3.4 dst=5.6.7.8 "
		"ttl=1 tos=0 len=40 ipid=9 frag=0x00b9 digest=0000000000000000");
	becomes("S12.10",
		"ipfw_arrive: seq=1 id=1 dev=eth0 src=1.2.3.4 dst=5.6.7.8 proto=1 sport=42 "
		"dport=3 ttl=1 tos=0 len=40 ipid=9 frag=0x2000 digest=0000000000000000",
		"1 1000002000 1 step arrive eth0\ticmp fragment src=1.2.3.4 dst=5.6.7.8 type=42 "
		"code=3 ttl=1 tos=0 len=40 ipid=9 frag=0x2000 digest=0000000000000000");
	becomes("S12.10",
		"ipfw_arrive: seq=1 id=1 dev=eth0 src=1.2.3.4 dst=5.6.7.8 proto=47 sport=65535 "
		"dport=65535 ttl=1 tos=0 len=40 ipid=9 frag=0x0000 digest=0000000000000000",
		"1 1000002000 1 step arrive eth0\t47 src=1.2.3.4 dst=5.6.7.8 "
		"ttl=1 tos=0 len=40 ipid=9 frag=0x0000 digest=0000000000000000");
}

/* What makes a run's evidence doubtful is said, and nothing is swallowed. */
static void doubts(void)
{
	becomes("S12.3", "tracing_mark_write: before the ping",
		"0 1000002000 0 mark before the ping");
	becomes("S12.9", "ipfw_unheard: seq=4 id=1",
		"0 0 0 note unknown " HEAD "ipfw_unheard: seq=4 id=1");
	becomes("S12.9", "ipfw_noport: seq=4 id=1",
		"0 0 0 note unknown " HEAD "ipfw_noport: seq=4 id=1");
	becomes("S12.9", "ipfw_noport: id=1 port=5",
		"0 0 0 note unknown " HEAD "ipfw_noport: id=1 port=5");
	becomes("S12.9", "ipfw_noport: seq=x id=1 port=5",
		"0 0 0 note unknown " HEAD "ipfw_noport: seq=x id=1 port=5");
	becomes("S12.9", "ipfw_arrive: seq=4 id=1 dev=eth0",
		"0 0 0 note unknown " HEAD "ipfw_arrive: seq=4 id=1 dev=eth0");
	becomes("S12.9", "ipfw_drop: seq=4 id=1 chain=input num=0 why=whim reason=-",
		"0 0 0 note unknown "
		HEAD "ipfw_drop: seq=4 id=1 chain=input num=0 why=whim reason=-");
	feed("CPU:0 [LOST 3 EVENTS]\n", 99);
	same_text(got, "0 0 0 note overflow 3\n", "lost events are an overflow [S12.9]");
}

static void streams(void)
{
	static const char two[] = HEAD "ipfw_noport: seq=1 id=1 port=1\n\n"
		HEAD "ipfw_noport: seq=2 id=1 port=1\n" HEAD "ipfw_nop";
	static const char wanted[] = "1 1000002000 1 step noport 1\n2 1000002000 1 step noport 1\n";
	static char many[300 * (sizeof(HEAD) + 40)];
	static char long_line[PRINTER_LINE_MAX + 100];
	size_t used = 0;
	int i;

	feed(two, 1);
	same_text(got, wanted, "text may come byte by byte, and half a line waits");
	feed(two, sizeof(two));
	same_text(got, wanted, "or all at once");
	for (i = 0; i < 300; i++)
		used += (size_t)sprintf(many + used, HEAD "ipfw_noport: seq=%d id=1 port=1\n", i);
	feed(many, used);
	same_number(got_used, 10 * 29 + 90 * 30 + 200 * 31, "much at once comes out whole");
	memset(long_line, 'x', sizeof(long_line));
	memcpy(long_line + PRINTER_LINE_MAX + 20, "\nCPU:0 [LOST 3 EVENTS]\n", 24);
	feed(long_line, 1000);
	same_text(got, "0 0 0 note unknown a line of trace text is too long\n"
		  "0 0 0 note overflow 3\n", "too long a line is said to be, and the next is read");
}

void test_printer(void)
{
	begins();
	steps();
	ends();
	details();
	doubts();
	streams();
}
