#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# packages.sh: see that the Debian packages of packages.list are installed.
#
# Installs what is missing as root or through sudo; otherwise says which one
# line an administrator has to run. Exit status: 0 all there, 4 not.
set -eu

list=$(dirname "$0")/packages.list

missing() {
    grep -v '^#' "$list" | while read -r package; do
        status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$status" = installed ] || printf '%s ' "$package"
    done
}

give_up() {
    echo "divertlab: exit 4: $1; an administrator can install them:" >&2
    echo "    apt-get install --no-install-recommends $wanted" >&2
    exit 4
}

command -v dpkg-query >/dev/null 2>&1 || {
    echo "divertlab: exit 4: this is no Debian system: dpkg-query is not there" >&2
    exit 4
}
wanted=$(missing)
[ -n "$wanted" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    as_root=sudo
else
    give_up "packages are missing and this user cannot install them"
fi
echo "installing: $wanted"
# $as_root and $wanted are lists of words on purpose.
# shellcheck disable=SC2086
{
    $as_root apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends $wanted >/dev/null
} || give_up "apt-get could not install the missing packages"
wanted=$(missing)
[ -z "$wanted" ] || give_up "packages are still missing after apt-get"
