#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# fabric.t: the fabric's own tests, under ASan and UBSan.
set -eu
exec make --no-print-directory -s -C harness/fabric OUT="${OUT:-$PWD/out}" check
