# SPDX-License-Identifier: GPL-2.0-only
# words.tcl: the scenario words. grammar.tcl has their arguments.
#
# A word that claims something throws a claim when it does not hold. Within a
# check that is a `not ok`; outside of one the scenario's set-up has failed.

namespace eval ::words {
    # defaults of -within, in nanoseconds
    variable within {on 600s status 600s start 10s await 10s finish 60s see 5s}
    variable output_shown 2000
}

# The arguments of WORD as a dict: their kinds and options with their values;
# `within` in nanoseconds if the word waits.
proc ::words::Arguments {word arguments} {
    variable within
    set fit [grammar::fit $word $arguments [lrepeat [llength $arguments] 1]]
    if {[llength $arguments] == 0} {
        set fit [grammar::fit $word {} {}]
    }
    if {[dict get $fit error] ne ""} {
        fault::raise 2 [dict get $fit error] [place::here]
    }
    set given {}
    foreach one [dict get $fit given] {
        lassign $one kind index option
        dict set given [expr {$option eq "" ? $kind : $option}] [lindex $arguments $index]
    }
    if {[dict exists $within $word]} {
        set text [dict get $within $word]
        if {[dict exists $given -within]} {
            set text [dict get $given -within]
        }
        dict set given within [duration::nanoseconds $text]
        dict set given limit $text
        if {[dict get $given within] eq ""} {
            fault::raise 2 "`$text' is no duration (10s, 1.5ms, 2m)" [place::here]
        }
    }
    foreach kind {REGEXP -ready} {
        if {[dict exists $given $kind] && [catch {regexp -- [dict get $given $kind] ""} reason]} {
            fault::raise 2 "`[dict get $given $kind]': $reason" [place::here]
        }
    }
    if {[dict exists $given MACHINE] && [dict get $given MACHINE] ni [topology::machines]} {
        fault::raise 2 [topology::no_machine [dict get $given MACHINE]] [place::here]
    }
    return $given
}

# Throws a failed claim with the place where it was made.
proc ::words::Claim {reason details {soft 1}} {
    fault::claim $reason [dict create soft $soft shown [concat [list reason $reason at [place::here]] $details]]
}

# The last part of a job's output, for a report.
proc ::words::Shown {text} {
    variable output_shown
    if {[string length $text] > $output_shown} {
        set text "... [string range $text end-$output_shown end]"
    }
    return [expr {$text eq "" ? "(nothing)" : $text}]
}

# --- what a file begins with; the static reading has dealt with both ---

proc ::words::scenario {sentence} {}
proc ::words::topology {name args} {}

# --- jobs ---

proc ::words::on {args} {
    set given [Arguments on $args]
    verdict::claimed
    lassign [Run $given on] status output
    if {$status != 0} {
        Claim "on [dict get $given MACHINE]: `[dict get $given COMMAND]' exited with $status" \
            [list output [Shown $output]]
    }
    return $output
}

proc ::words::status {args} {
    return [lindex [Run [Arguments status $args] status] 0]
}

# Runs a command to its end: {STATUS OUTPUT}.
proc ::words::Run {given word} {
    dict with given {
        report::doing "$word $MACHINE: $COMMAND"
        set id [job::begin $MACHINE $COMMAND]
        if {![await::state [list job::ended $MACHINE $id] $MACHINE.cmd $within]} {
            set so_far [job::output $MACHINE $id]
            job::signal $MACHINE $id 9
            await::alive $MACHINE
            Claim "$word $MACHINE: `$COMMAND' did not end within $limit" \
                [list "output so far" [Shown $so_far]] 0
        }
        return [list [job::status $MACHINE $id] [string trimright [job::output $MACHINE $id] \n]]
    }
}

proc ::words::start {args} {
    set given [Arguments start $args]
    dict with given {
        set older [job::named $MACHINE $NEWNAME]
        if {$older ne "" && ![job::ended $MACHINE $older]} {
            fault::raise 2 "the job `$NEWNAME' on $MACHINE is still running" [place::here]
        }
        set id [job::begin $MACHINE $COMMAND]
        job::name $MACHINE $NEWNAME $id
        if {[dict exists $given -ready]} {
            Await $given $id [dict get $given -ready] "start $MACHINE $NEWNAME"
        }
    }
    return
}

