#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# one.sh FILE: run one suite (FILE.t) or scenario (FILE.exp); TAP on standard
# output. What a scenario says on standard error is shown only if it fails.
#
# With RESULTS in the environment, the stream is kept there as well once it is whole,
# with the run it belongs to (RUN) and its exit status in the last line.
set -eu

one() { # one FILE
    case $1 in
    *.exp)
        said=$(mktemp)
        trap 'rm -f "$said"' EXIT
        code=0
        harness/divertlab run --tap "$1" 2>"$said" || code=$?
        [ "$code" -eq 0 ] || cat "$said" >&2
        exit "$code"
        ;;
    *) exec sh "$1" ;;
    esac
}

[ -n "${RESULTS:-}" ] || one "$1"

kept=$RESULTS/${1##*/}.tap
{
    code=0
    (one "$1") || code=$?
    echo "$code" >"$kept.status"
} | tee "$kept.part"
code=$(cat "$kept.status")
echo "# run $RUN exit $code" >>"$kept.part"
rm "$kept.status"
mv "$kept.part" "$kept"
exit "$code"
