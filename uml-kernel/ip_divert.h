/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Divert sockets: what their files share with each other and with the road of
 * the packet. The life cycle of a diverted packet is told in ip_divert.c.
 */
#ifndef _IP_DIVERT_H
#define _IP_DIVERT_H

#include <linux/atomic.h>
#include <linux/hashtable.h>
#include <linux/list.h>
#include <linux/refcount.h>
#include <linux/sockptr.h>
#include <linux/spinlock.h>
#include <linux/xarray.h>
#include <net/inet_sock.h>
#include <net/ip.h>
#include <uapi/linux/ip_fw.h>
#include "ip_fw_road.h"

struct ipdivert_ticket;
struct ipfw_packet;
struct ipfw_step;
struct msghdr;
struct net;
struct net_device;
struct sk_buff;
struct socket;

/**
 * struct ipdivert_cb - what a queued packet carries in its control block
 * @handle: of its ticket, 0 without one
 * @addr: what sin_addr will say (S7.48-S7.52)
 * @in: index of the device it came in by, 0 for a local packet
 * @out: index of the device it was to leave by, 0 on input
 * @rulenum: of the DIVERT rule
 * @stage: enum ipfw_stage
 * @chain: label of the chain the rule stands in
 */
struct ipdivert_cb {
	u64 handle;
	__be32 addr;
	int in;
	int out;
	u32 rulenum;
	u8 stage;
	ip_chainlabel chain;
};

static inline struct ipdivert_cb *ipdivert_cb(struct sk_buff *skb)
{
	return (struct ipdivert_cb *)skb->cb;
}

/**
 * struct ipdivert_delivery - a packet on its way from a rule to a socket
 * @sk: the listener, held; NULL: none
 * @ticket: its resume point; NULL without memory: the packet will have none
 * @cb: what the packet will carry, but for the handle
 */
struct ipdivert_delivery {
	struct sock *sk;
	struct ipdivert_ticket *ticket;
	struct ipdivert_cb cb;
};

#if IS_ENABLED(CONFIG_IP_DIVERT)

/*
 * ip_divert_catch.c, for the road.
 *
 * Finds who listens on the port of the DIVERT rule of @step and notes where the
 * packet stands. Called for a step, under the rule lock. False: nobody listens,
 * which is counted.
 */
bool ipdivert_catch(struct ipdivert_delivery *delivery,
		    const struct ipfw_place *place, struct sk_buff *skb,
		    const struct ipfw_step *step);
/*
 * Queues @skb, detached from sender, route, device and connection, or loses it
 * if the queue is full (S7.112). Consumes @skb and what @delivery holds. Rule
 * lock not held.
 */
void ipdivert_deliver(struct ipdivert_delivery *delivery, struct sk_buff *skb);

/* ip_divert.c */
int ipdivert_init(void);
int ipdivert_net_init(struct net *net);
void ipdivert_net_exit(struct net *net);

#else

static inline bool ipdivert_catch(struct ipdivert_delivery *delivery,
				  const struct ipfw_place *place,
				  struct sk_buff *skb,
				  const struct ipfw_step *step)
{
	return false;
}

static inline void ipdivert_deliver(struct ipdivert_delivery *delivery,
				    struct sk_buff *skb)
{
}

static inline int ipdivert_init(void)
{
	return 0;
}

static inline int ipdivert_net_init(struct net *net)
{
	return 0;
}

static inline void ipdivert_net_exit(struct net *net)
{
}

#endif

#define IPDIVERT_TICKET_HASH_BITS	8
#define IPDIVERT_OPTIONS_MAX		40	/* bytes of options a header has */

/**
 * struct ipdivert_net - the divert sockets of a namespace
 * @ports: bound sockets by port; who looks one up under RCU must still get a
 *	reference to it
 * @noport: packets that met a DIVERT rule nobody listened for
 * @forgotten: tickets forgotten before they were used
 */
