# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154 # $work comes from `run', $out from `call'
# libipfwc under another program than ipchains (6.13).

proves S6.77
rm -f "$work/state"
FAKE_STATE=$work/state
export FAKE_STATE
call client
is 'each function of the library: 1, or 0 and errno' "$status $out" '0 create 1
create again 0 EEXIST
append 1
append to none 0 ENOENT
insert 1
insert too far 0 EINVAL
append jump 1
chains 4: the last is u, 1 references
rule input ACCEPT
rule input DENY
rule input u
delete used 0 EBUSY
delete number 1
policy 1
flush 1
flush none 0 ENOENT
which means: No chain by that name
delete chain 1
errno 0 means: Incompatible with this kernel
replace 1
delete 1
zero 1
check: denied'
unset FAKE_STATE
proves
