# SPDX-License-Identifier: GPL-2.0-only
# journey.tcl: the roads of packets through one machine, and the claims about them.
#
# A step is a list of words and nothing more. What has to be known of the words
# is which begin and which end a packet's road, and which of them name a device.

namespace eval ::journey {
    variable ends {depart deliver drop lost}
    # steps that name a device: first words, and the index of the device
    variable wires {arrive 1 depart 1 {inject inbound} 2}
}

proc ::journey::is_end {words} {
    variable ends
    return [expr {[lindex $words 0] in $ends}]
}

# The index of the device's name in a step; empty if the step names none.
proc ::journey::wire_index {words} {
    variable wires
    dict for {start index} $wires {
        if {[lrange $words 0 [llength $start]-1] eq $start && $index < [llength $words]} {
            return $index
        }
    }
    return ""
}

# The segment that a step names, or an empty string.
proc ::journey::wire_of {words} {
    set index [wire_index $words]
    return [expr {$index eq "" ? "" : [lindex $words $index]}]
}

# --- selectors ---

# Reads a selector into a list of {KEY VALUES}: a packet is meant if for each of
# them its details have KEY=one of VALUES, or the word itself where KEY is empty.
# Throws an error with a reason.
proc ::journey::selector {text} {
    set wanted {}
    set words [regexp -all -inline {\S+} $text]
    if {![llength $words]} {
        error "an empty selector; `icmp echo-request from inside' would be one"
    }
    while {[llength $words]} {
        set words [lassign $words word]
        switch -- $word {
            from { set words [lassign $words host]; lappend wanted [list src [Host $host $word]] }
            to { set words [lassign $words host]; lappend wanted [list dst [Host $host $word]] }
            port { set words [lassign $words port]; lappend wanted [list dport [Port $port $word]] }
            sport { set words [lassign $words port]; lappend wanted [list sport [Port $port $word]] }
            default { lappend wanted [list "" [list $word]] }
        }
    }
    return $wanted
}

proc ::journey::Host {host word} {
    set addresses [topology::addresses $host]
    if {![llength $addresses]} {
        error "`$word $host': [topology::no_machine $host]"
    }
    return $addresses
}

proc ::journey::Port {port word} {
    if {![regexp {^\d+$} $port]} {
        error "`$word $port': no port number"
    }
    return [list $port]
}

proc ::journey::Selected {wanted detail} {
    set words [regexp -all -inline {\S+} $detail]
    foreach one $wanted {
        lassign $one key values
        set found 0
        foreach value $values {
            if {($key eq "" ? $value : "$key=$value") in $words} {
                set found 1
            }
        }
        if {!$found} {
            return 0
        }
    }
    return 1
}

# --- packets ---

# The packets that began in a window: ID -> {steps {...} detail D ends N}; with
# `strays`, the ids that were under way when the window began.
proc ::journey::packets {records} {
    set packets {}
    set strays {}
    foreach record $records {
        set id [dict get $record packet]
        if {$id == 0 || [dict get $record kind] ne "step"} {
            continue
        }
        set words [dict get $record words]
        if {![dict exists $packets $id]} {
            if {[lindex $words 0] ni {arrive originate inject}} {
                dict set strays $id 1
                continue
            }
            dict set packets $id [dict create steps {} detail [dict get $record detail] ends 0]
        }
        set packet [dict get $packets $id]
        dict lappend packet steps $words
        dict incr packet ends [is_end $words]
        dict set packets $id $packet
    }
    return [list $packets [dict keys $strays]]
}

# --- the claim ---

# The steps of a claim, one a line.
proc ::journey::steps {text} {
    set steps {}
    foreach line [split $text \n] {
        set words [regexp -all -inline {\S+} $line]
        if {[llength $words]} {
            lappend steps $words
        }
    }
    return $steps
}

# Judges a claim about the packets in RECORDS. Returns a dict: `verdict` (holds,
# wrong or nothing), `reason`, `details` (a list of TITLE TEXT for the report), and
# `road`, what to show of a claim that holds.
proc ::journey::judge {records wanted times alone expected} {
    lassign [packets $records] packets strays
    set chosen {}
    set others {}
    dict for {id packet} $packets {
        if {[Selected $wanted [dict get $packet detail]]} {
            lappend chosen $id
        } else {
            lappend others $id
        }
    }
    if {![llength $chosen] && $times ne "0"} {
        return [dict create verdict nothing road "" details [list "packets there were" [road::listing $packets]] \
            reason "the selector matches nothing"]
    }
    foreach complaint [list [Unended $packets] [Wrong $packets $chosen $times $expected] \
        [Count $packets $chosen $times] [Company $packets $others $strays $alone]] {
        if {[llength $complaint]} {
            lassign $complaint reason details
            return [dict create verdict wrong reason $reason details $details road ""]
        }
    }
    return [dict create verdict holds reason "" details {} road [Example $packets $chosen]]
}

proc ::journey::Example {packets chosen} {
    if {![llength $chosen]} {
        return "no such packet"
    }
    set packet [dict get $packets [lindex $chosen 0]]
    return "[road::title [dict get $packet detail]]: [road::line [dict get $packet steps]]"
}

# Every packet of the window has exactly one end.
proc ::journey::Unended {packets} {
    dict for {id packet} $packets {
        if {[dict get $packet ends] != 1} {
            set what [expr {[dict get $packet ends] ? "more than one end" : "no end"}]
            return [list "packet $id has $what" [list packet [road::title [dict get $packet detail]] \
                "its steps" [road::lines [dict get $packet steps]]]]
        }
    }
}

# The first chosen packet that took other steps.
proc ::journey::Wrong {packets chosen times expected} {
    if {$times eq "0"} {
        return
    }
    set wrong [lmap id $chosen {expr {[dict get $packets $id steps] eq $expected ? [continue] : $id}}]
    if {![llength $wrong]} {
        return
    }
    set id [lindex $wrong 0]
    set reason "packet $id took another road"
    if {[llength $wrong] > 1} {
        append reason ", and [expr {[llength $wrong] - 1}] more of [llength $chosen]"
    } elseif {[llength $chosen] > 1} {
        append reason "; the other [expr {[llength $chosen] - 1}] took this one"
    }
    return [list $reason [list packet [road::title [dict get $packets $id detail]] \
        "claimed and taken" [road::beside $expected [dict get $packets $id steps]]]]
}

proc ::journey::Count {packets chosen times} {
    set count [llength $chosen]
    if {$times eq "any" || $count == $times} {
        return
    }
    return [list "$count packets instead of $times" [list "packets that were meant" \
        [road::listing [dict filter $packets script {id packet} {expr {$id in $chosen}}]]]]
}

# With `alone`, no other packet touched the machine.
proc ::journey::Company {packets others strays alone} {
    if {!$alone || (![llength $others] && ![llength $strays])} {
        return
    }
    set listing [road::listing [dict filter $packets script {id packet} {expr {$id in $others}}]]
    foreach id $strays {
        append listing "$id was already under way\n"
    }
    return [list "[expr {[llength $others] + [llength $strays]}] other packets touched the machine" \
        [list "the others" $listing]]
}
