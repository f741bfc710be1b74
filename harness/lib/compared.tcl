# SPDX-License-Identifier: GPL-2.0-only
# compared.tcl: docs/compared.md, a table of facts, made of what scenarios have observed.
#
# The scenarios are those with the tag `compare'. The template says everything else: text,
# and between two comments the table's columns (mechanisms) and rows (properties):
#
#   <!-- table
#   column NAME TITLE
#   row    NAME TITLE
#   -->
#
# becomes the table, and <!-- sources --> the list of the scenarios that its cells cite.
# A cell without a fact, facts that contradict each other, and facts that have no cell are
# mistakes: so the table can neither go stale nor lose a fact unseen.

namespace eval ::compared {
    variable template docs/compared.in
    variable result docs/compared.md
    variable tag compare
    variable missing "**missing**"
}

# --- the facts ---

# The facts in the evidence of scenarios NAMES, DIRECTORY/NAME/tap: a dict, MECHANISM PROPERTY ->
# VALUE -> names. What cannot be trusted is status 3.
proc ::compared::gather {names directory} {
    set facts {}
    foreach name $names {
        set path [file join $directory $name tap]
        if {![file readable $path]} {
            fault::raise 3 "$name has left no results" [catalogue::shown $path]
        }
        set text [catalogue::contents $path]
        set doubt [results::unsound $text]
        if {$doubt ne ""} {
            fault::raise 3 "$name: $doubt" [catalogue::shown $path]
        }
        foreach fact [results::facts $text] {
            lassign $fact mechanism property value
            set key [list $mechanism $property]
            if {![dict exists $facts $key $value] || $name ni [dict get $facts $key $value]} {
                dict update facts $key values {
                    dict lappend values $value $name
                }
            }
        }
    }
    return $facts
}

# Sentences: contradictions, and facts for which TABLE has no cell.
proc ::compared::mistakes {facts table} {
    set mistakes {}
    dict for {key values} $facts {
        lassign $key mechanism property
        if {[dict size $values] > 1} {
            set said [lmap {value names} $values {string cat "`$value' (" [join $names {, }] ")"}]
            lappend mistakes "$mechanism, $property: contradictory facts: [join $said { and }]"
        }
        foreach {kind name} [list columns $mechanism rows $property] {
            set there [dict keys [dict get $table $kind]]
            if {$name ni $there} {
                lappend mistakes "`$name', of [join [dict values $values]], is none of the\
                    $kind[grammar::suggestion $name $there {there are}]"
            }
        }
    }
    return $mistakes
}

# --- the template and what becomes of it ---

# A template as a dict: columns and rows, each NAME -> TITLE; parts: the text around table and sources.
proc ::compared::read {text where} {
    if {![regexp {^(.*)<!-- table\n(.*?)-->\n(.*)<!-- sources -->\n(.*)$} $text -> before words between after]} {
        fault::raise 2 "the template has no table, or no place for its sources" $where
    }
    set table [dict create columns {} rows {} parts [list $before $between $after]]
    foreach line [split [string trim $words \n] \n] {
        if {![regexp {^(column|row) +(\S+) +(\S.*)$} $line -> kind name title]} {
            fault::raise 2 "neither `column NAME TITLE' nor `row NAME TITLE': $line" $where
        }
        dict set table ${kind}s $name $title
    }
    return $table
}

# The page, and the pairs that have no fact: {TEXT {{MECHANISM PROPERTY} ...}}.
# SENTENCES has those of the scenarios, by name.
proc ::compared::page {facts table sentences} {
    variable missing
    variable template
    set sources [Sources $facts]
    set absent {}
    set columns [dict get $table columns]
    set lines [list [Row [concat {""} [dict values $columns]]] [Row [lrepeat [expr {[dict size $columns] + 1}] ---]]]
    dict for {property title} [dict get $table rows] {
        set cells [list $title]
        foreach mechanism [dict keys $columns] {
            set key [list $mechanism $property]
            if {[dict exists $facts $key]} {
                lappend cells [Cell [dict get $facts $key] $sources]
            } else {
                lappend cells $missing
                lappend absent $key
            }
        }
        lappend lines [Row $cells]
    }
    set number 0
    set listed [lmap name $sources {
        string cat "[incr number]. \[$name\](../scenarios/$name.exp): [dict get $sentences $name]"
    }]
    lassign [dict get $table parts] before between after
    set made "<!-- Made of $template and the facts of scenarios by `make compared`: change those. -->\n"
    set text $made$before[join $lines \n]\n$between[join $listed \n]\n$after
    return [list $text $absent]
}

