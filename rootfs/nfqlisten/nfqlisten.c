/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * nfqlisten - read an NFQUEUE, and give verdicts
 *
 * usage: nfqlisten [OPTION...] QUEUE [KIND SRC DST [KEY=VALUE...]]
 *
 *   --hook HOOK        where the rule stands: prerouting (default), input, forward, output,
 *                      postrouting
 *   --priority N       and among the others there (0)
 *   --protocol N       queue only this IP protocol
 *   --bypass           without a reader, packets go on
 *   --drop-behind      behind the rule another one, that drops all
 *   --rule-only        make the rule and end: a queue without a reader; --remove takes it away
 *   --no-rule          only read the queue
 *   --verdict VERDICT  accept (default), drop, repeat, or none: never say
 *   --replace OLD NEW  each OLD behind the IP header becomes NEW: words of the same length
 *   --fix-checksum     compute the checksum of TCP, UDP or ICMP anew
 *   --queue-length N   packets that may wait for a verdict
 *   --fail-open        if more come, they go on
 *   --gso              take packets as they are: large ones, and incomplete checksums
 *   --count N          end after N packets
 *   --timeout SECONDS  end after that time, counted from the line that says ready
 *   --quiet            show no packets
 *
 * The rule is one of nf_tables, made by this program, and goes with it; what then still waits for a
 * verdict is dropped. "nfqlisten: ready on queue
 * QUEUE" says that packets are served from now on; then there is a line for each, and "packets
 * lost: the buffer was full" if the program was too slow. Words behind QUEUE make a packet
 * (packet.h) that the kernel never queued; when it is ready the program accepts that one, and says
 * "forged packet refused: ..." if the kernel does not take it.
 *
 * Exit status: 0 done, or ended by SIGINT, SIGTERM or SIGPIPE; 1 fewer than --count packets
 * came before --timeout or the signal; 2 usage; 3 a system call failed, or a verdict was refused
 * (which, and why, on standard error).
 *
 * Example: nfqlisten --hook forward --protocol 1 --count 1 5
 */
#include <errno.h>
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "await.h"
#include "ipv4.h"
#include "mangle.h"
#include "nfqlisten.h"
#include "say.h"

#define HIGHEST_ID 0x7fffffff	/* no queue has come to it */

struct state {
	int rules, queue;		/* sockets */
	bool ready, refused;
	bool told;			/* what the kernel says of the forged packet */
	struct packet forged;
	struct netlink_batch batch;
	unsigned char datagram[NFQ_DATAGRAM_MAX];
};

static _Noreturn void fail(const char *what)
{
	say_errno("%s", what);
	exit(EXIT_SYSTEM);
}

static const char *device(uint32_t number, char name[IF_NAMESIZE])
{
	return number && if_indextoname(number, name) ? name : "-";
}

static const char *transport(const struct nfq_packet *packet)
{
	const struct iphdr *ip = (const struct iphdr *)packet->bytes;

	if (packet->checksum_missing)
		return "not ready";
	if (ip->frag_off & htons(IP_MF | IP_OFFMASK))
		return "unknown";
	return mangle_transport_is_right(packet->bytes, packet->len) ? "right" : "wrong";
}

static void show(const struct nfq_packet *packet)
{
	char in[IF_NAMESIZE], out[IF_NAMESIZE], words[256];

	ipv4_describe(packet->bytes, packet->len, words, sizeof(words));
	printf("packet %u: %s, in %s, out %s, mark %u, %zu bytes, %s, transport checksum %s%s\n",
	       packet->id, nfq_hook_name(packet->hook), device(packet->in, in),
	       device(packet->out, out), packet->mark, packet->len, words, transport(packet),
	       packet->gso ? ", GSO" : "");
	fflush(stdout);
}

/* One verdict; what it replaces stands in the datagram that has been received. */
static void answer(const struct task *task, struct state *state, const struct nfq_packet *packet)
{
	static const uint32_t codes[] = { NF_ACCEPT, NF_DROP, NF_REPEAT };
	unsigned char *bytes = state->datagram + (packet->bytes - state->datagram);
	bool changed = task->from || task->fix_checksum;

	if (task->verdict == NONE)
		return;
	if (task->from)
		mangle_replace(bytes, packet->len, task->from, task->to);
	if (task->fix_checksum)
		mangle_fix_transport(bytes, packet->len);
	netlink_clear(&state->batch);
	nfq_verdict(&state->batch, task->rule.queue, packet->id, codes[task->verdict],
		    changed ? bytes : NULL, packet->len);
	if (netlink_send(state->queue, &state->batch))
		fail("give a verdict");
}

