// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tickets: the resume points of the packets a divert socket has handed out.
 *
 * The table is bounded by net.ipv4.ip_divert_tickets; the oldest is forgotten
 * first. A ticket may be used any number of times and dies with its socket.
 */
#include <linux/ip.h>
#include <linux/netdevice.h>
#include <linux/random.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <net/dst_metadata.h>
#include <net/sock.h>
#include "ip_divert.h"
#include "ip_fw_core.h"
#include "ip_fw_diary.h"

/* Reading IPCB is right at every stage: the stack has filled it in. */
static void note_packet(struct ipdivert_ticket *ticket, struct sk_buff *skb)
{
	const struct ipfw_ext *ext = skb_ext_find(skb, SKB_EXT_IPFW);
	const struct iphdr *iph = ip_hdr(skb);

	ticket->mark = skb->mark;
	ticket->len = skb->len;
	ticket->id_was_zero = !iph->id;
	ticket->ignore_df = skb->ignore_df;
	ticket->parm = *IPCB(skb);
	ticket->n_options = iph->ihl * 4 - sizeof(*iph);
	memcpy(ticket->options, iph + 1, ticket->n_options);
	if (!ext)
		return;
	memcpy(ticket->exempt, ext->exempt, sizeof(ext->exempt));
	ticket->n_exempt = ext->n_exempt;
	ticket->packet = ext->packet;
	ticket->id = ipfw_diary_id(ext->packet);
	ipfw_packet_hold(ticket->packet);
}

static void note_place(struct ipdivert_ticket *ticket,
		       const struct ipfw_place *place, struct sk_buff *skb)
{
	ticket->stage = place->stage;
	ticket->okfn = place->okfn;
	ticket->in = place->in ? place->in->ifindex : 0;
	ticket->out = place->out ? place->out->ifindex : 0;
	ticket->looped = place->stage == IPFW_STAGE_INPUT && skb_valid_dst(skb);
}

struct ipdivert_ticket *
ipdivert_ticket_make(const struct ipfw_place *place, struct sk_buff *skb,
		     const struct ipfw_step *step, __be32 addr)
{
	unsigned int i, depth = step->walk->depth;
	struct ipdivert_ticket *ticket;

	ticket = kzalloc(struct_size(ticket, path, depth + 1), GFP_ATOMIC);
	if (!ticket)
		return NULL;
	refcount_set(&ticket->refs, 1);
	ticket->addr = addr;
	note_place(ticket, place, skb);
	note_packet(ticket, skb);
	for (i = 0; i < depth; i++)
		ticket->path[i] = step->walk->stack[i]->id;
	ticket->path[depth] = step->rule->id;
	ticket->resume.path = ticket->path;
	ticket->resume.n_path = depth + 1;
	return ticket;
}

void ipdivert_ticket_put(struct ipdivert_ticket *ticket)
{
	if (!refcount_dec_and_test(&ticket->refs))
		return;
	ipfw_packet_put(ticket->packet);
	ipfw_ct_put(ticket->ct);
	kfree(ticket);
}

static struct ipdivert_ticket *lookup(struct ipdivert_sock *ds, u64 handle)
{
	struct ipdivert_ticket *ticket;

	hash_for_each_possible(ds->tickets, ticket, hash, handle)
		if (ticket->handle == handle)
			return ticket;
	return NULL;
}

/* The caller puts the table's reference. */
static void unlink_ticket(struct ipdivert_sock *ds,
			  struct ipdivert_ticket *ticket)
{
	hash_del(&ticket->hash);
	list_del(&ticket->age);
	ds->n_tickets--;
}

/*
 * A packet still in the queue is told of when it is read: until then its skb
 * keeps its diary open.
 */
static void forget_oldest(struct ipdivert_sock *ds, struct ipfw_net *fw)
{
	struct ipdivert_ticket *ticket;

	ticket = list_first_entry(&ds->ages, struct ipdivert_ticket, age);
	unlink_ticket(ds, ticket);
	if (!ticket->used) {
		atomic64_inc(&fw->divert->forgotten);
		if (ticket->read)
			ipfw_diary_lost(ticket->packet, "forgotten");
	}
	ipdivert_ticket_put(ticket);
}

