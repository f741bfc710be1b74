# SPDX-License-Identifier: GPL-2.0-only
# badness.tcl: the scan of every console for what must never stand there.
#
# One pattern, and named exceptions. An exception says why, and matches the bad
# line together with the lines that follow it.

namespace eval ::badness {
    variable pattern [join {
        {\mBUG:} {\mWARNING:} {\mKASAN:} {\mUBSAN:} {\mKCSAN:} {\mKFENCE:}
        {suspicious RCU usage} {\mOops\M} {Kernel panic} {DEBUG_LOCKS_WARN_ON}
        {INFO: lockdep is turned off} {INFO: possible recursive locking}
        {possible circular locking} {inconsistent lock state} {bad unlock balance}
        {INFO: trying to register non-static key} {rcu: INFO:} {soft lockup}
        {scheduling while atomic} {sleeping function called from invalid context}
        {unreferenced object} {refcount_t:} {general protection fault}
        {Unable to handle kernel} {list_(add|del) corruption} {Out of memory: Kill}
        {Segfault with no mm} {unregister_netdevice: waiting}
    } |]
    # NAME {PATTERN REASON}
    variable exceptions {
        maple_tree {
            {suspicious RCU usage.*lib/maple_tree\.c:(816|860) suspicious}
            "the stock 6.1 kernel prints these two for any user process of user-mode Linux"
        }
    }
    # how many lines after a bad one an exception may look at
    variable context 8
}

# The first thing in TEXT that is bad and no exception: {LINE-NUMBER LINE}, or {}.
proc ::badness::first {text} {
    variable pattern
    variable context
    set lines [split $text \n]
    for {set at 0} {$at < [llength $lines]} {incr at} {
        if {[regexp -- $pattern [lindex $lines $at]]
            && ![Excepted [join [lrange $lines $at $at+$context] \n]]} {
            return [list [expr {$at + 1}] [string trim [lindex $lines $at]]]
        }
    }
    return {}
}

proc ::badness::Excepted {text} {
    variable exceptions
    dict for {name exception} $exceptions {
        if {[regexp -- [lindex $exception 0] $text]} {
            return 1
        }
    }
    return 0
}

# Throws for the first bad line on any console or boot log of the run.
proc ::badness::scan {} {
    foreach machine [topology::machines] {
        foreach kind {console boot} {
            set bad [first [evidence::contents $machine.$kind]]
            if {[llength $bad]} {
                lassign $bad number line
                fault::raise 3 "on the console of $machine: [string range $line 0 120]" \
                    [evidence::path $machine.$kind]:$number
            }
        }
    }
}

# If the machine panicked: {TEXT WHERE}, else {}.
proc ::badness::panic {machine} {
    foreach kind {console boot} {
        set number 0
        foreach line [split [evidence::contents $machine.$kind] \n] {
            incr number
            if {[regexp {Kernel panic - (.*)$} $line -> text]} {
                return [list [string trim $text] [evidence::path $machine.$kind]:$number]
            }
        }
    }
    return {}
}
