#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# plain.t: what is not there in a kernel without MASQ, REDIRECT, netlink copies and
# divert sockets. Its TAP is that of the scenario, on the kernel of `make plain`.
set -eu
export KCONFIG=plain
[ -x "${OUT:-$PWD/out}/kernel/plain/linux" ] || { echo "plain.t: make plain builds its kernel" >&2; exit 4; }
exec harness/divertlab run --tap scenarios/plain/without.exp
