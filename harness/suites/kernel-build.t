#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kernel-build.t: every kernel but the plain one has the facility; an incremental and a clean build
# give the same kernel, byte for byte. For that a kernel is built twice more: only
# in `make test-full`.
set -eu
. harness/suites/tap.sh

out=${OUT:-$PWD/out}

# An option and what it needs, as Kconfig has them, and both on in every configuration built;
# plain.config says of the second that it is off.
facility() {
    awk '/^config / { name = $2 } name == "IP_DIVERT" && /depends on IP_FIREWALL$/ { found = 1 }
        END { exit !found }' uml-kernel/Kconfig || { echo "IP_DIVERT does not need IP_FIREWALL"; return 1; }
    for config in "$out"/kernel/*/config; do
        [ "$config" != "$out/kernel/plain/config" ] || continue
        for option in CONFIG_IP_FIREWALL CONFIG_IP_DIVERT; do
            grep -qx "$option=y" "$config" || { echo "$config is without $option"; return 1; }
        done
    done
}
ok "CONFIG_IP_FIREWALL and CONFIG_IP_DIVERT, which needs it, are on in every kernel but the plain one [S7.4]" facility

if [ -z "${FULL:-}" ]; then
    plan_done
    exit 0
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch" "$tap_out"' EXIT

build() { # build DIR: with an empty compiler cache, so that everything is compiled
    CCACHE_DIR=$scratch/ccache make -C uml-kernel OUT="$1"
}

ok "a clean build in another directory" build "$scratch/other"
ok "is byte for byte the kernel that stands here" \
    cmp "$out/kernel/default/linux" "$scratch/other/kernel/default/linux"

changed_and_back() {
    cp -a uml-kernel "$scratch/uml-kernel"
    cp config.mk "$scratch/"
    echo '#define DIVERTLAB_REBUILD 1' >>"$scratch/uml-kernel/ip_fw_core.h"
    make -C "$scratch/uml-kernel" OUT="$scratch/other" || return 1
    cp uml-kernel/ip_fw_core.h "$scratch/uml-kernel/ip_fw_core.h"
    make -C "$scratch/uml-kernel" OUT="$scratch/other" || return 1
    cmp "$out/kernel/default/linux" "$scratch/other/kernel/default/linux"
}
ok "a header changed, built, changed back, built: the same again" changed_and_back

plan_done
