#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# one.sh FILE: run one suite (FILE.t) or scenario (FILE.exp); TAP on standard
# output. What a scenario says on standard error is shown only if it fails.
set -eu

case $1 in
*.exp)
    said=$(mktemp)
    trap 'rm -f "$said"' EXIT
    code=0
    harness/divertlab run --tap "$1" 2>"$said" || code=$?
    [ "$code" -eq 0 ] || cat "$said" >&2
    exit "$code"
    ;;
*) exec sh "$1" ;;
esac
