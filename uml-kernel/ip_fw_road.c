// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a walk does to the packet: counters, log, TOS, mark, copy and diary at
 * each rule that matches (S2.30), then the verdict.
 */
#include <linux/icmp.h>
#include <linux/in.h>
#include <linux/inetdevice.h>
#include <linux/ip.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/checksum.h>
#include <net/dst_metadata.h>
#include <net/icmp.h>
#include <net/route.h>
#include "ip_divert.h"
#include "ip_fw_core.h"
#include "ip_fw_diary.h"
#include "ip_fw_netlink.h"
#include "ip_fw_road.h"
#include "ip_fw_translate.h"

/**
 * struct road - a walk on the packet path
 * @skb: packet
 * @place: where
 * @resume: resume point whose diary entry is still due, else NULL
 * @tos: TOS at the beginning, which is that of the header checksum
 * @redirect: port of a REDIRECT rule that decided, host order
 * @divert: set when a DIVERT rule has found its listener
 */
struct road {
	struct sk_buff *skb;
	const struct ipfw_place *place;
	const struct ipfw_resume *resume;
	u8 tos;
	u16 redirect;
	struct ipdivert_delivery divert;
};

struct ipfw_ext *ipfw_ext_get(struct sk_buff *skb)
{
	bool fresh = !skb_ext_exist(skb, SKB_EXT_IPFW);
	struct ipfw_ext *ext = skb_ext_add(skb, SKB_EXT_IPFW);

	if (ext && fresh)
		memset(ext, 0, sizeof(*ext));
	return ext;
}

void ipfw_ext_exempt(struct ipfw_ext *ext, u16 port)
{
	unsigned int i;

	for (i = 0; i < ext->n_exempt; i++)
		if (ext->exempt[i] == port)
			return;
	if (ext->n_exempt == IPFW_EXEMPT_MAX)
		memmove(ext->exempt, ext->exempt + 1,
			--ext->n_exempt * sizeof(*ext->exempt));
	ext->exempt[ext->n_exempt++] = port;
}

static void count(atomic64_t *packets, atomic64_t *bytes,
		  const struct ipfw_facts *facts)
{
	atomic64_add(facts->length, bytes);
	atomic64_inc(packets);
}

/* The checksum follows behind the walk: copies show the old one (S2.38). */
static void rewrite_tos(struct sk_buff *skb, const struct ip_fw *fw)
{
	struct iphdr *iph = ip_hdr(skb);
	u8 tos = (iph->tos & fw->fw_tosand) ^ fw->fw_tosxor;

	if (tos == iph->tos || skb_ensure_writable(skb, iph->ihl * 4))
		return;
	ip_hdr(skb)->tos = tos;
}

/* S2.32 */
static void correct_checksum(const struct road *road)
{
	struct iphdr *iph = ip_hdr(road->skb);

	if (iph->tos != road->tos)
		csum_replace2(&iph->check, htons(road->tos), htons(iph->tos));
}

static void rewrite_mark(struct sk_buff *skb, const struct ip_fw *fw)
{
	if (fw->fw_flg & IP_FW_F_MARKABS)
		skb->mark = fw->fw_mark;
	else
		skb->mark += fw->fw_mark;
}

/* IPFW_PASS: nobody listens and pass-through is on (S7.5, S7.8). */
static enum ipfw_answer divert(struct road *road, const struct ipfw_step *step)
{
	u16 port = step->rule->fw.fw_redirpt;

	if (ipdivert_catch(&road->divert, road->place, road->skb, step))
		return IPFW_OBEY;
	ipfw_diary_noport(road->skb, port);
	return READ_ONCE(step->walk->fw->passthrough) ? IPFW_PASS : IPFW_OBEY;
}

static enum ipfw_answer meet_rule(struct road *road,
				  const struct ipfw_step *step)
{
	struct ipfw_rule *rule = step->rule;

	count(&rule->packets, &rule->bytes, step->walk->facts);
	if (rule->fw.fw_flg & IP_FW_F_PRN)
		ipfw_log(step, step->walk->facts, ip_hdr(road->skb));
	rewrite_tos(road->skb, &rule->fw);
	rewrite_mark(road->skb, &rule->fw);
	if (rule->fw.fw_flg & IP_FW_F_NETLINK &&
	    ipfw_netlink_copy(road->skb, step))
		return IPFW_FAIL;
	return rule->target == IPFW_T_DIVERT ? divert(road, step) : IPFW_OBEY;
}

