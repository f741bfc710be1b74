#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# bench.sh: what a walk of input costs, and what it costs to hand a packet to a program.
#
# usage: harness/bench/bench.sh [REPETITIONS]        (knobs: OUT KCONFIG)
#
# The first part (walk.sh) sets rules of input beside nf_tables rules that do the same, the
# second (handover.sh) a divert socket beside an NFQUEUE and a raw socket. Prints two tables,
# keeps them in OUT/bench.txt and the single measurements in OUT/bench/walk and
# OUT/bench/handover. docs/bench.md tells how to read it. It is no test: nothing fails
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

fail() {
    echo "bench.sh: $1" >&2
    exit 3
}

# boot WORD...: a machine with these words on its kernel's command line, under virtual time
# unless $clock is empty. Sets $took, microseconds of CPU time, and $said, the line it prints.
clock=time-travel=inf-cpu
boot() {
    rm -f took
    # $clock is one word or none.
    # shellcheck disable=SC2086
    timeout -k 5 300 ./cputime took setarch -R "$linux" mem=64M umid=bench uml_dir=./ \
        con=null ssl=null con0=null,fd:1 $clock rng-seed=1 \
        random.trust_cpu=on random.trust_bootloader=on panic=-1 quiet "initrd=$image" \
        "$@" >console 2>boot </dev/null || true
    rm -rf bench
    said=$(sed -n 's/^bench: \([0-9]* packets, .*[a-z]\).*/\1/p' console)
    if [ -z "$said" ] || [ ! -s took ]; then
        cat console boot >&2
        fail "a machine did not finish: $*"
    fi
    took=$(cat took)
}

# shellcheck source=harness/bench/walk.sh
. "$here/walk.sh"
# shellcheck source=harness/bench/handover.sh
. "$here/handover.sh"

walk "$repetitions"
handover "$repetitions"
{
    awk -f "$here/median.awk" -f "$here/walk.awk" walk
    echo
    awk -f "$here/median.awk" -f "$here/handover.awk" handover
} | tee "$OUT/bench.txt"
