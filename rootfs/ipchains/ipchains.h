/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ipchains: what its files share.
 *
 * A command line becomes a struct command in four steps, each of which ends
 * the program with a message and exit status 2 if it does not like what it
 * sees (6.3 to 6.5 of the specification):
 *
 *   command_parse()    options.c   words to fields; one message a bad word
 *   command_resolve()  resolve.c   addresses, ports and ICMP names to numbers
 *   command_check()    checks.c    do the fields go together?
 *   command_run()      run.c       one call of libipfwc.h for each effect
 *
 * Bytes in struct ip_fwuser are as <linux/ip_fw.h> says: addresses in network
 * order, ports in host order. Strings in struct command belong to argv.
 */
#ifndef IPCHAINS_H
#define IPCHAINS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "libipfwc.h"

#define IPCHAINS_VERSION	"ipchains 1.3.9, 17-Mar-1999"

/* Exit statuses (S6.32). */
enum {
	EXIT_KERNEL = 1,	/* the kernel refused, or a file failed */
	EXIT_PARAMETER = 2,	/* command line */
	EXIT_VERSION = 3,	/* a file has an unknown form */
};

/* Commands; legality.c has a letter and a row of legal options for each. */
enum {
	CMD_INSERT	= 1 << 0,
	CMD_APPEND	= 1 << 1,
	CMD_DELETE	= 1 << 2,	/* by content */
	CMD_DELETE_NUM	= 1 << 3,
	CMD_REPLACE	= 1 << 4,
	CMD_LIST	= 1 << 5,
	CMD_FLUSH	= 1 << 6,
	CMD_ZERO	= 1 << 7,
	CMD_NEW		= 1 << 8,
	CMD_REMOVE	= 1 << 9,
	CMD_POLICY	= 1 << 10,
	CMD_SET		= 1 << 11,
	CMD_MASQ	= 1 << 12,
	CMD_CHECK	= 1 << 13,
	CMD_COUNT	= 14,
	CMD_RULE	= CMD_INSERT | CMD_APPEND | CMD_DELETE | CMD_REPLACE,
};

/* Options, in the order in which their legality is checked (S6.9). */
enum {
	OPT_NUMERIC	= 1 << 0,
	OPT_SOURCE	= 1 << 1,
	OPT_DESTINATION	= 1 << 2,
	OPT_PROTOCOL	= 1 << 3,
	OPT_JUMP	= 1 << 4,
	OPT_SYN		= 1 << 5,
	OPT_BOTH	= 1 << 6,
	OPT_VERBOSE	= 1 << 7,
	OPT_LOG		= 1 << 8,
	OPT_EXACT	= 1 << 9,
	OPT_TOS		= 1 << 10,
	OPT_VIA		= 1 << 11,
	OPT_FRAGMENT	= 1 << 12,
	OPT_MARK	= 1 << 13,
	OPT_SPORT	= 1 << 14,
	OPT_DPORT	= 1 << 15,
	OPT_OUTPUT	= 1 << 16,
	OPT_LINENUMBERS	= 1 << 17,
	OPT_COUNT	= 18,
	OPT_NO_WARNINGS	= 1 << 18,	/* legal with every command */
};

/* One side of a rule: the word after -s or -d, and what it stands for. */
struct addresses {
	const char *word;	/* ADDR[/MASK], NULL if not given */
	const char *port_word;	/* port, range, ICMP name; NULL if not given */
	struct in_addr *list;	/* network order, masked, each once; malloc'ed */
	unsigned int count;
	struct in_addr mask;
};

struct command {
	unsigned int commands;	/* CMD_... */
	unsigned int options;	/* OPT_... */
	const char *chain;	/* NULL: all chains */
	const char *policy;
	unsigned int number;	/* of a rule, from 1 */
	int timeouts[3];	/* TCP, TCP after FIN, UDP: seconds */
	struct addresses source;
	struct addresses destination;
	const char *target_port;	/* word after -j REDIRECT or DIVERT */
	bool trusted;		/* a saved rule: the kernel is its only judge */
	struct ip_fwuser rule;	/* addresses are filled in by run.c */
};

/*
 * error.c: the ways to end early. The message is printed as "PROG: message";
 * a format that ends in a newline leaves a blank line behind it (S6.33).
 */
void error_program(const char *name);
const char *error_program_name(void);
/* From now on errors name line @number of the input; 0: no longer. */
void error_line(unsigned long number);
void try_help(void) __attribute__((noreturn));
void parameter_problem(const char *format, ...)
	__attribute__((noreturn, format(printf, 1, 2)));