/*
 * Tells the diary where the walk was taken up again. Due once, before the first
 * step; the path leads through rules that are there, so its last one has a
 * number.
 */
static void say_resumed(struct road *road, struct ipfw_net *fw)
{
	const struct ipfw_resume *resume = road->resume;
	struct ipfw_rule *rule;

	road->resume = NULL;
	if (!resume)
		return;
	rule = xa_load(&fw->rules, resume->path[resume->n_path - 1]);
	if (rule && rule->chain)
		ipfw_diary_resume(road->skb, rule->chain->label, rule->num);
}

static enum ipfw_answer road_step(void *context, const struct ipfw_step *step)
{
	struct road *road = context;

	say_resumed(road, step->walk->fw);
	ipfw_diary_step(road->skb, step);
	switch (step->kind) {
	case IPFW_STEP_RULE:
		return meet_rule(road, step);
	case IPFW_STEP_POLICY:
		count(&step->chain->packets, &step->chain->bytes,
		      step->walk->facts);
		break;
	case IPFW_STEP_LOOP:
		ipfw_log(step, step->walk->facts, ip_hdr(road->skb));
		break;
	default:
		break;
	}
	return IPFW_OBEY;
}

static enum ipfw_builtin stage_chain(enum ipfw_stage stage)
{
	switch (stage) {
	case IPFW_STAGE_INPUT:
		return IPFW_INPUT;
	case IPFW_STAGE_FORWARD:
		return IPFW_FORWARD;
	default:
		return IPFW_OUTPUT;
	}
}

/* S1.18 */
static const char *stage_via(const struct ipfw_place *place)
{
	const struct net_device *dev = place->stage == IPFW_STAGE_INPUT ?
				       place->in : place->out;

	return dev ? dev->name : "";
}

/* What the chains say, and what becomes of the packet because of it. */
static enum ipfw_verdict place_verdict(enum ipfw_stage stage,
				       const struct ipfw_walk *walk)
{
	/* Multicast routing asks for nothing but a verdict below ACCEPT (S1.35). */
	bool forward = stage == IPFW_STAGE_FORWARD &&
		       !ipv4_is_multicast(walk->facts->daddr);

	switch (walk->verdict) {
	case IPFW_REDIRECT:	/* S1.32, S1.33 */
		if (forward)
			return IPFW_DENY;
		return stage == IPFW_STAGE_INPUT ? IPFW_REDIRECT : IPFW_ACCEPT;
	case IPFW_MASQ:
		return forward ? IPFW_MASQ : IPFW_ACCEPT;
	default:
		return walk->verdict;
	}
}

static bool is_drop(enum ipfw_verdict verdict)
{
	return verdict != IPFW_ACCEPT && verdict != IPFW_MASQ &&
	       verdict != IPFW_REDIRECT;
}

static const char *drop_word(const struct ipfw_walk *walk)
{
	switch (walk->verdict) {
	case IPFW_LOOP:
		return "loop";
	case IPFW_SUSPECT:
		return "suspect";
	default:
		return walk->rule ? "rule" : "policy";
	}
}

/* S3.6 */
static u16 redirect_port(const struct ipfw_walk *walk)
{
	if (walk->verdict != IPFW_REDIRECT)
		return 0;
	return walk->rule->fw.fw_redirpt ?: walk->facts->dport;
}

