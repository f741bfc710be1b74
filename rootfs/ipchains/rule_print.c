// SPDX-License-Identifier: GPL-2.0-only
/*
 * A rule in words: as a row of -L and as the line of -v (S6.53 to S6.62, S6.67).
 *
 * The widths and the places of blanks are the interface: programs cut these
 * lines into columns.
 */
#include <inttypes.h>
#include <string.h>

#include "ipchains.h"

#define ANY(format) ((format) & PRINT_NUMERIC ? "*" : "any")

static char mark_inverted(const struct ip_fw *fw, unsigned int flag)
{
	return fw->fw_invflg & flag ? '!' : ' ';
}

static const char *target_text(const struct ip_fwuser *fw)
{
	return fw->label[0] ? fw->label : "-";
}

/* Six characters: not, SYN, not, fragment, log, netlink copy (S6.54). */
static void print_flags(const struct ip_fw *fw)
{
	printf("%c%c%c%c%c%c ",
	       fw->fw_invflg & IP_FW_INV_SYN ? '!' : '-',
	       fw->fw_flg & IP_FW_F_TCPSYN ? 'y' : '-',
	       fw->fw_invflg & IP_FW_INV_FRAG ? '!' : '-',
	       fw->fw_flg & IP_FW_F_FRAG ? 'f' : '-',
	       fw->fw_flg & IP_FW_F_PRN ? 'l' : '-',
	       fw->fw_flg & IP_FW_F_NETLINK ? 'o' : '-');
}

/* A name of 16 characters has no NUL. */
static void interface_text(char text[32], const struct ip_fw *fw,
			   unsigned int format)
{
	if (fw->fw_vianame[0] == '\0')
		strcpy(text, ANY(format));
	else
		snprintf(text, 32, "%.16s%s", fw->fw_vianame,
			 fw->fw_flg & IP_FW_F_WILDIF ? "+" : "");
}

static void address_mask_text(char *text, size_t size, struct in_addr addr,
			      struct in_addr mask, unsigned int format)
{
	bool numeric = format & PRINT_NUMERIC;

	if (mask.s_addr == 0 && !numeric)
		snprintf(text, size, "anywhere");
	else
		snprintf(text, size, "%s%s", address_text(addr, numeric),
			 mask_text(mask));
}

static void print_port(uint16_t port, uint16_t proto, unsigned int format)
{
	fputs(port_text(port, proto, format & PRINT_NUMERIC), stdout);
}

static void print_range(const struct ip_fw *fw, const uint16_t range[2],
			unsigned int flag, unsigned int format)
{
	printf(" %c", mark_inverted(fw, flag));
	if (range[0] == 0 && range[1] == 0xFFFF) {
		fputs(ANY(format), stdout);
		return;
	}
	print_port(range[0], fw->fw_proto, format);
	if (range[0] == range[1])
		return;
	putchar(':');
	print_port(range[1], fw->fw_proto, format);
}

static void print_ports(const struct ip_fw *fw, unsigned int format)
{
	const char *icmp = NULL;

	switch (fw->fw_proto) {
	case IPPROTO_ICMP:
		if (!(format & PRINT_NUMERIC) &&
		    !(fw->fw_invflg & (IP_FW_INV_SRCPT | IP_FW_INV_DSTPT)))
			icmp = icmp_text(fw->fw_spts, fw->fw_dpts);
		break;
	case IPPROTO_TCP:
	case IPPROTO_UDP:
		break;
	default:
		fputs("  n/a", stdout);
		return;
	}
	if (icmp) {
		printf("  %s", icmp);
		return;
	}
	print_range(fw, fw->fw_spts, IP_FW_INV_SRCPT, format);
	fputs(" -> ", stdout);
	print_range(fw, fw->fw_dpts, IP_FW_INV_DSTPT, format);
}

/*
 * The port behind => in a list. The line of -v has it without separator for
 * REDIRECT, as ever (S6.58); divert ports are numbers of their own space.
 */
static void print_target_port(const struct ip_fwuser *fw, const char *separator,
			      unsigned int format)
{
	uint16_t port = fw->ipfw.fw_redirpt;

	if (strcmp(fw->label, IP_FW_LABEL_DIVERT) == 0) {
		printf(" => %u", port);
	} else if (strcmp(fw->label, IP_FW_LABEL_REDIRECT) == 0) {
		fputs(separator, stdout);
		if (port)
			print_port(port, fw->ipfw.fw_proto, format);
		else
			printf(" %s", ANY(format));
	}
}

