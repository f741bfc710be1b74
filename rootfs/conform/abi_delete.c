/* SPDX-License-Identifier: GPL-2.0-only */
/* abi_delete.c - DELETE by content and DELETE_NUM by position */
#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "answer.h"
#include "claim.h"
#include "command.h"
#include "groups.h"
#include "listing.h"

/* S4.34 */
void group_delnum(void)
{
	struct ip_fwuser rule = rule_to("RETURN");

	refused(delete_num("input", 1), ENOENT, "number 1 of an empty chain");
	refused(delete_num("input", 0), ENOENT, "number 0 of an empty chain");
	for (rule.ipfw.fw_mark = 1; rule.ipfw.fw_mark <= 3; rule.ipfw.fw_mark++)
		prepared(append("input", &rule), "append");
	refused(delete_num("input", 0), ENOENT, "number 0 of three rules");
	refused(delete_num("input", 4), ENOENT, "number 4 of three rules");
	refused(delete_num("input", UINT32_MAX), ENOENT, "number 4294967295");
	refused(delete_num("nochain", 1), ENOENT, "a chain that does not exist");
	refused(delete_num("unending!", 1), EINVAL, "a chain's label without NUL");
	accepted(delete_num("input", 2), "number 2 of three rules");
	claim_text(marks("input"), "1 3", "the second rule is gone");
	accepted(delete_num("input", 2), "number 2 of two rules");
	accepted(delete_num("input", 1), "number 1, the last one there is");
	refused(delete_num("input", 1), ENOENT, "number 1, now that there is none");
}

/* A TCP rule of which every member says something. */
static struct ip_fwuser full_rule(void)
{
	struct ip_fwuser rule = rule_marked(7, "user");
	struct ip_fw *fw = &rule.ipfw;

	fw->fw_src.s_addr = htonl(0xC0000200);
	fw->fw_smsk.s_addr = htonl(0xFFFFFF00);
	fw->fw_dst.s_addr = htonl(0xC6336402);
	fw->fw_dmsk.s_addr = htonl(0xFFFFFFFF);
	fw->fw_proto = 6;
	fw->fw_flg = IP_FW_F_PRN | IP_FW_F_TCPSYN;
	fw->fw_invflg = IP_FW_INV_DSTIP;
	fw->fw_spts[0] = 1024;
	fw->fw_dpts[0] = 80;
	fw->fw_dpts[1] = 81;
	fw->fw_redirpt = 8080;
	fw->fw_outputsize = 64;
	strcpy(fw->fw_vianame, "eth0");
	fw->fw_tosand = 0x01;
	fw->fw_tosxor = 0x10;
	return rule;
}

/* S4.35: compared, and not compared. */
static const struct {
	const char *what;
	struct change change;
} compared[] = {
	{ "source address", CHANGE(fw_src, 0x01020304) },
	{ "destination address", CHANGE(fw_dst, 0x01020304) },
	{ "source mask", CHANGE(fw_smsk, 0x0000FFFF) },
	{ "destination mask", CHANGE(fw_dmsk, 0x00FFFFFF) },
	{ "protocol", CHANGE(fw_proto, 17) },
	{ "flag: not logged", CHANGE(fw_flg, IP_FW_F_TCPSYN) },
	{ "flag: fragments", CHANGE(fw_flg, IP_FW_F_PRN | IP_FW_F_TCPSYN | IP_FW_F_FRAG) },
	{ "flag: wild card", CHANGE(fw_flg, IP_FW_F_PRN | IP_FW_F_TCPSYN | IP_FW_F_WILDIF) },
	{ "inverse flags", CHANGE(fw_invflg, 0) },
	{ "lowest source port", CHANGE(fw_spts[0], 1023) },
	{ "highest source port", CHANGE(fw_spts[1], 65534) },
	{ "lowest destination port", CHANGE(fw_dpts[0], 79) },
	{ "highest destination port", CHANGE(fw_dpts[1], 82) },
	{ "redirect port", CHANGE(fw_redirpt, 8081) },
	{ "bytes of the netlink copy", CHANGE(fw_outputsize, 65) },
	{ "interface", CHANGE(fw_vianame[3], '1') },
	{ "no interface", CHANGE(fw_vianame[0], 0) },
	{ "last character of the interface", CHANGE(fw_vianame[4], 'x') },
}, ignored[] = {
	{ "mark", CHANGE(fw_mark, 8) },
	{ "MARKABS", CHANGE(fw_flg, IP_FW_F_PRN | IP_FW_F_TCPSYN | IP_FW_F_MARKABS) },
	{ "TOS and mask", CHANGE(fw_tosand, 0xFF) },
	{ "TOS xor mask", CHANGE(fw_tosxor, 0) },
	{ "a byte behind the interface's NUL", CHANGE(fw_vianame[5], 'x') },
};

static void comparing(void)
{
	struct ip_fwuser rule;
	size_t i;

	rule = full_rule();
	prepared(append("input", &rule), "append");
	for (i = 0; i < sizeof(compared) / sizeof(compared[0]); i++) {
		rule = full_rule();
		apply(&rule.ipfw, &compared[i].change);
		refused(delete_like("input", &rule), EINVAL, "another %s", compared[i].what);
	}
	rule = full_rule();
	set_label(rule.label, "other");
	refused(delete_like("input", &rule), EINVAL, "another user chain as target");
	set_label(rule.label, "ACCEPT");
	refused(delete_like("input", &rule), EINVAL, "another target");
	rule = full_rule();
	refused(delete_like("output", &rule), EINVAL, "a chain that has no such rule");
	for (i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++) {
		rule = full_rule();
		apply(&rule.ipfw, &ignored[i].change);
		accepted(delete_like("input", &rule), "another %s", ignored[i].what);
		claim_number(listed_chain("user")->refs, 0, "the rule is gone");
		rule = full_rule();
		prepared(append("input", &rule), "append");
	}
}

/* S4.35, S4.36 */
void group_delete(void)
{
	struct ip_fwuser rule = rule_marked(1, "ACCEPT");

	prepared(create_chain("user"), "create chain");
	prepared(create_chain("other"), "create chain");
	comparing();
	must(flush_chain("input"), "flush");

	prepared(append("input", &rule), "append");
	rule.ipfw.fw_mark = 2;
	prepared(append("input", &rule), "append");
	rule.ipfw.fw_mark = 3;
	accepted(delete_like("input", &rule), "one like two that are equal");
	claim_text(marks("input"), "2", "the first of the two is gone");
	claim_number(listed_rule("input", 1)->flags, IP_FW_F_WILDIF, "it was stored with WILDIF");
	accepted(delete_like("input", &rule), "without WILDIF for an empty interface");
	refused(delete_like("input", &rule), EINVAL, "the rule that is gone");
	refused(delete_like("nochain", &rule), ENOENT, "a chain that does not exist");
}
