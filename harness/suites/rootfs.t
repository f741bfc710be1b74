#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# rootfs.t: the guest programs' own tests, run on the host under ASan and UBSan.
set -eu
exec make --no-print-directory -s -C rootfs OUT="${OUT:-$PWD/out}" check