# The scenarios that the table's cells cite, in the order of their names.
proc ::compared::Sources {facts} {
    set names {}
    dict for {key values} $facts {
        lappend names {*}[concat {*}[dict values $values]]
    }
    return [lsort -unique $names]
}

proc ::compared::Row {cells} {
    return [string map {"|  |" "| |"} "| [join $cells { | }] |"]
}

# A fact's value with the numbers of the scenarios that have observed it.
proc ::compared::Cell {values sources} {
    set value [lindex [dict keys $values] 0]
    set numbers [lmap name [dict get $values $value] {expr {[lsearch -exact $sources $name] + 1}}]
    return "[string map {| \\|} $value] ([join [lsort -integer $numbers] {, }])"
}

# --- the command ---

# compared ?--check? ?--from DIR?: runs the scenarios, unless DIR has their evidence, and writes
# the page; with --check it only says whether the page is what they give.
proc ::compared::command {arguments} {
    variable template
    variable tag
    lassign [cli::Options $arguments {--check 0 --from 1}] given rest
    if {[llength $rest]} {
        fault::raise 2 "compared takes no arguments but --check and --from DIR"
    }
    set source [file join [catalogue::top] $template]
    set table [read [catalogue::contents $source] [catalogue::shown $source]]
    set plans [cli::Plans [cli::Tagged $tag]]
    set directory [cli::Option $given --from [file join [cli::Out] compared]]
    if {![dict exists $given --from]} {
        report::begin quiet
        set outcome [cli::Several $plans [dict create --out $directory]]
        if {[lindex $outcome 0]} {
            return $outcome
        }
    }
    set sentences {}
    foreach plan $plans {
        dict set sentences [dict get $plan name] [dict get $plan sentence]
    }
    set facts [gather [dict keys $sentences] $directory]
    set mistakes [mistakes $facts $table]
    if {[llength $mistakes]} {
        report::several $mistakes
        return [list 2 [lindex $mistakes 0] ""]
    }
    return [Verdict {*}[page $facts $table $sentences] [dict size $facts] [dict exists $given --check]]
}

# Writes the page or compares it with what is there; {STATUS REASON WHERE}.
proc ::compared::Verdict {text absent count check} {
    variable result
    set path [file join [catalogue::top] $result]
    set shown [catalogue::shown $path]
    if {$check} {
        set line [Differs [expr {[file readable $path] ? [catalogue::contents $path] : ""}] $text]
        if {$line} {
            return [list 1 "not what the scenarios give; `make compared' writes it" $shown:$line]
        }
    } else {
        Write $path $text
    }
    if {[llength $absent]} {
        report::several [lmap key $absent {string cat "no scenario tells: [join $key {, }]"}]
        return [list 1 "[report::count [llength $absent] fact] missing, first: [join [lindex $absent 0] {, }]" $shown]
    }
    return [list 0 "[report::count $count fact][expr {$check ? ", all as they are written" : ""}]" $shown]
}

# The number of the first line in which two texts differ; 0 if they are the same.
proc ::compared::Differs {a b} {
    set number 0
    foreach left [split $a \n] right [split $b \n] {
        incr number
        if {$left ne $right} {
            return $number
        }
    }
    return [expr {$a eq $b ? 0 : $number}]
}

proc ::compared::Write {path text} {
    set channel [open $path w]
    fconfigure $channel -encoding utf-8 -translation lf
    puts -nonewline $channel $text
    close $channel
}
