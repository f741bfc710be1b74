#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# prove.sh [FILE...]: every suite and scenario through prove(1), as many at once
# as there are cores. Each suite and each scenario is one TAP stream.
set -eu
cd "$(dirname "$0")/../.."

[ $# -gt 0 ] || set -- harness/suites/*.t scenarios/*.exp
exec prove --jobs "${JOBS:-$(nproc)}" --exec harness/suites/one.sh "$@"
