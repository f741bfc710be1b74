# SPDX-License-Identifier: GPL-2.0-only
# catalogue.tcl: where scenarios and topologies lie, and what they are called.

namespace eval ::catalogue {
    variable top [file dirname [file dirname [file dirname [file normalize [info script]]]]]
}

# The top directory of the project.
proc ::catalogue::top {} {
    variable top
    return $top
}

# Names of the scenarios that have to pass, sorted.
proc ::catalogue::names {} {
    return [Names scenarios]
}

# Names of those that have to fail; they are run by name only.
proc ::catalogue::failing {} {
    return [Names scenarios/failing]
}

proc ::catalogue::Names {directory} {
    variable top
    set found {}
    foreach path [glob -nocomplain -directory [file join $top $directory] *.exp] {
        lappend found [file rootname [file tail $path]]
    }
    return [lsort $found]
}

# The file of a scenario argument: a name, or a path to a file anywhere.
proc ::catalogue::find {argument} {
    variable top
    if {[string match *.exp $argument] || [string match */* $argument]} {
        if {[file isfile $argument] && [file readable $argument]} {
            return $argument
        }
        set reason [expr {[file exists $argument] ? "not a readable file" : "no such file"}]
        fault::raise 2 "scenario $argument: $reason"
    }
    foreach directory {scenarios scenarios/failing} {
        set path [file join $top $directory $argument.exp]
        if {[file isfile $path]} {
            return $path
        }
    }
    set all [concat [names] [failing]]
    fault::raise 2 "no scenario `$argument'[grammar::suggestion $argument $all]; `divertlab list' shows them"
}

# The file of a topology; the names there are, if there is none of this name.
proc ::catalogue::topology {name} {
    variable top
    set directory [file join $top scenarios topologies]
    set path [file join $directory $name.tcl]
    if {[regexp {^\w+$} $name] && [file isfile $path]} {
        return $path
    }
    set there {}
    foreach path [glob -nocomplain -directory $directory *.tcl] {
        lappend there [file rootname [file tail $path]]
    }
    fault::raise 2 "no topology `$name'[grammar::suggestion $name [lsort $there] {there are}]"
}

# A path as evidence shows it: from the top directory, or just the file's name.
proc ::catalogue::short {path} {
    variable top
    set path [file normalize $path]
    if {[string match $top/* $path]} {
        return [string range $path [string length $top]+1 end]
    }
    return [file tail $path]
}

# A path as a message shows it: from the top directory, or as it was given.
proc ::catalogue::shown {path} {
    variable top
    return [expr {[string match $top/* [file normalize $path]] ? [short $path] : $path}]
}

# The statement numbers of the specification, as keys of a dict; empty when the
# specification is not there.
proc ::catalogue::statements {} {
    variable top
    variable statements
    if {[info exists statements]} {
        return $statements
    }
    set found {}
    set path [file join $top docs spec.md]
    if {[file readable $path]} {
        foreach number [regexp -all -inline {\m(?:S\d+\.\d+|H\d+)\M} [contents $path]] {
            dict set found $number 1
        }
    }
    return [set statements $found]
}

# A file's text.
proc ::catalogue::contents {path} {
    if {[catch {open $path r} channel]} {
        fault::raise 2 $channel
    }
    fconfigure $channel -encoding utf-8
    set text [read $channel]
    close $channel
    return $text
}
