# SPDX-License-Identifier: GPL-2.0-only
# main.tcl: loads the library and hands the arguments to cli.tcl.
#
# The files, in the order in which they may know each other:
#   fault     what can go wrong, and the exit status that each kind has
#   duration  "10s" and virtual nanoseconds
#   script    a reader of Tcl source that knows line numbers
#   grammar   the scenario words: arguments, kinds, which of them claim something
#   topology  segments and machines: the declaration words, and questions about them
#   lint      the static reading of a scenario; bodies: of Tcl's own commands in it;
#             claim: of the scenario words
#   catalogue names of scenarios and files
#   place     where in the scenario the run is now
#   process   processes of this host
#   host      the one door to the fabric; owns the clock
#   machine-* one board file for each kind of machine
#   diary, job, console   what comes out of a machine's three ports
#   stream    which port's output goes where
#   await     waiting for a state in virtual time
#   badness   the scan of consoles
#   road      how packets and their roads look; journey: claims about them
#   evidence  the run directory
#   verdict   checks and their report in TAP 13
#   report    what a person sees
#   words     the scenario words themselves
#   trial     one scenario from reading to verdict
#   results   what the last full run left; coverage: the statements it proved
#   compared  the table of facts that scenarios have observed
#   cli       arguments

package require Tcl 8.6

namespace eval ::main {
    variable directory [file dirname [file normalize [info script]]]
    variable nouns {
        fault duration script grammar topology lint bodies claim catalogue place
        process host diary job console stream await badness road journey evidence
        verdict report words trial results coverage compared cli
    }
}

proc ::main::load {} {
    variable directory
    variable nouns
    foreach path [concat [lmap noun $nouns {file join $directory $noun.tcl}] \
        [lsort [glob -directory $directory machine-*.tcl]]] {
        uplevel #0 [list source -encoding utf-8 $path]
    }
}

if {[catch ::main::load reason]} {
    puts stderr "divertlab: exit 3: the harness cannot be loaded: $reason"
    exit 3
}

# A test that wants the library alone sets this before it sources the file.
if {![info exists ::main::library_only]} {
    ::cli::main $::argv
}
