# SPDX-License-Identifier: GPL-2.0-only
# trial.tcl: one scenario, from the empty run directory to the verdict.

namespace eval ::trial {
    # how long a machine may take to come up, in virtual time
    variable boots_within 120000000000
}

# What has to be built and is not there: a list of {PATH BUILT-BY}.
proc ::trial::missing {out} {
    return [lmap need [board::needs $out] {
        lassign $need name path maker
        expr {[file readable $path] ? [continue] : [list $path $maker]}
    }]
}

# Runs the scenario of PLAN (from lint::read). SETTINGS is a dict: out, directory
# (the run directory), ours (it lies in our own output folder), seed, again (the
# command that repeats the run). Returns {STATUS REASON WHERE}. Whatever happens,
# nothing of the run is alive afterwards and only evidence is left.
proc ::trial::run {plan settings} {
    Reset
    set code [catch {Try $plan $settings} result details]
    lassign {0 "" ""} status reason where
    if {$code} {
        lassign [Judge $result $details] status reason where
    }
    set shown [expr {[evidence::open?] ? [catalogue::shown [evidence::directory]] : ""}]
    Close
    report::unwatch
    if {$status == 0} {
        set n [dict get $plan checks]
        set reason "[dict get $plan name]: [expr {$n > 1 ? "all " : ""}][report::count $n check] passed"
        set where $shown/tap
    }
    set why [expr {$where eq "" ? $reason : "$reason ($where)"}]
    report::verdict $plan $status $why $shown [dict get $settings again]
    return [list $status $reason $where]
}

proc ::trial::Reset {} {
    fault::reset
    job::reset
    diary::reset
    console::reset
    if {[namespace exists ::scenario]} {
        namespace delete ::scenario
    }
}

# --- the run, as long as nothing goes wrong ---

proc ::trial::Try {plan settings} {
    host::check_signals
    set out [dict get $settings out]
    topology::read [catalogue::topology [dict get $plan topology]] [dict get $plan options]
    set missing [missing $out]
    if {[llength $missing]} {
        lassign [lindex $missing 0] path maker
        fault::raise 4 "[catalogue::shown $path] is not there; `$maker' builds it"
    }
    if {[regexp {\s} $out]} {
        fault::raise 4 "the path of the output folder has a blank in it, which the fabric cannot read: $out"
    }
    Prepare $plan $settings
    report::title $plan
    report::watch
    Boot [lindex [board::needs $out] 2 1] $out
    Perform $plan
    host::finish
    fault::check
    diary::audit
    badness::scan
    host::check_signals
    verdict::complete
    verdict::plan
    Failures $plan
}

# The run directory, and the head of the report.
proc ::trial::Prepare {plan settings} {
    set out [dict get $settings out]
    evidence::begin [dict get $settings directory] [dict get $settings ours]
    set versions [Versions $out]
    evidence::write versions [join [concat $versions {""}] \n]
    evidence::write rerun [Rerun [dict get $settings seed] [dict get $settings argument]]
    file attributes [file join [evidence::directory] rerun] -permissions 0755
    evidence::write fabric.conf [board::configuration $out [dict get $settings seed]]
    place::begin $plan
    set topology [join [concat [dict get $plan topology] [dict get $plan options]]]
    set head [list "[dict get $plan name]: [dict get $plan sentence]" \
        "seed [dict get $settings seed], clock virtual, topology $topology"]
    verdict::begin [dict get $plan checks] [concat $head $versions] [dict get $settings listener]
}

# What the run was built from, one package a line.
proc ::trial::Versions {out} {
    set lines {}
    foreach path [board::versions $out] {
        if {[file readable $path]} {
            foreach line [split [catalogue::contents $path] \n] {
                if {[string trim $line] ne "" && $line ni $lines} {
                    lappend lines [string trim $line]
                }
            }
        }
    }
    return $lines
}

# A script that repeats the run.
proc ::trial::Rerun {seed argument} {
    set text "#!/bin/sh\n# repeats this run, from the top directory of the project\n"
    return "${text}exec \"\${DIVERTLAB:-harness/divertlab}\" run --seed $seed '[string map {' '\\''} $argument]'\n"
}

