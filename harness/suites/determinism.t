#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# determinism.t: the same commit gives the same bytes.
set -eu
. harness/suites/tap.sh

rounds=3
[ -z "${FULL:-}" ] || rounds=10
out=${OUT:-$PWD/out}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch" "$tap_out"' EXIT

ok "$rounds rounds, under load and from elsewhere, byte for byte the same" \
    harness/suites/determinism.sh "$rounds"

image_again() {
    mkdir -p "$scratch/elsewhere/kernel"
    ln -s "$out/kernel/source" "$scratch/elsewhere/kernel/source"
    make -C rootfs OUT="$scratch/elsewhere" >/dev/null
    cmp "$out/rootfs/initramfs.cpio" "$scratch/elsewhere/rootfs/initramfs.cpio"
}
ok "the initramfs, built again in another directory, is byte for byte the same" image_again

another_seed() {
    harness/divertlab run --tap --seed 2 --out "$scratch/seed" in_div >/dev/null
    harness/divertlab run --tap --out "$scratch/plain" in_div >/dev/null
    ! diff -rq "$scratch/seed" "$scratch/plain" >/dev/null
}
ok "another seed gives other bytes (so the comparison can fail)" another_seed

plan_done
