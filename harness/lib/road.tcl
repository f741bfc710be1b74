# SPDX-License-Identifier: GPL-2.0-only
# road.tcl: how packets and their roads look in a report.

namespace eval ::road {}

# "icmp echo-request 192.0.2.2 > 198.51.100.2" of a packet's details.
proc ::road::title {detail} {
    set plain {}
    set keys {}
    foreach word [regexp -all -inline {\S+} $detail] {
        if {[regexp {^([a-z]+)=(.*)$} $word -> key value]} {
            dict set keys $key $value
        } else {
            lappend plain $word
        }
    }
    if {![dict exists $keys src] || ![dict exists $keys dst]} {
        return $detail
    }
    set text "[join $plain] [End $keys src sport] > [End $keys dst dport]"
    foreach key {ipid len} {
        if {[dict exists $keys $key]} {
            append text " $key=[dict get $keys $key]"
        }
    }
    return $text
}

proc ::road::End {keys address port} {
    set text [dict get $keys $address]
    if {[dict exists $keys $port]} {
        append text :[dict get $keys $port]
    }
    return $text
}

# A road in one readable line.
proc ::road::line {steps} {
    return [join [lmap step $steps {join $step}] ", "]
}

proc ::road::lines {steps} {
    return [join [lmap step $steps {join $step}] \n]\n
}

# One line a packet, the first twenty.
proc ::road::listing {packets} {
    if {![dict size $packets]} {
        return "none\n"
    }
    set text ""
    foreach id [lrange [dict keys $packets] 0 19] {
        append text "$id [title [dict get $packets $id detail]]: [line [dict get $packets $id steps]]\n"
    }
    if {[dict size $packets] > 20} {
        append text "and [expr {[dict size $packets] - 20}] more\n"
    }
    return $text
}

# Two columns, claimed and taken; a line that stands on one side only is marked
# with - (claimed, not taken) or + (taken, not claimed).
proc ::road::beside {expected actual} {
    set width 8
    foreach step $expected {
        set width [expr {max($width, [string length [join $step]])}]
    }
    set text [string trimright [format "  %-*s  %s" $width claimed taken]]\n
    foreach pair [Align $expected $actual] {
        lassign $pair sign left right
        append text [string trimright [format "%s %-*s  %s" $sign $width [join $left] [join $right]]]\n
    }
    return $text
}

# A longest common subsequence of two lists, as rows of {SIGN LEFT RIGHT}.
proc ::road::Align {a b} {
    set n [llength $a]
    set m [llength $b]
    for {set i $n} {$i >= 0} {incr i -1} {
        for {set j $m} {$j >= 0} {incr j -1} {
            if {$i == $n || $j == $m} {
                set length($i,$j) 0
            } elseif {[lindex $a $i] eq [lindex $b $j]} {
                set length($i,$j) [expr {$length([expr {$i + 1}],[expr {$j + 1}]) + 1}]
            } else {
                set length($i,$j) [expr {max($length([expr {$i + 1}],$j), $length($i,[expr {$j + 1}]))}]
            }
        }
    }
    set rows {}
    set i 0
    set j 0
    while {$i < $n || $j < $m} {
        if {$i < $n && $j < $m && [lindex $a $i] eq [lindex $b $j]} {
            lappend rows [list " " [lindex $a $i] [lindex $b $j]]
            incr i
            incr j
        } elseif {$j >= $m || ($i < $n && $length([expr {$i + 1}],$j) >= $length($i,[expr {$j + 1}]))} {
            lappend rows [list - [lindex $a $i] ""]
            incr i
        } else {
            lappend rows [list + "" [lindex $b $j]]
            incr j
        }
    }
    return $rows
}
