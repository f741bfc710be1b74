# SPDX-License-Identifier: GPL-2.0-only
# stream.tcl: which port's output goes where. Streams are MACHINE.console,
# MACHINE.cmd and MACHINE.diary.

namespace eval ::stream {}

# The sink that host is given.
proc ::stream::arrive {stream time bytes} {
    regexp {^(.*)\.([^.]*)$} $stream -> machine port
    switch -- $port {
        console { console::feed $machine $bytes }
        cmd { job::feed $machine $bytes }
        diary { diary::feed $machine $bytes }
        default { fault::note 3 "output on an unknown stream: $stream" }
    }
}

# Takes the next whole line from the buffer in VAR; false if there is none yet.
proc ::stream::line {var linevar} {
    upvar 1 $var buffer $linevar line
    set end [string first \n $buffer]
    if {$end < 0} {
        return 0
    }
    set line [string range $buffer 0 $end-1]
    set buffer [string range $buffer $end+1 end]
    return 1
}
