/* SPDX-License-Identifier: GPL-2.0-only */
/* abi_vectors.c - the bytes ipchains 1.3.9 sends, and the line each makes (appendix A) */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "claim.h"
#include "command.h"
#include "groups.h"
#include "listing.h"

/* A.1: `-A input`, to which the others are differences. */
static const unsigned char baseline[80] = {
	[28] = 0xff, 0xff, [32] = 0xff, 0xff, [54] = 0xff,
	[68] = 'i', 'n', 'p', 'u', 't',
};

/* A.2 and A.3. The line without its counters, all runs of blanks made one. */
static const struct {
	const char *command;
	const char *differences;
	const char *line;
} vectors[] = {
	{ "-A input", "",
	  "input 00000000/00000000->00000000/00000000 - 10 0 0 0-65535 0-65535 AFF X00 00000000 "
	  "0 0 -" },
	{ "-p tcp -s 1.2.3.4 80", "0:01 02 03 04; 8:ff ff ff ff; 20:06; 26:50; 28:50 00",
	  "input 01020304/FFFFFFFF->00000000/00000000 - 10 0 6 80-80 0-65535 AFF X00 00000000 "
	  "0 0 -" },
	{ "-p icmp -s 0/0 ping", "20:01; 26:08; 28:08 00",
	  "input 00000000/00000000->00000000/00000000 - 10 0 1 8-8 0-65535 AFF X00 00000000 "
	  "0 0 -" },
	{ "-p icmp --icmp-type echo-request -j DENY",
	  "20:01; 26:08; 28:08 00; 56:44 45 4e 59",
	  "input 00000000/00000000->00000000/00000000 - 10 0 1 8-8 0-65535 AFF X00 00000000 "
	  "0 0 DENY" },
	{ "-p icmp -s 0/0 8 -d 0/0 0", "20:01; 26:08; 28:08 00; 32:00 00",
	  "input 00000000/00000000->00000000/00000000 - 10 0 1 8-8 0-0 AFF X00 00000000 0 0 -" },
	{ "-A forward -p tcp -f -j REJECT",
	  "20:06; 22:04; 56:52 45 4a 45 43 54; 68:66 6f 72 77 61 72 64",
	  "forward 00000000/00000000->00000000/00000000 - 14 0 6 0-65535 0-65535 AFF X00 00000000 "
	  "0 0 REJECT" },
	{ "-p 47 -j RETURN", "20:2f; 56:52 45 54 55 52 4e",
	  "input 00000000/00000000->00000000/00000000 - 10 0 47 0-65535 0-65535 AFF X00 00000000 "
	  "0 0 RETURN" },
	{ "-t 01 10 -p tcp", "20:06; 54:01 10",
	  "input 00000000/00000000->00000000/00000000 - 10 0 6 0-65535 0-65535 A01 X10 00000000 "
	  "0 0 -" },
	{ "-m 5", "16:05; 22:08",
	  "input 00000000/00000000->00000000/00000000 - 18 0 0 0-65535 0-65535 AFF X00 00000000 "
	  "5 0 -" },
	{ "-m +5", "16:05",
	  "input 00000000/00000000->00000000/00000000 - 10 0 0 0-65535 0-65535 AFF X00 00000000 "
	  "5 0 -" },
	{ "-m -5", "16:fb ff ff ff",
	  "input 00000000/00000000->00000000/00000000 - 10 0 0 0-65535 0-65535 AFF X00 00000000 "
	  "4294967291 0 -" },
	{ "-o", "22:20; 36:ff ff",
	  "input 00000000/00000000->00000000/00000000 - 30 0 0 0-65535 0-65535 AFF X00 00000000 "
	  "0 65535 -" },
	{ "-o 100", "22:20; 36:64",
	  "input 00000000/00000000->00000000/00000000 - 30 0 0 0-65535 0-65535 AFF X00 00000000 "
	  "0 100 -" },
	{ "-i eth+", "22:10; 38:65 74 68",
	  "input 00000000/00000000->00000000/00000000 eth 10 0 0 0-65535 0-65535 AFF X00 00000000 "
	  "0 0 -" },
	{ "-i ! ppp0", "24:20; 38:70 70 70 30",
	  "input 00000000/00000000->00000000/00000000 ppp0 0 20 0 0-65535 0-65535 AFF X00 00000000 "
	  "0 0 -" },
	{ "-s 10.1.2.3/255.255.0.0", "0:0a 01; 8:ff ff",
	  "input 0A010000/FFFF0000->00000000/00000000 - 10 0 0 0-65535 0-65535 AFF X00 00000000 "
	  "0 0 -" },
	{ "-i \"\"", "22:10",
	  "input 00000000/00000000->00000000/00000000 - 10 0 0 0-65535 0-65535 AFF X00 00000000 "
	  "0 0 -" },
	{ "-p icmp -j DIVERT 1234", "20:01; 34:d2 04; 56:44 49 56 45 52 54",
	  "input 00000000/00000000->00000000/00000000 - 10 0 1 0-65535 0-65535 AFF X00 000004D2 "
	  "0 0 DIVERT" },
	{ "-v -p tcp -s 10.0.0.0/8 1024: -d ! 192.168.1.1 ! 80 -y -l -o 64 -m 7 -t 01 10 -i eth0 "
	  "-j DENY", "0:0a; 4:c0 a8 01 01 ff; 12:ff ff ff ff 07; 20:06; 22:2b; 24:12; 27:04; "
	  "30:50; 32:50 00; 36:40; 38:65 74 68 30; 54:01 10 44 45 4e 59",
	  "input 0A000000/FF000000->C0A80101/FFFFFFFF eth0 2B 12 6 1024-65535 80-80 A01 X10 "
	  "00000000 7 64 DENY" },
	{ "-v -b -p icmp -s 10.0.0.0/8 8 -d 192.168.1.1 0 -j DENY, first call",
	  "0:0a; 4:c0 a8 01 01 ff; 12:ff ff ff ff; 20:01; 26:08; 28:08 00; 32:00 00; "
	  "56:44 45 4e 59",
	  "input 0A000000/FF000000->C0A80101/FFFFFFFF - 10 0 1 8-8 0-0 AFF X00 00000000 0 0 DENY" },
	{ "the same, second call",
	  "0:c0 a8 01 01 0a; 8:ff ff ff ff ff; 20:01; 26:08; 28:08 00; 32:00 00; 56:44 45 4e 59",
	  "input C0A80101/FFFFFFFF->0A000000/FF000000 - 10 0 1 8-8 0-0 AFF X00 00000000 0 0 DENY" },
	{ "the HOWTO's program, port 1234",
	  "20:01; 34:d2 04 ff ff; 54:00; 56:44 49 56 45 52 54; 68:6f 75 74 70 75 74",
	  "output 00000000/00000000->00000000/00000000 - 10 0 1 0-65535 0-65535 A00 X00 000004D2 "
	  "0 65535 DIVERT" },
};

