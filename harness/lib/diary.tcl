# SPDX-License-Identifier: GPL-2.0-only
# diary.tcl: the machines' diaries of decisions.
#
# A line is SEQ TIME PACKET KIND WORDS, then perhaps a tab and details of the
# packet. KIND is `step`, `note` or `mark`. SEQ counts from 1 without gaps on each
# machine (marks and the diary's own notes have 0); a gap, an overflow or a line
# that cannot be read makes the run untrusted.

namespace eval ::diary {
    variable buffers {}
    # MACHINE -> list of records: dicts with seq time packet kind words detail
    variable records {}
    # MACHINE -> last SEQ
    variable last {}
    # all records in the order of arrival: list of {MACHINE INDEX}
    variable order {}
    # MACHINE -> index of the first record of the present window
    variable windows {}
    # MACHINE -> {MOVES INDEX}: where the last marker stands, and what host::moves
    # was when it came
    variable closed {}
    variable marks 0
    variable marker_within 60000000000
}

proc ::diary::reset {} {
    variable buffers {}
    variable records {}
    variable last {}
    variable order {}
    variable windows {}
    variable closed {}
    variable marks 0
}

proc ::diary::feed {machine bytes} {
    variable buffers
    dict append buffers $machine $bytes
    set buffer [dict get $buffers $machine]
    while {[stream::line buffer line]} {
        Entry $machine [string trimright $line \r]
    }
    dict set buffers $machine $buffer
}

proc ::diary::Entry {machine line} {
    variable records
    variable order
    set parts [split $line \t]
    set words [regexp -all -inline {\S+} [lindex $parts 0]]
    lassign $words seq time packet kind
    if {[llength $words] < 5 || ![regexp {^\d+ \d+ \d+ (step|note|mark)$} "$seq $time $packet $kind"]} {
        fault::note 3 "the diary of $machine has a line that cannot be read: `[string range $line 0 200]'" \
            [evidence::path diary.txt]
        return
    }
    Sequence $machine $seq $kind [lindex $words 4]
    dict lappend records $machine [dict create seq $seq time $time packet $packet kind $kind \
        words [Named $machine [lrange $words 4 end]] detail [join [lrange $parts 1 end] " "]]
    lappend order [list $machine [expr {[llength [dict get $records $machine]] - 1}]]
}

# Devices become the names of their segments in the steps that name one.
proc ::diary::Named {machine words} {
    set at [journey::wire_index $words]
    if {$at ne ""} {
        lset words $at [topology::wire $machine [lindex $words $at]]
    }
    return $words
}

proc ::diary::Sequence {machine seq kind word} {
    variable last
    set where [evidence::path diary.txt]
    if {$kind eq "note" && $word in {overflow unknown}} {
        fault::note 3 "the diary of $machine has lost events ($word)" $where
    }
    if {$seq == 0} {
        return
    }
    set before [expr {[dict exists $last $machine] ? [dict get $last $machine] : 0}]
    if {$seq != $before + 1} {
        fault::note 3 "the diary of $machine has a gap: $seq comes after $before" $where
    }
    dict set last $machine $seq
}

# --- markers ---

# Begins a new window on MACHINES.
proc ::diary::begin_window {machines} {
    variable windows
    variable closed
    Mark $machines
    foreach machine $machines {
        dict set windows $machine [lindex [dict get $closed $machine] 1]
    }
}

# The records of a machine from the last window's beginning up to now. A marker
# goes through the same pipe first, so that nothing is still under way.
proc ::diary::window {machine} {
    variable records
    variable windows
    variable closed
    if {![dict exists $closed $machine]
        || [lindex [dict get $closed $machine] 0] != [host::moves]} {
        Mark [list $machine]
    }
    set first [expr {[dict exists $windows $machine] ? [dict get $windows $machine] : 0}]
    return [lrange [dict get $records $machine] $first [lindex [dict get $closed $machine] 1]-1]
}

