# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154,SC2034
# handover.sh: the part of bench.sh that hands packets to a program; sourced there.
#
# The cost is measured as in walk.sh, with sender, program and listener in one process. The
# latency is measured by the machine's own clock, so that machine has real time.

# handover_boot READER MEASURE PACKETS: all packets went the way they should.
handover_boot() {
    boot "bench_system=$1" "bench_measure=$2" "bench_packets=$3"
    passed=$3
    [ "$1" != nobody ] || passed=0
    case $said in
    "$3 packets, $passed passed, $3 came" | "$3 packets, $passed passed, $3 came, "*) ;;
    *) fail "$1 ($2): not all packets were passed on: $said" ;;
    esac
}

# handover_cost READER PACKETS
handover_cost() {
    handover_boot "$1" cost 0
    none=$took
    handover_boot "$1" cost "$2"
    echo "cost $1 $2 $none $took" >>handover
}

# handover_latency READER PACKETS
handover_latency() {
    clock=
    handover_boot "$1" latency "$2"
    clock=time-travel=inf-cpu
    echo "latency $1 $(echo "${said#*came, }" | tr -d 'a-oq-z,')" >>handover
}

handover() {
    repetition=0
    while [ "$repetition" -lt "$1" ]; do
        repetition=$((repetition + 1))
        for _ in 1 2 3; do
            for reader in nobody divert-many nfqueue-many; do
                handover_cost "$reader" 200000
            done
            for reader in raw divert nfqueue; do
                handover_cost "$reader" 20000
            done
        done
        for reader in nobody raw divert nfqueue; do
            handover_latency "$reader" 10000
        done
    done
}
