#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# ipchains.t: the tool against a kernel that only notes what it is sent.
set -eu
export OUT="${OUT:-$PWD/out}"
exec rootfs/ipchains/tests/run