struct ipdivert_net {
	struct xarray ports;
	atomic64_t noport;
	atomic64_t forgotten;
};

/**
 * struct ipdivert_sock - a divert socket
 * @inet: first; inet_num is the bound port, 0 while unbound
 * @lock: protects the tickets; taken with bottom halves off
 * @tickets: by handle
 * @ages: the same, oldest first
 * @n_tickets: how many
 * @closed: takes no more tickets
 * @wants_info: IP_DIVERT_INFO is on
 * @received: packets queued, ever
 * @read: packets read
 * @reinjected: packets written with a valid ticket
 * @injected: packets written without
 */
struct ipdivert_sock {
	struct inet_sock inet;
	spinlock_t lock;
	DECLARE_HASHTABLE(tickets, IPDIVERT_TICKET_HASH_BITS);
	struct list_head ages;
	unsigned int n_tickets;
	bool closed;
	bool wants_info;
	atomic64_t received;
	atomic64_t read;
	atomic64_t reinjected;
	atomic64_t injected;
};

static inline struct ipdivert_sock *ipdivert_sk(const struct sock *sk)
{
	return (struct ipdivert_sock *)sk;
}

/**
 * struct ipdivert_ticket - where a diverted packet goes on (S7.80)
 * @hash: place in ipdivert_sock.tickets
 * @age: place in ipdivert_sock.ages
 * @refs: the table's and those of writes going on
 * @handle: what sin_zero carries; not 0, not guessable
 * @packet: diary entry, owned until a write takes it over; may be NULL
 * @id: its number, 0 without a diary
 * @read: the packet has left the queue
 * @used: a write has taken the packet over
 * @stage: where it was diverted
 * @okfn: what the stack does with it behind that stage
 * @in: index of the device it came in by, 0 for a local packet
 * @out: index of the device it was to leave by, 0 on input
 * @looped: it came with its route attached, as what this host sends to itself
 * @addr: sin_addr as delivered
 * @mark: of the packet (S7.126)
 * @ct: connection, owned; may be NULL
 * @len: length as delivered
 * @id_was_zero: identification as delivered was 0 (D2)
 * @ignore_df: may be fragmented in spite of DF
 * @exempt: divert ports whose rules do not see it, without the socket's own
 * @n_exempt: how many
 * @parm: the stack's notes on it, options included
 * @options: the option bytes @parm was made from
 * @n_options: how many
 * @resume: its path, which stands in @path
 * @path: identities of the jump rules, outermost first, and of the DIVERT rule
 */
struct ipdivert_ticket {
	struct hlist_node hash;
	struct list_head age;
	refcount_t refs;
	u64 handle;
	struct ipfw_packet *packet;
	u64 id;
	bool read;
	bool used;
	enum ipfw_stage stage;
	ipfw_okfn okfn;
	int in;
	int out;
	bool looped;
	__be32 addr;
	u32 mark;
	struct ipfw_ct *ct;
	u16 len;
	bool id_was_zero;
	bool ignore_df;
	u16 exempt[IPFW_EXEMPT_MAX];
	u8 n_exempt;
	struct inet_skb_parm parm;
	u8 options[IPDIVERT_OPTIONS_MAX];
	u8 n_options;
	struct ipfw_resume resume;
	u64 path[];
};

/*
 * ip_divert_ticket.c: the tickets of a socket.
 */

/* For the packet of a DIVERT step, in no table yet. NULL without memory. */
struct ipdivert_ticket *
ipdivert_ticket_make(const struct ipfw_place *place, struct sk_buff *skb,
		     const struct ipfw_step *step, __be32 addr);
/*
 * Gives it a handle and puts it into the table of @ds, which then owns it; the
 * oldest make room. 0: the table takes none and @ticket is gone.
 */
u64 ipdivert_ticket_add(struct ipdivert_sock *ds,
			struct ipdivert_ticket *ticket);