static u64 new_handle(struct ipdivert_sock *ds)
{
	u64 handle;

	do {
		handle = get_random_u64();
	} while (!handle || lookup(ds, handle));
	return handle;
}

u64 ipdivert_ticket_add(struct ipdivert_sock *ds,
			struct ipdivert_ticket *ticket)
{
	struct ipfw_net *fw = ipfw_net(sock_net(&ds->inet.sk));
	unsigned int limit = READ_ONCE(fw->tickets);
	u64 handle = 0;

	spin_lock_bh(&ds->lock);
	while (ds->n_tickets && ds->n_tickets >= limit)
		forget_oldest(ds, fw);
	if (limit && !ds->closed) {
		handle = new_handle(ds);
		ticket->handle = handle;
		hash_add(ds->tickets, &ticket->hash, handle);
		list_add_tail(&ticket->age, &ds->ages);
		ds->n_tickets++;
	}
	spin_unlock_bh(&ds->lock);
	if (!handle) {
		atomic64_inc(&fw->divert->forgotten);
		ipdivert_ticket_put(ticket);
	}
	return handle;
}

void ipdivert_ticket_cancel(struct ipdivert_sock *ds, u64 handle)
{
	struct ipdivert_ticket *ticket;

	spin_lock_bh(&ds->lock);
	ticket = lookup(ds, handle);
	if (ticket)
		unlink_ticket(ds, ticket);
	spin_unlock_bh(&ds->lock);
	if (ticket)
		ipdivert_ticket_put(ticket);
}

bool ipdivert_ticket_read(struct ipdivert_sock *ds, u64 handle)
{
	struct ipdivert_ticket *ticket;

	spin_lock_bh(&ds->lock);
	ticket = lookup(ds, handle);
	if (ticket)
		ticket->read = true;
	spin_unlock_bh(&ds->lock);
	return ticket;
}

struct ipdivert_ticket *ipdivert_ticket_find(struct ipdivert_sock *ds,
					     u64 handle, __be32 addr)
{
	struct ipdivert_ticket *ticket;

	spin_lock_bh(&ds->lock);
	ticket = lookup(ds, handle);
	if (ticket && ticket->addr != addr)
		ticket = NULL;
	if (ticket)
		refcount_inc(&ticket->refs);
	spin_unlock_bh(&ds->lock);
	return ticket;
}

int ipdivert_ticket_use(struct ipdivert_sock *ds,
			struct ipdivert_ticket *ticket, struct sk_buff *skb,
			bool *again)
{
	struct ipfw_ext *ext = ipfw_ext_get(skb);

	if (!ext)
		return -ENOBUFS;
	memcpy(ext->exempt, ticket->exempt, sizeof(ext->exempt));
	ext->n_exempt = ticket->n_exempt;
	ipfw_ext_exempt(ext, ds->inet.inet_num);
	spin_lock_bh(&ds->lock);
	*again = ticket->used;
	ticket->used = true;
	ext->packet = ticket->packet;
	ticket->packet = NULL;
	spin_unlock_bh(&ds->lock);
	return 0;
}

void ipdivert_ticket_purge(struct ipdivert_sock *ds)
{
	struct ipdivert_ticket *ticket, *next;
	LIST_HEAD(all);

	spin_lock_bh(&ds->lock);
	ds->closed = true;
	hash_init(ds->tickets);
	list_splice_init(&ds->ages, &all);
	ds->n_tickets = 0;
	spin_unlock_bh(&ds->lock);
	list_for_each_entry_safe(ticket, next, &all, age) {
		list_del(&ticket->age);
		if (!ticket->used)
			ipfw_diary_lost(ticket->packet, "eaten");
		ipdivert_ticket_put(ticket);
	}
}
