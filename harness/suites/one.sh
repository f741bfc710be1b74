#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# one.sh FILE: run one suite (FILE.t) or scenario (FILE.exp); TAP on standard output.
set -eu

case $1 in
*.exp) exec harness/divertlab run --tap "$1" ;;
*) exec sh "$1" ;;
esac
