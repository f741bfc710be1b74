/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cores: one CPU for one run. For speed only: crossing CPUs costs several times what staying does,
 * and a run uses one at a time anyway. What a run does never depends on it.
 */
#ifndef FABRIC_CORES_H
#define FABRIC_CORES_H

/*
 * Take a CPU of this process's affinity mask that no other run holds, by a lock on the file cpuN in
 * @directory (made if it is not there), and stay on it with all children. The lock lasts as long as
 * the process. If all are taken, or a process may not choose, nothing changes. Returns 0, or -1
 * with errno: the directory cannot be used.
 */
int cores_take(const char *directory);

#endif
