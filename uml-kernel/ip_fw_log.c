// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the firewall tells the kernel log.
 */
#include <linux/ip.h>
#include <linux/kernel.h>
#include <linux/net.h>
#include <linux/printk.h>
#include "ip_fw_core.h"

struct line {
	char *text;
	size_t size;
	size_t length;
};

static __printf(2, 3) void add(struct line *line, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	line->length += vscnprintf(line->text + line->length,
				   line->size - line->length, format, args);
	va_end(args);
}

static void add_rule(struct line *line, const struct ipfw_rule *rule)
{
	add(line, "Packet log: %s %s ", rule->chain->label,
	    ipfw_target_label(rule));
	if (rule->target == IPFW_T_REDIRECT || rule->target == IPFW_T_DIVERT)
		add(line, "%u ", rule->fw.fw_redirpt);
}

/* Option words as they lie in memory (S2.60). */
static void add_options(struct line *line, const struct iphdr *iph)
{
	const u32 *option = (const u32 *)(iph + 1);
	int i;

	for (i = 5; i < iph->ihl; i++)
		add(line, " O=0x%8.8X", *option++);
}

static void add_packet(struct line *line, const struct ipfw_facts *facts,
		       const struct iphdr *iph)
{
	unsigned int sport = facts->suspect ? 0 : facts->sport;
	unsigned int dport = facts->suspect ? 0 : facts->dport;

	add(line, "%s PROTO=%u %pI4:%u %pI4:%u L=%u", facts->via, facts->proto,
	    &iph->saddr, sport, &iph->daddr, dport, facts->length);
	add(line, " S=0x%2.2X I=%u F=0x%4.4X T=%u", iph->tos, ntohs(iph->id),
	    ntohs(iph->frag_off), iph->ttl);
	add_options(line, iph);
	if (facts->syn)
		add(line, " SYN");
}

void ipfw_log_line(char text[IPFW_LOG_LINE], const struct ipfw_rule *rule,
		   const struct ipfw_facts *facts, const struct iphdr *iph)
{
	struct line line = { .text = text, .size = IPFW_LOG_LINE };

	if (rule)
		add_rule(&line, rule);
	add_packet(&line, facts, iph);
	add(&line, " (#%u)", rule ? rule->num : 0);
}

static void log_packet(const struct ipfw_rule *rule,
		       const struct ipfw_facts *facts, const struct iphdr *iph)
{
	char text[IPFW_LOG_LINE];

	ipfw_log_line(text, rule, facts, iph);
	pr_info("%s\n", text);
}

static void log_suspect(const struct ipfw_facts *facts,
			const struct iphdr *iph)
{
	if (!net_ratelimit())
		return;
	if (facts->suspect == IPFW_SUSPECT_TCP)
		pr_info("Suspect TCP fragment.\n");
	else
		pr_info("Suspect short first fragment.\n");
	log_packet(NULL, facts, iph);
}

/* Innermost chain first; there may be as many as there are chains. */
static void log_loop(const struct ipfw_step *step)
{
	const struct ipfw_walk *walk = step->walk;
	unsigned int i;

	pr_err("IP firewall: Loop detected at `%s'.\n",
	       step->rule->jump->label);
	pr_err("Chain backtrace: %s", step->chain->label);
	for (i = walk->depth; i > 0; i--)
		pr_cont("<-%s", walk->stack[i - 1]->chain->label);
	pr_cont("\n");
}

void ipfw_log(const struct ipfw_step *step, const struct ipfw_facts *facts,
	      const struct iphdr *iph)
{
	if (!step)
		log_suspect(facts, iph);
	else if (step->kind == IPFW_STEP_LOOP)
		log_loop(step);
	else if (step->rule)
		log_packet(step->rule, facts, iph);
}
