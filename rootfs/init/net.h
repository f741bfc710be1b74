/* SPDX-License-Identifier: GPL-2.0-only */
/* net.h - a machine's interfaces, addresses and default route, set over rtnetlink */
#ifndef NET_H
#define NET_H

#include <stdbool.h>

#include "setup.h"

/*
 * Brings up lo and every interface that has an address in @setup, adds the addresses in their order
 * (the first of an interface is its primary one), then the default route and forwarding. What
 * fails is reported with say() and the rest is tried. False if something failed.
 */
bool net_set_up(const struct setup *setup);

#endif