proc ::words::output {args} {
    set given [Arguments output $args]
    return [string trimright [job::output [dict get $given MACHINE] [Job $given]] \n]
}

proc ::words::await {args} {
    set given [Arguments await $args]
    verdict::claimed
    Await $given [Job $given] [dict get $given REGEXP] "await [dict get $given MACHINE] [dict get $given NAME]"
    return
}

# Waits until a job's output matches.
proc ::words::Await {given id pattern what} {
    set machine [dict get $given MACHINE]
    report::doing "$what: $pattern"
    set there [list job::matches_or_ended $machine $id $pattern]
    set came [await::state $there $machine.cmd [dict get $given within]]
    if {[regexp -- $pattern [job::output $machine $id]]} {
        return
    }
    set shown [list pattern $pattern "output so far" [Shown [job::output $machine $id]]]
    if {$came} {
        Claim "$what: the job ended with [job::status $machine $id] before it printed this" $shown
    }
    await::alive $machine
    Claim "$what: this did not come within [dict get $given limit]" $shown
}

proc ::words::finish {args} {
    set given [Arguments finish $args]
    dict with given {
        set id [Job $given]
        report::doing "finish $MACHINE $NAME"
        if {![await::state [list job::ended $MACHINE $id] $MACHINE.cmd $within]} {
            await::alive $MACHINE
            Claim "finish $MACHINE $NAME: it did not end within $limit" \
                [list "output so far" [Shown [job::output $MACHINE $id]]] 0
        }
        return [job::status $MACHINE $id]
    }
}

proc ::words::signal {args} {
    set given [Arguments signal $args]
    dict with given {
        if {![dict exists $grammar::signals $SIGNAL]} {
            fault::raise 2 [grammar::no_signal $SIGNAL] [place::here]
        }
        set id [Job $given]
        if {[job::ended $MACHINE $id]} {
            Claim "signal $MACHINE $NAME $SIGNAL: the job has ended already, with [job::status $MACHINE $id]" \
                [list output [Shown [job::output $MACHINE $id]]]
        }
        job::signal $MACHINE $id [dict get $grammar::signals $SIGNAL]
    }
    return
}

# The number of the job that is named.
proc ::words::Job {given} {
    dict with given {
        set id [job::named $MACHINE $NAME]
        if {$id eq ""} {
            fault::raise 2 "no job `$NAME' was started on $MACHINE" [place::here]
        }
    }
    return $id
}

# --- consoles ---

proc ::words::type {args} {
    set given [Arguments type $args]
    host::give [dict get $given MACHINE].console [encoding convertto utf-8 [dict get $given TEXT]]
    return
}

proc ::words::see {args} {
    set given [Arguments see $args]
    verdict::claimed
    dict with given {
        report::doing "see $MACHINE: $REGEXP"
        if {![await::state [list console::see $MACHINE $REGEXP] $MACHINE.console $within]} {
            await::alive $MACHINE
            Claim "see $MACHINE: this did not appear within $limit" \
                [list pattern $REGEXP "what is there" [Shown [console::ahead $MACHINE]]]
        }
    }
    return
}

# --- checks and what they claim ---

proc ::words::check {sentence args} {
    verdict::start $sentence [lrange $args 0 end-1] [place::here]
    report::doing $sentence
    set code [catch {uplevel 1 [lindex $args end]} result details]
    switch -- $code {
        0 - 2 { verdict::pass }
        1 {
            if {![fault::is_claim [dict get $details -errorcode]]} {
                return -options $details $result
            }
            verdict::fail [dict get [lindex [dict get $details -errorcode] 2] shown]
        }
        default {
            fault::raise 2 "a check is left by break or continue" [place::here]
        }
    }
    return
}

