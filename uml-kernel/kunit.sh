#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# usage: kunit.sh [FILTER]        (knobs: OUT KCONFIG TIMEOUT)
#
# Boots OUT/kernel/KCONFIG/linux alone, under virtual time and without a root
# file system, and lets it run the KUnit suites whose names match the glob
# FILTER (all). Prints TAP for prove, one line a test case, with the statements
# of the specification that it decides (tests/statements) in brackets. The
# console stays in OUT/kunit/KCONFIG/console. TIMEOUT is in seconds of real time,
# for a kernel that hangs.
#
# A verdict must be earned: without a plan, with a case missing, with a panic or
# a complaint of the kernel, or when no suite matches, the stream ends in
# "Bail out!".
#
# Exit status: 0 every case passed; 1 one failed; 2 usage; 3 the run cannot be
# trusted; 4 there is no kernel to boot.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
: "${OUT:=$(dirname "$here")/out}" "${KCONFIG:=default}" "${TIMEOUT:=300}"

if [ $# -gt 1 ]; then
	echo "usage: kunit.sh [FILTER]" >&2
	exit 2
fi
filter=${1:-*}
linux=$OUT/kernel/$KCONFIG/linux
run=$OUT/kunit/$KCONFIG

if [ ! -x "$linux" ]; then
	echo "kunit.sh: $linux: no kernel; make -C uml-kernel KCONFIG=$KCONFIG" >&2
	exit 4
fi

# The checkers of a debug kernel need room.
memory=64M
[ "$KCONFIG" = default ] || memory=512M

rm -rf "$run"
mkdir -p "$run"
cd "$run"
status=0
timeout -k 5 "$TIMEOUT" setarch -R "$linux" "mem=$memory" umid=kunit uml_dir=./ \
	con=null ssl=null con0=null,fd:1 time-travel=inf-cpu rng-seed=1 \
	random.trust_cpu=on random.trust_bootloader=on panic=-1 \
	kunit.enable=1 "kunit.filter_glob=$filter" kunit_shutdown=halt \
	>console 2>boot </dev/null || status=$?
rm -rf kunit

echo "TAP version 13"
awk -v status="$status" -v limit="$TIMEOUT" -v statements="$here/tests/statements" \
	-v config="$(dirname "$linux")/config" \
	-v all="$([ "$filter" != '*' ] || echo 1)" -f "$here/kunit.awk" console
