# SPDX-License-Identifier: GPL-2.0-only
# grammar.tcl: the scenario words, once, for the static reading, for the words
# themselves and for `divertlab help words`.
#
# A word has arguments, options and a sentence. The arguments' names are kinds:
#   MACHINE  a machine of the topology       NAME     a job that `start` began
#   NEWNAME  a name for a job                REGEXP   a regular expression
#   SIGNAL   INT, TERM, KILL ...             BODY     a script
#   EXPR     an expression                   DURATION 10s, 1.5ms ...
#   MECHANISM, PROPERTY  names of a fact     VALUE    of a fact: a phrase of one line
# ?KIND? may be left out. Other names are free text. `check`, `journey`,
# `scenario` and `topology` have a shape of their own, read in lint.tcl.

namespace eval ::grammar {
    variable words {
        on      {{MACHINE COMMAND} {-within DURATION}
                 "runs a command in the guest; it must exit 0; value: its output"}
        status  {{MACHINE COMMAND} {-within DURATION}
                 "runs a command in the guest; value: its exit status"}
        start   {{MACHINE NEWNAME COMMAND} {-ready REGEXP -within DURATION}
                 "starts a job; waits until its output matches -ready"}
        output  {{MACHINE NAME} {} "value: what the job has printed so far"}
        await   {{MACHINE NAME REGEXP} {-within DURATION}
                 "the job prints something that matches"}
        finish  {{MACHINE NAME} {-within DURATION} "waits for the job's end; value: its exit status"}
        signal  {{MACHINE NAME SIGNAL} {} "a signal to the job"}
        type    {{MACHINE TEXT} {} "what a person would type at the console"}
        see     {{MACHINE REGEXP} {-within DURATION} "the console shows something that matches"}
        is      {{ACTUAL EXPECTED ?WHAT?} {} "both are the same text"}
        like    {{ACTUAL GLOB ?WHAT?} {} "the text matches the pattern"}
        holds   {{EXPR} {} "the expression is true"}
        fails   {{BODY} {} "something claimed in the body does not hold"}
        mark    {{} {} "journeys are counted from here on"}
        fact    {{MECHANISM PROPERTY VALUE} {} "in a check: what it has observed, noted if it passes"}
    }
    variable shaped {
        scenario {"SENTENCE" "what this file claims; first command"}
        topology {"NAME ?OPTION...?" "the machines; second command"}
        check    {"SENTENCE ?STATEMENT...? BODY" "one claim, with the statements it proves"}
        journey  {"SELECTOR at MACHINE times N|any ?alone? STEPS"
                  "every packet the selector names took exactly these steps"}
    }
    # words that claim something: a check without any of them claims nothing
    variable claims {on await see is like holds fails journey}

    # Tcl commands that a scenario may use: least and most arguments, "" for any
    variable tcl {
        append {1 ""} break {0 0} concat {0 ""} continue {0 0} dict {1 ""} expr {1 ""}
        for {4 4} foreach {3 ""} format {1 ""} if {2 ""} incr {1 2} join {1 2}
        lappend {1 ""} lassign {1 ""} lindex {1 ""} linsert {2 ""} list {0 ""}
        llength {1 1} lmap {3 ""} lrange {3 3} lrepeat {1 ""} lreplace {3 ""}
        lreverse {1 1} lsearch {2 ""} lsort {1 ""} proc {3 3} regexp {2 ""}
        regsub {3 ""} return {0 ""} scan {2 ""} set {1 2} split {1 2} string {2 ""}
        switch {2 ""} unset {1 ""} while {2 2}
    }
    variable signals {HUP 1 INT 2 QUIT 3 KILL 9 USR1 10 USR2 12 TERM 15 CONT 18 STOP 19}
}

# True if WORD belongs to scenarios: a scenario word or a Tcl command.
proc ::grammar::known {word} {
    variable words
    variable shaped
    variable tcl
    return [expr {[dict exists $words $word] || [dict exists $shaped $word] || [dict exists $tcl $word]}]
}

# Arguments and options of a scenario word, as a person reads them.
proc ::grammar::usage {word} {
    variable words
    variable shaped
    if {[dict exists $shaped $word]} {
        return "$word [lindex [dict get $shaped $word] 0]"
    }
    lassign [dict get $words $word] arguments options
    set usage [concat $word [string map {NEWNAME NAME} $arguments]]
    foreach {option kind} $options {
        append usage " ?$option $kind?"
    }
    return $usage
}

