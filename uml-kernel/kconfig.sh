#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# usage: kconfig.sh MERGED FRAGMENT...           join fragments, the last one wins
#        kconfig.sh --verify CONFIG FRAGMENT...  did each line come true?
#
# Everything no fragment asks for is off (make allnoconfig), unless something
# else needs it. Kconfig drops a line whose dependencies are not met without a
# word, so that a configuration is only good once it has been verified.
#
# Exit status: 0 good; 1 a line did not come true, named on standard error;
# 2 usage.
set -eu

if [ $# -lt 2 ]; then
	echo "usage: kconfig.sh [--verify] CONFIG FRAGMENT..." >&2
	exit 2
fi

# Prints "NAME VALUE FILE:LINE" for what the fragments say together; a value n
# is written "# NAME is not set" in Kconfig's own language.
wishes() {
	awk '
	/^CONFIG_[A-Za-z0-9_]*=/ { name = $0; sub(/=.*/, "", name); value = substr($0, length(name) + 2) }
	/^# CONFIG_[A-Za-z0-9_]* is not set$/ { name = $2; value = "n" }
	name { want[name] = value; from[name] = FILENAME ":" FNR; name = "" }
	END { for (name in want) print name, want[name], from[name] }
	' "$@" | sort
}

if [ "$1" != --verify ]; then
	merged=$1
	shift
	wishes "$@" | awk '
	$2 == "n" { print "# " $1 " is not set"; next }
	{ print $1 "=" $2 }' >"$merged"
	exit 0
fi

config=$2
shift 2
wishes "$@" | awk '
NR == FNR { split($0, part, "="); if (/^CONFIG_/) got[part[1]] = substr($0, length(part[1]) + 2); next }
{ is = ($1 in got) ? got[$1] : "n" }
is != $2 {
	print "kconfig.sh: " $3 ": " $1 "=" $2 " was asked for and " is " came out" >"/dev/stderr"
	bad = 1
}
END { exit bad }' "$config" -
