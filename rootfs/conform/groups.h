/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * groups.h - the groups of claims, by program
 *
 * A group begins with the empty rule set (no rules, no user chains, policies ACCEPT) and leaves it
 * so. It knows nothing of other groups; counters of policies are as they are.
 */
#ifndef GROUPS_H
#define GROUPS_H

/* fwabi: setsockopt(). */
void group_sockets(void);
void group_getsockopt(void);
void group_append(void);
void group_rules(void);
void group_insert(void);
void group_replace(void);
void group_delete(void);
void group_delnum(void);
void group_create(void);
void group_destroy(void);
void group_refs(void);
void group_flush(void);
void group_zero(void);
void group_policy(void);
void group_check(void);
void group_suspects(void);
void group_labels(void);
void group_lengths(void);
void group_pointers(void);
void group_precedence(void);
void group_caps(void);
void group_userns(void);
void group_netns(void);
void group_vectors(void);
void group_leaks(void);

/* fwproc: the files. */
void group_names(void);
void group_lines(void);
void group_order(void);
void group_reading(void);
void group_seeking(void);
void group_resets(void);
void group_losses(void);
void group_access(void);
void group_clients(void);

/* divertsend: sendto() on a divert socket. */
void group_header(void);
void group_address(void);
void group_flags(void);
void group_order_of_errors(void);
void group_verdicts(void);
void group_full(void);
void group_fuzz(void);

/* fwmany: large rule sets. */
void group_many_rules(void);
void group_many_chains(void);
void group_growing(void);

/* divertabi: divert sockets. */
void group_divert_socket(void);
void group_divert_bind(void);
void group_divert_ports(void);
void group_divert_many(void);
void group_divert_apart(void);
void group_divert_space(void);
void group_divert_unbound(void);
void group_divert_caps(void);
void group_divert_netns(void);
void group_divert_sharing(void);
void group_divert_ready(void);
void group_divert_flags(void);
void group_divert_address(void);
void group_divert_blocking(void);
void group_divert_read_errors(void);
void group_divert_full(void);
void group_divert_filter(void);
void group_divert_room(void);
void group_divert_accounting(void);
void group_divert_close(void);
void group_divert_order(void);
void group_divert_option(void);
void group_divert_info(void);
void group_divert_control(void);
void group_divert_abroad(void);
void group_divert_stamps(void);
void group_divert_batches(void);
void group_divert_threads(void);
void group_divert_mark(void);
void group_divert_spurious(void);
void group_divert_killed(void);

#endif
