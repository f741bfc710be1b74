// SPDX-License-Identifier: GPL-2.0-only
/*
 * One rule against one packet.
 *
 * Each criterion is answered by its own function, inverse flag included; a
 * rule matches when all of them say yes.
 */
#include <linux/string.h>
#include "ip_fw_core.h"

static bool inverted(const struct ip_fw *fw, u16 flag)
{
	return fw->fw_invflg & flag;
}

/*
 * The stored address is not masked: host bits outside the mask make a rule
 * that matches nothing, inverted everything (S2.9).
 */
static bool source_matches(const struct ip_fw *fw,
			   const struct ipfw_facts *facts)
{
	bool same = (facts->saddr & fw->fw_smsk.s_addr) == fw->fw_src.s_addr;

	return same != inverted(fw, IP_FW_INV_SRCIP);
}

static bool destination_matches(const struct ip_fw *fw,
				const struct ipfw_facts *facts)
{
	bool same = (facts->daddr & fw->fw_dmsk.s_addr) == fw->fw_dst.s_addr;

	return same != inverted(fw, IP_FW_INV_DSTIP);
}

/* fw_vianame may fill its 16 bytes without a NUL (S2.16). */
static bool interface_matches(const struct ip_fw *fw,
			      const struct ipfw_facts *facts)
{
	size_t length = sizeof(fw->fw_vianame);
	bool same;

	if (fw->fw_flg & IP_FW_F_WILDIF)
		length = strnlen(fw->fw_vianame, length);
	same = !strncmp(facts->via, fw->fw_vianame, length);
	return same != inverted(fw, IP_FW_INV_VIA);
}

static bool fragment_matches(const struct ip_fw *fw,
			     const struct ipfw_facts *facts)
{
	bool fails = (fw->fw_flg & IP_FW_F_FRAG) && !facts->fragment;

	return fails == inverted(fw, IP_FW_INV_FRAG);
}

/* With the flag a fragment never matches, inverted or not (S2.18). */
static bool syn_matches(const struct ip_fw *fw, const struct ipfw_facts *facts)
{
	bool asked = fw->fw_flg & IP_FW_F_TCPSYN;
	bool fails = asked && !facts->syn;

	if (asked && facts->fragment)
		return false;
	return fails == inverted(fw, IP_FW_INV_SYN);
}

/*
 * A fragment has no ports: it passes a full range, inverted or not, and no
 * other (S2.22, S2.23).
 */
static bool port_matches(const __u16 range[2], u16 port, bool fragment,
			 bool invert)
{
	bool inside = range[0] <= port && port <= range[1];

	if (fragment)
		return range[0] == 0 && range[1] == 0xFFFF;
	return inside != invert;
}

/* Protocol 0 asks for no protocol and no ports (S2.20). */
static bool protocol_matches(const struct ip_fw *fw,
			     const struct ipfw_facts *facts)
{
	bool same = facts->proto == fw->fw_proto;

	if (!fw->fw_proto)
		return true;
	if (same == inverted(fw, IP_FW_INV_PROTO))
		return false;
	return port_matches(fw->fw_spts, facts->sport, facts->fragment,
			    inverted(fw, IP_FW_INV_SRCPT)) &&
	       port_matches(fw->fw_dpts, facts->dport, facts->fragment,
			    inverted(fw, IP_FW_INV_DSTPT));
}

bool ipfw_match(const struct ip_fw *fw, const struct ipfw_facts *facts)
{
	return source_matches(fw, facts) &&
	       destination_matches(fw, facts) &&
	       interface_matches(fw, facts) &&
	       fragment_matches(fw, facts) &&
	       syn_matches(fw, facts) &&
	       protocol_matches(fw, facts);
}
