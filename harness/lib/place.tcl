# SPDX-License-Identifier: GPL-2.0-only
# place.tcl: where in the scenario the run is now, as FILE:LINE.
#
# Tcl knows absolute lines of commands that stand in a file, and relative lines
# of bodies that a procedure of ours evaluates (check, fails). The static reading
# knows where those bodies begin.

namespace eval ::place {
    variable path ""
    variable bodies {}
}

# PLAN is what lint::read returned.
proc ::place::begin {plan} {
    variable path [file normalize [dict get $plan path]]
    variable bodies [dict get $plan bodies]
}

# The line of the scenario's command that is being run; 0 outside a scenario.
proc ::place::line {} {
    variable path
    set line 0
    for {set level 1} {$level < [info frame]} {incr level} {
        set frame [info frame $level]
        switch -- [dict get $frame type] {
            source {
                if {[file normalize [dict get $frame file]] eq $path} {
                    set line [dict get $frame line]
                }
            }
            eval {
                if {[dict exists $frame proc] && [dict get $frame proc] in {::words::check ::words::fails}} {
                    set line [Within $line [dict get $frame line]]
                }
            }
        }
    }
    return $line
}

# The absolute line of the RELATIVE line of the body that the command in LINE has.
proc ::place::Within {line relative} {
    variable bodies
    set start [expr {[dict exists $bodies $line] ? [dict get $bodies $line] : $line}]
    return [expr {$start + $relative - 1}]
}

# The place as evidence shows it.
proc ::place::here {} {
    variable path
    return [catalogue::short $path]:[line]
}

# Where a Tcl error that reached the top came from. DETAILS are catch's options.
proc ::place::of_error {details} {
    variable path
    set line 0
    regexp {\(file "[^\n]*" line (\d+)\)} [dict get $details -errorinfo] -> line
    set relative ""
    regexp {\("uplevel" body line (\d+)\)} [dict get $details -errorinfo] -> relative
    if {$relative ne "" && $line} {
        set line [Within $line $relative]
    }
    return [catalogue::short $path]:$line
}
