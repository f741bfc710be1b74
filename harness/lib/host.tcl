# SPDX-License-Identifier: GPL-2.0-only
# host.tcl: the one door to the fabric, and with it to every machine.
#
# One process is started, the fabric; one channel leads to it, and text lines go
# both ways. Virtual time runs only between `run until` and `stopped`: what the
# harness decides depends on the bytes it was given and on virtual time alone.
# Expect's own time-out is off; the wall clock counts only when the fabric is to
# begin or to end, and when neither it nor any machine has used the processor
# for minutes (see process::watch).

namespace eval ::host {
    variable id ""
    variable channel ""
    variable pid ""
    variable words_of_error ""
    variable queue {}
    variable clock 0
    variable moves 0
    variable machine_pids {}
    # called as: PREFIX STREAM TIME BYTES
    variable sink ""
    # the longest line is a chunk of 3000 bytes in base64 with its heading
    variable longest 65536
    variable begins_within 60
    variable ends_within 20
    # the signal that ended the run; see heed_signals
    variable interrupted ""
    # milliseconds between the polite signal and the other
    variable patience 400
}

# Starts the fabric in DIRECTORY. COMMAND is a list: program and arguments. Output
# of machines goes to SINK. Returns when the fabric has said hello.
proc ::host::begin {directory command sink_prefix} {
    variable id
    variable channel
    variable pid
    variable words_of_error
    variable longest
    variable begins_within
    variable queue {}
    variable clock 0
    variable machine_pids {}
    variable sink $sink_prefix
    set starter {cd "$1" && shift && exec setsid "$@"}
    lassign [chan pipe] words_of_error write_end
    set channel [open [list |sh -c $starter sh $directory {*}$command 2>@$write_end] r+]
    close $write_end
    fconfigure $words_of_error -blocking 0
    fconfigure $channel -translation binary -buffering none
    set pid [pid $channel]
    log_user 0
    spawn -noecho -leaveopen $channel
    set id $spawn_id
    match_max -i $id $longest
    remove_nulls -i $id 0
    process::watch {::host::Processes}
    Hello [Line $begins_within]
}

proc ::host::Hello {line} {
    if {$line ne "hello 1"} {
        fault::raise 3 "the fabric begins with `$line' instead of `hello 1'"
    }
}

# The virtual time, in nanoseconds.
proc ::host::now {} {
    variable clock
    return $clock
}

# How often virtual time was let run: two equal values mean that nothing has
# happened in between.
proc ::host::moves {} {
    variable moves
    return $moves
}

# True while the fabric is there.
proc ::host::running {} {
    variable id
    return [expr {$id ne ""}]
}

# Runs virtual time until UNTIL or the first output on one of STREAMS. Returns
# the fabric's reason as a list: output STREAM, until, asleep, dead M WHY, busy M.
proc ::host::advance {until streams} {
    variable clock
    variable moves
    incr moves
    set order "run until $until"
    if {[llength $streams]} {
        append order " on [join $streams]"
    }
    set answer [Ask $order stopped]
    set clock [lindex $answer 1]
    return [lrange $answer 2 end]
}

# Input for a machine: BYTES to STREAM, at the present virtual time.
proc ::host::give {stream bytes} {
    for {set at 0} {$at < [string length $bytes]} {incr at 3000} {
        set chunk [string range $bytes $at $at+2999]
        Ask "send $stream [binary encode base64 $chunk]" {ok error}
    }
}

# Tells the fabric ORDER and takes in its lines until one begins with a word of
# ANSWERS; that line is returned. Output on the way goes to the sink.
proc ::host::Ask {order answers} {
    variable id
    variable machine_pids
    send -i $id -- "$order\n"
    while 1 {
        set line [Line]
        set word [lindex [split $line " "] 0]
        switch -- $word {
            out { Out $line }
            machine { dict set machine_pids [lindex $line 1] [lindex $line 3] }
            default {
                if {$word eq "error"} {
                    fault::raise 3 "the fabric refuses `[string range $order 0 60]': [string range $line 6 end]"
                }
                if {$word in $answers} {
                    return $line
                }
                fault::raise 3 "the fabric answers `[string range $line 0 200]' to `[string range $order 0 60]'"
            }
        }
    }
}

