# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# tap.sh: the few words with which a suite written in sh reports. Source it.
#
#   ok "sentence" COMMAND...     passes if COMMAND exits 0; shows its output if not
#   status N "sentence" COMMAND  passes if COMMAND exits N
#   plan_done                    last line of each suite: the plan, from what ran

tap_count=0
tap_out=$(mktemp)
trap 'rm -f "$tap_out"' EXIT

tap_line() { # tap_line PASSED SENTENCE
    tap_count=$((tap_count + 1))
    if [ "$1" = yes ]; then
        echo "ok $tap_count - $2"
    else
        echo "not ok $tap_count - $2"
        sed 's/^/# /' "$tap_out"
    fi
}

status() { # status N SENTENCE COMMAND...
    tap_expected=$1 tap_sentence=$2
    shift 2
    tap_status=0
    "$@" >"$tap_out" 2>&1 </dev/null || tap_status=$?
    if [ "$tap_status" -eq "$tap_expected" ]; then
        tap_line yes "$tap_sentence"
    else
        echo "exit status $tap_status, expected $tap_expected: $*" >>"$tap_out"
        tap_line no "$tap_sentence"
    fi
}

ok() { # ok SENTENCE COMMAND...
    tap_sentence=$1
    shift
    status 0 "$tap_sentence" "$@"
}

plan_done() {
    echo "1..$tap_count"
}
