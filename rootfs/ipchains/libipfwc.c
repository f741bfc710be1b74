// SPDX-License-Identifier: GPL-2.0-only
/*
 * The verbs of libipfwc.h over setsockopt(), and the text of their failures.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "libipfwc.h"

/* Who failed last; a bit each so that the table of texts can name several. */
enum verb {
	VERB_OTHER	= 1 << 0,
	VERB_SOCKET	= 1 << 1,
	VERB_APPEND	= 1 << 2,
	VERB_INSERT	= 1 << 3,
	VERB_REPLACE	= 1 << 4,
	VERB_DELETE	= 1 << 5,
	VERB_DELETE_NUM	= 1 << 6,
	VERB_CHECK	= 1 << 7,
	VERB_CREATE	= 1 << 8,
	VERB_REMOVE	= 1 << 9,
	VERB_PLACES	= VERB_APPEND | VERB_INSERT | VERB_REPLACE,
	VERB_ANY	= ~0,
};

static struct {
	enum verb verb;
	ip_chainlabel target;	/* of the rule it was given, or "" */
} failed = { .verb = VERB_OTHER };

static int fail(enum verb verb, const struct ip_fwuser *fw)
{
	failed.verb = verb;
	memset(failed.target, 0, sizeof(failed.target));
	if (fw)
		memcpy(failed.target, fw->label, sizeof(failed.target) - 1);
	return 0;
}

/* Zero-fills what is behind the name: the kernel sees no garbage of ours. */
static int set_label(ip_chainlabel label, const char *name)
{
	size_t length = strlen(name);

	if (length > IP_FW_MAX_LABEL_LENGTH) {
		errno = EINVAL;
		return 0;
	}
	memset(label, 0, sizeof(ip_chainlabel));
	memcpy(label, name, length);
	return 1;
}

int ipfwc_get_raw_socket(void)
{
	static int raw = -1;

	if (raw < 0)
		raw = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	if (raw < 0)
		fail(VERB_SOCKET, NULL);
	return raw;
}

static int send_option(enum verb verb, const struct ip_fwuser *fw, int option,
		       const void *argument, socklen_t length)
{
	int raw = ipfwc_get_raw_socket();

	if (raw < 0)
		return 0;
	if (setsockopt(raw, IPPROTO_IP, option, argument, length) == 0)
		return 1;
	return fail(verb, fw);
}

static int send_change(enum verb verb, int option, const char *chain,
		       const struct ip_fwuser *fw)
{
	struct ip_fwchange change = { .fwc_rule = *fw };

	if (!set_label(change.fwc_label, chain))
		return fail(verb, fw);
	return send_option(verb, fw, option, &change, sizeof(change));
}

static int send_new(enum verb verb, int option, const char *chain,
		    const struct ip_fwuser *fw, unsigned int num)
{
	struct ip_fwnew new = { .fwn_rulenum = num, .fwn_rule = *fw };

	if (!set_label(new.fwn_label, chain))
		return fail(verb, fw);
	return send_option(verb, fw, option, &new, sizeof(new));
}

static int send_chain(enum verb verb, int option, const char *chain)
{
	ip_chainlabel label;

	if (!set_label(label, chain))
		return fail(verb, NULL);
	return send_option(verb, NULL, option, label, sizeof(label));
}

int ipfwc_append_entry(const char *chain, const struct ip_fwuser *fw)
{
	return send_change(VERB_APPEND, IP_FW_APPEND, chain, fw);
}

int ipfwc_insert_entry(const char *chain, const struct ip_fwuser *fw,
		       unsigned int num)
{
	return send_new(VERB_INSERT, IP_FW_INSERT, chain, fw, num);
}

int ipfwc_replace_entry(const char *chain, const struct ip_fwuser *fw,
			unsigned int num)
{
	return send_new(VERB_REPLACE, IP_FW_REPLACE, chain, fw, num);
}

int ipfwc_delete_entry(const char *chain, const struct ip_fwuser *fw)
{
	return send_change(VERB_DELETE, IP_FW_DELETE, chain, fw);
}

int ipfwc_delete_num_entry(const char *chain, unsigned int num)
{
	struct ip_fwdelnum del = { .fwd_rulenum = num };

	if (!set_label(del.fwd_label, chain))
		return fail(VERB_DELETE_NUM, NULL);
	return send_option(VERB_DELETE_NUM, NULL, IP_FW_DELETE_NUM, &del,
			   sizeof(del));
}

int ipfwc_flush_entries(const char *chain)
{
	return send_chain(VERB_OTHER, IP_FW_FLUSH, chain);
}

int ipfwc_zero_entries(const char *chain)
{
	return send_chain(VERB_OTHER, IP_FW_ZERO, chain);
}

int ipfwc_create_chain(const char *chain)
{
	return send_chain(VERB_CREATE, IP_FW_CREATECHAIN, chain);
}

int ipfwc_delete_chain(const char *chain)
{
	return send_chain(VERB_REMOVE, IP_FW_DELETECHAIN, chain);
}

