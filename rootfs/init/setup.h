/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * setup.h - what the kernel command line says this machine is
 *
 * The kernel hands words of the form NAME=VALUE that it does not know itself to PID 1 as its
 * environment:
 *
 *   dl_name=gateway                   the host name                        default: machine
 *   dl_addr=eth0/192.0.2.1/24,...     interface, address, prefix length    default: none
 *   dl_gw=192.0.2.1                   the default route                    default: none
 *   dl_forward=1                      forward packets between interfaces   default: 0
 *   dl_diary=1                        record the packets' diary            default: 0
 *   dl_console=edit                   a shell with line editing, for people; `plain' is for
 *                                     programs: the terminal's own editing  default: plain
 */
#ifndef SETUP_H
#define SETUP_H

#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

#define SETUP_NAME_MAX 64
#define SETUP_ADDRESSES_MAX 32

struct setup_address {
	char device[IF_NAMESIZE];
	struct in_addr address;
	unsigned int prefix;		/* bits, 0 to 32 */
};

struct setup {
	char name[SETUP_NAME_MAX];
	struct setup_address addresses[SETUP_ADDRESSES_MAX];
	size_t address_count;
	struct in_addr gateway;		/* 0.0.0.0: no default route */
	bool forward;
	bool diary;
	bool edit;
};

/*
 * Reads the words from the environment. A word with a bad value is reported with say() and has its
 * default; the machine comes up all the same, so that somebody can look at it. False if one was
 * bad.
 */
bool setup_read(struct setup *setup);

#endif
