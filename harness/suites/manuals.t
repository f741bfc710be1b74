#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# manuals.t: each guest program that is typed has a manual page, and the page says what the program
# says of itself: options, keys, exit statuses.
set -eu
. harness/suites/tap.sh

made=$(mktemp -d)
trap 'rm -rf "$made"; rm -f "$tap_out"' EXIT

# one kind of program is to be replaced and gets no page before that
programs=$(basename -s .c rootfs/*.c)

# compare WHAT: what the program has and the page, a word a line in $made/program and $made/page.
compare() {
    sort -u "$made/program" >"$made/program.sorted"
    sort -u "$made/page" >"$made/page.sorted"
    diff "$made/program.sorted" "$made/page.sorted" | sed -n "s/^</$1, not in the page:/p; s/^>/in the page, no $1:/p" |
        grep . && return 1
    return 0
}

# NAME to SEE ALSO, those that a page of section 1 has, in this order.
has_sections() { # has_sections PAGE
    sed -n 's/^\.Sh //p' "$1" | tr '\n' ',' >"$made/sections"
    cat "$made/sections"
    grep -qE '^NAME,SYNOPSIS,DESCRIPTION,EXIT STATUS,EXAMPLES,SEE ALSO,(HISTORY,)?(BUGS,)?$' "$made/sections"
}

# The text that the program prints when it is used wrongly: the string that begins with "usage: ".
usage_of() { # usage_of NAME
    awk '/"usage: /, /;/' "rootfs/$1.c"
}

# The options that the lines of standard input name.
options() {
    sed 's/\\-/-/g' | grep -oE '(Fl|\||,) -[a-z][a-z-]*' | sed 's/.* /-/'
}

# They stand in the synopsis, and each has a paragraph.
same_options() { # same_options NAME
    usage_of "$1" | grep -oE -- '--[a-z][a-z-]*' >"$made/program" || true
    sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESC/p' "docs/$1.1" | options >"$made/page" || true
    compare option || return 1
    grep '^\.It ' "docs/$1.1" | options >"$made/page" || true
    compare option
}

# KEY=VALUE: what its table of keys has, and that of packets if it reads one.
same_keys() { # same_keys NAME
    tables=rootfs/$1.c
    ! grep -q 'packet_read' "rootfs/$1.c" || tables="$tables rootfs/lib/packet.c"
    # $tables is two files on purpose.
    # shellcheck disable=SC2086
    grep -ohE '\{ "[a-z0-9]+", KEY_' $tables | cut -d '"' -f 2 >"$made/program"
    [ -s "$made/program" ] || return 1
    if grep -q 'Op Ar key' "docs/$1.1" && ! grep -q '^\.It Cm' "docs/$1.1"; then
        sed -n '/^\.Ss Keys/,/^\.Sh/p' "docs/$1.1" >"$made/list"
        sed -n 's/^\.Cm //p' "$made/list" | tr ' ' '\n' | grep -E '^[a-z]' >"$made/page"
    else
        sed -n 's/^\.It Cm //p' "docs/$1.1" | sed -E 's/Ns =[^ ]*|Ns Ar [^ ,]+|Cm//g' | tr -d ',' |
            tr ' ' '\n' | grep -E '^[a-z]' >"$made/page"
    fi
    compare key
}

# "Exit status: 0 done; 2 usage" in the comment at the head of the file.
same_statuses() { # same_statuses NAME
    sed -n '/^ \* Exit status:/,/^ \*$/p' "rootfs/$1.c" | tr -d '\n' | sed 's/ \* / /g' |
        grep -oE '[:;] [0-9]+ ' | tr -dc '0-9\n' >"$made/program"
    sed -n '/^\.Sh EXIT STATUS/,/^\.Sh EXAMPLES/s/^\.It //p' "docs/$1.1" >"$made/page"
    [ -s "$made/program" ] && compare "exit status"
}

for name in $programs; do
    ok "$name has a page of all parts" has_sections "docs/$name.1"
    ok "$name: the options of its usage are those of its page" same_options "$name"
    ! grep -qE 'packet_read|", KEY_' "rootfs/$name.c" ||
        ok "$name: the keys it reads are those of its page" same_keys "$name"
    ok "$name: its exit statuses are those of its page" same_statuses "$name"
done

# Every name by which the image calls one of our programs, but those of the test programs.
names_without_page() {
    sed -n 's,^slink /s*bin/\([a-z-]*\) \(tools\|ipchains\) .*,\1,p; s,^file /s*bin/\([a-z-]*\) .*,\1,p' \
        rootfs/initramfs.list | grep -vxE 'tools|fwabi|busybox' >"$made/names"
    [ -s "$made/names" ]
    sed -n '/^\.Sh NAME/,/^\.Nd/s/^\.Nm //p' docs/*.[1-8] | tr -d ',' | tr ' ' '\n' | sort -u >"$made/described"
    ! grep -vxFf "$made/described" "$made/names"
}
ok "each name of a program in the image stands under NAME of a page" names_without_page

# divert(4) lists the ways to lose a packet: the words of the diary and the errnos of the kernel's code.
losses_are_told() {
    cat uml-kernel/ip_divert*.c | tr '\n' ' ' >"$made/code"
    grep -oE 'ipfw_diary_lost\([^;]*"[a-z]+"\)' "$made/code" | cut -d '"' -f 2 | sort -u >"$made/words"
    [ -s "$made/words" ]
    while read -r word; do
        grep -q "^\.Ql lost $word\b" docs/divert.4 || echo "lost $word"
    done <"$made/words" >"$made/untold"
    grep -hoE -- '-E[A-Z]+\b' uml-kernel/ip_divert_inject.c uml-kernel/ip_divert_packet.c | tr -d - | sort -u >"$made/errnos"
    [ -s "$made/errnos" ]
    while read -r errno; do
        grep -qE "^(\.Er|\.It Bq Er) $errno\b" docs/divert.4 || echo "$errno"
    done <"$made/errnos" >>"$made/untold"
    ! grep . "$made/untold"
}
ok "divert(4) has each word with which a packet is lost, and each errno of a write" losses_are_told

troff_has_nothing_to_say() {
    for page in docs/*.[1-8]; do groff -mdoc -Tascii -ww -z "$page" || echo "$page"; done >"$made/troff" 2>&1
    ! grep . "$made/troff"
}
ok "groff has nothing to say of the pages" troff_has_nothing_to_say

plan_done
