// SPDX-License-Identifier: GPL-2.0-only
/*
 * A rule as the words that make it: the line of a saved file (S6.75). Numbers
 * throughout, so that no file in /etc can change what it means.
 */
#include <arpa/inet.h>
#include <string.h>

#include "ipchains.h"

static const char *inverted(const struct ip_fw *fw, unsigned int flag)
{
	return fw->fw_invflg & flag ? "! " : "";
}

static bool has_ports(const struct ip_fw *fw)
{
	return fw->fw_proto == IPPROTO_TCP || fw->fw_proto == IPPROTO_UDP ||
	       fw->fw_proto == IPPROTO_ICMP;
}

static void save_side(FILE *out, const char *option, struct in_addr addr,
		      struct in_addr mask, const char *inverse)
{
	char text[INET_ADDRSTRLEN];

	inet_ntop(AF_INET, &addr, text, sizeof(text));
	fprintf(out, " %s %s%s", option, inverse, text);
	inet_ntop(AF_INET, &mask, text, sizeof(text));
	fprintf(out, "/%s", text);
}

static void save_ports(FILE *out, const struct ip_fw *fw,
		       const uint16_t range[2], unsigned int flag)
{
	if (has_ports(fw))
		fprintf(out, " %s%u:%u", inverted(fw, flag), range[0], range[1]);
}

static void save_interface(FILE *out, const struct ip_fw *fw)
{
	/* No name matches all; only its inverse needs to be said. */
	if (!fw->fw_vianame[0] && !(fw->fw_invflg & IP_FW_INV_VIA))
		return;
	fprintf(out, " -i %s%.16s%s", inverted(fw, IP_FW_INV_VIA),
		fw->fw_vianame, fw->fw_flg & IP_FW_F_WILDIF ? "+" : "");
}

static void save_target(FILE *out, const struct ip_fwuser *rule)
{
	if (!rule->label[0])
		return;
	fprintf(out, " -j %s", rule->label);
	if (strcmp(rule->label, IP_FW_LABEL_REDIRECT) == 0 ||
	    strcmp(rule->label, IP_FW_LABEL_DIVERT) == 0)
		fprintf(out, " %u", rule->ipfw.fw_redirpt);
}

static void save_effects(FILE *out, const struct ip_fw *fw)
{
	if (fw->fw_flg & IP_FW_F_PRN)
		fputs(" -l", out);
	if (fw->fw_flg & IP_FW_F_NETLINK)
		fprintf(out, " -o %u", fw->fw_outputsize);
	if (fw->fw_flg & IP_FW_F_MARKABS)
		fprintf(out, " -m %u", fw->fw_mark);
	else if (fw->fw_mark)
		fprintf(out, " -m +%u", fw->fw_mark);
	if (fw->fw_tosand != 0xFF || fw->fw_tosxor)
		fprintf(out, " -t %02X %02X", fw->fw_tosand, fw->fw_tosxor);
}

static void save_flag(FILE *out, const struct ip_fw *fw, unsigned int flag,
		      unsigned int inverse, const char *option)
{
	if (fw->fw_flg & flag)
		fprintf(out, " %s%s", inverted(fw, inverse), option);
}

void save_rule(FILE *out, const char *chain, const struct ip_fwuser *rule)
{
	const struct ip_fw *fw = &rule->ipfw;

	fprintf(out, "-A %s", chain);
	save_side(out, "-s", fw->fw_src, fw->fw_smsk,
		  inverted(fw, IP_FW_INV_SRCIP));
	save_ports(out, fw, fw->fw_spts, IP_FW_INV_SRCPT);
	save_side(out, "-d", fw->fw_dst, fw->fw_dmsk,
		  inverted(fw, IP_FW_INV_DSTIP));
	save_ports(out, fw, fw->fw_dpts, IP_FW_INV_DSTPT);
	save_interface(out, fw);
	if (fw->fw_proto || fw->fw_invflg & IP_FW_INV_PROTO)
		fprintf(out, " -p %s%u", inverted(fw, IP_FW_INV_PROTO),
			fw->fw_proto);
	save_target(out, rule);
	save_effects(out, fw);
	save_flag(out, fw, IP_FW_F_TCPSYN, IP_FW_INV_SYN, "-y");
	save_flag(out, fw, IP_FW_F_FRAG, IP_FW_INV_FRAG, "-f");
}