int ipfwc_set_policy(const char *chain, const char *policy)
{
	struct ip_fwpolicy set;

	if (!set_label(set.fwp_label, chain) ||
	    !set_label(set.fwp_policy, policy))
		return fail(VERB_OTHER, NULL);
	return send_option(VERB_OTHER, NULL, IP_FW_POLICY, &set, sizeof(set));
}

/*
 * The packet a rule describes. Two oddities are part of the interface: the
 * total length stands in host order (S4.50), and "fragment" is offset 2, clear
 * of the offset 1 that the kernel blocks before any rule (S4.51).
 */
static void make_packet(struct ip_fwpkt *packet, const struct ip_fw *fw)
{
	packet->fwp_iph.version = 4;
	packet->fwp_iph.ihl = 5;
	packet->fwp_iph.tot_len = 60;
	packet->fwp_iph.frag_off = htons(fw->fw_flg & IP_FW_F_FRAG ? 2 : 0);
	packet->fwp_iph.protocol = (uint8_t)fw->fw_proto;
	packet->fwp_iph.saddr = fw->fw_src.s_addr;
	packet->fwp_iph.daddr = fw->fw_dst.s_addr;
	memcpy(packet->fwp_vianame, fw->fw_vianame, sizeof(packet->fwp_vianame));
	if (fw->fw_flg & IP_FW_F_FRAG)
		return;

	switch (fw->fw_proto) {
	case IPPROTO_TCP:
		packet->fwp_protoh.fwp_tcph.source = htons(fw->fw_spts[0]);
		packet->fwp_protoh.fwp_tcph.dest = htons(fw->fw_dpts[0]);
		packet->fwp_protoh.fwp_tcph.syn = !!(fw->fw_flg & IP_FW_F_TCPSYN);
		break;
	case IPPROTO_UDP:
		packet->fwp_protoh.fwp_udph.source = htons(fw->fw_spts[0]);
		packet->fwp_protoh.fwp_udph.dest = htons(fw->fw_dpts[0]);
		break;
	case IPPROTO_ICMP:
		packet->fwp_protoh.fwp_icmph.type = (uint8_t)fw->fw_spts[0];
		packet->fwp_protoh.fwp_icmph.code = (uint8_t)fw->fw_dpts[0];
		break;
	}
}

const char *ipfwc_check_packet(const char *chain, const struct ip_fwuser *fw)
{
	struct ip_fwtest test = { 0 };

	if (!set_label(test.fwt_label, chain)) {
		fail(VERB_CHECK, fw);
		return NULL;
	}
	make_packet(&test.fwt_packet, &fw->ipfw);
	if (send_option(VERB_CHECK, fw, IP_FW_CHECK, &test, sizeof(test)))
		return "accepted";
	if (failed.verb == VERB_SOCKET)
		return NULL;
	switch (errno) {
	case ECONNRESET:	return "masqueraded";
	case ETIMEDOUT:		return "denied";
	case ECONNREFUSED:	return "rejected";
	case ECONNABORTED:	return "redirected";
	case EREMOTE:		return "diverted";
	case ELOOP:		return "caught in loop";
	case ENFILE:		return "passed through chain";
	default:		return NULL;
	}
}

/* What a kernel without the facility behind a target may lack. */
static const char *target_hint(void)
{
	if (strcmp(failed.target, IP_FW_LABEL_MASQUERADE) == 0)
		return " (Maybe this kernel doesn't support masquerading?)";
	if (strcmp(failed.target, IP_FW_LABEL_REDIRECT) == 0)
		return " (Maybe this kernel doesn't support transparent proxying?)";
	if (strcmp(failed.target, IP_FW_LABEL_DIVERT) == 0)
		return " (Maybe this kernel doesn't support divert sockets?)";
	return "";
}

/* The first line that fits is the answer (S6.35). */
static const struct {
	int verbs;
	int err;
	const char *text;
} texts[] = {
	{ VERB_PLACES, ENOENT, "No target by that name" },
	{ VERB_ANY, ENOENT, "No chain by that name" },
	{ VERB_ANY, 0, "Incompatible with this kernel" },
	{ VERB_SOCKET, EPERM, "Permission denied (you must be root)" },
	{ VERB_REMOVE, ENOTEMPTY, "Chain is not empty" },
	{ VERB_CREATE, EEXIST, "Chain already exists" },
	{ VERB_CHECK, EINVAL, "bad arguments (does that interface exist?)" },
	{ VERB_DELETE | VERB_INSERT | VERB_DELETE_NUM | VERB_REPLACE, EINVAL,
	  "bad rule (does a matching rule exist in that chain?)" },
};

const char *ipfwc_strerror(int err)
{
	static char text[128];

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (!(texts[i].verbs & failed.verb) || texts[i].err != err)
			continue;
		snprintf(text, sizeof(text), "%s%s", texts[i].text,
			 i == 0 ? target_hint() : "");
		return text;
	}
	return strerror(err);
}
