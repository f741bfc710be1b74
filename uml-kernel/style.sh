#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# usage: style.sh        (knobs: OUT KCONFIG)
#
# checkpatch.pl --strict and sparse over our kernel files, every finding and
# then the figures. Needs the tree that build.sh leaves.
#
# Exit status: 0 fewer than 7 errors and warnings in 1000 lines, sparse
# silent; 1 not so; 4 there is no tree.
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

cd "$here"
files=$(find . -name out -prune -o -name '*.[ch]' -print | LC_ALL=C sort)

# shellcheck disable=SC2086 # a list
"$tree/scripts/checkpatch.pl" --root="$tree" --strict --terse --show-types --no-summary \
	--ignore FILE_PATH_CHANGES -f $files >"$report.checkpatch" || :
cat "$report.checkpatch"

./kbuild.sh "$tree" "$objects" C=2 net/ipv4/ipfw/ >"$report.log" 2>&1 || {
	tail -n 20 "$report.log" >&2
	exit 1
}
grep -E '(warning|error): ' "$report.log" | grep 'net/ipv4/ipfw/' | sort -u >"$report.sparse" || :
cat "$report.sparse"

# shellcheck disable=SC2086 # a list
lines=$(cat $files | wc -l)
count() {
	grep -c ": $1:" "$report.checkpatch" || :
}
errors=$(count ERROR)
warnings=$(count WARNING)
sparse=$(wc -l <"$report.sparse")
echo "checkpatch: $errors errors, $warnings warnings, $(count CHECK) checks in $lines lines; sparse: $sparse"
[ "$sparse" -eq 0 ] && [ $(((errors + warnings) * 1000)) -lt $((lines * 7)) ]
