# SPDX-License-Identifier: GPL-2.0-only
# duration.tcl: durations as people write them, and virtual time, which is a
# whole number of nanoseconds.

namespace eval ::duration {
    variable units {ns 1 us 1000 ms 1000000 s 1000000000 m 60000000000 h 3600000000000}
}

# Nanoseconds of "10s", "1.5ms", "1h"; an empty string if it is no duration.
proc ::duration::nanoseconds {text} {
    variable units
    if {![regexp {^([0-9]+(?:\.[0-9]+)?)(ns|us|ms|s|m|h)$} $text -> number unit]} {
        return ""
    }
    return [expr {entier($number * [dict get $units $unit] + 0.5)}]
}

# "12.345678901" seconds of so many nanoseconds, with DIGITS behind the point.
proc ::duration::seconds {ns {digits 9}} {
    set text [format %d.%09d [expr {$ns / 1000000000}] [expr {$ns % 1000000000}]]
    return [string range $text 0 end-[expr {9 - $digits}]]
}
