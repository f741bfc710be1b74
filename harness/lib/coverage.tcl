# SPDX-License-Identifier: GPL-2.0-only
# coverage.tcl: which statements of docs/spec.md the last full run has proved.
#
# A statement is proved when a check that names it ran and passed, and no check that
# names it failed. What no check can prove stands with its reason in
# docs/coverage-exceptions.md. A number that the specification does not have, and a
# reason for a statement that is proved all the same, are mistakes.

namespace eval ::coverage {
    variable spec docs/spec.md
    variable exceptions docs/coverage-exceptions.md
}

# Joins the three. Returns a dict: run (of results::last), titles (section -> title),
# table (number -> a dict of section, text, state, and passed, failed, reason), and
# mistakes (sentences). STATE is proved, excepted, failed or missing.
proc ::coverage::read {out} {
    variable spec
    variable exceptions
    set text [catalogue::contents [file join [catalogue::top] $spec]]
    set table [Statements $text]
    set run [results::last $out]
    set mistakes [Proofs $run table]
    set path [file join [catalogue::top] $exceptions]
    if {[file readable $path]} {
        lappend mistakes {*}[Exceptions [catalogue::contents $path] table]
    }
    dict for {number statement} $table {
        dict set table $number state [State $statement]
    }
    return [dict create run $run titles [Titles $text] table $table mistakes $mistakes]
}

# --- the three sources ---

# The statements that SPEC makes, in its order. The acceptance cases are of the section T.
proc ::coverage::Statements {spec} {
    set table {}
    foreach {-> number section text} [regexp -all -inline -line {^\*\*((S\d+)\.\d+|H\d+|T-\w+)\*\* *(.*)$} $spec] {
        if {$section eq ""} {
            set section [string index $number 0]
        }
        dict set table $number [dict create section $section text $text passed {} failed {} reason ""]
    }
    return $table
}

