# SPDX-License-Identifier: GPL-2.0-only
# await.tcl: waiting for a state, in virtual time. The only wait there is.

namespace eval ::await {
    # how long a machine has to answer the question whether it is there at all
    variable answer_within 60000000000
}

# Runs virtual time until CONDITION (a command prefix) is true, looking at it
# after each output on STREAMS, for at most WITHIN nanoseconds. Returns whether
# it came true. A machine that dies or spins, or evidence that cannot be
# trusted, is thrown as a fault.
proc ::await::state {condition streams within} {
    set deadline [expr {[host::now] + $within}]
    while {![{*}$condition]} {
        if {[host::now] >= $deadline} {
            return 0
        }
        set why [host::advance $deadline $streams]
        fault::check
        switch -- [lindex $why 0] {
            output { }
            dead { Dead {*}[lrange $why 1 end] }
            busy { Busy [lindex $why 1] }
            until - asleep { return [{*}$condition] }
            default { fault::raise 3 "the fabric stopped for an unknown reason: $why" }
        }
    }
    return 1
}

# A machine is gone: it panicked, or it went for another reason.
proc ::await::Dead {machine args} {
    set panic [badness::panic $machine]
    if {[llength $panic]} {
        lassign $panic text where
        fault::raise 3 "$machine panicked: $text" $where
    }
    fault::raise 3 "$machine vanished ([join $args])" [evidence::path $machine.console]
}

proc ::await::Busy {machine} {
    fault::raise 3 "$machine hangs: it uses the processor without ever waiting" \
        [evidence::path $machine.console]
}

# After something did not come: sees whether the machine answers at all.
proc ::await::alive {machine} {
    variable answer_within
    set id [job::begin $machine true]
    if {![state [list job::ended $machine $id] $machine.cmd $answer_within]} {
        fault::raise 3 "$machine hangs: it does not answer any more" [evidence::path $machine.console]
    }
}
