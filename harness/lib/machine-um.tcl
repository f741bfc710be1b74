# SPDX-License-Identifier: GPL-2.0-only
# machine-um.tcl: the board file of user-mode-Linux machines: what has to be
# there on the host, and the fabric's configuration for a topology.

namespace eval ::board {
    # what a kernel of this configuration needs at least
    variable memory {debug 256M}
}

proc ::board::Config {} {
    return [expr {[info exists ::env(KCONFIG)] && $::env(KCONFIG) ne "" ? $::env(KCONFIG) : "default"}]
}

# What has to be built: a list of {NAME PATH BUILT-BY}.
proc ::board::needs {out} {
    set config [Config]
    return [list \
        [list kernel $out/kernel/$config/linux "make kernel"] \
        [list initramfs $out/rootfs/initramfs.cpio "make rootfs"] \
        [list fabric $out/fabric/fabric "make fabric"]]
}

# Files that say which package versions were built from.
proc ::board::versions {out} {
    set kernel [lindex [needs $out] 0 1]
    return [list [file dirname $kernel]/versions $out/rootfs/versions $out/fabric/versions]
}

# The fabric's configuration for the present topology. (The fabric links kernel
# and initrd into the run directory under fixed names: the kernel's command line is
# part of its random seed.)
proc ::board::configuration {out seed} {
    set lines [list "seed $seed"]
    foreach name [topology::segments] {
        set segment [topology::segment $name]
        set line "segment $name delay [dict get $segment delay]"
        if {[dict get $segment rate] ne ""} {
            append line " rate [dict get $segment rate]"
        }
        lappend lines $line
    }
    foreach name [topology::machines] {
        lappend lines {*}[Machine $out $name]
    }
    return [join $lines \n]\n
}

proc ::board::Machine {out name} {
    variable memory
    set config [Config]
    lassign [needs $out] kernel initrd
    set line "machine $name id [topology::property $name id]"
    append line " kernel [lindex $kernel 1] initrd [lindex $initrd 1]"
    set size [topology::property $name memory]
    append line " mem [expr {[dict exists $memory $config] ? [dict get $memory $config] : $size}]"
    if {[topology::property $name late]} {
        append line " late"
    }
    lappend lines "$line [Words $name]"
    dict for {dev nic} [topology::nics $name] {
        lappend lines "nic $name $dev [dict get $nic segment] [dict get $nic mac]"
    }
    return [concat $lines [list "console $name console" "port $name cmd" "port $name diary"]]
}

# The words on the kernel's command line with which PID 1 configures itself.
proc ::board::Words {name} {
    set addresses {}
    dict for {dev nic} [topology::nics $name] {
        foreach address [dict get $nic addresses] {
            lappend addresses $dev/$address
        }
    }
    set words [list dl_name=$name dl_addr=[join $addresses ,]]
    if {[topology::property $name via] ne ""} {
        lappend words dl_gw=[topology::property $name via]
    }
    if {[topology::property $name forward]} {
        lappend words dl_forward=1
    }
    return [concat $words dl_diary=1]
}