/* Takes back what was added for a packet that found no room in the queue. */
void ipdivert_ticket_cancel(struct ipdivert_sock *ds, u64 handle);
/* Its packet has been read. False: it is forgotten already. */
bool ipdivert_ticket_read(struct ipdivert_sock *ds, u64 handle);
/*
 * The ticket a write names with the delivered address @addr, with a reference
 * for the caller; NULL if there is none.
 */
struct ipdivert_ticket *ipdivert_ticket_find(struct ipdivert_sock *ds,
					     u64 handle, __be32 addr);
void ipdivert_ticket_put(struct ipdivert_ticket *ticket);
/*
 * Gives @skb the exemptions and, if it is the first to use the ticket, the
 * diary of the packet that was diverted; -ENOBUFS. True in @again: it is not
 * the first.
 */
int ipdivert_ticket_use(struct ipdivert_sock *ds,
			struct ipdivert_ticket *ticket, struct sk_buff *skb,
			bool *again);
/* At close: every packet read and never written back is lost. */
void ipdivert_ticket_purge(struct ipdivert_sock *ds);

/**
 * struct ipdivert_write - one write
 * @sk: socket
 * @addr: sin_addr, 0 for none
 * @handle: sin_zero, 0 for none
 * @ticket: what @handle names, held; NULL without a valid one
 * @dev: where it comes in, NULL going out. RCU read side
 * @skb: packet; NULL once it is on its way
 */
struct ipdivert_write {
	struct sock *sk;
	__be32 addr;
	u64 handle;
	struct ipdivert_ticket *ticket;
	struct net_device *dev;
	struct sk_buff *skb;
};

static inline struct net *ipdivert_net_of(const struct ipdivert_write *write)
{
	return sock_net(write->sk);
}

/* What a send answers, from what the stack says. */
static inline int ipdivert_send_result(int err)
{
	return err > 0 ? net_xmit_errno(err) : err;
}

/*
 * ip_divert_inject.c: sendmsg. Process context. The length of the packet, or an
 * errno of S7.116.
 */
int ipdivert_sendmsg(struct socket *sock, struct msghdr *msg, size_t len);

/*
 * ip_divert_packet.c, ip_divert_resume.c: RCU read side, bottom halves off. A
 * function that fails leaves the packet to the caller.
 */

/* True if the packet comes in, on write->dev; false if it goes out. */
bool ipdivert_goes_in(const struct ipdivert_write *write);
/* The device it comes in by: -EADDRNOTAVAIL, -ENETDOWN. */
int ipdivert_find_device(struct ipdivert_write *write);
/* The route it goes out by, attached; source 0 filled in. */
int ipdivert_find_route(struct ipdivert_write *write);
/* Going out, with its route: 0 or -EMSGSIZE. */
int ipdivert_check_length(const struct ipdivert_write *write);
/* Total length, identification, checksum (S7.73-S7.75). */
void ipdivert_fix_header(const struct ipdivert_write *write);
/* As the receive path finds it, on write->dev. */
void ipdivert_make_arrival(struct ipdivert_write *write);
/* Goes on with write->ticket; 0 or an errno of S7.116. */
int ipdivert_resume(struct ipdivert_write *write);

/*
 * ip_divert_info.c: IP_DIVERT_INFO, and the control messages of a packet read.
 */
int ipdivert_setsockopt(struct sock *sk, int level, int optname,
			sockptr_t optval, unsigned int optlen);
int ipdivert_getsockopt(struct sock *sk, int level, int optname,
			char __user *optval, int __user *optlen);
/* Those that the program has asked for and that are not every socket's. */
void ipdivert_put_info(struct msghdr *msg, struct sock *sk,
		       struct sk_buff *skb);

/* ip_divert_proc.c: /proc/net/ip_divert. */
int ipdivert_proc_init(struct net *net);
void ipdivert_proc_exit(struct net *net);

#endif /* _IP_DIVERT_H */
