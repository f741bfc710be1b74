/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * absent.c - what Debian's libpcap.a needs and a machine does not have
 *
 * Debian's libpcap can also capture the messages of D-Bus, by libdbus, which Debian does not ship
 * as a static library. libpcap reaches that part through two functions. Where they are already
 * defined, as here, the linker takes nothing of it out of the archive, and libdbus is not missed.
 */
#include <pcap/pcap.h>

/* libpcap's own names and types, which its public headers do not declare. */
pcap_t *dbus_create(const char *device, char *error, int *is_ours);
int dbus_findalldevs(void *devices, char *error);

/* "The device is not one of mine." */
pcap_t *dbus_create(const char *device, char *error, int *is_ours)
{
	(void)device;
	(void)error;
	*is_ours = 0;
	return NULL;
}

/* "I have no devices." */
int dbus_findalldevs(void *devices, char *error)
{
	(void)devices;
	(void)error;
	return 0;
}