/* "0:01 02; 8:ff": bytes in hex, by offset. */
static void alter(unsigned char *bytes, const char *differences)
{
	unsigned int offset, byte;
	int used;

	while (sscanf(differences, " %u:%n", &offset, &used) == 1) {
		differences += used;
		while (sscanf(differences, " %2x%n", &byte, &used) == 1) {
			bytes[offset++] = (unsigned char)byte;
			differences += used;
		}
		differences += strspn(differences, "; ");
	}
}

/* The words of the only line of the file, without the four counters, with single blanks. */
static void only_line(char *out, size_t size)
{
	char *text = read_text(PROC_CHAINS);
	char *rest = text;
	size_t used = 0;
	char *word;
	int n;

	out[0] = '\0';
	for (n = 0; (word = strsep(&rest, " \n")) && used < size;)
		if (*word && (n++ < 6 || n > 10))
			used += (size_t)snprintf(out + used, size - used, "%s%s", used ? " " : "",
						 word);
	free(text);
}

static void append_and_delete(const char *what, const unsigned char *bytes, const char *line)
{
	char got[LINE_MAX_BYTES + 1];

	accepted(command(IP_FW_APPEND, bytes, 80), "%s", what);
	only_line(got, sizeof(got));
	claim_text(got, line, "it makes the right line");
	accepted(command(IP_FW_DELETE, bytes, 80), "-D with the same bytes");
}

