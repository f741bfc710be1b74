# SPDX-License-Identifier: GPL-2.0-only
# claim.tcl: the static reading of the scenario words: arguments by grammar.tcl,
# checks and their place in the plan, journeys. A part of lint.

proc ::lint::Shaped_scenario {command context} {
    Mistake [dict get $command line] "`scenario' stands once, as the first command"
}

proc ::lint::Shaped_topology {command context} {
    Mistake [dict get $command line] "`topology' stands once, as the second command"
}

proc ::lint::Word {name command context} {
    set words [lrange [dict get $command words] 1 end]
    set line [dict get $command line]
    if {"{*}" in [lmap word $words {string range [dict get $word text] 0 2}]} {
        return
    }
    if {$name eq "fact"} {
        Fact $words $line $context
    }
    set texts [lmap word $words {dict get $word text}]
    set fit [grammar::fit $name $texts [lmap word $words {dict get $word plain}]]
    if {[dict get $fit error] ne ""} {
        Mistake $line [dict get $fit error]
        return
    }
    foreach one [dict get $fit given] {
        lassign $one kind index
        set word [lindex $words $index]
        switch -- $kind {
            BODY {
                Opens $command $word
                Body $word [dict replace $context times "" fails 1]
            }
            EXPR { Expression $word $context }
            NAME { Job $command $word }
            default {
                if {[dict get $word plain]} {
                    Kind $kind [dict get $word text] [dict get $word line]
                }
            }
        }
    }
}

# Where a fact may not stand, and a value that no run can have observed.
proc ::lint::Fact {words line context} {
    if {[dict exists $context fails]} {
        Mistake $line "a fact in the body of `fails' would be one of what does not hold"
    } elseif {![dict get $context check] && ![dict get $context proc]} {
        Mistake $line "a fact stands in the check that has observed it"
    }
    if {[llength $words] == 3 && [dict get [lindex $words 2] plain]} {
        Mistake $line "a fact's value is computed from what the check has observed, not written out"
    }
}

# One argument whose text is its value.
proc ::lint::Kind {kind text line} {
    variable cast
    switch -- $kind {
        MACHINE {
            if {$cast && $text ni [topology::machines]} {
                Mistake $line [topology::no_machine $text]
            }
        }
        DURATION {
            if {[duration::nanoseconds $text] eq ""} {
                Mistake $line "`$text' is no duration (10s, 1.5ms, 2m)"
            }
        }
        REGEXP {
            if {[catch {regexp -- $text ""} reason]} {
                Mistake $line "`$text': $reason"
            }
        }
        MECHANISM - PROPERTY - VALUE {
            if {[grammar::no_fact $kind $text] ne ""} {
                Mistake $line [grammar::no_fact $kind $text]
            }
        }
        SIGNAL {
            if {![dict exists $grammar::signals $text]} {
                Mistake $line [grammar::no_signal $text]
            }
        }
    }
}

proc ::lint::Job {command word} {
    variable jobs
    set key [list [Text $command 1] [dict get $word text]]
    if {![dict get $word plain] || ![Plain $command 1]
        || [dict exists $jobs any] || [dict exists $jobs $key]} {
        return
    }
    lassign $key machine name
    set there [lmap job [lsearch -all -inline -index 0 [dict keys $jobs] $machine] {lindex $job 1}]
    Mistake [dict get $word line] "no `start $machine $name ...' anywhere[grammar::suggestion $name $there]"
}

# Remembers where the body of a command begins, for messages at run time.
proc ::lint::Opens {command word} {
    variable bodies
    dict set bodies [dict get $command line] [dict get $word line]
}

proc ::lint::Shaped_check {command context} {
    variable checks
    variable sentences
    variable mistakes
    set line [dict get $command line]
    set words [lrange [dict get $command words] 1 end]
    if {[llength $words] < 2} {
        Mistake $line "too few arguments: [grammar::usage check]"
        return
    }
    Place $line $context
    foreach word [lrange $words 1 end-1] {
        Statement $word
    }
    if {[Plain $command 1]} {
        set sentence [Value $command 1]
        if {[dict exists $sentences $sentence]} {
            Mistake $line "this sentence is already that of the check in line [dict get $sentences $sentence]"
        }
        dict set sentences $sentence $line
    }
    set body [lindex $words end]
    Opens $command $body
    set before [llength $mistakes]
    Body $body [dict replace $context check 1 times ""]
    if {[llength $mistakes] == $before && ![Claims [dict get $body text] [dict get $body line]]} {
        Mistake $line "this check claims nothing: none of [join $grammar::claims {, }] stands in its body"
    }
    if {[dict get $context times] ne ""} {
        incr checks [dict get $context times]
    }
}