/* Fills in the verdict; the packet's diary ends here if it is a drop. */
static enum ipfw_verdict walk_chain(struct road *road, struct ipfw_net *fw,
				    const struct ipfw_facts *facts,
				    const struct ipfw_resume *resume)
{
	const struct ipfw_ext *ext = skb_ext_find(road->skb, SKB_EXT_IPFW);
	struct ipfw_walk walk = {
		.fw = fw,
		.facts = facts,
		.start = fw->builtin[stage_chain(road->place->stage)],
		.exempt = ext ? ext->exempt : NULL,
		.n_exempt = ext ? ext->n_exempt : 0,
		.path = resume ? resume->path : NULL,
		.n_path = resume ? resume->n_path : 0,
		.step = road_step,
		.context = road,
	};
	enum ipfw_verdict verdict;

	if (ipfw_walk(&walk) == -ESTALE) {
		road->resume = NULL;
		ipfw_diary_resume(road->skb, walk.start->label, 0);
		walk.path = NULL;
		ipfw_walk(&walk);
	}
	say_resumed(road, fw);
	verdict = place_verdict(road->place->stage, &walk);
	road->redirect = redirect_port(&walk);
	if (walk.verdict == IPFW_SUSPECT)
		ipfw_log(NULL, facts, ip_hdr(road->skb));
	if (is_drop(verdict) && !road->divert.sk)
		ipfw_diary_drop(road->skb, walk.chain->label,
				walk.rule ? walk.rule->num : 0,
				drop_word(&walk));
	return verdict;
}

/*
 * The ICMP of a REJECT on input waits for the route, and is not sent if routing
 * would have refused the packet as well (S1.23).
 */
static bool route_before_reject(struct sk_buff *skb, struct net_device *in)
{
	const struct iphdr *iph = ip_hdr(skb);
	struct in_device *in_dev = __in_dev_get_rcu(in);

	if (!skb_valid_dst(skb) &&
	    ip_route_input_noref(skb, iph->daddr, iph->saddr, iph->tos, in))
		return false;
	return !skb_dst(skb)->error || (in_dev && IN_DEV_FORWARD(in_dev));
}

/* S3.4; returns the errno for a local sender. */
static int reject(struct sk_buff *skb, const struct ipfw_place *place)
{
	switch (place->stage) {
	case IPFW_STAGE_INPUT:
		if (route_before_reject(skb, place->in))
			icmp_send(skb, ICMP_DEST_UNREACH, ICMP_PORT_UNREACH, 0);
		return -EPERM;
	case IPFW_STAGE_FORWARD:
	case IPFW_STAGE_OUTPUT_FORWARDED:
		icmp_send(skb, ICMP_DEST_UNREACH, ICMP_HOST_UNREACH, 0);
		return -EPERM;
	case IPFW_STAGE_OUTPUT_LOCAL:
		break;
	}
	/* Only a connection hears of it, and through its errno (S1.39, B16). */
	if (!place->sk || place->sk->sk_protocol != IPPROTO_TCP)
		return -EPERM;
	icmp_send(skb, ICMP_DEST_UNREACH, ICMP_PORT_UNREACH, 0);
	return -ECONNREFUSED;
}

int ipfw_road(struct sk_buff *skb, const struct ipfw_place *place,
	      const struct ipfw_resume *resume)
{
	struct ipfw_net *fw = ipfw_net(place->net);
	struct road road = {
		.skb = skb,
		.place = place,
		.resume = resume,
	};
	enum ipfw_verdict verdict;
	struct ipfw_facts facts;

	/* The stack drops it, and the diary says so. */
	if (ipfw_facts_skb(&facts, skb, stage_via(place)))
		return -ENOMEM;
	road.tos = ip_hdr(skb)->tos;
	read_lock_bh(&fw->lock);
	verdict = walk_chain(&road, fw, &facts, resume);
	read_unlock_bh(&fw->lock);
	if (verdict != IPFW_DENY && verdict != IPFW_REJECT)
		correct_checksum(&road);
	switch (verdict) {
	case IPFW_ACCEPT:
		if (place->stage == IPFW_STAGE_FORWARD)
			ipfw_unmasquerade(skb);
		return IPFW_GO_ON;
	case IPFW_MASQ:
		return ipfw_masquerade(skb, place);
	case IPFW_REDIRECT:
		return ipfw_redirect(skb, place, road.redirect);
	case IPFW_DIVERT:
		if (!road.divert.sk)
			return -EPERM;
		ipdivert_deliver(&road.divert, skb);
		return IPFW_TAKEN;
	case IPFW_REJECT:
		return reject(skb, place);
	default:
		return -EPERM;
	}
}
