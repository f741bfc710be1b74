// SPDX-License-Identifier: GPL-2.0-only
/*
 * ipchains, ipchains-save, ipchains-restore: one binary, told apart by the
 * name it is called as.
 *
 * Exit status: 0 done; 1 the kernel refused or a file failed; 2 command line;
 * 3 a file of the kernel has a form that is not known here.
 */
#include <string.h>

#include "ipchains.h"

static int ipchains_main(int argc, char **argv)
{
	struct command cmd = { 0 };
	int status;

	command_parse(&cmd, argc, argv);
	command_resolve(&cmd);
	command_check(&cmd);
	status = command_run(&cmd);
	command_free(&cmd);
	return status;
}

int main(int argc, char **argv)
{
	const char *path = argc > 0 ? argv[0] : "ipchains";
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	error_program(path);
	if (strcmp(name, "ipchains-save") == 0)
		return finish_output(save_main(argc, argv));
	if (strcmp(name, "ipchains-restore") == 0)
		return finish_output(restore_main(argc, argv));
	return finish_output(ipchains_main(argc, argv));
}
