#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# style.t: what tools can judge, and the rules between the rooms (one grep each).
set -eu
. harness/suites/tap.sh

out=${OUT:-$PWD/out}
tree=$out/kernel/source

# no PATTERN FILE...: no line of the files matches; shows those that do.
no() {
    pattern=$1
    shift
    ! grep -nEI -- "$pattern" "$@" /dev/null
}

sources() { # sources GLOB...: the project's files of these names, wherever they are
    for glob in "$@"; do
        find . -path ./out -prune -o -path ./.git -prune -o -type f -name "$glob" -print
    done | sort
}

kernel_c() {
    find uml-kernel \( -name '*.c' -o -name '*.h' \) | sort
}

host_c() {
    find rootfs harness \( -name '*.c' -o -name '*.h' \) | sort
}

tcl_files() {
    sources '*.tcl' '*.exp' '*.test'
    echo harness/divertlab
}

sh_files() {
    sources '*.sh' '*.t'
    grep -rlE '^#!/bin/sh' .ci harness rootfs uml-kernel --exclude-dir=out | grep -vE '\.(sh|t)$' || true
}

# The guest's programs and Tcl's commands share words (flow send): only a word
# where a command begins counts.
at_command='(^|[[;{]|then|else)[[:space:]]*'

# $(...) below is a list of files on purpose.
# shellcheck disable=SC2046
{
    ok "shell: shellcheck" shellcheck -x $(sh_files)

    tcl_complete() {
        for file in $(tcl_files); do
            echo "set f [open $file]; if {![info complete [read \$f]]} {puts {$file: not complete}; exit 1}" | tclsh || return 1
        done
    }
    ok "Tcl: each file is complete" tcl_complete
    ok "Tcl: no global" no "${at_command}global[[:space:]]" $(tcl_files)

    ok "C of the host: cppcheck" cppcheck --quiet --error-exitcode=1 --inline-suppr \
        --enable=warning,performance,portability --suppress=missingIncludeSystem \
        -Iuml-kernel/include/uapi rootfs harness/fabric

    checkpatch() {
        lines=$(kernel_c | xargs cat | wc -l)
        found=$(perl "$tree/scripts/checkpatch.pl" --no-tree --strict --terse --no-summary \
            --ignore FILE_PATH_CHANGES --show-types -f $(kernel_c) 2>/dev/null | tee "$tap_out" |
            grep -cE ': (ERROR|WARNING):' || true)
        cat "$tap_out"
        echo "$found errors and warnings in $lines lines"
        [ $((found * 1000)) -lt $((7 * lines)) ]
    }
    ok "kernel C: checkpatch --strict, below 7 errors and warnings per 1,000 lines" checkpatch

    licences() {
        for file in $(sources '*.c' '*.h' '*.tcl' '*.exp' '*.test' '*.sh' '*.t' '*.mk' Makefile Kbuild Kconfig); do
            head -n 12 "$file" | grep -q 'SPDX-License-Identifier: GPL-2.0-only' || echo "$file"
        done | grep . && return 1 || return 0
    }
    ok "every source says its licence" licences

    ok "no path of one machine" no '/(root|home|work)/[a-z]' $(sources '*' | grep -vE '^\./(harness/suites/style\.t|COPYING)$')

    ok "uml-kernel knows no other room" no '(rootfs|harness|scenarios)/' $(kernel_c) uml-kernel/Kconfig uml-kernel/Kbuild
    ok "only the seam and the socket options include netfilter's headers" \
        no '#include <linux/netfilter' $(kernel_c | grep -vE 'ip_fw_compat[a-z_]*\.c|ip_fw_ctl\.c')
    ok "only the divert sockets include net/sock.h" \
        no '#include <net/sock.h>' $(kernel_c | grep -v 'ip_divert')
    ok "matching allocates nothing" no 'alloc|linux/slab' uml-kernel/ip_fw_match.c
    ok "rootfs takes only uapi headers from the kernel" no '#include .*(ip_fw_core|ip_divert\.h"|ip_fw_trace)' $(find rootfs -name '*.[ch]')
    ok "scenarios do not nap, spawn or talk to expect" \
        no "${at_command}(spawn|expect|send|exec|after|sleep|exp_[a-z]+|open|socket)[[:space:]]" $(find scenarios -name '*.exp' -o -name '*.tcl')
    ok "harness/lib knows no word of the firewall" no '\b(ipchains|divert|chain|chains)\b' $(find harness/lib -type f)
    ok "one door to expect" no "${at_command}(spawn|expect|send|exp_[a-z]+)[[:space:]]" $(find harness/lib -type f ! -name host.tcl)
    ok "words of one architecture only where they belong" \
        no '\b(um|x86_64|qemu)\b' $(find harness/lib harness/divertlab scenarios rootfs -type f \( -name '*.tcl' -o -name '*.exp' -o -name '*.c' \) ! -name 'machine-*.tcl')
    ok "no naps in the harness" no "${at_command}(after|sleep)[[:space:]]+[0-9]" $(find harness/lib scenarios -type f)

    [ ! -f docs/check-citations.sh ] || ok "what the docs cite exists" sh docs/check-citations.sh
}

plan_done