static void serve_packet(struct task *task, struct state *state, const struct nfq_packet *packet)
{
	if (packet->len < sizeof(struct iphdr)) {
		errno = EBADMSG;
		fail("receive a packet");
	}
	limit_came(&task->limit);
	if (!task->quiet)
		show(packet);
	answer(task, state, packet);
}

/* The kernel has made this program the queue's reader; packets may come from now on. */
static void begin(struct task *task, struct state *state)
{
	if (task->mode != NO_RULE && nfq_rule_install(state->rules, &state->batch, &task->rule, true))
		fail("install the rule");
	state->ready = true;
	limit_start(&task->limit);
	printf("nfqlisten: ready on queue %hu\n", task->rule.queue);
	fflush(stdout);
	if (!task->forge)
		return;
	netlink_clear(&state->batch);
	nfq_verdict(&state->batch, task->rule.queue, HIGHEST_ID, NF_ACCEPT, state->forged.bytes,
		    state->forged.length);
	if (netlink_send(state->queue, &state->batch))
		fail("give a verdict");
}

static void refused(const struct task *task, struct state *state)
{
	if (!state->ready)
		fail("become the reader of the queue");
	if (task->forge && !state->told) {
		printf("forged packet refused: %s (%s)\n", strerror(errno), strerrorname_np(errno));
		fflush(stdout);
		state->told = true;
		return;
	}
	say_errno("give a verdict");
	state->refused = true;
}

/* One datagram of the kernel. */
static void serve_datagram(struct task *task, struct state *state)
{
	ssize_t n = recv(state->queue, state->datagram, sizeof(state->datagram), 0);
	struct nfq_packet packet;

	if (n < 0 && errno == ENOBUFS) {
		printf("packets lost: the buffer was full\n");
		fflush(stdout);
		return;
	}
	if (n < 0)
		fail("receive a packet");
	switch (nfq_read(state->datagram, (size_t)n, &packet)) {
	case NFQ_PACKET:
		serve_packet(task, state, &packet);
		break;
	case NFQ_DONE:
		begin(task, state);
		break;
	case NFQ_REFUSED:
		refused(task, state);
		break;
	case NFQ_OTHER:
		break;
	}
}

/*
 * Drops what still waits. The rule stops before, its chain stays: Linux warns if a chain goes while
 * packets wait that it has queued.
 */
static void end(const struct task *task, struct state *state)
{
	if (task->mode != NO_RULE && nfq_rule_stop(state->rules, &state->batch, task->rule.queue))
		fail("stop the rule");
	netlink_clear(&state->batch);
	nfq_verdict_up_to(&state->batch, task->rule.queue, HIGHEST_ID, NF_DROP);
	if (netlink_send(state->queue, &state->batch))
		fail("drop what waits");
}

/* Serves packets to the end of the task; the program's exit status. */
static int serve(struct task *task, struct state *state)
{
	while (limit_wait(&task->limit, state->queue))
		serve_datagram(task, state);
	if (state->ready)
		end(task, state);
	return state->refused ? EXIT_SYSTEM : limit_status(&task->limit);
}

int main(int argc, char **argv)
{
	static struct state state;
	struct task task = { .mode = BOTH, .limit.what = "packets" };

	say_as("nfqlisten");
	read_arguments(&task, &state.forged, argc, argv);
	await_signals();
	state.rules = netlink_open();
	state.queue = netlink_open();
	if (state.rules < 0 || state.queue < 0)
		fail("open a netlink socket");
	if (task.mode == REMOVE) {
		if (nfq_rule_remove(state.rules, &state.batch, task.rule.queue))
			fail("remove the rule");
		return EXIT_DONE;
	}
	if (task.mode == RULE_ONLY) {
		if (nfq_rule_install(state.rules, &state.batch, &task.rule, false))
			fail("install the rule");
		return EXIT_DONE;
	}
	if (nfq_bind(state.queue, &state.batch, &task.setup))
		fail("become the reader of the queue");
	return serve(&task, &state);
}
