#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# usage: versions.sh        (knob: KERNEL_SRC)
#
# Prints what a kernel built now is built from, "package version" a line. With
# the commit these lines decide every byte of the binary.
set -eu

: "${KERNEL_SRC:=/usr/src/linux-source-6.1.tar.xz}"

# The package that carries FILE, or the file itself where Debian knows nothing.
package_of() {
	file=$(readlink -f "$(command -v "$1" || echo "$1")")
	dpkg-query -S "$file" 2>/dev/null | sed -n '1s/:.*//p' | grep . || echo "$1"
}

# shellcheck disable=SC2016 # the dollar signs are dpkg-query's
for package in "$(package_of "$KERNEL_SRC")" "$(package_of gcc)" \
	"$(package_of as)" libc6-dev busybox-static; do
	dpkg-query -W -f '${binary:Package} ${Version}\n' "$package" 2>/dev/null ||
		echo "$package unknown"
done | sed 's/:[a-z0-9]* / /'
