/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The trace events of the packet diary, one a decision. The text of each is
 * read by the guest program `diary`; ip_fw_diary.h says when they are written.
 *
 * Every text begins with seq=, the count of events of this machine, and id=,
 * the packet. Strings are kept in arrays: the macros for dynamic strings differ
 * between kernel versions.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM ipfw

#if !defined(_IP_FW_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _IP_FW_TRACE_H

#include <linux/if.h>
#include <linux/sched.h>
#include <linux/tracepoint.h>
#include "ip_fw_core.h"
#include "ip_fw_diary.h"

#define IPFW_TRACE_REASON_LEN	40

#define IPFW_TRACE_SIGHT_FIELDS						\
	__field(u64, seq)						\
	__field(u64, id)						\
	__field(u64, digest)						\
	__array(char, dev, IFNAMSIZ)					\
	__array(u8, saddr, 4)						\
	__array(u8, daddr, 4)						\
	__field(u16, sport)						\
	__field(u16, dport)						\
	__field(u16, len)						\
	__field(u16, ipid)						\
	__field(u16, frag)						\
	__field(u8, proto)						\
	__field(u8, ttl)						\
	__field(u8, tos)

#define IPFW_TRACE_SIGHT_ASSIGN						\
	do {								\
		__entry->seq = seq;					\
		__entry->id = id;					\
		__entry->digest = sight->digest;			\
		strscpy(__entry->dev, dev, IFNAMSIZ);			\
		memcpy(__entry->saddr, &sight->saddr, 4);		\
		memcpy(__entry->daddr, &sight->daddr, 4);		\
		__entry->sport = sight->sport;				\
		__entry->dport = sight->dport;				\
		__entry->len = sight->len;				\
		__entry->ipid = sight->ipid;				\
		__entry->frag = sight->frag;				\
		__entry->proto = sight->proto;				\
		__entry->ttl = sight->ttl;				\
		__entry->tos = sight->tos;				\
	} while (0)

#define IPFW_TRACE_SIGHT_FORMAT						\
	"dev=%s src=%pI4 dst=%pI4 proto=%u sport=%u dport=%u ttl=%u "	\
	"tos=%u len=%u ipid=%u frag=0x%04x digest=%016llx"

#define IPFW_TRACE_SIGHT_VALUES						\
	__entry->dev, __entry->saddr, __entry->daddr, __entry->proto,	\
	__entry->sport, __entry->dport, __entry->ttl, __entry->tos,	\
	__entry->len, __entry->ipid, __entry->frag, __entry->digest

DECLARE_EVENT_CLASS(ipfw_sight,
	TP_PROTO(u64 seq, u64 id, const char *dev,
		 const struct ipfw_sight *sight),
	TP_ARGS(seq, id, dev, sight),
	TP_STRUCT__entry(IPFW_TRACE_SIGHT_FIELDS),
	TP_fast_assign(IPFW_TRACE_SIGHT_ASSIGN;),
	TP_printk("seq=%llu id=%llu " IPFW_TRACE_SIGHT_FORMAT,
		  __entry->seq, __entry->id, IPFW_TRACE_SIGHT_VALUES)
);

#define IPFW_DEFINE_SIGHT(name)						\
	DEFINE_EVENT(ipfw_sight, name,					\
		TP_PROTO(u64 seq, u64 id, const char *dev,		\
			 const struct ipfw_sight *sight),		\
		TP_ARGS(seq, id, dev, sight))

IPFW_DEFINE_SIGHT(ipfw_arrive);
IPFW_DEFINE_SIGHT(ipfw_originate);
IPFW_DEFINE_SIGHT(ipfw_depart);
IPFW_DEFINE_SIGHT(ipfw_deliver);

TRACE_EVENT(ipfw_inject,
	TP_PROTO(u64 seq, u64 id, bool inbound, const char *dev,
		 const struct ipfw_sight *sight),
	TP_ARGS(seq, id, inbound, dev, sight),
	TP_STRUCT__entry(
		IPFW_TRACE_SIGHT_FIELDS
		__field(bool, inbound)
	),
	TP_fast_assign(
		IPFW_TRACE_SIGHT_ASSIGN;
		__entry->inbound = inbound;
	),
	TP_printk("seq=%llu id=%llu dir=%s " IPFW_TRACE_SIGHT_FORMAT,
		  __entry->seq, __entry->id,
		  __entry->inbound ? "inbound" : "outbound",
		  IPFW_TRACE_SIGHT_VALUES)
);