# Why an argument of `fact' is wrong; empty if it is right.
proc ::grammar::no_fact {kind text} {
    if {$kind eq "VALUE"} {
        return [expr {[regexp {^\S([^\n]*\S)?$} $text] ? "" : "a fact's value is a phrase of one line, not `$text'"}]
    }
    set form {^[a-z][a-z0-9]*(-[a-z0-9]+)*$}
    return [expr {[regexp $form $text] ? "" : "`$text' is no name of a fact (small letters, digits, dashes)"}]
}

# Why the name of a signal is wrong.
proc ::grammar::no_signal {name} {
    variable signals
    return "no signal `$name'[suggestion $name [dict keys $signals] {there are}]"
}

# All scenario words with usage and sentence: {USAGE SENTENCE ...}.
proc ::grammar::summary {} {
    variable words
    variable shaped
    set lines {}
    foreach word [dict keys $shaped] {
        lappend lines [usage $word] [lindex [dict get $shaped $word] 1]
    }
    foreach word [dict keys $words] {
        lappend lines [usage $word] [lindex [dict get $words $word] 2]
    }
    return $lines
}

# Fits the arguments of WORD to its table entry. Returns a dict: `given`, a list
# of {KIND INDEX}, INDEX into LITERALS; `error`, a reason or empty. LITERALS are
# the arguments' texts; FIXED says for each whether its text is its value.
proc ::grammar::fit {word literals fixed} {
    variable words
    lassign [dict get $words $word] arguments options
    set given {}
    set count [llength $literals]
    set least [llength [lsearch -all -inline -not $arguments {\?*}]]
    set at 0
    foreach kind $arguments {
        if {$at >= $count || ($at >= $least && [Option $options $literals $at])} {
            break
        }
        lappend given [list [string trim $kind ?] $at]
        incr at
    }
    if {$at < $least} {
        return [dict create given $given error "too few arguments: [usage $word]"]
    }
    while {$at < $count} {
        set option [lindex $literals $at]
        if {![lindex $fixed $at] || ![dict exists $options $option]} {
            return [dict create given $given error [TooMany $word $option]]
        }
        if {$at + 1 >= $count} {
            return [dict create given $given error "$option needs a value: [usage $word]"]
        }
        lappend given [list [dict get $options $option] [incr at] $option]
        incr at
    }
    return [dict create given $given error ""]
}

proc ::grammar::Option {options literals at} {
    return [dict exists $options [lindex $literals $at]]
}

proc ::grammar::TooMany {word extra} {
    if {[string match -* $extra]} {
        return "no such option `$extra': [usage $word]"
    }
    return "too many arguments: [usage $word] (a command of several words goes in braces)"
}

# The candidate nearest to WORD, or "": at most two letters changed, less in short words.
proc ::grammar::nearest {word candidates} {
    set best ""
    set least [expr {[string length $word] < 4 ? 2 : 3}]
    foreach candidate $candidates {
        set distance [Distance $word $candidate]
        if {$distance < $least} {
            set least $distance
            set best $candidate
        }
    }
    return $best
}

# "; did you mean `X'?" or what there is.
proc ::grammar::suggestion {word candidates {what ""}} {
    set nearest [nearest $word $candidates]
    if {$nearest ne ""} {
        return "; did you mean `$nearest'?"
    }
    return [expr {$what eq "" ? "" : "; $what: [join $candidates {, }]"}]
}

# Levenshtein's distance; two letters swapped count as one change.
proc ::grammar::Distance {a b} {
    set older {}
    set row {}
    for {set j 0} {$j <= [string length $b]} {incr j} {
        lappend row $j
    }
    for {set i 1} {$i <= [string length $a]} {incr i} {
        set next [list $i]
        for {set j 1} {$j <= [string length $b]} {incr j} {
            set differs [expr {[string index $a $i-1] ne [string index $b $j-1]}]
            set cost [expr {min([lindex $row $j], [lindex $next $j-1], [lindex $row $j-1] + $differs - 1) + 1}]
            set swapped [string reverse [string range $b $j-2 $j-1]]
            if {$i > 1 && $j > 1 && [string range $a $i-2 $i-1] eq $swapped} {
                set cost [expr {min($cost, [lindex $older $j-2] + 1)}]
            }
            lappend next $cost
        }
        set older $row
        set row $next
    }
    return [lindex $row end]
}