# Writes one marker into the diaries of MACHINES and waits until it is back.
proc ::diary::Mark {machines} {
    variable marks
    variable closed
    variable marker_within
    set text m[incr marks]
    foreach machine $machines {
        dict set jobs $machine [job::begin $machine "diary mark $text"]
    }
    foreach machine $machines {
        set id [dict get $jobs $machine]
        set streams [list $machine.cmd $machine.diary]
        if {![await::state [list diary::Back $machine $id $text] $streams $marker_within]} {
            fault::raise 3 "the diary of $machine does not answer: a marker was written and never came back" \
                [evidence::path diary.txt]
        }
        if {[job::status $machine $id] ni {"" 0}} {
            fault::raise 3 "$machine cannot write into its diary: [string trim [job::output $machine $id]]" \
                [evidence::path diary.txt]
        }
    }
    foreach machine $machines {
        dict set closed $machine [list [host::moves] [Marked $machine $text]]
    }
}

# True when the marker is there and its writer has ended, or the writer failed.
proc ::diary::Back {machine id text} {
    set status [job::status $machine $id]
    return [expr {($status eq "0" && [Marked $machine $text] >= 0) || $status ni {"" 0}}]
}

# The index behind a marker; -1 if it has not come.
proc ::diary::Marked {machine text} {
    variable records
    if {![dict exists $records $machine]} {
        return -1
    }
    set all [dict get $records $machine]
    for {set at [expr {[llength $all] - 1}]} {$at >= 0} {incr at -1} {
        set record [lindex $all $at]
        if {[dict get $record kind] eq "mark" && [dict get $record words] eq $text} {
            return [expr {$at + 1}]
        }
    }
    return -1
}

# --- the end, and the evidence ---

# Throws if a packet has two ends anywhere: the diary contradicts itself.
proc ::diary::audit {} {
    variable records
    variable buffers
    dict for {machine rest} $buffers {
        if {$rest ne ""} {
            fault::raise 3 "the diary of $machine stops in the middle of a line" [evidence::path diary.txt]
        }
    }
    dict for {machine all} $records {
        set ends {}
        foreach record $all {
            if {[dict get $record kind] eq "step" && [journey::is_end [dict get $record words]]} {
                set packet [dict get $record packet]
                if {[dict exists $ends $packet]} {
                    fault::raise 3 "the diary of $machine ends packet $packet twice" [evidence::path diary.txt]
                }
                dict set ends $packet 1
            }
        }
    }
}

# For people: a table for each machine.
proc ::diary::table {} {
    variable records
    set lines {}
    foreach machine [topology::machines] {
        lappend lines "$machine" [string repeat - [string length $machine]] \
            [format "%14s %7s  %-28s %s" seconds packet step detail]
        set all [expr {[dict exists $records $machine] ? [dict get $records $machine] : {}}]
        foreach record $all {
            dict with record {
                set text [expr {$kind eq "step" ? $words : "($kind: $words)"}]
                lappend lines [string trimright [format "%14s %7s  %-28s %s" \
                    [duration::seconds $time] [expr {$packet ? $packet : ""}] [join $text] $detail]]
            }
        }
        lappend lines ""
    }
    return [join $lines \n]
}

# For programs: one JSON object a line, in the order of arrival.
proc ::diary::json {} {
    variable records
    variable order
    set lines {}
    foreach place $order {
        lassign $place machine index
        set record [lindex [dict get $records $machine] $index]
        dict with record {
            set members [list machine [Quoted $machine] seq $seq time $time packet $packet \
                kind [Quoted $kind] words "\[[join [lmap word $words {Quoted $word}] ,]\]" \
                detail [Quoted $detail]]
            lappend lines "{[join [lmap {key value} $members {string cat "\"$key\":" $value}] ,]}"
        }
    }
    return [join [concat $lines {""}] \n]
}

proc ::diary::Quoted {text} {
    set text [string map {\\ \\\\ \" \\\"} $text]
    while {[regexp {[\x00-\x1f]} $text char]} {
        set text [string map [list $char [format {\u%04x} [scan $char %c]]] $text]
    }
    return "\"$text\""
}
