#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# failing.t: the scenarios that must fail, each in its own way.
set -eu
. harness/suites/tap.sh

scratch=$(mktemp -d)
trap 'rm -rf "$scratch" "$tap_out"' EXIT

# fails STATUS PATTERN NAME: the exit status, and the last line that says why.
fails() {
    fails_check() {
        code=0
        harness/divertlab run --tap --out "$scratch/$3" "$3" >"$scratch/tap" 2>"$scratch/stderr" || code=$?
        cat "$scratch/tap" "$scratch/stderr"
        [ "$code" -eq "$1" ] || { echo "status $code, expected $1"; return 1; }
        tail -n 1 "$scratch/stderr" | grep -Eq "^divertlab: exit $1: .*$2"
    }
    ok "$3: exit $1, because: $2" fails_check "$@"
}

fails 3 'gateway.*panic' panics
fails 3 'gateway.*(hang|busy|CPU)' hangs
fails 3 'gateway.*(vanish|exit|gone|off)' vanishes
fails 2 'typo\.exp:11' typo
fails 1 'wrong_journey\.exp' wrong_journey

shows_the_step() {
    grep -q "forward policy ACCEPT" "$scratch/wrong_journey/tap"
}
ok "a wrong journey shows the step that the claim left out" shows_the_step

prove_reads_it() {
    ! prove --exec cat "$scratch/wrong_journey/tap" 2>&1 | grep "Parse errors"
}
ok "and prove reads the report of it without a complaint" prove_reads_it

keeps_what_was_checked() {
    grep -q "^ok 1 - the ping lives before" "$scratch/panics/tap"
}
ok "the checks before the failure stay in the report" keeps_what_was_checked

not_a_pass() {
    for name in panics hangs vanishes wrong_journey; do
        ! prove --exec cat "$scratch/$name/tap" || { echo "$name counts as passed"; return 1; }
    done
}
ok "a run that cannot be trusted does not count as passed" not_a_pass

plan_done
