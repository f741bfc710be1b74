#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# usage: kbuild.sh TREE OBJECTS [make's arguments]
#
# Calls kbuild so that its result follows from the sources alone: nothing of
# the caller's environment, a date that is not now, a builder that is nobody.
# OBJECTS is a folder inside TREE: kbuild then calls the compiler with relative
# paths only, the binary depends on no directory, and one ccache serves all.
#
# For work on the kernel, in a folder of one's own (some 10 s a round):
#   mkdir TREE/mine && cp OUT/kernel/default/config TREE/mine/.config
#   kbuild.sh TREE mine -j2 olddefconfig linux
set -eu

if [ $# -lt 2 ]; then
	echo "usage: kbuild.sh TREE OBJECTS [make's arguments]" >&2
	exit 2
fi
tree=$1
objects=$2
shift 2

cc=gcc
if command -v ccache >/dev/null; then
	cc='ccache gcc'
fi

exec env -i PATH="$PATH" HOME="${HOME:-/}" LC_ALL=C TZ=UTC \
	${CCACHE_DIR:+CCACHE_DIR="$CCACHE_DIR"} \
	make --no-print-directory -C "$tree" O="$objects" ARCH=um \
	CC="$cc" HOSTCC="$cc" LOCALVERSION= \
	KCFLAGS="-fdebug-prefix-map=$(realpath "$tree")/$objects=." \
	KBUILD_BUILD_TIMESTAMP='Thu Jan  1 00:00:00 UTC 2026' \
	KBUILD_BUILD_USER=divertlab KBUILD_BUILD_HOST=divertlab \
	KBUILD_BUILD_VERSION=1 "$@"
