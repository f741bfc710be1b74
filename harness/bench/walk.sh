# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
# walk.sh: the part of bench.sh that measures rules of input; sourced there.
#
# Each figure is the host's CPU time of a machine that boots alone under virtual time,
# makes its rules, sends packets over lo and powers off (rootfs/bench), less that of one
# that sends none.

# walk_boot SYSTEM RULES LAST PACKETS: sets $kept besides.
walk_boot() {
    boot "bench_system=$1" "bench_rules=$2" "bench_last=$3" "bench_packets=$4"
    kept=${said#"$4 packets, "}
    kept=${kept% kept}
    case $kept in
    '' | *[!0-9]*) fail "$1 with $2 rules and $4 packets: it says \`$said'" ;;
    esac
}

# Both walk all rules and come to the last one: if that drops, nothing arrives.
try_rules() {
    for system in chains tables; do
        walk_boot "$system" 10000 drop 1000
        [ "$kept" -eq 0 ] || fail "$system: the last rule let $kept packets through"
        walk_boot "$system" 10000 none 1000
        [ "$kept" -gt 0 ] || fail "$system: rules that do not match let nothing through"
    done
}

# walk_measure RULES LAST PACKETS: one repetition, both systems
walk_measure() {
    for system in chains tables; do
        walk_boot "$system" "$1" "$2" 0
        none=$took
        walk_boot "$system" "$1" "$2" "$3"
        echo "$system $1 $2 $3 $none $took" >>walk
    done
}

walk() {
    try_rules
    repetition=0
    while [ "$repetition" -lt "$1" ]; do
        repetition=$((repetition + 1))
        # what costs little is measured more often
        for _ in 1 2 3; do
            walk_measure 0 none 400000
            walk_measure 0 accept 400000
            walk_measure 1 none 400000
            walk_measure 10 none 400000
        done
        walk_measure 100 none 200000
        walk_measure 1000 none 50000
        walk_measure 10000 none 20000
    done
}
