#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# prove.sh [FILE...]: every suite and scenario through prove(1), as many at once
# as there are cores. Each suite and each scenario is one TAP stream.
#
# Without arguments it is a full run: OUT/results keeps the streams of this run and
# of no other (one.sh writes them, harness/lib/results.tcl reads them).
set -eu
cd "$(dirname "$0")/../.."

all() {
    prove --jobs "${JOBS:-$(nproc)}" --exec harness/suites/one.sh "$@"
}

if [ $# -gt 0 ]; then
    unset RESULTS RUN
    all "$@"
    exit
fi
set -- harness/suites/*.t scenarios/*.exp
RESULTS=${OUT:-$PWD/out}/results
RUN=$(date -u +%Y-%m-%dT%H:%M:%SZ).$$
export RESULTS RUN
rm -rf "$RESULTS"
mkdir -p "$RESULTS"
{
    echo "run $RUN"
    printf 'file %s\n' "$@"
} >"$RESULTS/run"
status=0
all "$@" || status=$?
echo "end $RUN $status" >>"$RESULTS/run"
exit "$status"
