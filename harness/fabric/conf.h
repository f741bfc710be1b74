/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * conf: what a run is made of, read from a text file.
 *
 *   seed N
 *   segment NAME delay NS [rate BIT_PER_S]
 *   machine NAME id N kernel PATH initrd PATH mem 32M [late] [WORD...]
 *   nic MACHINE DEVICE SEGMENT MAC
 *   console MACHINE NAME        a stream MACHINE.NAME that is logged to a file of that name
 *   port MACHINE NAME           a stream MACHINE.NAME
 *
 * One statement a line; blank lines and lines that begin with # say nothing. A thing is declared
 * before it is named. The WORDs go to the kernel's command line. Names are of a-z, 0-9, - and _,
 * begin with a letter and are at most 31 long; they become names of files in the run directory. The
 * order of nic, console and port lines is the order in which the machine's kernel finds the
 * devices.
 */
#ifndef FABRIC_CONF_H
#define FABRIC_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CONF_NAME 32	/* with the NUL */
#define CONF_REASON 200

struct conf_segment {
	char name[CONF_NAME];
	uint64_t delay;		/* nanoseconds */
	uint64_t rate;		/* bits per second; 0: as fast as can be */
};

struct conf_machine {
	char name[CONF_NAME];
	uint64_t id;
	char *kernel;
	char *initrd;
	char *mem;
	char *words;		/* may be empty */
	bool late;		/* powered on by `start` only */
};

struct conf_nic {
	size_t machine;		/* index of its machine */
	size_t segment;
	char device[CONF_NAME];
	uint8_t mac[6];
};

struct conf_stream {
	size_t machine;
	char name[CONF_NAME];
	bool logged;
};

struct conf {
	uint64_t seed;
	struct conf_segment *segment;
	struct conf_machine *machine;
	struct conf_nic *nic;
	struct conf_stream *stream;
	size_t segments, machines, nics, streams;
};

struct conf_error {
	unsigned int line;	/* from 1; 0: the file as a whole */
	char reason[CONF_REASON];
};

/*
 * Read @text, NUL-terminated, into @conf. Returns 0, or -1 with @error filled; @conf is to be freed
 * in either case.
 */
int conf_parse(struct conf *conf, const char *text, struct conf_error *error);

/* Read the file @path; an errno of reading is put into words with line 0. */
int conf_read(struct conf *conf, const char *path, struct conf_error *error);

void conf_free(struct conf *conf);

#endif
