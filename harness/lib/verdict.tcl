# SPDX-License-Identifier: GPL-2.0-only
# verdict.tcl: checks, and their report in TAP 13 with YAML diagnostics.
#
# PASS has to be earned: there are as many results as the scenario has checks, and
# each check claims something. The plan is the last line, printed when all that can
# spoil a run has been looked at: the report of a harness that was killed has none.
# A fault after or between checks becomes one more `not ok`, so that the report by
# itself never counts as passed.
#
# What a check has observed stands behind its `ok', a line `# fact MECHANISM PROPERTY VALUE'
# for each fact; a check that failed has observed nothing.

namespace eval ::verdict {
    variable planned 0
    variable results {}
    # the check being tried: a dict, or empty
    variable current ""
    # called with each line of the report
    variable listener ""
}

# COMMENTS go below the first line; LISTENER is a command prefix or empty.
proc ::verdict::begin {plan comments listener_prefix} {
    variable planned $plan
    variable results {}
    variable current ""
    variable listener $listener_prefix
    Say "TAP version 13"
    foreach comment $comments {
        Say "# $comment"
    }
}

proc ::verdict::Say {line} {
    variable listener
    evidence::add tap $line\n
    if {$listener ne ""} {
        {*}$listener $line
    }
}

# --- one check ---

proc ::verdict::start {sentence statements where} {
    variable current
    set current [dict create sentence $sentence statements $statements where $where claims 0 roads {} facts {}]
}

proc ::verdict::inside {} {
    variable current
    return [expr {$current ne ""}]
}

# Counts one claim of the present check.
proc ::verdict::claimed {} {
    variable current
    if {$current ne ""} {
        dict incr current claims
    }
}

# Remembers a road worth showing.
proc ::verdict::road {text} {
    variable current
    if {$current ne ""} {
        dict lappend current roads $text
    }
}

# Keeps a fact, {MECHANISM PROPERTY VALUE}, until it is known whether the present check passes.
proc ::verdict::fact {fact} {
    variable current
    dict lappend current facts $fact
}

# The present check passes; one that claimed nothing is a mistake of the scenario.
proc ::verdict::pass {} {
    variable current
    if {![dict get $current claims]} {
        fault::raise 2 "the check \"[dict get $current sentence]\" claimed nothing" [dict get $current where]
    }
    Result 1 $current {}
    set current ""
}

# The present check fails. DETAILS: a list of KEY TEXT.
proc ::verdict::fail {details} {
    variable current
    Result 0 $current $details
    set current ""
}

# Something that is no check went wrong: the check being tried fails by it, or a
# result of its own says so.
proc ::verdict::spoil {sentence details} {
    variable current
    if {$current ne ""} {
        fail $details
    } else {
        Result 0 [dict create sentence $sentence statements {} roads {} facts {}] $details
    }
}

proc ::verdict::Result {passed check details} {
    variable results
    set facts [expr {$passed ? [dict get $check facts] : {}}]
    lappend results [dict create passed $passed sentence [dict get $check sentence] \
        statements [dict get $check statements] roads [dict get $check roads] facts $facts details $details]
    set line "[expr {$passed ? "ok" : "not ok"}] [llength $results] - [Escaped [dict get $check sentence]]"
    if {[llength [dict get $check statements]]} {
        append line " \[[join [dict get $check statements]]\]"
    }
    Say $line
    foreach fact $facts {
        Say "# fact [join $fact]"
    }
    if {[llength $details]} {
        Say "  ---"
        foreach {key text} $details {
            foreach yaml [Yaml $key $text] {
                Say "  $yaml"
            }
        }
        Say "  ..."
    }
    report::result [lindex $results end]
}

# A description is one line, and # would begin a directive in it.
proc ::verdict::Escaped {text} {
    return [string map {# \\# \n " "} $text]
}

# Lines of a YAML mapping entry, of the kind that prove can read.
proc ::verdict::Yaml {key text} {
    set key [string map {" " _} $key]
    if {[string first \n $text] < 0} {
        return [list "$key: [Quoted $text]"]
    }
    set block [split [string trimright $text \n] \n]
    # a block takes its margin from its first line
    if {[string index $text 0] in {" " "\t" "\n"}} {
        return [list "$key:" {*}[lmap line $block {string cat "  - " [Quoted $line]}]]
    }
    return [list "$key: |" {*}[lmap line $block {string trimright "  [Visible $line]"}]]
}

proc ::verdict::Quoted {text} {
    return "\"[string map {\\ \\\\ \" \\\" \t \\t} [Visible $text]]\""
}

# Control characters as they are written in C.
proc ::verdict::Visible {text} {
    while {[regexp {[\x00-\x08\x0b-\x1f\x7f]} $text char]} {
        set text [string map [list $char [format {\x%02x} [scan $char %c]]] $text]
    }
    return $text
}

# --- the sum ---

proc ::verdict::planned {} {
    variable planned
    return $planned
}

proc ::verdict::results {} {
    variable results
    return $results
}

proc ::verdict::failed {} {
    variable results
    return [lsearch -all -inline -not [lmap result $results {
        expr {[dict get $result passed] ? "" : $result}
    }] ""]
}

# The last line of a report that can be trusted.
proc ::verdict::plan {} {
    variable planned
    Say "1..$planned"
}

# Throws unless as many results stand there as were planned.
proc ::verdict::complete {} {
    variable planned
    variable results
    if {[llength $results] != $planned} {
        fault::raise 3 "[llength $results] results, but $planned were planned" [evidence::path tap]
    }
}
