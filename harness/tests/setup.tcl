# SPDX-License-Identifier: GPL-2.0-only
# setup.tcl: what the tests share: a copy of the harness in a scratch tree with
# topologies of its own, and sh as every machine.

package require Tcl 8.6
package require tcltest 2.5
namespace import ::tcltest::*

namespace eval setup {
    variable here [file dirname [file normalize [info script]]]
    variable tree [makeDirectory tree]
}

# The scratch tree: harness/, scenarios/topologies/, out/ with the fake fabric.
proc setup::tree {} {
    variable here
    variable tree
    file delete -force $tree
    file mkdir $tree/harness $tree/scenarios/failing $tree/out/kernel/default $tree/out/rootfs $tree/out/fabric
    file copy [file dirname $here]/divertlab [file dirname $here]/lib $tree/harness
    file copy $here/fixtures/topologies $tree/scenarios
    file copy $here/fake-fabric $tree/out/fabric/fabric
    foreach empty {kernel/default/linux rootfs/initramfs.cpio} {
        close [open $tree/out/$empty w]
    }
    setup::write $tree/out/kernel/default/versions "a-package 1.2-3\n"
}

proc setup::write {path text} {
    set channel [open $path w]
    fconfigure $channel -encoding utf-8
    puts -nonewline $channel $text
    close $channel
}

proc setup::read {path} {
    set channel [open $path]
    fconfigure $channel -encoding utf-8
    set text [::read $channel]
    close $channel
    return $text
}

# A file of the last run of scenario NAME.
proc setup::evidence {name file} {
    variable tree
    return [read $tree/out/runs/$name/$file]
}

# Writes scenario NAME: a heading and BODY, which begins in line 4.
proc setup::scenario {name body} {
    variable tree
    write $tree/scenarios/$name.exp "# A picture.\nscenario \"A sentence.\"\ntopology pair\n$body\n"
}

# Runs divertlab. Returns {STATUS STDOUT STDERR}.
proc setup::divertlab {args} {
    variable tree
    set status 0
    set errors $tree/stderr
    if {[catch {exec -keepnewline env -u OUT $tree/harness/divertlab {*}$args 2>$errors} output details]} {
        set status [lindex [dict get $details -errorcode] 2]
        regsub {child process exited abnormally$} $output "" output
    }
    return [list $status $output [read $errors]]
}

# Writes and runs a scenario with the given body: {STATUS STDOUT LAST-LINE}.
proc setup::try {name body args} {
    scenario $name $body
    lassign [divertlab run {*}$args $name] status output errors
    return [list $status $output [lindex [split [string trim $errors] \n] end]]
}

# Just the status and the reason that stands behind `exit N: '.
proc setup::outcome {name body} {
    lassign [try $name $body --tap] status output last
    return [list $status [regsub {^divertlab: exit \d: } $last ""]]
}

setup::tree

namespace eval ::main { variable library_only 1 }
source $setup::tree/harness/lib/main.tcl
