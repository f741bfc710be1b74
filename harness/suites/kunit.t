#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kunit.t: the kernel's suites: matching and walking against the reference model.
set -eu
export OUT="${OUT:-$PWD/out}"
exec uml-kernel/kunit.sh
