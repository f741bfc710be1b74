#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kernel-build.t: an incremental and a clean build give the same kernel, byte for
# byte. A kernel is built twice more, so this runs only in `make test-full`.
set -eu
. harness/suites/tap.sh

out=${OUT:-$PWD/out}
if [ -z "${FULL:-}" ]; then
    echo "1..0 # SKIP builds a kernel: make test-full"
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
