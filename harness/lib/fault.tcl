# SPDX-License-Identifier: GPL-2.0-only
# fault.tcl: what can go wrong, and which exit status each kind has.
#
#   1 a check failed              3 the run cannot be trusted
#   2 the scenario is wrong       4 this host cannot run it
#
# A fault is thrown as {DIVERTLAB STATUS WHERE DETAILS}; a claim that does not hold as
# {DIVERTLAB CLAIM DETAILS}, which a check turns into `not ok`. Whatever has
# neither error code is a mistake in the harness itself and counts as 3.

namespace eval ::fault {
    # the first fault met where throwing was not possible; see note
    variable pending {}
}

# Throws a fault. WHERE names the evidence or the source line, FILE or FILE:LINE;
# DETAILS is a list of KEY TEXT for the report.
proc ::fault::raise {status reason {where ""} {details {}}} {
    throw [list DIVERTLAB $status $where $details] $reason
}

# Throws a failed claim. DETAILS is a dict of what the report shows; its key
# `soft` (0 or 1) says whether `fails` may take it for the failure it asks for.
proc ::fault::claim {reason {details {}}} {
    throw [list DIVERTLAB CLAIM $details] $reason
}

# Remembers a fault met while output was being taken in; the first one counts.
proc ::fault::note {status reason {where ""}} {
    variable pending
    if {![llength $pending]} {
        set pending [list $status $reason $where]
    }
}

# Throws what was remembered, if anything.
proc ::fault::check {} {
    variable pending
    if {[llength $pending]} {
        lassign $pending status reason where
        raise $status $reason $where
    }
}

proc ::fault::reset {} {
    variable pending {}
}

# What an error code stands for: {STATUS WHERE DETAILS}.
proc ::fault::meaning {errorcode} {
    if {[lindex $errorcode 0] eq "DIVERTLAB" && [string is integer -strict [lindex $errorcode 1]]} {
        return [lrange $errorcode 1 3]
    }
    return {3 {} {}}
}

# True if the error code is a failed claim.
proc ::fault::is_claim {errorcode} {
    return [expr {[lrange $errorcode 0 1] eq {DIVERTLAB CLAIM}}]
}
