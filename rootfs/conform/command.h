/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * command.h - the firewall's commands, byte for byte as <linux/ip_fw.h> has them
 *
 * Each returns 0 or the errno with which setsockopt() failed, prints nothing and looks at nothing:
 * what the kernel thinks of an argument is for the kernel to say. A label of nine characters or
 * more is sent without its NUL. All padding, and what lies behind a label's NUL, is garbage in
 * every command, and has to be ignored (S4.16).
 */
#ifndef COMMAND_H
#define COMMAND_H

#include <linux/ip_fw.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#define GARBAGE 0xA5	/* the bytes that have to be ignored */

/* Commands go through @fd from now on; before the first call, through a UDP socket of their own. */
void command_socket(int fd);

/* Opens a socket of the Internet family and sends commands through it. Gives up if it cannot. */
int command_open(int type, int protocol);

/* setsockopt(IPPROTO_IP, @option, @argument, @length). */
int command(int option, const void *argument, socklen_t length);

int append(const char *chain, const struct ip_fwuser *rule);
int insert(const char *chain, uint32_t num, const struct ip_fwuser *rule);
int replace(const char *chain, uint32_t num, const struct ip_fwuser *rule);
int delete_like(const char *chain, const struct ip_fwuser *rule);
int delete_num(const char *chain, uint32_t num);
int flush_chain(const char *chain);
int zero_chain(const char *chain);
int create_chain(const char *chain);
int delete_chain(const char *chain);
int set_policy(const char *chain, const char *policy);
int check_packet(const char *chain, const struct ip_fwpkt *packet);

/* No rules, no user chains, policies ACCEPT. Gives up if a command fails. */
void reset_rules(void);

/* A rule that every packet matches and that changes nothing: what `ipchains -A chain` sends. */
struct ip_fwuser rule_to(const char *target);

/* The same with a mark, by which it is known in a listing. */
struct ip_fwuser rule_marked(uint32_t mark, const char *target);

/* `-j DIVERT PORT`. */
struct ip_fwuser rule_divert(uint16_t port);

/* Sets a label field: @label up to its NUL or nine bytes, garbage behind it. */
void set_label(ip_chainlabel field, const char *label);

/* A number written into a member of struct ip_fw: rows of a table. Size 0 changes nothing. */
struct change {
	size_t offset;
	size_t size;
	uint32_t value;
};

#define CHANGE(member, number) \
	{ offsetof(struct ip_fw, member), sizeof(((struct ip_fw *)0)->member), number }

void apply(struct ip_fw *rule, const struct change *change);

/* A TCP packet of 60 bytes from 192.0.2.2:1024 to 198.51.100.2:80, SYN set, come in on eth0. */
struct ip_fwpkt tcp_packet(void);

/*
 * The commands one by one: number, name, and the one length their argument may have. Those of
 * masquerading are not among them.
 */
struct command {
	int option;
	const char *name;
	socklen_t length;
};

#define COMMANDS 11
extern const struct command commands[COMMANDS];

/*
 * A good argument of @option for the chain @chain, which has a first rule without target; gives
 * back its length. CREATECHAIN takes @chain as the name of the new one.
 */
#define ARGUMENT_MAX 84
socklen_t make_argument(int option, const char *chain, unsigned char argument[ARGUMENT_MAX]);

#endif
