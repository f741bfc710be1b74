#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# compared.t: docs/compared.md is what the scenarios with the tag compare observe.
#
# They run here once more, with evidence of their own, so that the page can be judged alone.
set -eu
. harness/suites/tap.sh

ok "docs/compared.md says what the scenarios observe, all of it" harness/divertlab compared --check

plan_done
