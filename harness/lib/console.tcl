# SPDX-License-Identifier: GPL-2.0-only
# console.tcl: what stands on the machines' consoles, for `see`.
#
# A dialogue: what `see` has found is behind it, the next one looks further on.

namespace eval ::console {
    variable text {}
}

proc ::console::reset {} {
    variable text {}
}

proc ::console::feed {machine bytes} {
    variable text
    dict append text $machine $bytes
}

# The part that nobody has seen yet, without carriage returns and escape sequences.
proc ::console::ahead {machine} {
    variable text
    if {![dict exists $text $machine]} {
        return ""
    }
    set plain [encoding convertfrom utf-8 [dict get $text $machine]]
    return [regsub -all {\r|\x1b\[[0-9;?]*[A-Za-z]} $plain ""]
}

# True if PATTERN matches ahead; all up to the end of the match is then behind.
proc ::console::see {machine pattern} {
    variable text
    set ahead [ahead $machine]
    if {![regexp -indices -- $pattern $ahead range]} {
        return 0
    }
    dict set text $machine [encoding convertto utf-8 [string range $ahead [lindex $range 1]+1 end]]
    return 1
}
