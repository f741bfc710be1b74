#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# usage: style.sh        (knobs: OUT KCONFIG)
#
# checkpatch.pl --strict and sparse over our kernel files, every finding and
# then the figures. Needs the tree that build.sh leaves.
#
# Exit status: 0 no error, fewer than 7 findings a 1000 lines, sparse silent;
# 1 not so; 4 there is no tree.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
: "${OUT:=$(dirname "$here")/out}" "${KCONFIG:=default}"
tree=$OUT/kernel/source
objects=obj-$KCONFIG
report=$OUT/kernel/$KCONFIG/style

if [ ! -e "$tree/$objects/vmlinux" ]; then
	echo "style.sh: $tree/$objects: no kernel has been built here" >&2
	exit 4
fi

cd "$tree"
files=$(find -L net/ipv4/ipfw -name out -prune -o -name '*.[ch]' -print | LC_ALL=C sort)

# shellcheck disable=SC2086 # a list
./scripts/checkpatch.pl --strict --terse --show-types --no-summary -f $files >"$report.checkpatch" || :
grep . "$report.checkpatch" || :

make O="$objects" ARCH=um C=2 CHECK="sparse -Wsparse-error=none" LOCALVERSION= \
	net/ipv4/ipfw/ >"$report.log" 2>&1 || {
	tail -n 20 "$report.log" >&2
	exit 1
}
grep -E '(warning|error): ' "$report.log" | grep 'net/ipv4/ipfw/' | sort -u >"$report.sparse" || :
cat "$report.sparse"

# shellcheck disable=SC2086 # a list
lines=$(cat $files | wc -l)
found=$(wc -l <"$report.checkpatch")
errors=$(grep -c ': ERROR:' "$report.checkpatch" || :)
sparse=$(wc -l <"$report.sparse")
echo "checkpatch: $found findings, $errors of them errors, in $lines lines; sparse: $sparse"
[ "$errors" -eq 0 ] && [ "$sparse" -eq 0 ] && [ $((found * 1000)) -lt $((lines * 7)) ]
