/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rawrule - append a rule as it stands in struct ip_fw, whatever ipchains would say to it
 *
 * usage: rawrule CHAIN [KEY=VALUE...]
 *
 * Hands the members to IP_FW_APPEND as they are given, so that a rule can be made which no words
 * of ipchains make. Numbers are decimal; a member that is not given is 0, but tosand=255 and the
 * port ranges, which are 0 to 65535.
 *
 *     src= dst= smsk= dmsk=       addresses and masks, nothing is masked
 *     via=NAME                    interface
 *     proto=  flg=  invflg=       protocol, flags, inverse flags
 *     spt0= spt1= dpt0= dpt1=     ranges of source and destination ports
 *     redirpt= outputsize= mark= tosand= tosxor=
 *     target=LABEL                no target if it is not given
 *
 * Prints "appended", or the name of the error that the system call ended with.
 *
 * Exit status: 0 appended; 1 the kernel refused; 2 usage; 3 there is no raw socket.
 *
 * Example: rawrule input src=192.0.2.2 smsk=255.255.255.0 invflg=1
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/ip_fw.h>

#include "keys.h"
#include "say.h"

struct members {
	struct in_addr src, dst, smsk, dmsk;
	const char *via, *target;
	unsigned long proto, flg, invflg, spt0, spt1, dpt0, dpt1;
	unsigned long redirpt, outputsize, mark, tosand, tosxor;
};

static _Noreturn void usage(void)
{
	fprintf(stderr, "usage: rawrule CHAIN [KEY=VALUE...]\n");
	exit(EXIT_USAGE);
}

static void read_members(struct members *given, char **arguments)
{
	const struct key keys[] = {
		{ "src", KEY_HOST, &given->src, 0 }, { "dst", KEY_HOST, &given->dst, 0 },
		{ "smsk", KEY_HOST, &given->smsk, 0 }, { "dmsk", KEY_HOST, &given->dmsk, 0 },
		{ "via", KEY_TEXT, &given->via, 0 }, { "target", KEY_TEXT, &given->target, 0 },
		{ "proto", KEY_NUMBER, &given->proto, UINT16_MAX },
		{ "flg", KEY_NUMBER, &given->flg, UINT16_MAX },
		{ "invflg", KEY_NUMBER, &given->invflg, UINT16_MAX },
		{ "spt0", KEY_NUMBER, &given->spt0, UINT16_MAX },
		{ "spt1", KEY_NUMBER, &given->spt1, UINT16_MAX },
		{ "dpt0", KEY_NUMBER, &given->dpt0, UINT16_MAX },
		{ "dpt1", KEY_NUMBER, &given->dpt1, UINT16_MAX },
		{ "redirpt", KEY_NUMBER, &given->redirpt, UINT16_MAX },
		{ "outputsize", KEY_NUMBER, &given->outputsize, UINT16_MAX },
		{ "mark", KEY_NUMBER, &given->mark, UINT32_MAX },
		{ "tosand", KEY_NUMBER, &given->tosand, UINT8_MAX },
		{ "tosxor", KEY_NUMBER, &given->tosxor, UINT8_MAX },
		{ NULL, KEY_TEXT, NULL, 0 },
	};

	if (!keys_read(arguments, keys))
		usage();
}

/* A text that fills its room keeps no NUL: that, too, is a rule to try. */
static void set_text(char *room, size_t size, const char *text)
{
	memcpy(room, text, strnlen(text, size));
}

static struct ip_fwchange change_of(const char *chain, const struct members *given)
{
	struct ip_fwchange change = { .fwc_rule.ipfw = {
		.fw_src = given->src,
		.fw_dst = given->dst,
		.fw_smsk = given->smsk,
		.fw_dmsk = given->dmsk,
		.fw_mark = (uint32_t)given->mark,
		.fw_proto = (uint16_t)given->proto,
		.fw_flg = (uint16_t)given->flg,
		.fw_invflg = (uint16_t)given->invflg,
		.fw_spts = { (uint16_t)given->spt0, (uint16_t)given->spt1 },
		.fw_dpts = { (uint16_t)given->dpt0, (uint16_t)given->dpt1 },
		.fw_redirpt = (uint16_t)given->redirpt,
		.fw_outputsize = (uint16_t)given->outputsize,
		.fw_tosand = (uint8_t)given->tosand,
		.fw_tosxor = (uint8_t)given->tosxor,
	} };

	set_text(change.fwc_rule.ipfw.fw_vianame, sizeof(change.fwc_rule.ipfw.fw_vianame),
		 given->via);
	set_text(change.fwc_rule.label, sizeof(change.fwc_rule.label), given->target);
	set_text(change.fwc_label, sizeof(change.fwc_label), chain);
	return change;
}

int main(int argc, char **argv)
{
	struct members given = { .via = "", .target = "", .spt1 = UINT16_MAX,
				 .dpt1 = UINT16_MAX, .tosand = UINT8_MAX };
	struct ip_fwchange change;
	int fd;

	say_as("rawrule");
	if (argc < 2)
		usage();
	read_members(&given, argv + 2);
	change = change_of(argv[1], &given);
	fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	if (fd < 0) {
		say_errno("socket SOCK_RAW");
		return EXIT_SYSTEM;
	}
	if (setsockopt(fd, IPPROTO_IP, IP_FW_APPEND, &change, sizeof(change))) {
		printf("%s\n", strerrorname_np(errno));
		return EXIT_FALSE;
	}
	printf("appended\n");
	return EXIT_DONE;
}
