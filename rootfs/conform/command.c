/* SPDX-License-Identifier: GPL-2.0-only */
/* command.c - sends the firewall's commands; command.h says what each function does. */
#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "claim.h"
#include "command.h"
#include "listing.h"

static int present = -1;

void command_socket(int fd)
{
	present = fd;
}

int command_open(int type, int protocol)
{
	int fd = socket(AF_INET, type | SOCK_CLOEXEC, protocol);

	if (fd < 0)
		give_up("socket(AF_INET, %d, %d)", type, protocol);
	command_socket(fd);
	return fd;
}

int command(int option, const void *argument, socklen_t length)
{
	if (present < 0)
		command_open(SOCK_DGRAM, 0);
	return setsockopt(present, IPPROTO_IP, option, argument, length) ? errno : 0;
}

void set_label(ip_chainlabel field, const char *label)
{
	size_t length = strnlen(label, sizeof(ip_chainlabel));

	memset(field, GARBAGE, sizeof(ip_chainlabel));
	memcpy(field, label, length);
	if (length < sizeof(ip_chainlabel))
		field[length] = '\0';
}

static int change_rule(int option, const char *chain, const struct ip_fwuser *rule)
{
	struct ip_fwchange argument;

	memset(&argument, GARBAGE, sizeof(argument));
	argument.fwc_rule = *rule;
	set_label(argument.fwc_label, chain);
	return command(option, &argument, sizeof(argument));
}

int append(const char *chain, const struct ip_fwuser *rule)
{
	return change_rule(IP_FW_APPEND, chain, rule);
}

int delete_like(const char *chain, const struct ip_fwuser *rule)
{
	return change_rule(IP_FW_DELETE, chain, rule);
}

static int place_rule(int option, const char *chain, uint32_t num, const struct ip_fwuser *rule)
{
	struct ip_fwnew argument;

	memset(&argument, GARBAGE, sizeof(argument));
	argument.fwn_rulenum = num;
	argument.fwn_rule = *rule;
	set_label(argument.fwn_label, chain);
	return command(option, &argument, sizeof(argument));
}

int insert(const char *chain, uint32_t num, const struct ip_fwuser *rule)
{
	return place_rule(IP_FW_INSERT, chain, num, rule);
}

int replace(const char *chain, uint32_t num, const struct ip_fwuser *rule)
{
	return place_rule(IP_FW_REPLACE, chain, num, rule);
}

int delete_num(const char *chain, uint32_t num)
{
	struct ip_fwdelnum argument;

	memset(&argument, GARBAGE, sizeof(argument));
	argument.fwd_rulenum = num;
	set_label(argument.fwd_label, chain);
	return command(IP_FW_DELETE_NUM, &argument, sizeof(argument));
}

static int name_chain(int option, const char *chain)
{
	ip_chainlabel argument;

	set_label(argument, chain);
	return command(option, argument, sizeof(argument));
}

int flush_chain(const char *chain)
{
	return name_chain(IP_FW_FLUSH, chain);
}

int zero_chain(const char *chain)
{
	return name_chain(IP_FW_ZERO, chain);
}

int create_chain(const char *chain)
{
	return name_chain(IP_FW_CREATECHAIN, chain);
}

int delete_chain(const char *chain)
{
	return name_chain(IP_FW_DELETECHAIN, chain);
}

int set_policy(const char *chain, const char *policy)
{
	struct ip_fwpolicy argument;

	set_label(argument.fwp_policy, policy);
	set_label(argument.fwp_label, chain);
	return command(IP_FW_POLICY, &argument, sizeof(argument));
}

int check_packet(const char *chain, const struct ip_fwpkt *packet)
{
	struct ip_fwtest argument;

	memset(&argument, GARBAGE, sizeof(argument));
	argument.fwt_packet = *packet;
	set_label(argument.fwt_label, chain);
	return command(IP_FW_CHECK, &argument, sizeof(argument));
}

void reset_rules(void)
{
	struct listed_chain *chains;
	size_t n = list_chains(&chains);
	size_t i;

	for (i = 0; i < n; i++)
		must(flush_chain(chains[i].label), "flush");
	for (i = 0; i < n; i++)
		if (i < 3)
			must(set_policy(chains[i].label, "ACCEPT"), "policy");
		else
			must(delete_chain(chains[i].label), "delete chain");
}

struct ip_fwuser rule_to(const char *target)
{
	struct ip_fwuser rule;

	memset(&rule, GARBAGE, sizeof(rule));
	memset(&rule.ipfw, 0, sizeof(rule.ipfw));
	rule.ipfw.fw_spts[1] = 65535;
	rule.ipfw.fw_dpts[1] = 65535;
	rule.ipfw.fw_tosand = 0xFF;
	set_label(rule.label, target);
	return rule;
}

struct ip_fwuser rule_marked(uint32_t mark, const char *target)
{
	struct ip_fwuser rule = rule_to(target);

	rule.ipfw.fw_mark = mark;
	return rule;
}

struct ip_fwuser rule_divert(uint16_t port)
{
	struct ip_fwuser rule = rule_to("DIVERT");

	rule.ipfw.fw_redirpt = port;
	return rule;
}

void apply(struct ip_fw *rule, const struct change *change)
{
	unsigned char *at = (unsigned char *)rule + change->offset;
	uint16_t half = (uint16_t)change->value;

	if (change->size == sizeof(change->value))
		memcpy(at, &change->value, sizeof(change->value));
	else if (change->size == sizeof(half))
		memcpy(at, &half, sizeof(half));
	else if (change->size == 1)
		*at = (unsigned char)change->value;
}

struct ip_fwpkt tcp_packet(void)
{
	struct ip_fwpkt packet;

	memset(&packet, 0, sizeof(packet));
	packet.fwp_iph.version = 4;
	packet.fwp_iph.ihl = 5;
	packet.fwp_iph.tot_len = htons(60);
	packet.fwp_iph.ttl = 64;
	packet.fwp_iph.protocol = IPPROTO_TCP;
	packet.fwp_iph.saddr = htonl(0xC0000202);
	packet.fwp_iph.daddr = htonl(0xC6336402);
	packet.fwp_protoh.fwp_tcph.source = htons(1024);
	packet.fwp_protoh.fwp_tcph.dest = htons(80);
	packet.fwp_protoh.fwp_tcph.syn = 1;
	strcpy(packet.fwp_vianame, "eth0");
	return packet;
}
