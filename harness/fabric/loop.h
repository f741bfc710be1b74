/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * loop: waiting for descriptors (one epoll instance for the process).
 *
 * One event is served at a time, so a handler may close or forget any watch. Handlers are served
 * as long as something is readable (level-triggered), and may call loop_once() themselves.
 */
#ifndef FABRIC_LOOP_H
#define FABRIC_LOOP_H

#include <stddef.h>

#define container_of(pointer, type, member) \
	((type *)((char *)(pointer) - offsetof(type, member)))

/* Embedded in what the descriptor is about. fd is -1 while nothing is watched. */
struct watch {
	int fd;
	void (*ready)(struct watch *watch);
};

/* Returns 0, or -1 with errno. Once, before everything else. */
int loop_init(void);

/* Call @ready whenever @fd is readable or closed by its peer. Returns 0, or -1 with errno. */
int loop_watch(struct watch *watch, int fd, void (*ready)(struct watch *watch));

/* Watch no more; the descriptor stays open. Nothing happens if it is not watched. */
void loop_forget(struct watch *watch);

/* Wait until something is readable and serve it. */
void loop_once(void);

#endif
