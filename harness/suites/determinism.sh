#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# determinism.sh ROUNDS [SCENARIO]: the scenario again and again; every console,
# capture, diary and report has to come out byte for byte the same.
#
# Round 1 is plain. Of the others every second runs beside a busy loop on each
# core, and every third from another working directory; each writes its evidence
# into another folder. Exit status: 0 all the same, 1 not, 2 usage, else what a
# run ended with.
set -eu

rounds=${1:-10}
scenario=${2:-in_div_in_fwd_out}
case $rounds in
'' | *[!0-9]* | 0 | 1) echo "determinism.sh: rounds: \`$rounds' is not a number above 1" >&2; exit 2 ;;
esac
top=$(cd "$(dirname "$0")/../.." && pwd)
export OUT="${OUT:-$top/out}"
base=$OUT/determinism/$scenario
hogs=

cool_down() {
    for hog in $hogs; do kill "$hog" 2>/dev/null || true; done
    hogs=
}
trap cool_down EXIT

heat_up() {
    core=0
    while [ "$core" -lt "$(nproc)" ]; do
        (while :; do :; done) &
        hogs="$hogs $!"
        core=$((core + 1))
    done
}

run_round() { # run_round NUMBER
    from=$top
    how=plain
    [ $(($1 % 2)) -ne 0 ] || { heat_up; how="under CPU load"; }
    [ $(($1 % 3)) -ne 0 ] || { from=/; how="$how, from another directory"; }
    code=0
    (cd "$from" && "$top/harness/divertlab" run --tap --out "$base/$1" "$scenario") \
        >"$base/$1.stdout" 2>"$base/$1.stderr" || code=$?
    cool_down
    [ "$code" -eq 0 ] || { cat "$base/$1.stderr" >&2; exit "$code"; }
    echo "round $1 of $rounds: $how"
}

different=0
rm -rf "$base"
mkdir -p "$base"
round=1
while [ "$round" -le "$rounds" ]; do
    run_round "$round"
    if ! diff -rq "$base/1" "$base/$round"; then
        different=1
    fi
    round=$((round + 1))
done
files=$(cd "$base/1" && find . -type f | wc -l)
[ "$files" -ge 8 ] || { echo "determinism.sh: only $files files of evidence in $base/1" >&2; exit 1; }
if [ "$different" -ne 0 ]; then
    echo "NOT the same: see the folders of $base"
    exit 1
fi
echo "$rounds rounds of $scenario, $files files each, byte for byte the same"
(cd "$base/1" && sha256sum -- *.pcapng *.console diary.txt)
