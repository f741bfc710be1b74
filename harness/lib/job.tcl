# SPDX-License-Identifier: GPL-2.0-only
# job.tcl: jobs in the guests, over each machine's command port.
#
# A guest says `ready NAME`, `out ID LEN` and LEN bytes, `end ID STATUS`, or
# `bad TEXT`; the harness says `run ID LEN` and LEN bytes, `kill ID SIGNAL`. All
# output of a job stands before its end.

namespace eval ::job {
    # MACHINE -> bytes not yet understood
    variable buffers {}
    variable ready {}
    # {MACHINE ID} -> {command C status S}; S is "" while it runs
    variable jobs {}
    # MACHINE,ID -> bytes; an array, because outputs grow in place
    variable outputs
    # a job that prints more than this prints for ever
    variable most_output 50000000
    # {MACHINE NAME} -> ID, for jobs that a scenario named
    variable named {}
    variable next 1
}

proc ::job::reset {} {
    variable buffers {}
    variable ready {}
    variable jobs {}
    variable outputs
    array unset outputs
    variable named {}
    variable next 1
}

proc ::job::feed {machine bytes} {
    variable buffers
    dict append buffers $machine $bytes
    while {[Message $machine]} {}
}

# Takes one message from a machine's buffer; false if there is no whole one yet.
proc ::job::Message {machine} {
    variable buffers
    variable ready
    variable jobs
    set buffer [dict get $buffers $machine]
    if {![stream::line buffer line]} {
        return 0
    }
    if {[regexp {^ready (\S+)$} $line -> name]} {
        dict set ready $machine $name
    } elseif {[regexp {^out (\d+) (\d+)$} $line -> id length] && [dict exists $jobs [list $machine $id]]} {
        if {[string length $buffer] < $length} {
            return 0
        }
        Output $machine $id [string range $buffer 0 $length-1]
        set buffer [string range $buffer $length end]
    } elseif {[regexp {^end (\d+) (\d+)$} $line -> id status] && [dict exists $jobs [list $machine $id]]} {
        dict set jobs [list $machine $id] status $status
    } else {
        fault::note 3 "$machine says what cannot be understood on its command port: `[string range $line 0 100]'" \
            [evidence::path $machine.console]
    }
    dict set buffers $machine $buffer
    return 1
}

proc ::job::Output {machine id bytes} {
    variable outputs
    variable most_output
    append outputs($machine,$id) $bytes
    if {[string length $outputs($machine,$id)] > $most_output} {
        fault::note 3 "`[command $machine $id]' on $machine prints without end" [evidence::path $machine.console]
    }
}

# True once the machine has announced itself.
proc ::job::ready {machine} {
    variable ready
    return [dict exists $ready $machine]
}

# Starts a command; returns the job's number.
proc ::job::begin {machine command} {
    variable jobs
    variable outputs
    variable next
    set id $next
    incr next
    dict set jobs [list $machine $id] [dict create command $command status ""]
    set outputs($machine,$id) ""
    set bytes [encoding convertto utf-8 $command]
    host::give $machine.cmd "run $id [string length $bytes]\n$bytes"
    return $id
}

proc ::job::signal {machine id number} {
    host::give $machine.cmd "kill $id $number\n"
}

# All that the job has printed, as text.
proc ::job::output {machine id} {
    variable outputs
    return [encoding convertfrom utf-8 $outputs($machine,$id)]
}

# The exit status; empty while the job runs.
proc ::job::status {machine id} {
    variable jobs
    return [dict get $jobs [list $machine $id] status]
}

proc ::job::command {machine id} {
    variable jobs
    return [dict get $jobs [list $machine $id] command]
}

proc ::job::ended {machine id} {
    return [expr {[status $machine $id] ne ""}]
}

# True if the output matches already, or never can because the job is over.
proc ::job::matches_or_ended {machine id pattern} {
    return [expr {[regexp -- $pattern [output $machine $id]] || [ended $machine $id]}]
}

proc ::job::name {machine name id} {
    variable named
    dict set named [list $machine $name] $id
}

# The number of a named job; empty if there is none.
proc ::job::named {machine name} {
    variable named
    if {![dict exists $named [list $machine $name]]} {
        return ""
    }
    return [dict get $named [list $machine $name]]
}
