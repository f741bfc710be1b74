# SPDX-License-Identifier: GPL-2.0-only
# results.tcl: what the last full run left in OUT/results (harness/suites/prove.sh).
#
#   run         `run ID', a line `file PATH' for each suite and scenario that belongs to
#               it, and `end ID STATUS' when all of them are over
#   NAME.tap    the TAP of one of them, whole; its last line is `# run ID exit STATUS'
#
# A stream of another run, one that is not whole and one that cannot be trusted prove
# nothing: each is a doubt. So is a run without an end.

namespace eval ::results {}

# The last full run: a dict of id, files (paths), streams (path -> stream) and doubts
# (sentences). Throws when there has been none.
proc ::results::last {out} {
    set directory [file join $out results]
    set path [file join $directory run]
    if {![file readable $path]} {
        fault::raise 2 "there has been no full run: `make test' makes one" [catalogue::shown $path]
    }
    set text [catalogue::contents $path]
    if {![regexp -line {^run (\S+)$} $text -> id]} {
        fault::raise 2 "not the list of a run" [catalogue::shown $path]
    }
    set run [dict create id $id files {} streams {} doubts {}]
    foreach {-> file} [regexp -all -inline -line {^file (.+)$} $text] {
        dict lappend run files $file
        set stream [Stream [file join $directory [file tail $file].tap] $id]
        dict set run streams $file $stream
        if {[dict get $stream doubt] ne ""} {
            dict lappend run doubts "$file: [dict get $stream doubt]"
        }
    }
    if {![regexp -line "^end $id \\d+\$" $text]} {
        dict lappend run doubts "the run has no end: it was ended, or still goes on"
    }
    return $run
}

# One stream: a dict of doubt (empty: none), results, each {NUMBER PASSED SENTENCE
# STATEMENTS}, and facts, each {MECHANISM PROPERTY VALUE NUMBER}. What is in doubt has neither.
proc ::results::Stream {path id} {
    set stream [dict create doubt "" results {} facts {}]
    if {![file readable $path]} {
        return [dict replace $stream doubt "no results"]
    }
    set text [catalogue::contents $path]
    set doubt [Doubt $text $id]
    if {$doubt ne ""} {
        return [dict replace $stream doubt $doubt]
    }
    return [dict replace $stream results [Results $text] facts [facts $text]]
}

# Why the TAP in TEXT proves nothing; empty if it may.
proc ::results::Doubt {text id} {
    if {![regexp {\n# run (\S+) exit (\d+)\n$} $text -> whose status]} {
        return "its results are not whole"
    }
    if {$whose ne $id} {
        return "its results are of another run"
    }
    if {$status > 1} {
        return "ended with status $status"
    }
    return [unsound $text]
}

# Why a stream proves nothing, whichever run it is of; empty if it may.
proc ::results::unsound {text} {
    if {[regexp -line {^Bail out!} $text]} {
        return "bailed out"
    }
    set results [llength [regexp -all -inline -line {^(?:not )?ok\M} $text]]
    if {![regexp -line {^1\.\.(\d+)} $text -> planned]} {
        return "no plan"
    }
    if {$planned != $results} {
        return "$results results, but $planned were planned"
    }
    return ""
}

# The results of a stream; those that were skipped or may fail claim nothing.
proc ::results::Results {text} {
    set results {}
    foreach {-> failed number sentence} [regexp -all -inline -line {^(not )?ok (\d+)(?: -)?(?: (.*))?$} $text] {
        if {[regexp -nocase {(^|[^\\])#\s*(skip|todo)} $sentence]} {
            continue
        }
        set statements {}
        if {[regexp {\s\[([^][]+)\]\s*$} $sentence -> words] && [Numbers? $words]} {
            set statements [regexp -all -inline {\S+} $words]
        }
        lappend results [list $number [expr {$failed eq ""}] $sentence $statements]
    }
    return $results
}

# The facts in the TAP in TEXT, which is trusted: {MECHANISM PROPERTY VALUE NUMBER}, NUMBER being
# that of the check that observed it. Only what stands right behind an `ok' is one.
proc ::results::facts {text} {
    set facts {}
    set number ""
    foreach line [split $text \n] {
        if {[regexp {^ok (\d+)} $line -> number]} {
            continue
        } elseif {$number ne "" && [regexp {^# fact (\S+) (\S+) (.+)$} $line -> mechanism property value]} {
            lappend facts [list $mechanism $property $value $number]
        } else {
            set number ""
        }
    }
    return $facts
}

# True if at least one of WORDS looks like the number of a statement.
proc ::results::Numbers? {words} {
    return [regexp {(^|\s)([SHT]\d+(\.\d+)?|T-\w+)(\s|$)} $words]
}
