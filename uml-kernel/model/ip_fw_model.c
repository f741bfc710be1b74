// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reference model of the 2.2 firewall: see the header.
 */
#include "ip_fw_model.h"

enum { ICMP = 1, TCP = 6, UDP = 17 };

/* Reading a packet */

static unsigned int byte(const struct model_packet *p, unsigned int at)
{
	return p->bytes[at];
}

static unsigned int number(const struct model_packet *p, unsigned int at,
			   unsigned int bytes)
{
	unsigned int value = 0;

	while (bytes--)
		value = value * 256 + byte(p, at++);
	return value;
}

static unsigned int header_length(const struct model_packet *p)
{
	return byte(p, 0) % 16 * 4;
}

static unsigned int total_length(const struct model_packet *p)
{
	return number(p, 2, 2);
}

static unsigned int fragment_offset(const struct model_packet *p)
{
	return number(p, 6, 2) % 0x2000;
}

static bool more_fragments(const struct model_packet *p)
{
	return number(p, 6, 2) / 0x2000 % 2;
}

static unsigned int protocol(const struct model_packet *p)
{
	return byte(p, 9);
}

/* S2.2: shorter than what its protocol must have behind the header */
static bool is_short(const struct model_packet *p)
{
	unsigned int required = 0;

	if (protocol(p) == TCP)
		required = 16;
	if (protocol(p) == UDP)
		required = 8;
	if (protocol(p) == ICMP)
		required = 8;
	return fragment_offset(p) == 0 &&
	       total_length(p) < header_length(p) + required;
}

/* S2.4 */
static bool is_fragment(const struct model_packet *p)
{
	return fragment_offset(p) != 0 || is_short(p);
}

bool model_suspect(const struct model_packet *p)
{
	if (fragment_offset(p) == 1 && protocol(p) == TCP)
		return true;
	return is_short(p) && more_fragments(p);
}

/* S2.6 */
static unsigned int source_port(const struct model_packet *p)
{
	if (is_fragment(p))
		return 65535;
	if (protocol(p) == TCP || protocol(p) == UDP)
		return number(p, header_length(p), 2);
	if (protocol(p) == ICMP)
		return byte(p, header_length(p));
	return 65535;
}

static unsigned int destination_port(const struct model_packet *p)
{
	if (is_fragment(p))
		return 65535;
	if (protocol(p) == TCP || protocol(p) == UDP)
		return number(p, header_length(p) + 2, 2);
	if (protocol(p) == ICMP)
		return byte(p, header_length(p) + 1);
	return 65535;
}

/* S2.7 */
static bool is_syn(const struct model_packet *p)
{
	unsigned int flags;

	if (protocol(p) != TCP || is_fragment(p))
		return false;
	flags = byte(p, header_length(p) + 13);
	return flags / 2 % 2 == 1 &&	/* SYN */
	       flags / 4 % 2 == 0 &&	/* RST */
	       flags / 16 % 2 == 0;	/* ACK */
}

/* Matching: each test says whether the rule goes on to be a candidate. */

static bool turned(bool answer, const struct model_rule *r, unsigned int flag)
{
	return (r->inverse & flag) ? !answer : answer;
}

static bool address_test(unsigned int address, unsigned int mask,
			 unsigned int wanted)
{
	unsigned int bit;

	for (bit = 0; bit < 32; bit++) {
		unsigned int has = ((address & mask) >> bit) & 1;

		if (has != ((wanted >> bit) & 1))
			return false;
	}
	return true;
}

/* S2.12, S2.13, S2.16 */
static bool interface_test(const struct model_rule *r, const char *device)
{
	unsigned int i;

	if (r->via[0] == 0)
		return true;
	for (i = 0; i < 16; i++) {
		if (r->via[i] == 0)
			return r->flags & MODEL_WILDIF || device[i] == 0;
		if (r->via[i] != device[i])
			return false;
	}
	return true;
}

/* S2.17 */
static bool fragment_test(const struct model_rule *r,
			  const struct model_packet *p)
{
	bool asked = r->flags & MODEL_FRAG;
	bool inverse = r->inverse & MODEL_INV_FRAG;

	if (!asked)
		return !inverse;
	return inverse ? !is_fragment(p) : is_fragment(p);
}

/* S2.18 */
static bool syn_test(const struct model_rule *r, const struct model_packet *p)
{
	bool asked = r->flags & MODEL_TCPSYN;
	bool inverse = r->inverse & MODEL_INV_SYN;

	if (!asked)
		return !inverse;
	if (is_fragment(p))
		return false;
	return inverse ? !is_syn(p) : is_syn(p);
}

/* S2.22 */
static bool port_test(const struct model_rule *r, const unsigned int range[2],
		      unsigned int flag, unsigned int port, bool fragment)
{
	if (fragment)
		return range[0] == 0 && range[1] == 65535;
	return turned(port >= range[0] && port <= range[1], r, flag);
}

bool model_matches(const struct model_rule *r, const struct model_packet *p)
{
	bool fragment = is_fragment(p);

	if (!turned(address_test(number(p, 12, 4), r->smask, r->src), r,
		    MODEL_INV_SRCIP))
		return false;
	if (!turned(address_test(number(p, 16, 4), r->dmask, r->dst), r,
		    MODEL_INV_DSTIP))
		return false;
	if (!turned(interface_test(r, p->via), r, MODEL_INV_VIA))
		return false;
	if (!fragment_test(r, p))
		return false;
	if (!syn_test(r, p))
		return false;
	if (r->proto == 0)		/* S2.20 */
		return true;
	if (!turned(protocol(p) == r->proto, r, MODEL_INV_PROTO))
		return false;
	if (!port_test(r, r->sport, MODEL_INV_SRCPT, source_port(p), fragment))
		return false;
	return port_test(r, r->dport, MODEL_INV_DSTPT, destination_port(p),
			 fragment);
}

