/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * libipfwc: the 2.2 firewall, one function a verb (S6.77).
 *
 * Each verb is one setsockopt() on a raw socket that is opened when the first
 * verb needs it and stays open; the readers open only their file in /proc/net.
 * Unless said otherwise a function returns 1 when it did what it says and 0
 * when it could not, with errno set and ipfwc_strerror() able to name the
 * cause. errno 0 is a kernel whose files this library cannot read, or that has
 * none.
 *
 * Labels are NUL-terminated; one of more than 8 characters fails with EINVAL
 * and is not sent. Chains are named before they are looked up, so a name that
 * is not there is the kernel's ENOENT. Not for several threads at a time.
 */
#ifndef LIBIPFWC_H
#define LIBIPFWC_H

#include <linux/ip_fw.h>
#include <stdint.h>

/* A chain as /proc/net/ip_fwnames shows it (S5.2). */
struct ipfwc_fwchain {
	ip_chainlabel label;
	ip_chainlabel policy;	/* "-" marks a user chain */
	int refcnt;		/* rules that jump here; a built-in has 1 */
	uint64_t packets;	/* met by the policy */
	uint64_t bytes;
};

/* A rule as /proc/net/ip_fwchains shows it (S5.7); fields as in <linux/ip_fw.h>. */
struct ipfwc_fwrule {
	ip_chainlabel chain;
	struct ip_fwuser fw;	/* label "" means no target */
	uint64_t packets;	/* matched */
	uint64_t bytes;		/* their IP total lengths */
};

/* libipfwc.c: verbs on rules */

/* Makes @fw the last rule of @chain. */
int ipfwc_append_entry(const char *chain, const struct ip_fwuser *fw);
/* Makes @fw rule number @num (1 to N + 1) of @chain. */
int ipfwc_insert_entry(const char *chain, const struct ip_fwuser *fw,
		       unsigned int num);
/* Puts @fw in the place of rule @num (1 to N); its counters stay. */
int ipfwc_replace_entry(const char *chain, const struct ip_fwuser *fw,
			unsigned int num);
/* Deletes the first rule like @fw; mark and TOS are not compared (S4.35). */
int ipfwc_delete_entry(const char *chain, const struct ip_fwuser *fw);
/* Deletes rule @num. A number that is not there is ENOENT (S4.34). */
int ipfwc_delete_num_entry(const char *chain, unsigned int num);
/*
 * What would become of a packet of @fw's addresses, protocol, first ports and
 * interface that enters @chain? Returns a word that lives for ever, such as
 * "denied" (S6.49), or NULL with errno.
 */
const char *ipfwc_check_packet(const char *chain, const struct ip_fwuser *fw);

/* libipfwc.c: verbs on chains */

/* Deletes every rule of @chain; the policy stays. */
int ipfwc_flush_entries(const char *chain);
/* Sets the counters of @chain, its policy's and its rules', to zero. */
int ipfwc_zero_entries(const char *chain);
/* Makes a user chain. */
int ipfwc_create_chain(const char *chain);
/* Deletes a user chain that is empty and that no rule jumps to. */
int ipfwc_delete_chain(const char *chain);
/* Gives a built-in chain a policy: ACCEPT, DENY, REJECT; forward also MASQ. */
int ipfwc_set_policy(const char *chain, const char *policy);

/* libipfwc_proc.c: readers */

/*
 * The chains in the kernel's order, *@count of them. The array is the caller's
 * to free(). NULL with errno if they cannot be read.
 */
struct ipfwc_fwchain *ipfwc_get_chainnames(unsigned int *count);
/*
 * The rules of all chains in the kernel's order, *@count of them (perhaps 0),
 * for the caller to free(). With @zero the kernel zeroes the counters of each
 * rule as it is read (S5.13). NULL with errno if they cannot be read.
 */
struct ipfwc_fwrule *ipfwc_get_rules(unsigned int *count, int zero);

/* libipfwc.c: the rest */

/* The socket the verbs use, for other options of it; -1 with errno. */
int ipfwc_get_raw_socket(void);
/*
 * What @err means for the verb that failed last (S6.35): the same errno has
 * another text for another verb. Good until the next call.
 */
const char *ipfwc_strerror(int err);

#endif /* LIBIPFWC_H */
