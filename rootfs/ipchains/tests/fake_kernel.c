// SPDX-License-Identifier: GPL-2.0-only
/*
 * The calls of ipchains that reach the kernel (see fake_kernel.h).
 */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "fake_kernel.h"

FILE *__real_fopen(const char *path, const char *mode);

int __wrap_socket(int family, int type, int protocol);
int __wrap_setsockopt(int fd, int level, int option, const void *argument,
		      socklen_t length);
FILE *__wrap_fopen(const char *path, const char *mode);
int __wrap_isatty(int fd);

#define FAKE_FD 1000

static int number_of(const char *variable)
{
	const char *value = getenv(variable);

	return value ? atoi(value) : 0;
}

__attribute__((format(printf, 1, 2)))
static void record(const char *format, ...)
{
	const char *path = getenv("FAKE_RECORD");
	FILE *file = path ? __real_fopen(path, "a") : NULL;
	va_list args;

	if (!file)
		return;
	va_start(args, format);
	vfprintf(file, format, args);
	va_end(args);
	fclose(file);
}

/* What `-A input' sends. */
static const struct ip_fwchange plain = {
	.fwc_rule.ipfw = {
		.fw_spts = { 0, 0xFFFF },
		.fw_dpts = { 0, 0xFFFF },
		.fw_tosand = 0xFF,
	},
	.fwc_label = "input",
};

static void put_all(char *text, const unsigned char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		text += sprintf(text, i ? " %02x" : "%02x", bytes[i]);
}

static void put_difference(char *text, const unsigned char *bytes)
{
	const unsigned char *base = (const unsigned char *)&plain;
	bool first = true, within = false;

	for (size_t i = 0; i < sizeof(plain); i++) {
		bool differs = bytes[i] != base[i];

		if (differs && !within)
			text += sprintf(text, "%s%zu:%02x", first ? "" : "; ",
					i, bytes[i]);
		else if (differs)
			text += sprintf(text, " %02x", bytes[i]);
		first &= !differs;
		within = differs;
	}
}

static void record_option(int option, const void *argument, socklen_t length)
{
	bool rule = option == IP_FW_APPEND || option == IP_FW_DELETE;
	bool numbered = option == IP_FW_INSERT || option == IP_FW_REPLACE;
	char text[1024] = "";

	if (getenv("FAKE_FULL") || !(rule || numbered))
		put_all(text, argument, length);
	else if (rule)
		put_difference(text, argument);
	else
		put_difference(text + sprintf(text, "%u ",
					      *(const __u32 *)argument),
			       (const unsigned char *)argument + 4);
	record("sent %d %u%s%s\n", option, length, text[0] ? " " : "", text);
}

int __wrap_socket(int family, int type, int protocol)
{
	record("socket %d %d %d\n", family, type, protocol);
	errno = number_of("FAKE_SOCKET_ERRNO");
	return errno ? -1 : FAKE_FD;
}

int __wrap_setsockopt(int fd, int level, int option, const void *argument,
		      socklen_t length)
{
	const char *state = getenv("FAKE_STATE");
	int err = number_of("FAKE_ERRNO");

	if (fd != FAKE_FD || level != IPPROTO_IP)
		abort();
	record_option(option, argument, length);
	if (!err && state)
		err = fake_option(state, option, argument);
	if (!err)
		return 0;
	errno = err;
	return -1;
}

static FILE *open_fake_proc(const char *path, const char *mode)
{
	const char *name = strrchr(path, '/') + 1;
	const char *state = getenv("FAKE_STATE");
	const char *dir = getenv("FAKE_DIR");
	char fake[4096];

	record("open %s %s\n", path, mode);
	if (state && strncmp(name, "ip_fw", 5) == 0)
		return fake_proc(state, name);
	snprintf(fake, sizeof(fake), "%s/%s", dir ? dir : "/nonexistent", name);
	return __real_fopen(fake, mode);
}

FILE *__wrap_fopen(const char *path, const char *mode)
{
	const char *terminal = getenv("FAKE_TERMINAL");

	if (strncmp(path, "/proc/", 6) == 0)
		return open_fake_proc(path, mode);
	if (strcmp(path, "/dev/tty") == 0)
		return __real_fopen(terminal ? terminal : "/nonexistent", mode);
	return __real_fopen(path, mode);
}

int __wrap_isatty(int fd)
{
	return fd == 0 && getenv("FAKE_TERMINAL");
}
