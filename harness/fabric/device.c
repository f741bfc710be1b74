// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "device.h"
#include "fabric.h"
#include "machine.h"

/* What became of a connection or back channel after reading from it. */
static void settle(struct device *device, struct watch *watch, int standing)
{
	if (standing > 0)
		return;
	loop_forget(watch);
	if (standing < 0)
		machine_fault(device->machine, device->name, device->vhost.fault);
}

static void back_ready(struct watch *watch)
{
	struct device *device = container_of(watch, struct device, back);

	settle(device, watch, vhost_answer(&device->vhost));
}

static void connection_ready(struct watch *watch)
{
	struct device *device = container_of(watch, struct device, connection);

	settle(device, watch, vhost_receive(&device->vhost));
	if (device->vhost.back >= 0 && device->back.fd < 0 &&
	    loop_watch(&device->back, device->vhost.back, back_ready) < 0)
		fabric_end(device->machine->fabric, FABRIC_CANNOT, "epoll: %s", strerror(errno));
}

void device_disconnect(struct device *device)
{
	loop_forget(&device->connection);
	loop_forget(&device->back);
	vhost_close(&device->vhost);
}

static void listener_ready(struct watch *watch)
{
	struct device *device = container_of(watch, struct device, listener);
	int fd = accept4(watch->fd, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		return;
	/* a machine has one connection to a device, and connects while it runs */
	if (device->machine->power != RUNNING || device->connection.fd >= 0) {
		close(fd);
		return;
	}
	device_disconnect(device);
	vhost_open(&device->vhost, fd);
	if (loop_watch(&device->connection, fd, connection_ready) < 0)
		fabric_end(device->machine->fabric, FABRIC_CANNOT, "epoll: %s", strerror(errno));
}

void device_socket(char *path, size_t size, const char *machine, const char *name)
{
	snprintf(path, size, "%s-%s.sock", machine, name);
}

int device_open(struct device *device, struct machine *machine, const char *name,
		unsigned int number, const struct vhost_kind *kind, const void *config,
		size_t config_size)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd;

	vhost_init(&device->vhost, kind, config, config_size);
	device->machine = machine;
	device->name = name;
	device->kind = number;
	device->listener.fd = -1;
	device->connection.fd = -1;
	device->back.fd = -1;
	device_socket(address.sun_path, sizeof(address.sun_path), machine->conf->name, name);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 || listen(fd, 4) < 0 ||
	    loop_watch(&device->listener, fd, listener_ready) < 0) {
		close(fd);
		return -1;
	}
	return 0;
}

void device_call(struct device *device, unsigned int queue)
{
	struct vhost *vhost = &device->vhost;
	struct machine *machine = device->machine;

	/* a call that the machine has not run since will show it this buffer too */
	if (machine->power != PARKED || !vhost->queue[queue].enabled ||
	    device->called[queue] == machine->turns + 1 ||
	    !virtq_wants_call(&vhost->queue[queue]))
		return;
	if (vhost_call(vhost, queue) < 0)
		return;	/* it is ending; its process will say how */
	device->called[queue] = machine->turns + 1;
	while (vhost->calling && machine->power == PARKED && device->back.fd >= 0 &&
	       machine->clock.fd >= 0 && !machine->fabric->busy)
		loop_once();
}
