#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# howto.t: a program written as the HOWTO describes compiles against the project's headers, alone
# and without a change; and each sentence of the HOWTO (docs/spec.md, section 11) is tried.
set -eu
. harness/suites/tap.sh

uapi=uml-kernel/include/uapi
program=rootfs/howto/howto.c
made=$(mktemp -d)
trap 'rm -rf "$made"; rm -f "$tap_out"' EXIT

# As the HOWTO's reader does it: a compiler of his own, our headers, no library and no option of
# ours. gnu89 is what compilers of that time spoke.
compiles() { # compiles FILE [FLAG...]
    file=$1
    shift
    ${CC:-cc} -std=gnu89 -Wall -Wextra -Werror "$@" -I"$uapi" -o "$made/program" "$file"
}

for flags in "" -DREINJECT -DFIREWALL "-DREINJECT -DFIREWALL" "-DREINJECT -DMULTICAST"; do
    # shellcheck disable=SC2086
    ok "the example compiles alone${flags:+, with $flags}" compiles $program $flags
done

# The names between "Its includes, in this order:" and the full stop.
wanted() {
    tr '\n' ' ' <docs/spec.md | sed 's/.*Its includes, in this order: \([^.]*\)\..*/\1/' | xargs -n 1 echo
}

included() {
    sed -n 's/^#include <\(.*\)\.h>$/\1/p' $program | sed '/^linux\/ip_fw$/q'
}

same_includes() {
    wanted >"$made/wanted"
    included >"$made/included"
    cat "$made/included"
    [ "$(wc -l <"$made/included")" -eq 19 ] && cmp "$made/wanted" "$made/included"
}
ok "its includes are the HOWTO's, in the HOWTO's order" same_includes

# Each public header alone, and with the headers of the C library before and behind it. The C
# library's <netinet/ip_icmp.h> cannot come behind <linux/icmp.h>, which ip_fw.h has as the HOWTO has.
header_compiles() { # header_compiles NAME
    for others in "" "netinet/in.h netinet/ip.h netinet/tcp.h netinet/udp.h net/if.h sys/socket.h"; do
        for order in before behind; do
            {
                [ $order = behind ] || echo "#include <linux/$1>"
                for other in $others; do echo "#include <$other>"; done
                [ $order = before ] || echo "#include <netinet/ip_icmp.h>"
                [ $order = before ] || echo "#include <linux/$1>"
                echo "int main(void) { return 0; }"
            } >"$made/header.c"
            compiles "$made/header.c" || return 1
        done
    done
}
for header in "$uapi"/linux/*.h; do
    ok "linux/${header##*/} goes with the C library's headers, before and behind them" \
        header_compiles "${header##*/}"
done

# Every H of section 11 stands in a check of a scenario that `list --tag howto` shows.
untried() {
    harness/divertlab list --tag howto >"$made/list"
    [ -s "$made/list" ]
    sed -n 's/^\*\*\(H[0-9]*\)\*\* .*/\1/p' docs/spec.md >"$made/sentences"
    [ -s "$made/sentences" ]
    awk '{ print "scenarios/" $1 ".exp" }' "$made/list" | xargs grep -h '^ *check "' |
        sed 's/.*"//' | tr ' ' '\n' | grep '^H' | sort -u >"$made/tried"
    ! grep -vxFf "$made/tried" "$made/sentences"
}
ok "each sentence of the HOWTO is named by a check of a scenario with the tag howto" untried

tagged() {
    awk '{ print "scenarios/" $1 ".exp" }' "$made/list" | sort >"$made/tagged"
    grep -lE '^ *check ".*" .*\bH[0-9]+\b' scenarios/*.exp | sort >"$made/naming"
    [ -s "$made/naming" ] && ! grep -vxFf "$made/tagged" "$made/naming"
}
ok "each scenario that names one has the tag" tagged

plan_done
