# SPDX-License-Identifier: GPL-2.0-only
# cli.tcl: arguments, and the last line on standard error.

namespace eval ::cli {
    variable usage {usage: divertlab COMMAND ...

  run [OPTION...] SCENARIO...   run scenarios and judge them
      --tap                     the TAP 13 stream on standard output
      --quiet                   failures only
      --out DIR                 evidence into DIR (several scenarios: DIR/NAME)
      --seed N                  another seed for everything random (1)
      --clock virtual           the clock; virtual is the only one there is
  list [--tag TAG]              the scenarios and what each claims
  check SCENARIO...             read scenarios without running them
  coverage [--all]              which statements of docs/spec.md the last full run proved
      --require N SECTION...    status 1 unless N percent of each section are (95 S1-S6)
  compared                      run the scenarios tagged `compare', write docs/compared.md
      --check                   write nothing: status 1 unless it is what they give
      --from DIR                run nothing: DIR/NAME is the evidence of each
  help [words]                  this text; or the words of scenarios

SCENARIO is a name (scenarios/NAME.exp) or a path to a file. OUT, in the
environment, is where builds and evidence lie (default: out).

Exit status: 0 all as claimed, 1 a check failed, 2 a scenario or the command
line is wrong, 3 the run cannot be trusted (a machine panicked, hung or vanished,
or the evidence has a gap), 4 this host cannot run it.}
    variable commands {run list check coverage compared help}
}

proc ::cli::main {arguments} {
    report::begin people
    host::heed_signals
    if {[catch {Command $arguments} outcome details]} {
        lassign [fault::meaning [dict get $details -errorcode]] status where
        if {[lindex [dict get $details -errorcode] 0] ne "DIVERTLAB"} {
            set outcome "the harness failed: [lindex [split $outcome \n] 0]"
        }
        set outcome [list $status $outcome $where]
    }
    lassign $outcome status reason where
    if {$reason ne ""} {
        set line "divertlab: exit $status: [string map {\n { }} $reason]"
        catch {report::complain [expr {$where eq "" ? $line : "$line ($where)"}]}
    }
    exit $status
}

# Runs one command; returns {STATUS REASON WHERE}.
proc ::cli::Command {arguments} {
    variable commands
    set arguments [lassign $arguments command]
    switch -- $command {
        run { return [Run $arguments] }
        list { return [List $arguments] }
        check { return [Check $arguments] }
        coverage { return [coverage::command $arguments] }
        compared { return [compared::command $arguments] }
        help - --help - -h { return [Help $arguments] }
        "" { fault::raise 2 "no command; the commands are [join $commands {, }]; `divertlab help' tells more" }
    }
    fault::raise 2 "no command `$command'[grammar::suggestion $command $commands {the commands are}]"
}

proc ::cli::Help {arguments} {
    variable usage
    if {[lindex $arguments 0] eq "words"} {
        foreach {form sentence} [grammar::summary] {
            puts $form
            puts "    $sentence"
        }
    } else {
        puts $usage
    }
    return {0 "" ""}
}

# --- options ---

# Splits ARGUMENTS into a dict of options and the rest. ALLOWED has the options: 0
# for a switch, 1 for one with a value.
proc ::cli::Options {arguments allowed} {
    set given {}
    set rest {}
    while {[llength $arguments]} {
        set arguments [lassign $arguments word]
        if {$word eq "--"} {
            lappend rest {*}$arguments
            break
        } elseif {![string match -* $word] || $word eq "-"} {
            lappend rest $word
            continue
        }
        set value 1
        set valued [regexp {^(--[^=]+)=(.*)$} $word -> word value]
        if {![dict exists $allowed $word]} {
            fault::raise 2 "no option `$word'[grammar::suggestion $word [dict keys $allowed] {there are}]"
        }
        if {[dict get $allowed $word] && !$valued} {
            if {![llength $arguments]} {
                fault::raise 2 "option $word needs a value"
            }
            set arguments [lassign $arguments value]
        } elseif {![dict get $allowed $word] && $valued} {
            fault::raise 2 "option $word takes no value"
        }
        dict set given $word $value
    }
    return [list $given $rest]
}

proc ::cli::Option {given name default} {
    return [expr {[dict exists $given $name] ? [dict get $given $name] : $default}]
}

# Where builds and evidence lie.
proc ::cli::Out {} {
    if {[info exists ::env(OUT)] && $::env(OUT) ne ""} {
        return [file normalize $::env(OUT)]
    }
    return [file join [catalogue::top] out]
}

# --- list ---

proc ::cli::List {arguments} {
    lassign [Options $arguments {--tag 1}] given rest
    if {[llength $rest]} {
        fault::raise 2 "list takes no arguments but --tag TAG"
    }
    set names [expr {[dict exists $given --tag] ? [Tagged [dict get $given --tag]] : [catalogue::names]}]
    set width [tcl::mathfunc::max 0 {*}[lmap name $names {string length $name}]]
    foreach name $names {
        set plan [lint::outline [catalogue::find $name]]
        puts [format "%-*s  %s" $width $name [dict get $plan sentence]]
    }
    return {0 "" ""}
}

