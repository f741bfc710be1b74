# SPDX-License-Identifier: GPL-2.0-only
# lint.tcl: the static reading of a scenario, before anything is built or started.
#
#   lint::read PATH     a dict: path, name, sentence, picture, topology, options,
#                       checks (how many there will be), bodies (line of a
#                       command with a body -> line where the body begins), tags,
#                       mistakes (a list of {LINE REASON})
#
# The reader walks every command with all the bodies and substitutions in it, so
# that a scenario that passes here can be wrong only in what it says of the
# machines. This file walks and knows Tcl's own commands; claim.tcl knows the
# scenario words.

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
    variable mistakes
    variable checks
    variable bodies
    lassign [Outline $path] plan commands
    catch {Names $commands}
    Walk $commands {check 0 times 1 proc 0}
    if {!$checks && ![llength $mistakes]} {
        Mistake 1 "no check: a scenario without a check claims nothing"
    }
    return [dict merge $plan [dict create checks $checks bodies $bodies \
        mistakes [lsort -integer -index 0 $mistakes]]]
}

# The same without checks, bodies and mistakes: what `list' shows.
proc ::lint::outline {path} {
    return [lindex [Outline $path] 0]
}

# Begins a reading: {PLAN COMMANDS}, the commands behind the first two.
proc ::lint::Outline {path} {
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
    if {[catch {script::commands $text} commands details]} {
        if {![Broken $details $commands]} {
            return -options $details $commands
        }
        set commands {}
    } else {
        set commands [Opening $commands plan]
    }
    return [list $plan $commands]
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
            Mistake $line "`$word' is missing: a scenario begins with\
                `scenario \"SENTENCE\"' and `topology NAME'"
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