proc ::words::is {actual expected args} {
    verdict::claimed
    if {$actual ne $expected} {
        Claim [What "not the same" $args] \
            [list expected [Quoted $expected] actual [Quoted $actual] "first difference" [Differs $actual $expected]]
    }
    return
}

proc ::words::like {actual glob args} {
    verdict::claimed
    if {![string match $glob $actual]} {
        Claim [What "does not match" $args] [list expected [Quoted $glob] actual [Quoted $actual]]
    }
    return
}

proc ::words::holds {expression} {
    verdict::claimed
    if {![uplevel 1 [list expr $expression]]} {
        set values [uplevel 1 [list subst -nocommands -nobackslashes $expression]]
        Claim "not true" [list expected [string trim $expression] actual [string trim $values]]
    }
    return
}

# Holds if something claimed in BODY does not. A command that never ends is no
# answer, and neither is anything that is no claim.
proc ::words::fails {body} {
    verdict::claimed
    set code [catch {uplevel 1 $body} result details]
    if {$code == 1 && [fault::is_claim [dict get $details -errorcode]]
        && [dict get [lindex [dict get $details -errorcode] 2] soft]} {
        return
    }
    if {$code == 1} {
        return -options $details $result
    }
    Claim "nothing in the body failed" {}
}

# Notes what the check has observed. It claims nothing, and is told only if the check passes.
proc ::words::fact {args} {
    set given [Arguments fact $args]
    if {![verdict::inside]} {
        fault::raise 2 "a fact stands in the check that has observed it" [place::here]
    }
    foreach kind {MECHANISM PROPERTY VALUE} {
        set wrong [grammar::no_fact $kind [dict get $given $kind]]
        if {$wrong ne ""} {
            fault::raise 2 $wrong [place::here]
        }
    }
    verdict::fact [list [dict get $given MECHANISM] [dict get $given PROPERTY] [dict get $given VALUE]]
    return
}

proc ::words::What {reason what} {
    return [expr {[llength $what] ? "[join $what]: $reason" : $reason}]
}

# A text as a report shows it: not longer than sensible, and visible if empty.
proc ::words::Quoted {text} {
    variable output_shown
    if {[string length $text] > $output_shown} {
        return "[string range $text 0 $output_shown] ... ([string length $text] characters)"
    }
    return [expr {$text eq "" ? "(empty)" : $text}]
}

# Where two texts part.
proc ::words::Differs {a b} {
    set same 0
    while {[string index $a $same] eq [string index $b $same]} {
        incr same
    }
    set before [split [string range $a 0 $same-1] \n]
    return "line [expr {max(1, [llength $before])}], column [expr {[string length [lindex $before end]] + 1}]"
}

# --- roads ---

proc ::words::mark {} {
    report::doing mark
    diary::begin_window [topology::machines]
    return
}

proc ::words::journey {selector at machine times count args} {
    verdict::claimed
    set alone [expr {[lindex $args 0] eq "alone"}]
    set steps [journey::steps [lindex $args $alone]]
    if {$machine ni [topology::machines]} {
        fault::raise 2 [topology::no_machine $machine] [place::here]
    }
    if {![regexp {^(any|0|[1-9]\d*)$} $count]} {
        fault::raise 2 "times `$count': a number or `any'" [place::here]
    }
    if {[catch {journey::selector $selector} wanted]} {
        fault::raise 2 $wanted [place::here]
    }
    report::doing "journey $selector at $machine"
    set judged [journey::judge [diary::window $machine] $wanted $count $alone $steps]
    set claim "journey {$selector} at $machine"
    switch -- [dict get $judged verdict] {
        holds { verdict::road [dict get $judged road] }
        wrong { Claim "$claim: [dict get $judged reason]" [dict get $judged details] }
        nothing { Nothing "$claim: [dict get $judged reason]" [dict get $judged details] }
    }
    return
}

# A selector that matches nothing is a mistake of the scenario, not a failed
# claim; the report shows what packets there were.
proc ::words::Nothing {reason details} {
    fault::raise 2 $reason [place::here] $details
}
