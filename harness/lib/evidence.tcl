# SPDX-License-Identifier: GPL-2.0-only
# evidence.tcl: the run directory.
#
# What stays: tap, diary.txt, diary.jsonl, versions, rerun, and the fabric's
# MACHINE.console, MACHINE.boot, SEGMENT.pcapng. Nothing in it depends on the
# wall clock, on a process number or on where the directory lies.
#
# A keeper holds a lock on the file `tap' while the run lasts and removes the
# configuration afterwards, even if the harness is killed: it waits for the
# end of its input. (The fabric has a lock of its own on the directory.)

namespace eval ::evidence {
    variable directory ""
    variable keeper ""
    variable configuration fabric.conf
    variable kept {^(tap|rerun|versions|diary\.(txt|jsonl)|[A-Za-z0-9_-]+\.(console|boot|pcapng))$}
}

# Makes DIRECTORY this run's own. OURS says that it lies in our own output
# folder, where anything old may go; elsewhere a foreign file is refused.
proc ::evidence::begin {path ours} {
    variable directory
    variable keeper
    variable configuration
    if {[file exists $path] && ![file isdirectory $path]} {
        fault::raise 2 "--out $path: not a directory"
    }
    if {[catch {file mkdir $path} reason]} {
        fault::raise 4 "cannot make the run directory: $reason"
    }
    if {!$ours} {
        Foreign $path
    }
    set mine [file normalize $path]
    set script {trap "" INT TERM HUP; cd "$1" && shift && echo held && read -r end; rm -f -- "$@"}
    set keeper [open [list |flock -nF -E 75 $mine/tap sh -c $script sh $mine \
        $configuration 2>@stderr] r+]
    fconfigure $keeper -buffering line
    if {[gets $keeper] ne "held"} {
        catch {close $keeper}
        set keeper ""
        fault::raise 2 "another run is writing its evidence to [catalogue::shown $path];\
            --out DIR gives this one its own"
    }
    # only from here on is everything in it this run's to remove
    set directory $mine
    Clear {^tap$}
    write tap ""
}

# Removes everything from the run directory but the names that match KEEP.
proc ::evidence::Clear {keep} {
    variable directory
    foreach name [concat [Names $directory] [Names $directory -types l]] {
        if {![regexp $keep $name]} {
            file delete -force [file join $directory $name]
        }
    }
}

# What lies in a directory; with -types l also links that lead nowhere.
proc ::evidence::Names {path args} {
    return [lsearch -all -inline -not -regexp \
        [glob -nocomplain -tails -directory $path {*}$args * .*] {^\.\.?$}]
}

# Refuses a directory with something in it that no run has written.
proc ::evidence::Foreign {path} {
    variable kept
    variable configuration
    foreach name [Names $path] {
        if {[regexp $kept $name] || $name eq $configuration || [file type $path/$name] in {socket link}} {
            continue
        }
        if {[file isdirectory $path/$name] && $name in [topology::machines]} {
            continue
        }
        fault::raise 2 "--out $path: `$name' in it is no evidence of a run; give an empty or a new directory"
    }
}

# True while there is a run directory.
proc ::evidence::open? {} {
    variable directory
    return [expr {$directory ne ""}]
}

proc ::evidence::directory {} {
    variable directory
    return $directory
}

# A file of the run, as messages name it.
proc ::evidence::path {name} {
    variable directory
    return [catalogue::shown [file join $directory $name]]
}

# Writes one file, in UTF-8.
proc ::evidence::write {name text} {
    variable directory
    set channel [open [file join $directory $name] w]
    fconfigure $channel -encoding utf-8 -translation lf
    puts -nonewline $channel $text
    close $channel
}

proc ::evidence::add {name text} {
    variable directory
    set channel [open [file join $directory $name] a]
    fconfigure $channel -encoding utf-8 -translation lf
    puts -nonewline $channel $text
    close $channel
}

# What a file of the run holds so far; empty if it is not there. A carriage
# return counts as the end of nothing.
proc ::evidence::contents {name} {
    variable directory
    set path [file join $directory $name]
    if {$directory eq "" || ![file readable $path]} {
        return ""
    }
    set channel [open $path r]
    fconfigure $channel -translation binary
    set text [string map {\r ""} [read $channel]]
    close $channel
    return $text
}

# The end: nothing but evidence stays, and the lock goes. Safe to call twice.
proc ::evidence::finish {} {
    variable directory
    variable keeper
    variable kept
    if {$directory eq ""} {
        return
    }
    catch {Clear $kept}
    catch {close $keeper}
    set keeper ""
    set directory ""
}

# The link `last` beside the run directory PATH.
proc ::evidence::last {path} {
    set link [file join [file dirname $path] last]
    catch {
        file delete $link
        file link -symbolic $link [file tail $path]
    }
}
