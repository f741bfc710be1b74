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

namespace eval ::script {
    # what is being read: the text, its length, the next character's index and line
    variable text ""
    variable size 0
    variable at 0
    variable line 1
}

proc ::script::commands {source {first 1}} {
    Begin $source $first
    return [Commands ""]
}

proc ::script::inside {source {first 1}} {
    variable text
    variable size
    variable at
    Begin $source $first
    set found [dict create scripts {} variables {}]
    while {$at < $size} {
        if {[string index $text $at] eq "\{"} {
            Braced
        } else {
            Piece found
        }
    }
    return $found
}

# --- the rest reads one thing each and leaves `at' behind it ---

proc ::script::Begin {source first} {
    variable text $source
    variable size [string length $source]
    variable at 0
    variable line $first
}

# Goes on to index TO, and counts the lines on the way.
proc ::script::Advance {to} {
    variable text
    variable at
    variable line
    incr line [expr {[llength [split [string range $text $at $to-1] \n]] - 1 + ($to == $at)}]
    set at $to
}

# The index of the next character that matches PATTERN; the text's end if none does.
proc ::script::Next {pattern} {
    variable text
    variable size
    variable at
    return [expr {[regexp -indices -start $at -- $pattern $text range] ? [lindex $range 0] : $size}]
}

proc ::script::Fail {where reason} {
    throw [list SCRIPT $where] $reason
}

# Commands up to END: "" for the end of the text, or "]", which is left standing.
proc ::script::Commands {end} {
    variable text
    variable at
    set commands {}
    while 1 {
        Blank
        set char [string index $text $at]
        if {$char eq "" || $char eq $end} {
            return $commands
        } elseif {$char eq "#"} {
            Comment
        } elseif {$char in {"\n" ";"}} {
            Advance [expr {$at + 1}]
        } else {
            lappend commands [Command $end]
        }
    }
}

# Spaces, tabs and continued lines.
proc ::script::Blank {} {
    variable text
    variable at
    # looking first: a pattern that does not match here is searched for in all the rest
    if {[string index $text $at] in {" " "\t" "\r" "\\"}
        && [regexp -indices -start $at {\A(?:[ \t\r]|\\\n)+} $text range]} {
        Advance [expr {[lindex $range 1] + 1}]
    }
}

# A comment goes on behind a backslash at the line's end.
proc ::script::Comment {} {
    variable text
    variable at
    regexp -indices -start $at {\A(?:[^\\\n]|\\.)*} $text range
    Advance [expr {[lindex $range 1] + 1}]
}

proc ::script::Command {end} {
    variable text
    variable at
    variable line
    set command [dict create line $line words {}]
    while 1 {
        Blank
        if {[string index $text $at] in [list "" "\n" ";" $end]} {
            return $command
        }
        dict lappend command words [Word $end]
    }
}

proc ::script::Word {end} {
    variable text
    variable at
    variable line
    set word [dict create line $line text "" braced 0 plain 1 scripts {} variables {}]
    if {[string range $text $at $at+2] eq "{*}"} {
        incr at 3
        dict set word plain 0
    }
    switch -- [string index $text $at] {
        "\{" {
            dict set word braced 1
            dict set word text [Braced]
            Closed $end "close-brace"
        }
        "\"" {
            Quoted word
            Closed $end "close-quote"
        }
        default {
            Bare word $end
        }
    }
    return $word
}

# True where a word is over.
proc ::script::Over {end} {
    variable text
    variable at
    return [expr {[string index $text $at] in [list "" " " "\t" "\r" "\n" ";" $end]
        || [string range $text $at $at+1] eq "\\\n"}]
}

# After a closing brace or quote a word has to be over.
proc ::script::Closed {end what} {
    variable line
    if {![Over $end]} {
        Fail $line "extra characters after a $what"
    }
}

# What stands between braces.
proc ::script::Braced {} {
    variable text
    variable size
    variable at
    variable line
    set opened $line
    set start [incr at]
    set depth 1
    while {$depth} {
        Advance [Next {[\\{}]}]
        switch -- [string index $text $at] {
            "" { Fail $opened "the brace that is opened here is never closed" }
            "\\" { Advance [expr {min($at + 2, $size)}]; continue }
            "\{" { incr depth }
            "\}" { incr depth -1 }
        }
        incr at
    }
    return [string range $text $start $at-2]
}

proc ::script::Quoted {wordvar} {
    upvar 1 $wordvar word
    variable text
    variable at
    variable line
    set opened $line
    set start [incr at]
    while {[set char [string index $text $at]] ne "\""} {
        if {$char eq ""} {
            Fail $opened "the quote that is opened here is never closed"
        }
        Piece word
    }
    dict set word text [string range $text $start $at-1]
    incr at
}

proc ::script::Bare {wordvar end} {
    upvar 1 $wordvar word
    variable text
    variable at
    set start $at
    while {![Over $end]} {
        Piece word
    }
    dict set word text [string range $text $start $at-1]
}

# Some plain characters, one variable or one command substitution of a word.
proc ::script::Piece {wordvar} {
    upvar 1 $wordvar word
    variable text
    variable size
    variable at
    switch -- [string index $text $at] {
        "\[" {
            dict set word plain 0
            dict lappend word scripts [Substitution]
        }
        "$" {
            Variable word
        }
        "\\" {
            Advance [expr {min($at + 2, $size)}]
        }
        default {
            if {[string is alnum -strict [string index $text $at]]} {
                regexp -indices -start $at {\A[[:alnum:]_.:/,=+*?!<>()%&|~@^-]+} $text range
                set at [expr {[lindex $range 1] + 1}]
            } else {
                Advance [expr {$at + 1}]
            }
        }
    }
}

# A command substitution: {TEXT LINE}. Reading it finds the bracket that closes it.
proc ::script::Substitution {} {
    variable text
    variable at
    variable line
    set opened $line
    set start [incr at]
    Commands "\]"
    if {[string index $text $at] ne "\]"} {
        Fail $opened "the bracket that is opened here is never closed"
    }
    incr at
    return [list [string range $text $start $at-2] $opened]
}

proc ::script::Variable {wordvar} {
    upvar 1 $wordvar word
    variable text
    variable at
    variable line
    if {[regexp -indices -start $at {\A\$(?:\{([^\}]*)\}|([A-Za-z0-9_:]+))} $text all braced bare]} {
        set name [string range $text {*}[expr {[lindex $braced 0] < 0 ? $bare : $braced}]]
        dict set word plain 0
        dict lappend word variables [list $name $line]
        Advance [expr {[lindex $all 1] + 1}]
    } else {
        incr at
    }
}
