#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# usage: graft.sh TARBALL TREE
#
# Makes TREE the kernel source that is built: what is needed of Debian's
# TARBALL (see unpack.exclude), patches/*.patch in order, and links to this
# folder. Unpacks and patches again only when the tarball or a patch differs
# from what TREE was made from; links are always refreshed.
#
# Exit status: 0 TREE is ready; 2 usage; 4 the tarball is missing or a patch
# does not apply to it.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

die() {
	status=$1
	shift
	echo "graft.sh: $*" >&2
	exit "$status"
}

[ $# -eq 2 ] || die 2 "usage: graft.sh TARBALL TREE"
tarball=$1
tree=$2
new=$tree.new

[ -r "$tarball" ] || die 4 "$tarball: not there; install linux-source-6.1 or set KERNEL_SRC"

# The Debian package the tarball came in, and its version.
# shellcheck disable=SC2016 # the dollar signs are dpkg-query's
package() {
	dpkg-query -S "$tarball" 2>/dev/null | sed 's/:.*//' |
		xargs -r dpkg-query -W -f '${Package} ${Version}\n' | grep . ||
		echo "$(basename "$tarball") (no Debian package)"
}

# What TREE depends on. Size and time stand for the tarball's 130 MB.
key() {
	package
	stat -L -c '%n %s %Y' "$tarball"
	cat "$here"/unpack.exclude "$here"/patches/*.patch | sha256sum
}

unpack() {
	echo "Unpacking $(package) (about half a minute)" >&2
	rm -rf "$new"
	mkdir -p "$new"
	tar -x -f "$tarball" -C "$new" --strip-components=1 --no-same-owner \
		--exclude-from="$here/unpack.exclude" ||
		die 4 "$tarball: cannot be unpacked"
}

apply() {
	for patch in "$here"/patches/*.patch; do
		patch -d "$new" -p1 -N -F0 --no-backup-if-mismatch -r - \
			<"$patch" >"$new/.patch.log" 2>&1 && continue
		cat "$new/.patch.log" >&2
		die 4 "patches/$(basename "$patch") does not apply to $(package)"
	done
}

# A link is made anew only if it points elsewhere: its time is an input of make.
link() {
	[ "$(readlink "$2" || :)" = "$1" ] || ln -sfn "$1" "$2"
}

# Adds the line TEXT to FILE before the first line that matches PATTERN.
hook() {
	grep -qxF "$3" "$1" && return
	sed "0,/$2/s//$(printf '%s' "$3" | sed 's/[\/&]/\\&/g')\n&/" "$1" >"$1.new"
	grep -qxF "$3" "$1.new" || die 4 "$1: no line to graft at in $(package)"
	mv "$1.new" "$1"
}

# shellcheck disable=SC2016 # the dollar signs are make's
graft() {
	hook "$1/net/ipv4/Kconfig" '^config SYN_COOKIES' \
		'source "net/ipv4/ipfw/Kconfig"'
	hook "$1/net/ipv4/Makefile" '^obj-$(CONFIG_BPFILTER)' \
		'obj-$(CONFIG_IP_FIREWALL) += ipfw/'
	link "$here" "$1/net/ipv4/ipfw"
	for header in "$here"/include/uapi/linux/*.h; do
		[ ! -e "$header" ] || link "$header" "$1/include/uapi/linux/$(basename "$header")"
	done
}

if [ ! -f "$tree/.divertlab" ] || [ "$(key)" != "$(cat "$tree/.divertlab")" ]; then
	unpack
	apply
	key >"$new/.divertlab"
	rm -rf "$tree"
	mv "$new" "$tree"
fi
graft "$tree"
