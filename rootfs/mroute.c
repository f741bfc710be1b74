/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mroute - route one multicast group, as a routing daemon would
 *
 * usage: mroute SOURCE GROUP IN OUT...
 *
 * Tells the kernel that what SOURCE sends to GROUP comes in by the device IN and leaves by each
 * device OUT, says "mroute: ready", and keeps it so until it is ended.
 *
 * Exit status: none while it works; 2 usage; 3 a system call failed (which, and why, on standard
 * error).
 *
 * Example: mroute inside 239.1.1.1 eth0 eth1
 */
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/mroute.h>

#include "keys.h"
#include "say.h"

static _Noreturn void fail(const char *what)
{
	say_errno("%s", what);
	exit(EXIT_SYSTEM);
}

static void tell(int fd, int option, const void *value, socklen_t size, const char *what)
{
	if (setsockopt(fd, IPPROTO_IP, option, value, size))
		fail(what);
}

static void add_device(int fd, vifi_t number, const char *dev)
{
	struct vifctl vif = { .vifc_vifi = number, .vifc_flags = VIFF_USE_IFINDEX,
			      .vifc_threshold = 1 };

	vif.vifc_lcl_ifindex = (int)if_nametoindex(dev);
	if (!vif.vifc_lcl_ifindex)
		fail(dev);
	tell(fd, MRT_ADD_VIF, &vif, sizeof(vif), "MRT_ADD_VIF");
}

int main(int argc, char **argv)
{
	struct mfcctl route = { .mfcc_parent = 0 };
	int on = 1;
	int fd;

	say_as("mroute");
	if (argc < 5 || argc - 3 > MAXVIFS) {
		fprintf(stderr, "usage: mroute SOURCE GROUP IN OUT...\n");
		return EXIT_USAGE;
	}
	if (!find_host(argv[1], &route.mfcc_origin) || !find_host(argv[2], &route.mfcc_mcastgrp))
		return EXIT_SYSTEM;
	fd = socket(AF_INET, SOCK_RAW, IPPROTO_IGMP);
	if (fd < 0)
		fail("socket SOCK_RAW");
	tell(fd, MRT_INIT, &on, sizeof(on), "MRT_INIT");
	for (vifi_t i = 0; i < argc - 3; i++) {
		add_device(fd, i, argv[3 + i]);
		route.mfcc_ttls[i] = i ? 1 : 0;
	}
	tell(fd, MRT_ADD_MFC, &route, sizeof(route), "MRT_ADD_MFC");
	printf("mroute: ready\n");
	fflush(stdout);
	for (;;)
		pause();
}