TRACE_EVENT(ipfw_enter,
	TP_PROTO(u64 seq, u64 id, const char *chain, const char *dev),
	TP_ARGS(seq, id, chain, dev),
	TP_STRUCT__entry(
		__field(u64, seq)
		__field(u64, id)
		__array(char, chain, IP_FW_MAX_LABEL_LENGTH + 1)
		__array(char, dev, IFNAMSIZ)
	),
	TP_fast_assign(
		__entry->seq = seq;
		__entry->id = id;
		strscpy(__entry->chain, chain, IP_FW_MAX_LABEL_LENGTH + 1);
		strscpy(__entry->dev, dev, IFNAMSIZ);
	),
	TP_printk("seq=%llu id=%llu chain=%s dev=%s",
		  __entry->seq, __entry->id, __entry->chain, __entry->dev)
);

TRACE_EVENT(ipfw_rule,
	TP_PROTO(u64 seq, u64 id, const char *chain, u32 num,
		 const char *target, u16 port),
	TP_ARGS(seq, id, chain, num, target, port),
	TP_STRUCT__entry(
		__field(u64, seq)
		__field(u64, id)
		__array(char, chain, IP_FW_MAX_LABEL_LENGTH + 1)
		__array(char, target, IP_FW_MAX_LABEL_LENGTH + 1)
		__field(u32, num)
		__field(u16, port)
	),
	TP_fast_assign(
		__entry->seq = seq;
		__entry->id = id;
		strscpy(__entry->chain, chain, IP_FW_MAX_LABEL_LENGTH + 1);
		strscpy(__entry->target, target, IP_FW_MAX_LABEL_LENGTH + 1);
		__entry->num = num;
		__entry->port = port;
	),
	TP_printk("seq=%llu id=%llu chain=%s num=%u target=%s port=%u",
		  __entry->seq, __entry->id, __entry->chain, __entry->num,
		  __entry->target, __entry->port)
);

DECLARE_EVENT_CLASS(ipfw_chain,
	TP_PROTO(u64 seq, u64 id, const char *chain),
	TP_ARGS(seq, id, chain),
	TP_STRUCT__entry(
		__field(u64, seq)
		__field(u64, id)
		__array(char, chain, IP_FW_MAX_LABEL_LENGTH + 1)
	),
	TP_fast_assign(
		__entry->seq = seq;
		__entry->id = id;
		strscpy(__entry->chain, chain, IP_FW_MAX_LABEL_LENGTH + 1);
	),
	TP_printk("seq=%llu id=%llu chain=%s",
		  __entry->seq, __entry->id, __entry->chain)
);

DEFINE_EVENT(ipfw_chain, ipfw_return,
	TP_PROTO(u64 seq, u64 id, const char *chain),
	TP_ARGS(seq, id, chain));

DEFINE_EVENT(ipfw_chain, ipfw_loop,
	TP_PROTO(u64 seq, u64 id, const char *chain),
	TP_ARGS(seq, id, chain));

TRACE_EVENT(ipfw_policy,
	TP_PROTO(u64 seq, u64 id, const char *chain, const char *policy),
	TP_ARGS(seq, id, chain, policy),
	TP_STRUCT__entry(
		__field(u64, seq)
		__field(u64, id)
		__array(char, chain, IP_FW_MAX_LABEL_LENGTH + 1)
		__array(char, policy, IP_FW_MAX_LABEL_LENGTH + 1)
	),
	TP_fast_assign(
		__entry->seq = seq;
		__entry->id = id;
		strscpy(__entry->chain, chain, IP_FW_MAX_LABEL_LENGTH + 1);
		strscpy(__entry->policy, policy, IP_FW_MAX_LABEL_LENGTH + 1);
	),
	TP_printk("seq=%llu id=%llu chain=%s policy=%s",
		  __entry->seq, __entry->id, __entry->chain, __entry->policy)
);

TRACE_EVENT(ipfw_noport,
	TP_PROTO(u64 seq, u64 id, u16 port),
	TP_ARGS(seq, id, port),
	TP_STRUCT__entry(
		__field(u64, seq)
		__field(u64, id)
		__field(u16, port)
	),
	TP_fast_assign(
		__entry->seq = seq;
		__entry->id = id;
		__entry->port = port;
	),
	TP_printk("seq=%llu id=%llu port=%u",
		  __entry->seq, __entry->id, __entry->port)
);

