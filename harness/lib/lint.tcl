# SPDX-License-Identifier: GPL-2.0-only
# lint.tcl: the static reading of a scenario, before anything is built or started.
#
#   lint::read PATH     a dict: path, name, sentence, picture, topology, options,
#                       checks (how many there will be), bodies (line of a
#                       command with a body -> line where the body begins), tags,
#                       mistakes (a list of {LINE REASON})
#
# The reader walks every command with all the bodies and substitutions in it.
# What a scenario says can thus be wrong only in what the machines do.

namespace eval ::lint {
    variable mistakes
    variable checks
    variable bodies
    variable sentences
    variable procs
    variable jobs
    variable variables
    variable statements
    # the machine part of the topology could be read
    variable cast
}

proc ::lint::read {path} {
    variable mistakes {}
    variable checks 0
    variable bodies {}
    variable sentences {}
    variable procs {}
    variable jobs {}
    variable variables {}
    variable statements [catalogue::statements]
    variable cast 0
    set text [catalogue::contents $path]
    set plan [dict create path $path name [file rootname [file tail $path]] sentence "" \
        topology "" options {} tags {}]
    set plan [dict merge $plan [Heading $text]]
    if {![catch {script::commands $text} commands details]} {
        set commands [Opening $commands plan]
        catch {Names $commands}
        Walk $commands {check 0 times 1 proc 0}
    } elseif {![Broken $details $commands]} {
        return -options $details $commands
    }
    if {!$checks && ![llength $mistakes]} {
        Mistake 1 "no check: a scenario without a check claims nothing"
    }
    return [dict merge $plan [dict create checks $checks bodies $bodies \
        mistakes [lsort -integer -index 0 $mistakes]]]
}

proc ::lint::Mistake {line reason} {
    variable mistakes
    if {[list $line $reason] ni $mistakes} {
        lappend mistakes [list $line $reason]
    }
}

# Notes a reader's error as a mistake; false if it is another kind of error.
proc ::lint::Broken {details reason} {
    lassign [dict get $details -errorcode] kind line
    if {$kind ne "SCRIPT"} {
        return 0
    }
    Mistake $line $reason
    return 1
}

