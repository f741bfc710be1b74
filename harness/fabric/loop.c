// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <sys/epoll.h>

#include "loop.h"

static int epoll = -1;

int loop_init(void)
{
	epoll = epoll_create1(EPOLL_CLOEXEC);
	return epoll < 0 ? -1 : 0;
}

int loop_watch(struct watch *watch, int fd, void (*ready)(struct watch *watch))
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = watch };

	if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0)
		return -1;
	watch->fd = fd;
	watch->ready = ready;
	return 0;
}

void loop_forget(struct watch *watch)
{
	if (watch->fd < 0)
		return;
	epoll_ctl(epoll, EPOLL_CTL_DEL, watch->fd, NULL);
	watch->fd = -1;
}

void loop_once(void)
{
	struct epoll_event event;
	struct watch *watch;

	if (epoll_wait(epoll, &event, 1, -1) != 1)
		return;
	watch = event.data.ptr;
	watch->ready(watch);
}