/* Walking */

/**
 * struct walk - a walk under way
 * @q: question
 * @a: answer so far
 * @inside: chains one is in, outermost first, with the rule one is at
 * @depth: how many
 */
struct walk {
	const struct model_question *q;
	struct model_answer *a;
	struct model_place inside[MODEL_CHAINS];
	unsigned int depth;
};

static bool listed(unsigned int port, const unsigned int *ports, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		if (ports[i] == port)
			return true;
	return false;
}

static void tell(struct walk *w, enum model_event event,
		 struct model_place place)
{
	if (w->a->n_steps < MODEL_STEPS) {
		w->a->steps[w->a->n_steps].event = event;
		w->a->steps[w->a->n_steps].place = place;
	}
	w->a->n_steps++;
}

/* True for ever: no more rules. */
static bool end(struct walk *w, enum model_verdict verdict,
		struct model_place place)
{
	w->a->verdict = verdict;
	w->a->place = place;
	return true;
}

static bool diverts(struct walk *w, const struct model_rule *r,
		    struct model_place place)
{
	unsigned int i;

	if (listed(r->port, w->q->passing, w->q->n_passing))
		return false;
	for (i = 0; i < w->depth; i++)
		w->a->path[i] = w->inside[i];
	w->a->n_path = w->depth;
	return end(w, MODEL_DIVERTED, place);
}

static bool walk_chain(struct walk *w, unsigned int chain, unsigned int level);

static bool jumps(struct walk *w, const struct model_rule *r,
		  struct model_place place, unsigned int level)
{
	unsigned int i;

	for (i = 0; i < w->depth; i++)
		if (w->inside[i].chain == r->jump) {
			tell(w, MODEL_LOOP, place);
			return end(w, MODEL_LOOPED, place);
		}
	if (walk_chain(w, r->jump, level))
		return true;
	place.chain = r->jump;
	place.rule = 0;
	tell(w, MODEL_CAME_BACK, place);
	return false;
}

/*
 * The rules of one chain, from its first or, for the first @level of a resume,
 * from where the path says. True if the packet's fate is decided, false at the
 * end of the chain.
 */
static bool walk_chain(struct walk *w, unsigned int number_, unsigned int level)
{
	const struct model_chain *chain = &w->q->set->chains[number_];
	struct model_place *here = &w->inside[w->depth++];
	bool over = false;

	here->chain = number_;
	here->rule = 1;
	if (level < w->q->n_path) {
		here->rule = w->q->path[level].rule;
		if (level + 1 < w->q->n_path)
			over = jumps(w, &chain->rules[here->rule - 1], *here,
				     level + 1);
		here->rule++;
	}
	for (; !over && here->rule <= chain->n_rules; here->rule++) {
		const struct model_rule *r = &chain->rules[here->rule - 1];
		enum model_target t = r->target;

		if (t == MODEL_DIVERT &&
		    listed(r->port, w->q->exempt, w->q->n_exempt))
			continue;
		if (!model_matches(r, &w->q->packet))
			continue;
		tell(w, MODEL_MATCHED, *here);
		if (t == MODEL_RETURN)
			break;
		if (t == MODEL_JUMP)
			over = jumps(w, r, *here, MODEL_PATH);
		if (t == MODEL_DIVERT)
			over = diverts(w, r, *here);
		if (t == MODEL_ACCEPT)
			over = end(w, MODEL_ACCEPTED, *here);
		if (t == MODEL_DENY)
			over = end(w, MODEL_DENIED, *here);
		if (t == MODEL_REJECT)
			over = end(w, MODEL_REJECTED, *here);
		if (t == MODEL_MASQ)
			over = end(w, MODEL_MASQUERADED, *here);
		if (t == MODEL_REDIRECT)
			over = end(w, MODEL_REDIRECTED, *here);
	}
	w->depth--;
	return over;
}

static void end_of_start(struct walk *w)
{
	enum model_target policy = w->q->set->chains[w->q->start].policy;
	struct model_place place = { w->q->start, 0 };

	if (policy == MODEL_NONE) {
		end(w, MODEL_FELL_OFF, place);
		return;
	}
	tell(w, MODEL_POLICY, place);
	if (policy == MODEL_ACCEPT)
		end(w, MODEL_ACCEPTED, place);
	if (policy == MODEL_DENY)
		end(w, MODEL_DENIED, place);
	if (policy == MODEL_REJECT)
		end(w, MODEL_REJECTED, place);
	if (policy == MODEL_MASQ)
		end(w, MODEL_MASQUERADED, place);
}

void model_ask(const struct model_question *question,
	       struct model_answer *answer)
{
	struct walk w = { question, answer, { { 0, 0 } }, 0 };
	struct model_place top = { question->start, 0 };

	answer->n_steps = 0;
	answer->n_path = 0;
	if (model_suspect(&question->packet)) {
		end(&w, MODEL_SUSPECT, top);
		return;
	}
	if (!walk_chain(&w, question->start,
			question->n_path ? 0 : MODEL_PATH))
		end_of_start(&w);
}