# The comment at the top: the picture without the licence line, and the tags.
proc ::lint::Heading {text} {
    set picture {}
    set tags {}
    foreach line [split $text \n] {
        if {![string match "#*" $line]} {
            break
        }
        set line [string trimright [regsub {^# ?} $line ""]]
        if {[regexp {^tags: *(.*)$} $line -> words]} {
            lappend tags {*}[split [string map {, " "} $words]]
        } elseif {![string match "SPDX-License-Identifier:*" $line] && ![string match "!*" $line]} {
            lappend picture $line
        }
    }
    return [dict create picture [string trim [join $picture \n] \n] tags [lsearch -all -inline -not $tags ""]]
}

# The first two commands, scenario and topology; returns the others.
proc ::lint::Opening {commands planvar} {
    upvar 1 $planvar plan
    foreach {word reader} {scenario Sentence topology Topology} {
        set command [lindex $commands 0]
        if {[Text $command 0] eq $word} {
            $reader $command plan
            set commands [lrange $commands 1 end]
        } else {
            set line [expr {$command eq "" ? 1 : [dict get $command line]}]
            Mistake $line "`$word' is missing: a scenario begins with `scenario \"SENTENCE\"' and `topology NAME'"
            break
        }
    }
    return $commands
}

proc ::lint::Sentence {command planvar} {
    upvar 1 $planvar plan
    if {[llength [dict get $command words]] != 2 || ![Plain $command 1]} {
        Mistake [dict get $command line] "one sentence in quotes: [grammar::usage scenario]"
        return
    }
    dict set plan sentence [Value $command 1]
}

proc ::lint::Topology {command planvar} {
    upvar 1 $planvar plan
    variable cast
    set words [lmap word [dict get $command words] {dict get $word text}]
    if {[llength $words] < 2} {
        Mistake [dict get $command line] "too few arguments: [grammar::usage topology]"
        return
    }
    dict set plan topology [lindex $words 1]
    dict set plan options [lrange $words 2 end]
    if {[catch {topology::read [catalogue::topology [lindex $words 1]] [lrange $words 2 end]} reason details]} {
        lassign [fault::meaning [dict get $details -errorcode]] status where
        if {$where ne ""} {
            return -options $details $reason
        }
        Mistake [dict get $command line] $reason
        return
    }
    set cast 1
}

# --- what is named somewhere and may be used before: procs, jobs, variables ---

proc ::lint::Names {commands} {
    variable procs
    variable jobs
    foreach command $commands {
        switch -- [Text $command 0] {
            proc {
                dict set procs [Text $command 1] [Text $command 2]
                foreach argument [Text $command 2] {
                    Sets [lindex $argument 0]
                }
            }
            start {
                dict set jobs [list [Text $command 1] [Text $command 2]] 1
                if {![Plain $command 1] || ![Plain $command 2]} {
                    dict set jobs any 1
                }
            }
            set - incr - append - lappend { Sets [Text $command 1] }
            lassign { Sets {*}[Texts $command 2 end] }
            foreach - lmap {
                foreach {names list} [Texts $command 1 end-1] {
                    Sets {*}$names
                }
            }
            regexp - scan - regsub - dict { Sets {*}[Texts $command 1 end] }
        }
        foreach part [Parts $command] {
            catch {Names [script::commands {*}$part]}
        }
    }
}

proc ::lint::Sets {args} {
    variable variables
    foreach name $args {
        dict set variables [regsub {\(.*} $name ""] 1
    }
}

# All that may be a script in a command: its substitutions and its braced words.
proc ::lint::Parts {command} {
    set parts {}
    foreach word [dict get $command words] {
        lappend parts {*}[dict get $word scripts]
        if {[dict get $word braced]} {
            lappend parts [list [dict get $word text] [dict get $word line]]
            catch {lappend parts {*}[dict get [script::inside [dict get $word text] [dict get $word line]] scripts]}
        }
    }
    return $parts
}

# --- the walk: CONTEXT is a dict: check, proc (0 or 1), times (how often it runs) ---

proc ::lint::Walk {commands context} {
    foreach command $commands {
        foreach word [dict get $command words] {
            Substitutions $word $context
        }
        Command $command $context
    }
}

proc ::lint::Script {text line context} {
    if {[catch {script::commands $text $line} commands details]} {
        if {![Broken $details $commands]} {
            return -options $details $commands
        }
        return
    }
    Walk $commands $context
}

proc ::lint::Substitutions {word context} {
    foreach part [dict get $word scripts] {
        Script {*}$part [dict replace $context times ""]
    }
    Variables [dict get $word variables]
}

proc ::lint::Variables {used} {
    variable variables
    foreach one $used {
        lassign $one name line
        if {![dict exists $variables $name]} {
            Mistake $line "no variable `$name' is ever set[grammar::suggestion $name [dict keys $variables]]"
        }
    }
}

proc ::lint::Command {command context} {
    variable procs
    set line [dict get $command line]
    set name [Text $command 0]
    if {![Plain $command 0]} {
        Mistake $line "a command has to be written out; `$name' is known only at run time"
    } elseif {$name in {check journey scenario topology}} {
        Shaped_$name $command $context
    } elseif {[dict exists $grammar::words $name]} {
        Word $name $command $context
    } elseif {[dict exists $procs $name]} {
        Call $name $command
    } elseif {[dict exists $grammar::tcl $name]} {
        Tcl $name $command $context
    } elseif {$name eq "\}"} {
        Mistake $line "a closing brace too many"
    } else {
        set known [concat [dict keys $grammar::words] [dict keys $grammar::shaped] \
            [dict keys $grammar::tcl] [dict keys $procs]]
        set why [expr {[info commands ::$name] ne "" ? "is not for scenarios" : "is no word of scenarios"}]
        Mistake $line "`$name' $why[grammar::suggestion $name $known]"
    }
}

# A call of a procedure that the scenario defines.
proc ::lint::Call {name command} {
    variable procs
    set formal [dict get $procs $name]
    set count [expr {[llength [dict get $command words]] - 1}]
    set least [llength [lsearch -all -inline -not -regexp $formal {^args$|^\S+\s}]]
    set most [expr {[lindex $formal end] eq "args" ? Inf : [llength $formal]}]
    if {$count < $least || $count > $most} {
        Mistake [dict get $command line] "wrong number of arguments: $name $formal"
    }
}

proc ::lint::Tcl {name command context} {
    set words [dict get $command words]
    set count [expr {[llength $words] - 1}]
    lassign [dict get $grammar::tcl $name] least most
    if {$count < $least || ($most ne "" && $count > $most)} {
        Mistake [dict get $command line] "wrong number of arguments for Tcl's `$name'"
        return
    }
    set unknown [dict replace $context times ""]
    switch -- $name {
        expr { foreach word [lrange $words 1 end] { Expression $word $context } }
        foreach { Body [lindex $words end] [Repeated $command $context] }
        lmap { Body [lindex $words end] $unknown }
        while { Expression [lindex $words 1] $context; Body [lindex $words 2] $unknown }
        for {
            Expression [lindex $words 2] $context
            foreach index {1 3 4} { Body [lindex $words $index] $unknown }
        }
        if { If [lrange $words 1 end] $unknown }
        proc { Body [lindex $words 3] [dict replace $unknown proc 1] }
        switch { Switch [lindex $words end] $unknown }
    }
}

# The context in a foreach: how often it runs is known if its list is written out.
proc ::lint::Repeated {command context} {
    set times [dict get $context times]
    set names [Text $command 1]
    if {$times eq "" || ![Plain $command 2] || [llength [dict get $command words]] != 4
        || [catch {llength [Text $command 2]} length] || ![llength $names]} {
        return [dict replace $context times ""]
    }
    return [dict replace $context times [expr {$times * int(ceil(double($length) / [llength $names]))}]]
}

proc ::lint::If {words context} {
    set expression 1
    foreach word $words {
        set text [dict get $word text]
        if {$expression} {
            Expression $word $context
            set expression 0
        } elseif {$text eq "elseif"} {
            set expression 1
        } elseif {$text ni {then else}} {
            Body $word $context
        }
    }
}

proc ::lint::Switch {word context} {
    set line [dict get $word line]
    if {![dict get $word braced] || [catch {script::commands [dict get $word text] $line} rows]} {
        return
    }
    set words {}
    foreach row $rows {
        lappend words {*}[dict get $row words]
    }
    foreach {pattern body} $words {
        if {$body ne "" && [dict get $body text] ne "-"} {
            Body $body $context
        }
    }
}

proc ::lint::Body {word context} {
    if {![dict get $word braced]} {
        Mistake [dict get $word line] "a body has to stand in braces"
        return
    }
    Script [dict get $word text] [dict get $word line] $context
}

proc ::lint::Expression {word context} {
    if {![dict get $word braced]} {
        return
    }
    if {[catch {script::inside [dict get $word text] [dict get $word line]} found details]} {
        if {![Broken $details $found]} {
            return -options $details $found
        }
        return
    }
    foreach part [dict get $found scripts] {
        Script {*}$part [dict replace $context times ""]
    }
    Variables [dict get $found variables]
}

# --- scenario words ---

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
    set fit [grammar::fit $name [lmap word $words {dict get $word text}] [lmap word $words {dict get $word plain}]]
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
                Body $word [dict replace $context times ""]
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

# One argument whose text is its value.
proc ::lint::Kind {kind text line} {
    variable cast
    switch -- $kind {
        MACHINE {
            if {$cast && $text ni [topology::machines]} {
                Mistake $line "no machine `$text'[grammar::suggestion $text [topology::machines] {there are}]"
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
        SIGNAL {
            if {![dict exists $grammar::signals $text]} {
                Mistake $line "no signal `$text'[grammar::suggestion $text [dict keys $grammar::signals] {there are}]"
            }
        }
    }
}

proc ::lint::Job {command word} {
    variable jobs
    set key [list [Text $command 1] [dict get $word text]]
    if {[dict get $word plain] && [Plain $command 1] && ![dict exists $jobs any] && ![dict exists $jobs $key]} {
        set there [lmap job [dict keys $jobs] {expr {[lindex $job 0] eq [lindex $key 0] ? [lindex $job 1] : [continue]}}]
        Mistake [dict get $word line] "no `start [lindex $key 0] [lindex $key 1] ...' anywhere[grammar::suggestion [lindex $key 1] $there]"
    }
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
        Mistake $line "a check may stand at the outermost level or in a foreach over a list that is written out, so that the plan is known"
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
        Mistake $line "no segment `$name'[grammar::suggestion $name [topology::segments] {there are}]"
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

# --- words of a command ---

proc ::lint::Text {command index} {
    set words [expr {$command eq "" ? {} : [dict get $command words]}]
    return [expr {$index < [llength $words] ? [dict get [lindex $words $index] text] : ""}]
}

proc ::lint::Texts {command first last} {
    return [lmap word [lrange [dict get $command words] $first $last] {dict get $word text}]
}

# True if the text of a word is its value but for backslashes.
proc ::lint::Plain {command index} {
    set words [dict get $command words]
    return [expr {$index < [llength $words] && [dict get [lindex $words $index] plain]}]
}

proc ::lint::Value {command index} {
    set word [lindex [dict get $command words] $index]
    set text [dict get $word text]
    return [expr {[dict get $word braced] ? $text : [subst -nocommands -novariables $text]}]
}