# A check counts in the plan: it stands where the number of its runs is known.
proc ::lint::Place {line context} {
    if {[dict get $context check]} {
        Mistake $line "a check within a check"
    } elseif {[dict get $context times] eq ""} {
        Mistake $line "a check may stand at the outermost level or in a foreach over a list\
            that is written out, so that the plan is known"
    }
}

proc ::lint::Statement {word} {
    variable statements
    set text [dict get $word text]
    if {![dict get $word plain] || ![regexp {^(S\d+\.\d+|H\d+)$} $text]} {
        Mistake [dict get $word line] "`$text' is no statement number (S7.80, H31)"
    } elseif {[dict size $statements] && ![dict exists $statements $text]} {
        Mistake [dict get $word line] "the specification has no statement $text"
    }
}

# True if a claiming word, or a call of a procedure, stands anywhere in a body.
proc ::lint::Claims {text line} {
    variable procs
    if {[catch {script::commands $text $line} commands]} {
        return 0
    }
    foreach command $commands {
        set name [Text $command 0]
        if {$name in $grammar::claims || [dict exists $procs $name]} {
            return 1
        }
        foreach part [Parts $command] {
            if {[Claims {*}$part]} {
                return 1
            }
        }
    }
    return 0
}

proc ::lint::Shaped_journey {command context} {
    set line [dict get $command line]
    set words [lrange [dict get $command words] 1 end]
    set texts [lmap word $words {dict get $word text}]
    if {[lindex $texts 1] ne "at" || [lindex $texts 3] ne "times" || [llength $texts] < 5} {
        Mistake $line "[grammar::usage journey]"
        return
    }
    lassign $texts selector at machine times count
    set fixed [lmap word $words {dict get $word plain}]
    if {[lindex $fixed 0]} {
        Selector $selector [dict get [lindex $words 0] line]
    }
    if {[lindex $fixed 2]} {
        Kind MACHINE $machine $line
    }
    if {[lindex $fixed 4] && ![regexp {^(any|0|[1-9]\d*)$} $count]} {
        Mistake [dict get [lindex $words 4] line] "times `$count': a number or `any'[grammar::suggestion $count any]"
    }
    Steps $line [lrange $words 5 end] $count
}

# What stands behind `times N`: ?alone? STEPS, or nothing but ?alone? for 0.
proc ::lint::Steps {line words count} {
    variable cast
    if {[llength $words] && [dict get [lindex $words 0] text] eq "alone"} {
        set words [lrange $words 1 end]
    }
    if {[llength $words] > 1} {
        Mistake $line "`[dict get [lindex $words 0] text]' is not understood: [grammar::usage journey]"
        return
    }
    if {$count eq "0" && [llength $words]} {
        Mistake $line "`times 0' takes no steps: there is no packet to take them"
    } elseif {$count ne "0" && ![llength $words]} {
        Mistake $line "the steps are missing: [grammar::usage journey]"
    }
    foreach word $words {
        set step_line [dict get $word line]
        foreach text [split [dict get $word text] \n] {
            if {$cast && [dict get $word braced]} {
                Wire $text $step_line
            }
            incr step_line
        }
    }
}

# The segment that a step names.
proc ::lint::Wire {text line} {
    set name [journey::wire_of [regexp -all -inline {\S+} $text]]
    if {$name ne "" && $name ne "lo" && $name ni [topology::segments]} {
        Mistake $line [topology::no_segment $name]
    }
}

proc ::lint::Selector {text line} {
    variable cast
    if {!$cast} {
        return
    }
    if {[catch {journey::selector $text} reason]} {
        Mistake $line $reason
    }
}
