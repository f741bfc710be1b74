#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# bench.sh: what a walk of input costs, beside nf_tables rules that do the same.
#
# usage: harness/bench/bench.sh [REPETITIONS]        (knobs: OUT KCONFIG)
#
# Each figure is the host's CPU time of a machine that boots alone under virtual time,
# makes its rules, sends packets over lo and powers off (rootfs/bench), less that of one
# that sends none. Prints a table, keeps it in OUT/bench.txt and the single measurements
# in OUT/bench/raw. docs/bench.md tells how to read it. It is no test: nothing fails
# because it is slow.
#
# Exit status: 0 measured; 2 usage; 3 a machine did not do what it was told; 4 something
# is not built.
set -eu

repetitions=${1:-3}
case $repetitions in
'' | *[!0-9]* | 0) echo "bench.sh: \`$repetitions' is not a number of repetitions" >&2; exit 2 ;;
esac
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
OUT=${OUT:-$(dirname "$(dirname "$here")")/out}
linux=$OUT/kernel/${KCONFIG:-default}/linux
image=$OUT/rootfs/bench.cpio
for needed in "$linux" "$image"; do
    [ -e "$needed" ] || { echo "bench.sh: $needed is not there: make bench builds it" >&2; exit 4; }
done
rm -rf "$OUT/bench"
mkdir -p "$OUT/bench"
cd "$OUT/bench"
cc -std=gnu11 -O2 -o cputime "$here/cputime.c"

# boot SYSTEM RULES LAST PACKETS: sets $took, microseconds, and $kept
boot() {
    rm -f took
    timeout -k 5 300 ./cputime took setarch -R "$linux" mem=64M umid=bench uml_dir=./ \
        con=null ssl=null con0=null,fd:1 time-travel=inf-cpu rng-seed=1 \
        random.trust_cpu=on random.trust_bootloader=on panic=-1 quiet "initrd=$image" \
        "bench_system=$1" "bench_rules=$2" "bench_last=$3" "bench_packets=$4" \
        >console 2>boot </dev/null || true
    rm -rf bench
    kept=$(sed -n "s/^bench: $4 packets, \([0-9]*\) kept.*/\1/p" console)
    if [ -z "$kept" ] || [ ! -s took ]; then
        echo "bench.sh: $1 with $2 rules and $4 packets did not finish; its console:" >&2
        cat console boot >&2
        exit 3
    fi
    took=$(cat took)
}

# Both walk all rules and come to the last one: if that drops, nothing arrives.
for system in chains tables; do
    boot "$system" 10000 drop 1000
    [ "$kept" -eq 0 ] || { echo "bench.sh: $system: the last rule let $kept packets through" >&2; exit 3; }
    boot "$system" 10000 none 1000
    [ "$kept" -gt 0 ] || { echo "bench.sh: $system: rules that do not match let nothing through" >&2; exit 3; }
done

# measure RULES LAST PACKETS: one repetition, both systems
measure() {
    for system in chains tables; do
        boot "$system" "$1" "$2" 0
        none=$took
        boot "$system" "$1" "$2" "$3"
        echo "$system $1 $2 $3 $none $took" >>raw
    done
}

repetition=0
while [ "$repetition" -lt "$repetitions" ]; do
    repetition=$((repetition + 1))
    # what costs little is measured more often
    for _ in 1 2 3; do
        measure 0 none 400000
        measure 0 accept 400000
        measure 1 none 400000
        measure 10 none 400000
    done
    measure 100 none 200000
    measure 1000 none 50000
    measure 10000 none 20000
done
awk -f "$here/table.awk" raw | tee "$OUT/bench.txt"
