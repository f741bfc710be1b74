#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# harness.t: the library of the harness, with sh as the machine.
set -eu
exec harness/tests/run
