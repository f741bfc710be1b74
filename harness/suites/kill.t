#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kill.t: end the harness, the fabric or a machine at any moment. Within a second
# nothing of the run is alive, no file is left but the evidence, and the verdict
# is an error.
set -eu
. harness/suites/tap.sh

scratch=$(mktemp -d)
trap 'rm -rf "$scratch" "$tap_out"' EXIT
evidence='tap|rerun|versions|diary\.(txt|jsonl)|[a-z0-9]+\.(console|boot|pcapng)'

random() { # random BELOW
    echo $(($(od -An -N4 -tu4 /dev/urandom) % $1))
}

# Every process that stands in a run's folder; guests' processes included.
alive_in() {
    for entry in /proc/[0-9]*; do
        [ "$(readlink "$entry/cwd" 2>/dev/null)" = "$1" ] && echo "${entry#/proc/}"
    done
    return 0
}

named() { # named DIR NAME: the processes in DIR that are called NAME
    for pid in $(alive_in "$1"); do
        [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$2" ] && echo "$pid"
    done
    return 0
}

start_run() { # start_run DIR SCENARIO: sets $harness
    # a process of its own, so that its status can be had
    harness/divertlab run --tap --out "$1" "$2" >"$1.stdout" 2>"$1.stderr" </dev/null &
    harness=$!
}

nothing_alive_within_a_second() { # DIR
    tries=0
    while [ -n "$(alive_in "$1")" ] || kill -0 "$harness" 2>/dev/null; do
        tries=$((tries + 1))
        if [ "$tries" -gt 20 ]; then
            echo "still alive: $(alive_in "$1") harness $harness"
            ps -o pid,ppid,stat,comm -p "$(alive_in "$1" | paste -sd,),$harness" || true
            return 1
        fi
        sleep 0.05
    done
}

only_evidence_left() { # DIR
    [ -d "$1" ] || return 0
    left=$(find "$1" -mindepth 1 -printf '%P\n' | grep -Evx "$evidence" || true)
    [ -z "$left" ] || { echo "left behind: $left"; return 1; }
}

victim_pid() { # victim_pid DIR VICTIM
    case $2 in
    harness) echo "$harness" ;;
    fabric) named "$1" fabric | head -n 1 ;;
    machine) named "$1" linux | head -n 1 ;;
    esac
}

# One trial: prints what was done; 0 as it should be, 1 not, 77 the run was over first.
trial() { # trial NUMBER VICTIM SIGNAL MILLISECONDS
    dir=$scratch/$1
    start_run "$dir" in_div_in_fwd_out
    sleep "$(printf '%d.%03d' $(($4 / 1000)) $(($4 % 1000)))"
    pid=$(victim_pid "$dir" "$2")
    echo "SIG$3 to $2 (${pid:-none}) after $4 ms"
    if [ -z "$pid" ] || ! kill "-$3" "$pid" 2>/dev/null; then
        wait "$harness" || true
        return 77
    fi
    nothing_alive_within_a_second "$dir" || return 1
    code=0
    wait "$harness" || code=$?
    cat "$dir.stdout" "$dir.stderr"
    only_evidence_left "$dir" || return 1
    # The plan is the last line: a report that has it was complete, and its run
    # over, before the signal came. Status 0 without it is a lie.
    if prove --exec cat "$dir.stdout" >/dev/null 2>&1; then
        return 77
    fi
    echo "status $code"
    [ "$code" -ne 0 ]
}

pick() { # pick WORD...: one of them
    shift "$(random $#)"
    echo "$1"
}

number=0
while [ "$number" -lt 20 ]; do
    who=$(pick harness fabric machine)
    sig=$(pick KILL TERM KILL INT)
    [ "$who" = machine ] && sig=KILL
    moment=$(random 1500)
    result=0
    trial "$number-$(random 1000000)" "$who" "$sig" "$moment" >"$tap_out" 2>&1 || result=$?
    [ "$result" -ne 77 ] || continue
    number=$((number + 1))
    if [ "$result" -eq 0 ]; then
        tap_line yes "SIG$sig to the $who after $moment ms: gone within a second, evidence only, an error"
    else
        tap_line no "SIG$sig to the $who after $moment ms"
    fi
done

# A guest program that loops on open(2) must never reach the host's files.
guest_opens() {
    name=divertlab-opened-by-a-guest
    cat >"$scratch/openloop.exp" <<END
# A guest program opens a file for ever.
#   inside gateway outside
scenario "A guest program opens a file for ever."
topology gateway
check "the program loops" S1.20 {
    start gateway loop {openloop /tmp/$name}
    on gateway {until [ -e /tmp/$name ]; do :; done}
}
check "it loops until the machine is killed" S1.20 {
    on gateway {while :; do sleep 1; done}
}
END
    dir=$scratch/openloop
    start_run "$dir" "$scratch/openloop.exp"
    tries=0
    until grep -q "^ok 1 - the program loops" "$dir.stdout"; do
        tries=$((tries + 1))
        [ "$tries" -le 400 ] || { echo "it never came up"; cat "$dir.stderr"; return 1; }
        sleep 0.05
    done
    # shellcheck disable=SC2046 # several numbers
    kill -KILL $(named "$dir" linux)
    nothing_alive_within_a_second "$dir" || return 1
    code=0
    wait "$harness" || code=$?
    [ "$code" -eq 3 ] || { echo "status $code"; cat "$dir.stderr"; return 1; }
    found=$(find / -xdev -name "$name*" -not -path '/proc/*' 2>/dev/null)
    [ -z "$found" ] || { echo "on the host: $found"; return 1; }
    [ ! -e "/tmp/$name" ] && [ ! -e "/dev/shm/$name" ]
}
ok "machines killed while a guest loops on open(2): no file of that name on the host" guest_opens

plan_done