/* A.4 */
static void other_options(void)
{
	static const unsigned char policy[18] = "REJECT\0\0\0forward\0";
	static const unsigned char first[18] = "DENY\0\0\0\0\0forward\0";
	static const unsigned char third[16] = { 3, 0, 0, 0, 'i', 'n', 'p', 'u', 't' };
	static const ip_chainlabel foo = "foo";
	unsigned char numbered[84] = { 2 };
	struct ip_fwuser rule = rule_to("RETURN");

	accepted(command(IP_FW_POLICY, first, 18), "-P forward DENY");
	accepted(command(IP_FW_POLICY, policy, 18), "-P forward REJECT");
	claim_text(listed_chain("forward")->policy, "REJECT", "it is listed");
	accepted(command(IP_FW_CREATECHAIN, foo, 9), "-N foo");
	claim_number((unsigned long)listed_chain("foo")->refs, 0, "it is listed");
	accepted(command(IP_FW_DELETECHAIN, foo, 9), "-X foo");

	prepared(append("input", &rule), "append");
	prepared(append("input", &rule), "append");
	memcpy(numbered + 4, baseline, 68);
	memcpy(numbered + 72, "input", 5);
	alter(numbered + 4, "20:06; 56:41 43 43 45 50 54");
	accepted(command(IP_FW_INSERT, numbered, 84), "-I input 2 -p tcp -j ACCEPT");
	claim_text(listed_rule("input", 2)->target, "ACCEPT", "it is number 2");
	accepted(command(IP_FW_DELETE_NUM, third, 16), "-D input 3");
	claim_text(listed_rule("input", 2)->target, "ACCEPT", "number 2 is still there");
	alter(numbered, "0:01");
	accepted(command(IP_FW_REPLACE, numbered, 84), "-R input 1 -p tcp -j ACCEPT");
	claim_text(listed_rule("input", 1)->target, "ACCEPT", "number 1 is another");
	claim_number(listed_rule("input", 1)->proto, 6, "a rule for TCP");
	accepted(command(IP_FW_ZERO, "input\0\0\0", 9), "-Z input");
	accepted(command(IP_FW_FLUSH, "input\0\0\0", 9), "-F input");
	claim_text(marks("input"), "", "no rule is left");
}

/* A.5: from 1.2.3.4 to 5.6.7.8 on eth0. */
static const struct {
	const char *command;
	const char *differences;
	int error;
} tests[] = {
	{ "-C input -p tcp, ports 1024 and 80", "", 0 },
	{ "-C input -p tcp -y", "33:02", ECONNREFUSED },
	{ "-C input -p icmp, type 8", "9:01; 20:08 00 00 00", EREMOTE },
	{ "-C input -p tcp -f", "6:00 02; 20:00 00 00 00", ETIMEDOUT },
};

static void packets(void)
{
	static const unsigned char plain[72] = {
		0x45, 0, 0x3c, 0, 0, 0, 0, 0, 0, 6, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8,
		4, 0, 0, 0x50, [44] = 'e', 't', 'h', '0', [60] = 'i', 'n', 'p', 'u', 't',
	};
	struct ip_fwuser fragments = rule_to("DENY");
	struct ip_fwuser syn = rule_to("REJECT");
	struct ip_fwuser ping = rule_divert(1234);
	unsigned char bytes[72];
	size_t i;

	fragments.ipfw.fw_flg = IP_FW_F_FRAG;
	syn.ipfw.fw_flg = IP_FW_F_TCPSYN;
	syn.ipfw.fw_proto = 6;
	syn.ipfw.fw_spts[0] = 1024;
	syn.ipfw.fw_spts[1] = 1024;
	ping.ipfw.fw_proto = 1;
	ping.ipfw.fw_spts[0] = 8;
	ping.ipfw.fw_spts[1] = 8;
	prepared(append("input", &fragments), "append");
	prepared(append("input", &syn), "append");
	prepared(append("input", &ping), "append");
	for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
		memcpy(bytes, plain, sizeof(bytes));
		alter(bytes, tests[i].differences);
		refused(command(IP_FW_CHECK, bytes, sizeof(bytes)), tests[i].error, "%s",
			tests[i].command);
	}
}

/* Appendix A, S4.5-S4.13 */
void group_vectors(void)
{
	unsigned char bytes[sizeof(baseline)];
	size_t i;

	for (i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		memcpy(bytes, baseline, sizeof(bytes));
		alter(bytes, vectors[i].differences);
		append_and_delete(vectors[i].command, bytes, vectors[i].line);
	}
	memcpy(bytes, baseline, sizeof(bytes));
	alter(bytes, "20:01; 56:44 49 56 45 52 54");
	refused(command(IP_FW_APPEND, bytes, sizeof(bytes)), EINVAL,
		"-j DIVERT without a port, as a tool that knows no DIVERT sends it");
	other_options();
	packets();
}