proc ::host::Out {line} {
    variable sink
    if {![regexp {^out (\S+) (\d+) (\S*)$} $line -> stream time base64]
        || [catch {binary decode base64 -strict $base64} bytes]} {
        fault::raise 3 "the fabric sends output that cannot be read: `[string range $line 0 200]'"
    }
    {*}$sink $stream $time $bytes
}

# The next line from the fabric. WITHIN are wall-clock seconds, -1 for any time.
proc ::host::Line {{within -1}} {
    variable queue
    variable id
    while {![llength $queue]} {
        if {$id eq ""} {
            fault::raise 3 "the fabric is gone"
        }
        set timeout $within
        expect {
            -i $id
            -re {^(.*\n)} { set queue [lrange [split $expect_out(1,string) \n] 0 end-1] }
            eof { Gone }
            full_buffer { fault::raise 3 "the fabric sends a line without end" }
            timeout { fault::raise 3 "the fabric says nothing for $within seconds" }
        }
    }
    set queue [lassign $queue line]
    return [string trimright $line \r]
}

# The fabric closed its end: why, by its exit status and its last words.
proc ::host::Gone {} {
    lassign [Reap] status words
    check_signals
    if {$status eq "4"} {
        fault::raise 4 [expr {$words eq "" ? "the fabric cannot run on this host" : $words}]
    }
    set text "the fabric vanished ($status)"
    fault::raise 3 [expr {$words eq "" ? $text : "$text: $words"}]
}

# Closes the channel and waits for the process: {STATUS LAST-WORDS}.
proc ::host::Reap {} {
    variable id
    variable channel
    variable words_of_error
    variable pid
    process::unwatch
    process::end_within $pid 2000
    set status 0
    catch {close -i $id}
    catch {wait -i $id}
    if {[catch {close $channel} reason details]} {
        set code [dict get $details -errorcode]
        switch -- [lindex $code 0] {
            CHILDSTATUS { set status [lindex $code 2] }
            CHILDKILLED { set status [lindex $code 2] }
        }
    }
    set words ""
    catch {
        set words [string trim [read $words_of_error 4000]]
        close $words_of_error
    }
    set id ""
    set pid ""
    set channel ""
    return [list $status [lindex [split $words \n] end]]
}

# The orderly end: every machine is reaped and every file closed.
proc ::host::finish {} {
    variable id
    variable ends_within
    send -i $id -- "quit\n"
    while {[set line [Line $ends_within]] ne "bye"} {
        if {[string match "out *" $line]} {
            Out $line
        }
    }
    lassign [Reap] status words
    if {$status != 0} {
        fault::raise 3 "the fabric ended with $status: $words"
    }
}

# The end in any other case. Nothing of the fabric is alive when this returns:
# a polite signal first, so that it can remove its files, then the other.
proc ::host::kill {} {
    variable id
    variable pid
    if {$id eq ""} {
        return
    }
    process::signal $pid TERM
    set timeout 1
    expect {
        -i $id
        -re {^.+} { exp_continue -continue_timer }
        full_buffer { exp_continue -continue_timer }
        eof { }
        timeout { process::signal $pid KILL }
    }
    Reap
}

# From now on the signals that `divertlab` passes on end the run: what waits for
# the fabric ends with it, what computes ends at the next check_signals.
proc ::host::heed_signals {} {
    trap SIG_IGN {SIGINT SIGTERM SIGHUP}
    fconfigure stdin -blocking 0 -buffering line
    fileevent stdin readable ::host::Heed
}

# Takes a signal's name from standard input; its end is one as well.
proc ::host::Heed {} {
    variable pid
    variable interrupted
    variable patience
    if {[gets stdin name] < 0} {
        if {![eof stdin]} {
            return
        }
        set name "the end of its parent"
    }
    fileevent stdin readable {}
    set interrupted $name
    if {$pid ne ""} {
        process::signal $pid TERM
        after $patience [list process::signal $pid KILL]
    }
}

# Throws if a signal has come.
proc ::host::check_signals {} {
    variable interrupted
    if {$interrupted eq ""} {
        Heed
    }
    if {$interrupted ne ""} {
        fault::raise 3 "interrupted by $interrupted"
    }
}

# The signal that ended the run, or an empty string.
proc ::host::interrupted? {} {
    variable interrupted
    return $interrupted
}

# The fabric and its machines, the fabric first.
proc ::host::Processes {} {
    variable pid
    variable machine_pids
    return [list $pid {*}[dict values $machine_pids]]
}
