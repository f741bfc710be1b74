// SPDX-License-Identifier: GPL-2.0-only
/*
 * -h: every command and option in a line. The names shown are names that work.
 */
#include "ipchains.h"

static const char text[] =
"\n"
"Usage: %1$s -A|-C CHAIN RULE [OPTIONS]        append a rule, test a packet\n"
"       %1$s -D CHAIN RULE|NUMBER [OPTIONS]    delete a rule\n"
"       %1$s -I CHAIN [NUMBER] RULE [OPTIONS]  insert a rule, first by default\n"
"       %1$s -R CHAIN NUMBER RULE [OPTIONS]    replace a rule\n"
"       %1$s -L|-F|-Z|-X [CHAIN] [OPTIONS]     list, flush, zero, delete chains\n"
"       %1$s -N CHAIN                          make a chain\n"
"       %1$s -P CHAIN TARGET                   set a policy\n"
"       %1$s -M -L [OPTIONS]                   list masqueraded connections\n"
"       %1$s -M -S TCP TCPFIN UDP              set their timeouts, in seconds\n"
"       %1$s -h [icmp] | -V                    this text, ICMP names, version\n"
"\n"
"Commands:\n"
"  --append        -A   put a rule at the end of a chain\n"
"  --insert        -I   put a rule in front of the one with this number\n"
"  --replace       -R   put a rule in the place of the one with this number\n"
"  --delete        -D   delete a rule by its number, or the first one like this\n"
"  --list          -L   list one chain or all\n"
"  --flush         -F   delete all rules of one chain or all\n"
"  --zero          -Z   set the counters of one chain or all to zero\n"
"  --check         -C   say what a chain would do with this packet\n"
"  --new-chain     -N   make a user chain\n"
"  --delete-chain  -X   delete a user chain; -X alone: all of them\n"
"  --policy        -P   set what becomes of packets no rule decides on\n"
"  --masquerading  -M   with -L or -S: masqueraded connections\n"
"  --set           -S   set the timeouts of masqueraded connections\n"
"\n"
"Rules (! before what may be inverted):\n"
"  --protocol      -p [!] PROTOCOL       by name or number; all\n"
"  --source        -s [!] ADDRESS[/MASK] [!] [PORT[:PORT]]\n"
"  --destination   -d [!] ADDRESS[/MASK] [!] [PORT[:PORT]]\n"
"  --source-port   [!] PORT[:PORT]       also --sport; --icmp-type TYPE\n"
"  --destination-port [!] PORT[:PORT]    also --dport; code of an ICMP type\n"
"  --interface     -i [!] NAME[+]        arrives by (input), leaves by (others)\n"
"  --jump          -j TARGET [PORT]      PORT with REDIRECT and DIVERT\n"
"[!] --fragments   -f                    second and further fragments\n"
"[!] --syn         -y                    TCP packets that open a connection\n"
"  --bidirectional -b                    also the rule for the other direction\n"
"  --log           -l                    log packets that match\n"
"  --mark          -m [+-]MARK           set the mark, or add to it\n"
"  --output        -o [SIZE]             copy packets to netlink readers\n"
"  --TOS           -t AND XOR            change the type of service\n"
"\n"
"Options:\n"
"  --numeric       -n   addresses and ports as numbers\n"
"  --verbose       -v   more columns; rules as they are sent\n"
"  --exact         -x   counters in full\n"
"  --line-numbers       rule numbers in front\n"
"  --no-warnings        no warnings of TOS and forwarding\n"
"\n"
"Targets: ACCEPT DENY REJECT RETURN MASQ REDIRECT [PORT] DIVERT PORT, or a chain.\n";

void usage(void)
{
	puts(IPCHAINS_VERSION);
	printf(text, error_program_name());
}