# The names of the scenarios with a tag; none is a mistake.
proc ::cli::Tagged {tag} {
    set known {}
    set names {}
    foreach name [catalogue::names] {
        set tags [Tags [lint::outline [catalogue::find $name]]]
        lappend known {*}$tags
        if {$tag in $tags} {
            lappend names $name
        }
    }
    if {![llength $names]} {
        set known [lsort -unique $known]
        fault::raise 2 "no scenario has the tag `$tag'[grammar::suggestion $tag $known {there are}]"
    }
    return $names
}

# A scenario's tags: its `# tags:' line, the words of its road, its topology.
proc ::cli::Tags {plan} {
    return [concat [dict get $plan tags] [split [dict get $plan name] _] \
        [list [dict get $plan topology]] [dict get $plan options]]
}

# --- check ---

proc ::cli::Check {arguments} {
    lassign [Options $arguments {}] given rest
    foreach plan [Plans $rest] {
        set checks [report::count [dict get $plan checks] check]
        puts "[dict get $plan name]: $checks, topology [dict get $plan topology]"
    }
    return {0 "" ""}
}

# The plans of scenario arguments. Mistakes in any of them end it here; if there
# are several, the first ten get a line each on standard error.
proc ::cli::Plans {arguments} {
    if {![llength $arguments]} {
        fault::raise 2 "no scenario is named; `divertlab list' shows them"
    }
    set plans [lmap argument $arguments {
        dict replace [lint::read [catalogue::find $argument]] argument $argument
    }]
    set mistakes {}
    foreach plan $plans {
        foreach mistake [dict get $plan mistakes] {
            lassign $mistake line reason
            lappend mistakes [list [catalogue::shown [dict get $plan path]]:$line $reason]
        }
    }
    if {[llength $mistakes]} {
        set more [expr {[llength $mistakes] - 1}]
        foreach mistake [lrange $mistakes 0 [expr {$more ? 9 : -1}]] {
            report::complain [join $mistake ": "]
        }
        fault::raise 2 "[join [lindex $mistakes 0] {: }][expr {$more ? " (and $more more)" : ""}]"
    }
    set names [lmap plan $plans {dict get $plan name}]
    if {[llength [lsort -unique $names]] != [llength $names]} {
        fault::raise 2 "two scenarios have the same name"
    }
    return $plans
}

# --- run ---

proc ::cli::Run {arguments} {
    lassign [Options $arguments {--tap 0 --quiet 0 --out 1 --seed 1 --clock 1}] given rest
    Valid $given
    set mode [expr {[dict exists $given --tap] ? "tap" : [dict exists $given --quiet] ? "quiet" : "people"}]
    set plans [Plans $rest]
    report::begin $mode
    if {[llength $plans] == 1} {
        return [Trial [lindex $plans 0] $given ""]
    }
    return [Several $plans $given]
}

proc ::cli::Valid {given} {
    if {![regexp {^\d{1,18}$} [Option $given --seed 1]]} {
        fault::raise 2 "--seed [dict get $given --seed]: not a number"
    }
    if {[Option $given --clock virtual] ne "virtual"} {
        fault::raise 2 "--clock [dict get $given --clock]: the clock is virtual"
    }
    if {[Option $given --out x] eq ""} {
        fault::raise 2 "--out needs a directory"
    }
    if {[dict exists $given --tap] && [dict exists $given --quiet]} {
        fault::raise 2 "--tap and --quiet exclude each other"
    }
}

# One scenario; INDENT is that of a subtest.
proc ::cli::Trial {plan given indent} {
    set out [Out]
    set name [dict get $plan name]
    set ours [expr {![dict exists $given --out]}]
    if {$ours} {
        set directory [file join $out runs $name]
    } elseif {$indent eq ""} {
        set directory [dict get $given --out]
    } else {
        set directory [file join [dict get $given --out] $name]
    }
    set seed [Option $given --seed 1]
    set again "harness/divertlab run [expr {$seed == 1 ? "" : "--seed $seed "}][dict get $plan argument]"
    set ::report::indent $indent
    set outcome [trial::run $plan [dict create out $out directory $directory ours $ours seed $seed \
        again $again argument [dict get $plan argument] \
        listener [expr {[dict exists $given --tap] ? "report::tap" : ""}]]]
    if {$ours && [file isdirectory $directory]} {
        evidence::last $directory
    }
    return $outcome
}

# Several scenarios: one stream with a subtest each. The worst status counts.
proc ::cli::Several {plans given} {
    set tap [dict exists $given --tap]
    if {$tap} {
        puts "TAP version 13\n1..[llength $plans]"
    }
    set worst {0 "" ""}
    set number 0
    foreach plan $plans {
        incr number
        if {$tap} {
            puts "# Subtest: [dict get $plan name]"
        }
        set outcome [Trial $plan $given "    "]
        if {$tap} {
            puts "[expr {[lindex $outcome 0] ? "not ok" : "ok"}] $number - [dict get $plan name]"
        }
        if {[lindex $outcome 0] > [lindex $worst 0]} {
            set worst $outcome
        }
        if {[host::interrupted?] ne ""} {
            break
        }
    }
    if {[lindex $worst 0] == 0} {
        set worst [list 0 "all [llength $plans] scenarios passed" ""]
    }
    return $worst
}
