#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tell every citation in docs/*.md and README.md that leads nowhere.
#
# usage: docs/check-citations.sh
#
# Looked for, always between backquotes:
#   path/file.c:function   the file must define it (C, header, Tcl, shell)
#   room/path              a file or folder of the project must have this name
# and, with or without backquotes, outside docs/spec.md:
#   S7.80 T-D01 Q29 H31 B23 M13   docs/spec.md must have the statement
# and, in docs/differences.md:
#   Shown by: ...   must name a scenario, or say "no scenario yet"
# A path that begins with a folder of the kernel is looked up in the unpacked
# tree, $OUT/kernel/source (default out/); without that tree it is not checked.
#
# One line for each broken citation, `doc:line: what`. Exit: 0 none, 1 some,
# 2 the script was not called from its project.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
[ -f docs/spec.md ] || { echo "check-citations: no docs/spec.md in $root" >&2; exit 2; }
kernel=${OUT:-out}/kernel/source
docs=$(find docs -name '*.md' | sort)
[ ! -f README.md ] || docs="README.md $docs"
broken=$(mktemp)
trap 'rm -f "$broken"' EXIT

# defines FILE NAME: true if FILE defines a function, macro, type or event NAME
defines() {
	grep -qE \
		-e "^([A-Za-z_][A-Za-z0-9_ *]*[ *])?$2\(" \
		-e "^#[[:space:]]*define $2\b" \
		-e "^(struct|enum|union) $2\b" \
		-e "^(TRACE_EVENT|DEFINE_EVENT|DECLARE_EVENT_CLASS)\(([a-z_]+, )?$2\b" \
		-e "^[[:space:]]*proc (::)?([A-Za-z_]+::)*$2 " \
		"$1"
}

# say WHERE WHAT: one broken citation
say() {
	printf '%s: %s\n' "$1" "$2" >>"$broken"
}

# function_citation WHERE FILE:NAME
function_citation() {
	file=${2%%:*}
	name=${2#*:}
	case $file in
	net/* | include/* | kernel/* | drivers/* | arch/*)
		[ -d "$kernel" ] || return 0
		file=$kernel/$file ;;
	esac
	if [ ! -f "$file" ]; then
		say "$1" "$2: no such file"
	elif ! defines "$file" "$name"; then
		say "$1" "$2: the file does not define it"
	fi
}

# each PATTERN FILE...: `doc:line match` for every match of an extended regular expression
each() {
	pattern=$1
	shift
	grep -HnoE -e "$pattern" "$@" | sed 's/^\([^:]*:[0-9]*\):/\1 /' || true
}

# shellcheck disable=SC2086,SC2016 # $docs is a list of names without blanks; backquotes are meant
functions() {
	each '`[A-Za-z0-9_./-]+\.(c|h|tcl|sh):[A-Za-z_][A-Za-z0-9_]*(\(\))?`' $docs |
		tr -d '`()' | while read -r where what; do
		function_citation "$where" "$what"
	done
}

# shellcheck disable=SC2086,SC2016
paths() {
	each '`(uml-kernel|rootfs|harness|scenarios|docs)/[A-Za-z0-9_./-]*`' $docs |
		tr -d '`' | while read -r where what; do
		[ -e "$what" ] || say "$where" "$what: no such file"
	done
}

# shellcheck disable=SC2086
statements() {
	known=$(grep -oE '^\*\*[A-Z][-0-9A-Z.]*\*\*' docs/spec.md | tr -d '*')
	others=$(printf '%s\n' $docs | grep -v '^docs/spec.md$') || return 0
	each '\b(S[0-9]+\.[0-9]+|T-[A-Z][0-9][0-9]|[QHBM][0-9]+)\b' $others |
		while read -r where what; do
		printf '%s\n' "$known" | grep -qxF -e "$what" ||
			say "$where" "$what: no such statement in docs/spec.md"
	done
}

shown_by() {
	[ -f docs/differences.md ] || return 0
	each '^Shown by:.*' docs/differences.md | while read -r where what; do
		case $what in
		*'`scenarios/'* | *'no scenario yet'*) ;;
		*) say "$where" "$what: no scenario" ;;
		esac
	done
}

functions
paths
statements
shown_by
cat "$broken"
[ ! -s "$broken" ]
