/* SPDX-License-Identifier: GPL-2.0-only */
/* proc_reading.c - open, read, seek, write: buffers, positions, who may */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "answer.h"
#include "claim.h"
#include "command.h"
#include "groups.h"
#include "listing.h"
#include "pieces.h"

#define NOBODY 65534
#define RULES 60		/* several of the kernel's own buffers of 4096 bytes */

static void fill(void)
{
	struct ip_fwuser rule;
	uint32_t i;

	must(create_chain("user"), "create chain");
	for (i = 0; i < RULES; i++) {
		rule = rule_marked(i * i * i * i, i % 3 ? "" : "user");
		must(append(i % 2 ? "input" : "output", &rule), "append");
	}
}

/* S5.12 */
void group_reading(void)
{
	static const size_t pieces[] = { 4096, 3072, 512, 200, 143, 7, 1, ROOM / 4 };
	static const char *const files[] = { PROC_CHAINS, PROC_NAMES };
	static char text[ROOM];
	char *whole;
	size_t i, j;
	int fd;

	fill();
	for (j = 0; j < 2; j++) {
		whole = read_text(files[j]);
		for (i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
			fd = open_file(files[j], O_RDONLY);
			read_pieces(fd, text, pieces[i]);
			claim(!strcmp(text, whole), "%s reads the same by %zu bytes", files[j],
			      pieces[i]);
			claim_number((unsigned long)read(fd, text, 1), 0,
				     "and at its end there is nothing");
			close(fd);
		}
		free(whole);
	}
}

static void seeks(int fd, off_t to, int whence, long wanted, const char *sentence)
{
	off_t got = lseek(fd, to, whence);

	claim(wanted < 0 ? got < 0 && errno == -wanted : got == wanted, "%s", sentence);
}

/* S5.12 */
void group_seeking(void)
{
	char *whole;
	char text[512];
	int fd;

	fill();
	whole = read_text(PROC_CHAINS);
	fd = open_file(PROC_CHAINS, O_RDONLY);
	claim(read(fd, text, 300) > 0, "a first read");
	seeks(fd, 0, SEEK_SET, 0, "back to the beginning");
	claim(read(fd, text, 143) == 143 && !memcmp(text, whole, 143), "reads the first line again");
	seeks(fd, 0, SEEK_CUR, 143, "the position counts bytes");
	seeks(fd, 1000, SEEK_SET, 1000, "to the thousandth byte");
	claim(read(fd, text, 100) > 0 && text[0] == whole[1000], "reads from there");
	seeks(fd, 0, SEEK_END, -EINVAL, "not from the end: EINVAL");
	seeks(fd, -1, SEEK_SET, -EINVAL, "nor before the beginning: EINVAL");
	seeks(fd, ROOM, SEEK_SET, ROOM, "behind the end");
	claim_number((unsigned long)read(fd, text, 100), 0, "there is nothing");
	close(fd);
	free(whole);
}

static void as_nobody(void)
{
	static const int flags[] = { O_RDONLY, O_WRONLY, O_RDWR };
	size_t i;

	if (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) ||
	    setresuid(NOBODY, NOBODY, NOBODY))
		give_up("become nobody");
	for (i = 0; i < 3; i++) {
		claim_errno(open(PROC_NAMES, flags[i]) < 0 ? errno : 0, EACCES,
			    "nobody: open the names, flags %d", flags[i]);
		claim_errno(open(PROC_CHAINS, flags[i]) < 0 ? errno : 0, EACCES,
			    "nobody: open the rules, flags %d", flags[i]);
	}
}

static void writing(const char *path)
{
	int fd = open_file(path, O_RDWR);

	claim_errno(write(fd, "x", 1) < 0 ? errno : 0, EIO, "write to %s", path);
	close(fd);
	fd = open_file(path, O_WRONLY);
	claim_errno(write(fd, "x", 1) < 0 ? errno : 0, EIO, "write to it, opened write-only");
	claim_errno(ftruncate(fd, 0) < 0 ? errno : 0, 0, "truncating it is of no effect");
	close(fd);
}

/* S5.1, S5.6, S5.15, S5.16 */
void group_access(void)
{
	static const char *const files[] = { PROC_NAMES, PROC_CHAINS };
	struct ip_fwuser rule = rule_marked(3, "");
	struct stat status;
	size_t i;

	must(append("input", &rule), "append");
	remember();
	for (i = 0; i < 2; i++) {
		if (stat(files[i], &status))
			give_up("stat %s", files[i]);
		claim_number(status.st_mode, S_IFREG | 0600, "%s: a regular file, mode 0600",
			     files[i]);
		claim(!status.st_uid && !status.st_gid, "of root");
		writing(files[i]);
	}
	in_child(as_nobody);
	unchanged("all that has changed nothing");
}
