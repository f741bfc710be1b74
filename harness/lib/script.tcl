# SPDX-License-Identifier: GPL-2.0-only
# script.tcl: a reader of Tcl source that knows line numbers and runs nothing.
#
#   script::commands TEXT LINE   the commands of a script, in order
#   script::inside TEXT LINE     the command substitutions and variables of an expression
#
# A command is a dict: line, words. A word is a dict: line, text (without its
# outer braces or quotes), braced (0 or 1), plain (1: the text is its value),
# scripts (a list of {TEXT LINE}, its command substitutions), variables.
#
# An error is thrown as {SCRIPT LINE} and reads as a reason.

namespace eval ::script {}

proc ::script::commands {text {line 1}} {
    set reader [dict create text $text at 0 line $line]
    return [Commands reader ""]
}

proc ::script::inside {text {line 1}} {
    set reader [dict create text $text at 0 line $line]
    set found [dict create scripts {} variables {}]
    while {[set char [Peek reader]] ne ""} {
        if {$char eq "\{"} {
            Braced reader
        } else {
            Piece reader found
        }
    }
    return $found
}

# --- the rest reads one thing each from READER (text, at, line) ---

proc ::script::Peek {var} {
    upvar 1 $var reader
    return [string index [dict get $reader text] [dict get $reader at]]
}

# Takes one character and counts lines.
proc ::script::Take {var} {
    upvar 1 $var reader
    set char [Peek reader]
    dict incr reader at
    if {$char eq "\n"} {
        dict incr reader line
    }
    return $char
}

proc ::script::Fail {line reason} {
    throw [list SCRIPT $line] $reason
}

# Commands up to END: "" for the end of the text, or "]", which is left standing.
proc ::script::Commands {var end} {
    upvar 1 $var reader
    set commands {}
    while 1 {
        Blank reader
        set char [Peek reader]
        if {$char eq "" || $char eq $end} {
            return $commands
        } elseif {$char eq "#"} {
            Comment reader
        } elseif {$char in {"\n" ";"}} {
            Take reader
        } else {
            lappend commands [Command reader $end]
        }
    }
}

# Spaces, tabs and continued lines.
proc ::script::Blank {var} {
    upvar 1 $var reader
    while 1 {
        set char [Peek reader]
        if {$char in {" " "\t" "\r"}} {
            Take reader
        } elseif {[Continued reader]} {
            Take reader
            Take reader
        } else {
            return
        }
    }
}

proc ::script::Continued {var} {
    upvar 1 $var reader
    set at [dict get $reader at]
    return [expr {[string range [dict get $reader text] $at $at+1] eq "\\\n"}]
}

proc ::script::Comment {var} {
    upvar 1 $var reader
    while {[set char [Take reader]] ni {"" "\n"}} {
        if {$char eq "\\"} {
            Take reader
        }
    }
}

proc ::script::Command {var end} {
    upvar 1 $var reader
    set command [dict create line [dict get $reader line] words {}]
    while 1 {
        Blank reader
        if {[Peek reader] in [list "" "\n" ";" $end]} {
            return $command
        }
        dict lappend command words [Word reader $end]
    }
}

proc ::script::Word {var end} {
    upvar 1 $var reader
    set word [dict create line [dict get $reader line] text "" braced 0 plain 1 scripts {} variables {}]
    set at [dict get $reader at]
    if {[string range [dict get $reader text] $at $at+2] eq "{*}"} {
        dict incr reader at 3
        dict set word plain 0
    }
    switch -- [Peek reader] {
        "\{" {
            dict set word braced 1
            dict set word text [Braced reader]
            Closed reader $end "close-brace"
        }
        "\"" {
            Quoted reader word
            Closed reader $end "close-quote"
        }
        default {
            Bare reader word $end
        }
    }
    return $word
}

# After a closing brace or quote a word has to be over.
proc ::script::Closed {var end what} {
    upvar 1 $var reader
    if {[Peek reader] ni [list "" " " "\t" "\r" "\n" ";" $end] && ![Continued reader]} {
        Fail [dict get $reader line] "extra characters after a $what"
    }
}

# What stands between braces.
proc ::script::Braced {var} {
    upvar 1 $var reader
    set opened [dict get $reader line]
    Take reader
    set start [dict get $reader at]
    set depth 1
    while {$depth} {
        switch -- [Take reader] {
            "" { Fail $opened "the brace that is opened here is never closed" }
            "\\" { Take reader }
            "\{" { incr depth }
            "\}" { incr depth -1 }
        }
    }
    return [string range [dict get $reader text] $start [expr {[dict get $reader at] - 2}]]
}

proc ::script::Quoted {var wordvar} {
    upvar 1 $var reader $wordvar word
    set opened [dict get $reader line]
    Take reader
    set start [dict get $reader at]
    while {[set char [Peek reader]] ne "\""} {
        if {$char eq ""} {
            Fail $opened "the quote that is opened here is never closed"
        }
        Piece reader word
    }
    dict set word text [string range [dict get $reader text] $start [expr {[dict get $reader at] - 1}]]
    Take reader
}

proc ::script::Bare {var wordvar end} {
    upvar 1 $var reader $wordvar word
    set start [dict get $reader at]
    while {[Peek reader] ni [list "" " " "\t" "\r" "\n" ";" $end] && ![Continued reader]} {
        Piece reader word
    }
    dict set word text [string range [dict get $reader text] $start [expr {[dict get $reader at] - 1}]]
}

# One character, one variable or one command substitution of a word.
proc ::script::Piece {var wordvar} {
    upvar 1 $var reader $wordvar word
    switch -- [Peek reader] {
        "\[" {
            dict set word plain 0
            dict lappend word scripts [Substitution reader]
        }
        "$" {
            Variable reader word
        }
        "\\" {
            Take reader
            Take reader
        }
        default {
            Take reader
        }
    }
}

# A command substitution: {TEXT LINE}. Reading it finds the bracket that closes it.
proc ::script::Substitution {var} {
    upvar 1 $var reader
    set opened [dict get $reader line]
    Take reader
    set start [dict get $reader at]
    Commands reader "\]"
    if {[Take reader] ne "\]"} {
        Fail $opened "the bracket that is opened here is never closed"
    }
    return [list [string range [dict get $reader text] $start [expr {[dict get $reader at] - 2}]] $opened]
}

proc ::script::Variable {var wordvar} {
    upvar 1 $var reader $wordvar word
    set rest [string range [dict get $reader text] [dict get $reader at] end]
    if {[regexp {^\$\{([^\}]*)\}} $rest all name] || [regexp {^\$([A-Za-z0-9_:]+)} $rest all name]} {
        dict set word plain 0
        dict lappend word variables [list $name [dict get $reader line]]
        dict incr reader at [string length $all]
    } else {
        Take reader
    }
}