/* Width 5: exact, then thousands, millions, thousands of millions (S6.60). */
static void print_counter(uint64_t n, int exact_width)
{
	uint64_t millions = (n + 500000) / 1000000;

	if (exact_width)
		printf("%*" PRIu64 " ", exact_width, n);
	else if (n <= 99999)
		printf("%5" PRIu64 " ", n);
	else if ((n + 500) / 1000 <= 9999)
		printf("%4" PRIu64 "K ", (n + 500) / 1000);
	else if (millions <= 9999)
		printf("%4" PRIu64 "M ", millions);
	else
		printf("%4" PRIu64 "G ", (millions + 500) / 1000);
}

static bool has_mark(const struct ip_fw *fw)
{
	return fw->fw_flg & IP_FW_F_MARKABS || fw->fw_mark != 0;
}

static bool has_output_size(const struct ip_fw *fw)
{
	return fw->fw_flg & IP_FW_F_NETLINK && fw->fw_outputsize != 0xFFFF;
}

void print_rule_header(unsigned int format)
{
	if (format & PRINT_NUMBERS)
		fputs("num  ", stdout);
	if (format & PRINT_VERBOSE)
		fputs(format & PRINT_EXACT ? "    pkts      bytes "
					   : " pkts bytes ", stdout);
	fputs("target     prot opt    ", stdout);
	if (format & PRINT_VERBOSE)
		fputs("tosa tosx  ifname     mark       outsize ", stdout);
	puts(" source                destination           ports");
}

/* The columns of -L -v between the flags and the addresses. */
static void print_verbose_columns(const struct ip_fw *fw, unsigned int format)
{
	char interface[32], size[8] = "";

	interface_text(interface, fw, format);
	printf("0x%02X 0x%02X %c%-10s ", fw->fw_tosand, fw->fw_tosxor,
	       mark_inverted(fw, IP_FW_INV_VIA), interface);
	if (has_mark(fw))
		printf("0x%-10X ", fw->fw_mark);
	else
		printf("%11s", "");
	if (has_output_size(fw))
		snprintf(size, sizeof(size), "%u", fw->fw_outputsize);
	printf("%-7s ", size);
}

/* Source and destination as two columns; only the first keeps a place for !. */
static void print_address_columns(const struct ip_fw *fw, unsigned int format)
{
	char text[300];

	address_mask_text(text, sizeof(text), fw->fw_src, fw->fw_smsk, format);
	printf("%c%-20s ", mark_inverted(fw, IP_FW_INV_SRCIP), text);
	address_mask_text(text, sizeof(text), fw->fw_dst, fw->fw_dmsk, format);
	printf("%s%-20s", fw->fw_invflg & IP_FW_INV_DSTIP ? "!" : "", text);
}

void print_rule_row(const struct ipfwc_fwrule *rule, unsigned int number,
		    unsigned int format)
{
	const struct ip_fw *fw = &rule->fw.ipfw;
	bool exact = format & PRINT_EXACT;

	if (format & PRINT_NUMBERS)
		printf("%-4u ", number);
	if (format & PRINT_VERBOSE) {
		print_counter(rule->packets, exact ? 8 : 0);
		print_counter(rule->bytes, exact ? 10 : 0);
	}
	printf("%-9s %c%-5s", target_text(&rule->fw),
	       mark_inverted(fw, IP_FW_INV_PROTO), protocol_text(fw->fw_proto));
	print_flags(fw);
	if (format & PRINT_VERBOSE)
		print_verbose_columns(fw, format);
	print_address_columns(fw, format);
	print_ports(fw, format);
	print_target_port(&rule->fw, " => ", format);
	putchar('\n');
}

void print_rule_line(const struct ip_fwuser *rule)
{
	const struct ip_fw *fw = &rule->ipfw;
	char interface[32], text[300];

	interface_text(interface, fw, PRINT_NUMERIC);
	printf("%s %c%s opt    ", target_text(rule),
	       mark_inverted(fw, IP_FW_INV_PROTO), protocol_text(fw->fw_proto));
	print_flags(fw);
	printf("tos 0x%02X 0x%02X %cvia %s ", fw->fw_tosand, fw->fw_tosxor,
	       mark_inverted(fw, IP_FW_INV_VIA), interface);
	if (has_mark(fw))
		printf("mark 0x%X ", fw->fw_mark);
	if (has_output_size(fw))
		printf("outsize %u ", fw->fw_outputsize);

	address_mask_text(text, sizeof(text), fw->fw_src, fw->fw_smsk,
			  PRINT_NUMERIC);
	printf("  %c%s -> ", mark_inverted(fw, IP_FW_INV_SRCIP), text);
	address_mask_text(text, sizeof(text), fw->fw_dst, fw->fw_dmsk,
			  PRINT_NUMERIC);
	printf("%s%s  ", fw->fw_invflg & IP_FW_INV_DSTIP ? "!" : "", text);
	print_ports(fw, PRINT_NUMERIC);
	print_target_port(rule, "", PRINT_NUMERIC);
	putchar('\n');
}
