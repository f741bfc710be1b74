# SPDX-License-Identifier: GPL-2.0-only
# bodies.tcl: the static reading of Tcl's own commands: which of their words are
# bodies and expressions, and how often a body runs. A part of lint.

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
        switch { Switch [lrange $words 1 end] $unknown }
        dict {
            if {[Text $command 1] in {for map with update}} {
                Body [lindex $words end] $unknown
            }
        }
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

# The bodies of a switch: pairs in one braced word, or in the words themselves.
proc ::lint::Switch {words context} {
    while {[string match -* [dict get [lindex $words 0] text]]} {
        set words [lassign $words option]
        if {[dict get $option text] eq "--"} {
            break
        }
    }
    set pairs [lrange $words 1 end]
    if {[llength $pairs] == 1} {
        set word [lindex $pairs 0]
        if {![dict get $word braced]
            || [catch {script::commands [dict get $word text] [dict get $word line]} rows]} {
            return
        }
        set pairs [concat {*}[lmap row $rows {dict get $row words}]]
    }
    foreach {pattern body} $pairs {
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