void version_problem(const char *format, ...)
	__attribute__((noreturn, format(printf, 1, 2)));
void other_problem(const char *format, ...)
	__attribute__((noreturn, format(printf, 1, 2)));
/* Prints "ipchains: " and the library's text for @err; returns EXIT_KERNEL. */
int kernel_problem(int err);
/* Writes what stdout holds back; @status, or EXIT_KERNEL if that fails. */
int finish_output(int status);
/* malloc'ed memory for @size bytes, zeroed; ends the program without any. */
void *need_memory(size_t size);

/* options.c: @cmd must be zeroed. May exit with 0 (-h, -V). */
void command_parse(struct command *cmd, int argc, char **argv);

/* legality.c: which options go with which commands. */
void add_command(struct command *cmd, unsigned int command,
		 unsigned int partners, bool inverted);
void add_option(struct command *cmd, unsigned int option, bool inverted);
void check_legality(const struct command *cmd);

/* resolve.c; command_free() frees what command_resolve() allocated. */
void command_resolve(struct command *cmd);
void command_free(struct command *cmd);

/* checks.c */
void command_check(struct command *cmd);

/* tos.c: refuses a TOS change that RFC 1349 forbids, warns of doubtful ones. */
void check_tos(const struct ip_fw *fw, bool warn);

/* run.c: returns the exit status. */
int command_run(struct command *cmd);

/* number.c: decimal numbers; false if @word is not one from @min to @max. */
bool parse_number(const char *word, unsigned int min, unsigned int max,
		  unsigned int *number);

/* fields.c: words of single options. */
unsigned int parse_rule_number(const char *word);
int parse_timeout(const char *word);
void parse_mark(struct ip_fw *fw, const char *word);
void parse_interface(struct ip_fw *fw, const char *word);
void parse_output_size(struct ip_fw *fw, const char *word);
uint8_t parse_hexbyte(const char *word);
void parse_target(ip_chainlabel target, const char *word);

/* address.c */
/* ADDR[/MASK] with all addresses of a name (S6.10, S6.11, S6.13). */
void parse_addresses(struct addresses *side);
/* A text of its own for @addr, overwritten by the next call. */
const char *address_text(struct in_addr addr, bool numeric);
/* "/N", "/a.b.c.d" or "" for a single host (S6.56). */
const char *mask_text(struct in_addr mask);

/* ports.c */
uint16_t parse_protocol(const char *word);
const char *protocol_text(uint16_t proto);
/* N, LO:HI, LO:, :HI or names of services of @proto (S6.15). */
void parse_ports(const char *word, uint16_t proto, uint16_t range[2]);
/* One port or service name; false if @word is neither. */
bool parse_port(const char *word, uint16_t proto, uint16_t *port);
const char *port_text(uint16_t port, uint16_t proto, bool numeric);

/* icmp.c */
/* Type and code of an ICMP rule: fills fw_spts and fw_dpts (S6.16). */
void parse_icmp(struct command *cmd);
/* The name of exactly this range of types and codes, or NULL. */
const char *icmp_text(const uint16_t types[2], const uint16_t codes[2]);
void icmp_help(void);

/* help.c */
void usage(void);

/* rule_print.c */
enum {
	PRINT_NUMERIC	= 1 << 0,
	PRINT_VERBOSE	= 1 << 1,
	PRINT_EXACT	= 1 << 2,	/* counters without K, M, G */
	PRINT_NUMBERS	= 1 << 3,	/* rule numbers in front */
};
void print_rule_header(unsigned int format);
void print_rule_row(const struct ipfwc_fwrule *rule, unsigned int number,
		    unsigned int format);
/* The one line that -v shows of a rule about to be sent (S6.67). */
void print_rule_line(const struct ip_fwuser *fw);

/* list.c: -L, perhaps with -Z; returns the exit status. */
int list_chains(const struct command *cmd);
/* Is @chain one of the built-in three? */
bool is_builtin(const char *chain);

/* masq.c: -M -L and -S; return the exit status. */
int list_masquerading(const struct command *cmd);
int set_timeouts(const int seconds[3]);

/* save.c, restore.c: the other two programs; return the exit status. */
int save_main(int argc, char **argv);
int restore_main(int argc, char **argv);
/* save_rule.c: the words of @rule as ipchains takes them, one line, no newline. */
void save_rule(FILE *out, const char *chain, const struct ip_fwuser *rule);

/*
 * words.c: @line split at white space into an argv behind @program, NULL at
 * the end. @line is changed and must outlive the array, which is the caller's
 * to free().
 */
char **split_words(const char *program, char *line, int *argc);

#endif /* IPCHAINS_H */