TRACE_EVENT(ipfw_read,
	TP_PROTO(u64 seq, u64 id, const char *comm),
	TP_ARGS(seq, id, comm),
	TP_STRUCT__entry(
		__field(u64, seq)
		__field(u64, id)
		__array(char, comm, TASK_COMM_LEN)
	),
	TP_fast_assign(
		__entry->seq = seq;
		__entry->id = id;
		strscpy(__entry->comm, comm, TASK_COMM_LEN);
	),
	TP_printk("seq=%llu id=%llu comm=%s",
		  __entry->seq, __entry->id, __entry->comm)
);

TRACE_EVENT(ipfw_reinject,
	TP_PROTO(u64 seq, u64 id, bool inbound),
	TP_ARGS(seq, id, inbound),
	TP_STRUCT__entry(
		__field(u64, seq)
		__field(u64, id)
		__field(bool, inbound)
	),
	TP_fast_assign(
		__entry->seq = seq;
		__entry->id = id;
		__entry->inbound = inbound;
	),
	TP_printk("seq=%llu id=%llu dir=%s", __entry->seq, __entry->id,
		  __entry->inbound ? "inbound" : "outbound")
);

TRACE_EVENT(ipfw_resume,
	TP_PROTO(u64 seq, u64 id, const char *chain, u32 num),
	TP_ARGS(seq, id, chain, num),
	TP_STRUCT__entry(
		__field(u64, seq)
		__field(u64, id)
		__array(char, chain, IP_FW_MAX_LABEL_LENGTH + 1)
		__field(u32, num)
	),
	TP_fast_assign(
		__entry->seq = seq;
		__entry->id = id;
		strscpy(__entry->chain, chain, IP_FW_MAX_LABEL_LENGTH + 1);
		__entry->num = num;
	),
	TP_printk("seq=%llu id=%llu chain=%s num=%u",
		  __entry->seq, __entry->id, __entry->chain, __entry->num)
);

TRACE_EVENT(ipfw_again,
	TP_PROTO(u64 seq, u64 id, u64 old),
	TP_ARGS(seq, id, old),
	TP_STRUCT__entry(
		__field(u64, seq)
		__field(u64, id)
		__field(u64, old)
	),
	TP_fast_assign(
		__entry->seq = seq;
		__entry->id = id;
		__entry->old = old;
	),
	TP_printk("seq=%llu id=%llu old=%llu",
		  __entry->seq, __entry->id, __entry->old)
);

TRACE_EVENT(ipfw_drop,
	TP_PROTO(u64 seq, u64 id, const char *chain, u32 num, const char *why,
		 const char *reason),
	TP_ARGS(seq, id, chain, num, why, reason),
	TP_STRUCT__entry(
		__field(u64, seq)
		__field(u64, id)
		__array(char, chain, IP_FW_MAX_LABEL_LENGTH + 1)
		__array(char, why, IP_FW_MAX_LABEL_LENGTH + 1)
		__array(char, reason, IPFW_TRACE_REASON_LEN)
		__field(u32, num)
	),
	TP_fast_assign(
		__entry->seq = seq;
		__entry->id = id;
		strscpy(__entry->chain, chain, IP_FW_MAX_LABEL_LENGTH + 1);
		strscpy(__entry->why, why, IP_FW_MAX_LABEL_LENGTH + 1);
		strscpy(__entry->reason, reason, IPFW_TRACE_REASON_LEN);
		__entry->num = num;
	),
	TP_printk("seq=%llu id=%llu chain=%s num=%u why=%s reason=%s",
		  __entry->seq, __entry->id, __entry->chain, __entry->num,
		  __entry->why, __entry->reason)
);

TRACE_EVENT(ipfw_lost,
	TP_PROTO(u64 seq, u64 id, const char *why),
	TP_ARGS(seq, id, why),
	TP_STRUCT__entry(
		__field(u64, seq)
		__field(u64, id)
		__array(char, why, 16)
	),
	TP_fast_assign(
		__entry->seq = seq;
		__entry->id = id;
		strscpy(__entry->why, why, 16);
	),
	TP_printk("seq=%llu id=%llu why=%s",
		  __entry->seq, __entry->id, __entry->why)
);

#endif /* _IP_FW_TRACE_H */

/* Found through the -I of this folder (Kbuild). */
#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE ip_fw_trace
#include <trace/define_trace.h>
