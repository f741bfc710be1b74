#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# endurance.t: scenarios that do a thing many times, with FULL=1 as often as their
# cases of the specification say. Without it there is nothing to do: each of them
# runs by itself, with the ROUNDS that stand in its file.
set -eu
. harness/suites/tap.sh

if [ -z "${FULL:-}" ]; then
    echo "1..0 # SKIP FULL=1 runs it"
    exit 0
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch" "$tap_out"' EXIT

# often SCENARIO ROUNDS: the scenario, with another number of rounds
often() {
    sed "s/ROUNDS=[0-9]*/ROUNDS=$2/" "scenarios/$1.exp" >"$scratch/$1.exp"
    grep -q "ROUNDS=$2 " "$scratch/$1.exp" || { echo "$1 has no ROUNDS"; return 1; }
    harness/divertlab run --tap --out "$scratch/$1" "$scratch/$1.exp"
}

ok "1,000 readers killed in a flood: no memory lost, each packet with its one end [S7.24 S12.8]" \
    often div_killed 1000
ok "a million random writes: only the errnos of the specification [S7.116]" often inject_fuzz 952381

plan_done