proc ::trial::Boot {fabric out} {
    variable boots_within
    report::doing "starting the machines"
    set cores [file join $out cores]
    file mkdir $cores
    host::begin [evidence::directory] [list $fabric --cores $cores fabric.conf] stream::arrive
    fault::check
    foreach machine [topology::machines] {
        if {[topology::property $machine late]} {
            continue
        }
        if {![await::state [list job::ready $machine] $machine.cmd $boots_within]} {
            fault::raise 3 "$machine did not come up" [evidence::path $machine.console]
        }
    }
}

# The scenario file itself. Its words are found through the namespace's path.
proc ::trial::Perform {plan} {
    namespace eval ::scenario {namespace path ::words}
    namespace eval ::scenario [list source -encoding utf-8 [file normalize [dict get $plan path]]]
}

# Failed checks, now that nothing worse has been found.
proc ::trial::Failures {plan} {
    set failed [verdict::failed]
    if {[llength $failed]} {
        set first [lindex $failed 0]
        set count "[llength $failed] of [report::count [dict get $plan checks] check]"
        fault::raise 1 "[dict get $plan name]: $count failed, first \"[dict get $first sentence]\"" \
            [dict get [dict get $first details] at]
    }
}

# --- when something went wrong ---

# Turns an error into {STATUS REASON WHERE}, and into a `not ok` where none says
# so yet. A run that a machine's console speaks against is not trusted whatever
# else was wrong with it.
proc ::trial::Judge {result details} {
    lassign [Meaning $result $details] status reason where shown
    End
    if {$status in {1 2}} {
        if {[catch {fault::check; diary::audit; badness::scan} worse worse_details]} {
            lassign [fault::meaning [dict get $worse_details -errorcode]] status where shown
            set reason $worse
        }
    }
    if {[evidence::open?] && ![Told $status]} {
        Spoil $status $reason $where $shown
        if {$status in {1 2}} {
            verdict::plan
        }
    }
    return [list $status $reason $where]
}

# A `not ok` for an outcome that is no check's own. Evidence names its own files
# without the directory, which is not the same everywhere.
proc ::trial::Spoil {status reason where details} {
    set sentence [lindex {"" "the set-up of the scenario" "the scenario is right"
        "the run can be trusted" "this host can run it"} $status]
    set head [list reason $reason]
    if {$where ne ""} {
        lappend head at $where
    }
    set inside [evidence::path ""]/
    catch {verdict::spoil $sentence [string map [list $inside ""] [dict merge $head $details]]}
}

# {STATUS REASON WHERE DETAILS} of an error.
proc ::trial::Meaning {result details} {
    set errorcode [dict get $details -errorcode]
    if {[fault::is_claim $errorcode]} {
        set shown [dict get [lindex $errorcode 2] shown]
        return [list 1 "the set-up failed: $result" [dict get $shown at] $shown]
    }
    if {[lindex $errorcode 0] eq "DIVERTLAB"} {
        lassign [fault::meaning $errorcode] status where shown
        return [list $status $result $where $shown]
    }
    set reason [lindex [split $result \n] 0]
    if {[Scenario [dict get $details -errorinfo]]} {
        return [list 2 $reason [place::of_error $details] {}]
    }
    return [list 3 "the harness failed: $reason" "" {}]
}

# True if a Tcl error arose in the scenario's own text: the innermost thing that
# the trace names is a body, a file, or a procedure of the scenario.
proc ::trial::Scenario {trace} {
    if {![regexp {\("uplevel" body line|\(file "|\(procedure "([^"]+)"} $trace innermost name]} {
        return 0
    }
    return [expr {$name eq "" || [namespace which -command ::scenario::[namespace tail $name]] ne ""}]
}

# True if the report already has a `not ok` for this outcome: failed checks do.
proc ::trial::Told {status} {
    return [expr {$status == 1 && [llength [verdict::failed]] && ![verdict::inside]}]
}

# Ends the fabric: in an orderly way if it still answers.
proc ::trial::End {} {
    if {[host::running] && [host::interrupted?] eq "" && [catch {host::finish}]} {
        host::kill
    }
    host::kill
}

# Writes the diaries and closes the run directory.
proc ::trial::Close {} {
    host::kill
    if {[evidence::open?]} {
        catch {
            evidence::write diary.txt [diary::table]
            evidence::write diary.jsonl [diary::json]
        }
        evidence::finish
    }
}
