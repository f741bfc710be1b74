# SPDX-License-Identifier: GPL-2.0-only
# topology.tcl: segments and machines.
#
# A topology file, scenarios/topologies/NAME.tcl, is made of these words:
#
#   segment NAME NETWORK/PREFIX ?delay DURATION? ?rate BITS_PER_SECOND?
#   machine NAME {DEV SEGMENT ADDRESS ...} ?via ADDRESS? ?forward? ?memory 48M? ?late?
#   address MACHINE DEV ADDRESS/PREFIX     one more address of a device
#   option  NAME SENTENCE BODY             BODY counts if the scenario asks for it
#
# An address without a prefix has that of its segment. `via` is the default
# route, `forward` makes a router, `late` leaves the machine off at first. The
# n-th segment and the first address give the MAC: 02:00:00:00:n:last byte.

namespace eval ::topology {
    variable name ""
    variable segments {}
    variable machines {}
    variable asked {}
    variable offered {}
}

# the declaration words; a topology file is read in ::topology::declared
namespace eval ::topology::word {}
namespace eval ::topology::declared {
    namespace path ::topology::word
}

proc ::topology::reset {} {
    variable name ""
    variable segments {}
    variable machines {}
    variable asked {}
    variable offered {}
}

# Reads a topology file. OPTIONS are the names a scenario asks for. Throws a
# fault with status 2; FILE:LINE where the file itself is wrong.
proc ::topology::read {path options} {
    reset
    variable name [::file rootname [::file tail $path]]
    variable asked $options
    variable offered
    if {[catch {namespace eval ::topology::declared [list source -encoding utf-8 $path]} reason details]} {
        if {[lindex [dict get $details -errorcode] 0] eq "DIVERTLAB"} {
            return -options $details $reason
        }
        set line 1
        regexp {\(file ".*" line ([0-9]+)\)} [dict get $details -errorinfo] -> line
        fault::raise 2 $reason $path:$line
    }
    foreach option $options {
        if {$option ni $offered} {
            fault::raise 2 "topology $name has no option `$option'[grammar::suggestion $option $offered {it has}]"
        }
    }
}

# --- the declaration words ---

proc ::topology::word::segment {name network args} {
    if {![regexp {^[0-9.]+/[0-9]+$} $network]} {
        error "segment $name: `$network' is no network (192.0.2.0/24)"
    }
    set number [expr {[dict size $::topology::segments] + 1}]
    set entry [dict create network $network number $number delay 0 rate ""]
    foreach {key value} $args {
        switch -- $key {
            delay {
                dict set entry delay [duration::nanoseconds $value]
                if {[dict get $entry delay] eq ""} {
                    error "segment $name: `$value' is no duration (10s, 1.5ms)"
                }
            }
            rate { dict set entry rate $value }
            default { error "segment $name: no such word `$key' (delay, rate)" }
        }
    }
    dict set ::topology::segments $name $entry
}

proc ::topology::word::machine {name nics args} {
    set id [expr {[dict size $::topology::machines] + 1}]
    set entry [dict create id $id nics {} via "" forward 0 memory 48M late 0]
    while {[llength $args]} {
        set args [lassign $args key]
        switch -- $key {
            forward - late { dict set entry $key 1 }
            via - memory { set args [lassign $args value]; dict set entry $key $value }
            default { error "machine $name: no such word `$key' (via, forward, memory, late)" }
        }
    }
    dict set ::topology::machines $name $entry
    foreach {dev segment address} $nics {
        if {![dict exists $::topology::segments $segment]} {
            error "machine $name: [::topology::no_segment $segment]"
        }
        dict set ::topology::machines $name nics $dev [dict create segment $segment addresses {} mac ""]
        address $name $dev $address
    }
}

proc ::topology::word::address {name dev address} {
    if {![dict exists $::topology::machines $name nics $dev]} {
        error "address: machine `$name' has no device `$dev'"
    }
    if {![regexp {^([0-9]+\.[0-9]+\.[0-9]+\.([0-9]+))(?:/([0-9]+))?$} $address -> host last prefix]} {
        error "machine $name: `$address' is no address"
    }
    set nic [dict get $::topology::machines $name nics $dev]
    set segment [dict get $::topology::segments [dict get $nic segment]]
    if {$prefix eq ""} {
        set prefix [lindex [split [dict get $segment network] /] 1]
    }
    if {[dict get $nic mac] eq ""} {
        dict set nic mac [format 02:00:00:00:%02x:%02x [dict get $segment number] $last]
    }
    dict lappend nic addresses $host/$prefix
    dict set ::topology::machines $name nics $dev $nic
}

proc ::topology::word::option {name sentence body} {
    lappend ::topology::offered $name
    if {$name in $::topology::asked} {
        uplevel 1 $body
    }
}

# --- questions ---

proc ::topology::machines {} {
    variable machines
    return [dict keys $machines]
}

proc ::topology::segments {} {
    variable segments
    return [dict keys $segments]
}

# Why a name is wrong, with what it may have been meant to be.
proc ::topology::no_machine {name} {
    return "no machine `$name'[grammar::suggestion $name [machines] {there are}]"
}

proc ::topology::no_segment {name} {
    return "no segment `$name'[grammar::suggestion $name [segments] {there are}]"
}

# One property of a machine: id, via, forward, memory, late.
proc ::topology::property {machine key} {
    variable machines
    return [dict get $machines $machine $key]
}

# A dict of a machine's devices: DEV {segment S addresses {A/P ...} mac M}.
proc ::topology::nics {machine} {
    variable machines
    return [dict get $machines $machine nics]
}

# {network N number I delay NS rate BITS}
proc ::topology::segment {name} {
    variable segments
    return [dict get $segments $name]
}

# The addresses of a host, without prefix; a literal address stands for itself.
# An empty list: there is no such host.
proc ::topology::addresses {host} {
    variable machines
    if {[regexp {^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$} $host]} {
        return [list $host]
    }
    set found {}
    if {[dict exists $machines $host]} {
        dict for {dev nic} [nics $host] {
            foreach address [dict get $nic addresses] {
                lappend found [lindex [split $address /] 0]
            }
        }
    }
    return $found
}

# What a device of a machine is called in a journey: its segment, or its own name.
proc ::topology::wire {machine dev} {
    variable machines
    if {[dict exists $machines $machine nics $dev]} {
        return [dict get $machines $machine nics $dev segment]
    }
    return $dev
}
