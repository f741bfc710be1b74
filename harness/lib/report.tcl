# SPDX-License-Identifier: GPL-2.0-only
# report.tcl: what a person sees while a scenario runs and when it is over.
#
# Three modes: `people` (title, picture, checks as they come, verdict), `tap` (the
# TAP stream), `quiet` (failures only). Colour and the progress line are for
# terminals only.

namespace eval ::report {
    variable mode people
    variable colour 0
    # TAP streams of several scenarios are subtests: their lines are indented
    variable indent ""
    # the progress line: whether there is one, what is being done, since when
    variable progress 0
    variable doing ""
    variable shown 0
    variable first_after 2000
    variable then_every 500
}

proc ::report::begin {chosen} {
    variable mode $chosen
    variable colour [expr {[Terminal stdout] && ![info exists ::env(NO_COLOR)]}]
    variable progress [expr {$chosen ne "quiet" && [Terminal stderr]}]
    fconfigure stdout -encoding utf-8 -buffering line -translation lf
    fconfigure stderr -encoding utf-8 -buffering line -translation lf
}

# Only a terminal has a line mode.
proc ::report::Terminal {channel} {
    return [expr {![catch {fconfigure $channel -mode}]}]
}

proc ::report::Say {line} {
    Wipe
    puts $line
}

proc ::report::Paint {code text} {
    variable colour
    return [expr {$colour ? "\x1b\[${code}m$text\x1b\[0m" : $text}]
}

# --- the progress line ---

# TEXT is what is being done now.
proc ::report::doing {text} {
    variable doing [string map {\n " "} $text]
}

proc ::report::watch {} {
    variable progress
    variable first_after
    if {$progress} {
        after $first_after ::report::Tick
    }
}

proc ::report::unwatch {} {
    foreach timer [after info] {
        if {[lindex [after info $timer] 0] eq "::report::Tick"} {
            after cancel $timer
        }
    }
    Wipe
}

proc ::report::Tick {} {
    variable doing
    variable shown 1
    variable then_every
    set line "... [duration::seconds [host::now] 1] s virtual: $doing"
    puts -nonewline stderr "\r\x1b\[K[string range $line 0 76]"
    flush stderr
    after $then_every ::report::Tick
}

proc ::report::Wipe {} {
    variable shown
    if {$shown} {
        puts -nonewline stderr "\r\x1b\[K"
        flush stderr
        set shown 0
    }
}

# --- TAP ---

# A line of the report, for verdict's listener.
proc ::report::tap {line} {
    variable indent
    if {$indent ne "" && $line eq "TAP version 13"} {
        return
    }
    Say $indent$line
}

# --- people ---

proc ::report::title {plan} {
    variable mode
    if {$mode ne "people"} {
        return
    }
    Say [Paint 1 "[dict get $plan name]: [dict get $plan sentence]"]
    Say ""
    # the first paragraph of the comment says what the sentence says; the picture is the rest
    set picture [Picture [dict get $plan picture]]
    if {$picture ne ""} {
        foreach line [split $picture \n] {
            Say [string trimright "  $line"]
        }
        Say ""
    }
}

proc ::report::Picture {text} {
    set at [string first \n\n $text]
    return [expr {$at < 0 ? $text : [string trim [string range $text $at end] \n]}]
}

# One result of verdict's.
proc ::report::result {result} {
    variable mode
    set passed [dict get $result passed]
    if {$mode eq "tap" || ($mode eq "quiet" && $passed)} {
        return
    }
    set line "  [expr {$passed ? [Paint 32 "ok    "] : [Paint 31 "NOT OK"]}]  [dict get $result sentence]"
    if {[llength [dict get $result statements]]} {
        append line "  [Paint 2 \[[join [dict get $result statements]]\]]"
    }
    Say $line
    if {$passed && [llength [dict get $result roads]]} {
        Say [Paint 2 "            [lindex [dict get $result roads] 0]"]
    }
    foreach fact [dict get $result facts] {
        lassign $fact mechanism property value
        Say [Paint 2 "            fact  $mechanism, $property: $value"]
    }
    Details [dict get $result details]
}

proc ::report::Details {details} {
    foreach {key text} $details {
        if {[string first \n $text] < 0} {
            Say "            $key: $text"
        } else {
            Say "            $key:"
            foreach line [split [string trimright $text \n] \n] {
                Say [string trimright "              $line"]
            }
        }
    }
}

# The last words on a scenario: verdict, evidence, and the command that repeats it.
proc ::report::verdict {plan status reason directory again} {
    variable mode
    if {$mode eq "tap" || ($mode eq "quiet" && $status == 0)} {
        return
    }
    Say ""
    if {$status == 0} {
        set checks [count [dict get $plan checks] check]
        Say "[Paint 32 PASSED]  $checks, [duration::seconds [host::now] 3] virtual seconds"
    } else {
        Say "[Paint 31 FAILED]  $reason"
    }
    if {$directory ne ""} {
        Say "evidence  $directory/  (tap, diary.txt, consoles, captures)"
    }
    Say "again     $again"
}

proc ::report::count {number noun} {
    return "$number $noun[expr {$number == 1 ? "" : "s"}]"
}

# The first ten of several complaints, a line each.
proc ::report::several {complaints} {
    foreach line [lrange $complaints 0 9] {
        complain $line
    }
}

# A line on standard error.
proc ::report::complain {line} {
    Wipe
    puts stderr $line
}
