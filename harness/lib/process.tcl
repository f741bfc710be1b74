# SPDX-License-Identifier: GPL-2.0-only
# process.tcl: processes of the host: signals, ends, and a watch over silence.

namespace eval ::process {
    # milliseconds between two looks at a process that is ending
    variable poll 10
    # the watch: when it looks, what it saw last, how often that may stay the same
    variable tick 30000
    variable ticks_allowed 10
    variable timer ""
    variable used_before -1
    variable ticks_silent 0
}

proc ::process::signal {pid name} {
    catch {exec kill -s $name $pid 2>/dev/null}
}

# True unless the process is gone or waits to be reaped.
proc ::process::alive {pid} {
    return [expr {[lindex [Stat $pid] 0] ni {"" Z X}}]
}

# The fields of /proc/PID/stat behind the name: state, ppid ...; empty if it is gone.
proc ::process::Stat {pid} {
    if {[catch {open /proc/$pid/stat} stat]} {
        return ""
    }
    set text ""
    catch {set text [read $stat]}
    close $stat
    return [regsub {^.*\) } $text ""]
}

# Waits until the process has ended, MS milliseconds at most; then ends it.
proc ::process::end_within {pid ms} {
    variable poll
    set deadline [expr {[clock milliseconds] + $ms}]
    while {[alive $pid]} {
        if {[clock milliseconds] > $deadline} {
            signal $pid KILL
            return
        }
        after $poll
    }
}

# Looks now and then whether anything still moves. MEMBERS is a command that names
# the processes; the first is ended if none of them has used the processor for five
# minutes. Processor time is what counts, so a loaded host cannot fail a run: only
# a fabric that was stopped, or lost its way, is ended.
proc ::process::watch {members} {
    variable timer
    variable tick
    variable ticks_allowed
    variable used_before
    variable ticks_silent
    set pids [{*}$members]
    set used [Used $pids]
    if {$used != $used_before} {
        set ticks_silent 0
    } elseif {[incr ticks_silent] > $ticks_allowed} {
        signal [lindex $pids 0] KILL
        return
    }
    set used_before $used
    set timer [after $tick [list ::process::watch $members]]
}

proc ::process::unwatch {} {
    variable timer
    variable ticks_silent 0
    after cancel $timer
}

# Processor time of some processes and their reaped children, in the kernel's ticks.
proc ::process::Used {pids} {
    set sum 0
    foreach pid $pids {
        incr sum [tcl::mathop::+ 0 {*}[lrange [Stat $pid] 11 14]]
    }
    return $sum
}