# The headings under which the statements of each section stand.
proc ::coverage::Titles {spec} {
    set titles {}
    set heading ""
    foreach line [split $spec \n] {
        regexp {^## \d+\. (.*)$} $line -> heading
        if {[regexp {^\*\*(S\d+|H|T)[-.\d]} $line -> section] && ![dict exists $titles $section]} {
            dict set titles $section $heading
        }
    }
    return $titles
}

# Notes in the table what each check has proved or failed to prove; returns mistakes.
proc ::coverage::Proofs {run tablevar} {
    upvar 1 $tablevar table
    set mistakes {}
    dict for {file stream} [dict get $run streams] {
        foreach result [dict get $stream results] {
            lassign $result at passed sentence statements
            foreach number $statements {
                if {![dict exists $table $number]} {
                    lappend mistakes "$file, check $at: the specification has no statement $number"
                    continue
                }
                set key [expr {$passed ? "passed" : "failed"}]
                dict set table $number $key [concat [dict get $table $number $key] [list [list $file $at]]]
            }
        }
    }
    return $mistakes
}

# Notes the reasons in the rows of TEXT: | S0.1 S0.2 | reason |. Returns mistakes.
proc ::coverage::Exceptions {text tablevar} {
    variable exceptions
    upvar 1 $tablevar table
    set mistakes {}
    set at 0
    foreach line [split $text \n] {
        incr at
        if {![regexp {^\| *((?:[SHT]\S*\d ?)+) *\| *(.*?) *\|$} $line -> numbers reason]} {
            continue
        }
        foreach number [regexp -all -inline {\S+} $numbers] {
            if {![dict exists $table $number]} {
                set mistake "the specification has no statement $number"
            } elseif {[string length $reason] < 3} {
                set mistake "$number has no reason"
            } elseif {[dict get $table $number reason] ne ""} {
                set mistake "$number has two reasons"
            } elseif {[llength [dict get $table $number passed]]} {
                set mistake "$number is proved all the same, by [Checks [dict get $table $number passed]]"
            } else {
                dict set table $number reason $reason
                continue
            }
            lappend mistakes "$exceptions:$at: $mistake"
        }
    }
    return $mistakes
}

proc ::coverage::State {statement} {
    if {[llength [dict get $statement failed]]} {
        return failed
    } elseif {[llength [dict get $statement passed]]} {
        return proved
    }
    return [expr {[dict get $statement reason] ne "" ? "excepted" : "missing"}]
}

# --- the report ---

# Per section, in the order of the specification: a dict of total, proved, excepted,
# failed, missing and percent. Of the acceptance cases only those that checks name count.
proc ::coverage::sections {found} {
    set sections {}
    dict for {number statement} [dict get $found table] {
        dict with statement {}
        if {$section eq "T" && $state eq "missing"} {
            continue
        }
        if {![dict exists $sections $section]} {
            dict set sections $section {total 0 proved 0 excepted 0 failed 0 missing 0 percent -}
        }
        dict update sections $section counts {
            dict incr counts total
            dict incr counts $state
        }
    }
    dict for {section counts} $sections {
        dict set sections $section percent [Percent $counts]
    }
    return $sections
}

# Of the statements that can be proved, rounded down; - if there are none.
proc ::coverage::Percent {counts} {
    set provable [expr {[dict get $counts total] - [dict get $counts excepted]}]
    return [expr {$provable ? 100 * [dict get $counts proved] / $provable : "-"}]
}

# The report as text; with ALL also each statement that is not missing.
proc ::coverage::text {found all} {
    set run [dict get $found run]
    set size [llength [dict get $run files]]
    set lines [list "What the full run [dict get $run id] proved of docs/spec.md ($size suites and scenarios)"]
    foreach doubt [dict get $run doubts] {
        lappend lines "INCOMPLETE: $doubt"
    }
    lappend lines "" {*}[Summary $found]
    foreach {state title} {failed "A check that names it failed:" missing "No check proves it:"} {
        lappend lines {*}[Listed $found $state $title]
    }
    if {$all} {
        lappend lines {*}[Listed $found proved "Proved:"] {*}[Listed $found excepted "No check can prove it:"]
    }
    return [join $lines \n]\n
}

proc ::coverage::Summary {found} {
    set form "%-4s %-46s %6s %7s %9s %7s %8s %8s"
    set lines [list [format $form "" "section" all proved excepted failed missing percent]]
    set sum {total 0 proved 0 excepted 0 failed 0 missing 0}
    dict for {section counts} [sections $found] {
        lappend lines [Row $form $section [dict get $found titles $section] $counts]
        foreach key [dict keys $sum] {
            dict incr sum $key [dict get $counts $key]
        }
    }
    lappend lines [Row $form "" "together" [dict replace $sum percent [Percent $sum]]]
    return $lines
}

proc ::coverage::Row {form section title counts} {
    dict with counts {}
    return [format $form $section [string range $title 0 45] $total $proved $excepted $failed $missing $percent]
}

# The statements of one state, one a line; the cases that no check names are not missing.
proc ::coverage::Listed {found state title} {
    set lines {}
    dict for {number statement} [dict get $found table] {
        if {[dict get $statement state] ne $state || ($state eq "missing" && [dict get $statement section] eq "T")} {
            continue
        }
        set about [switch $state {
            proved { Checks [dict get $statement passed] }
            failed { Checks [dict get $statement failed] }
            excepted { dict get $statement reason }
            missing { Shortened [dict get $statement text] }
        }]
        lappend lines [format "  %-7s %s" $number $about]
    }
    return [expr {[llength $lines] ? [list "" "$title ([llength $lines])" {*}$lines] : {}}]
}

proc ::coverage::Shortened {text} {
    return [expr {[string length $text] > 100 ? "[string range $text 0 96]..." : $text}]
}

# Where checks stand: in_div.exp 1 2, kunit.t 5.
proc ::coverage::Checks {checks} {
    set files {}
    foreach check $checks {
        dict lappend files [file tail [lindex $check 0]] [lindex $check 1]
    }
    return [join [lmap {file numbers} $files {string cat $file " " [join [lsort -unique -integer $numbers]]}] ", "]
}

# --- the command ---

# coverage ?--all? ?--require PERCENT SECTION...?: prints the report, keeps the long one
# in OUT/spec-coverage.txt. Returns {STATUS REASON WHERE}.
proc ::coverage::command {arguments} {
    lassign [cli::Options $arguments {--all 0 --require 1}] given rest
    set required [Required $given $rest]
    set out [cli::Out]
    set found [read $out]
    set path [file join $out spec-coverage.txt]
    set channel [open $path w]
    fconfigure $channel -encoding utf-8
    puts -nonewline $channel [text $found 1]
    close $channel
    puts -nonewline [text $found [dict exists $given --all]]
    return [Verdict $found $required $path]
}

# The sections of a --require, each with its percentage: S1-S3 H are four.
proc ::coverage::Required {given rest} {
    if {![dict exists $given --require]} {
        if {[llength $rest]} {
            fault::raise 2 "coverage: `[lindex $rest 0]' without --require PERCENT"
        }
        return {}
    }
    set percent [dict get $given --require]
    if {![string is digit -strict $percent] || $percent > 100 || ![llength $rest]} {
        fault::raise 2 "coverage: --require takes a percentage and sections: --require 95 S1-S6"
    }
    set required {}
    foreach word $rest {
        if {[regexp {^S(\d{1,3})-S(\d{1,3})$} $word -> first last]} {
            for {set section $first} {$section <= $last} {incr section} {
                dict set required S$section $percent
            }
        } else {
            dict set required $word $percent
        }
    }
    return $required
}

# Mistakes count before an incomplete run, and that before what is not proved enough.
proc ::coverage::Verdict {found required path} {
    set mistakes [dict get $found mistakes]
    foreach mistake $mistakes {
        report::complain $mistake
    }
    if {[llength $mistakes]} {
        return [list 2 "[report::count [llength $mistakes] mistake] in what checks and exceptions name" ""]
    }
    set doubts [dict get $found run doubts]
    if {[dict size $required] && [llength $doubts]} {
        return [list 3 "the full run is not complete: [lindex $doubts 0]" ""]
    }
    set sections [sections $found]
    dict for {section percent} $required {
        if {![dict exists $sections $section]} {
            fault::raise 2 "the specification has no section $section"
        }
        set reached [dict get $sections $section percent]
        if {$reached ne "-" && $reached < $percent} {
            return [list 1 "$section: $reached percent proved, $percent required" [catalogue::shown $path]]
        }
    }
    return {0 "" ""}
}
