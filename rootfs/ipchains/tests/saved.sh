# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154,SC2034 # $work comes from `run', $out from `call', which reads $input
# ipchains-save and ipchains-restore (6.12) on a kernel that remembers.

FAKE_STATE=$work/state
export FAKE_STATE
rm -f "$work/state"

# must WORDS: a step that is no test of its own
must()
{
    call "$@"
    [ "$status" = 0 ] || result "status $status: $err" "$*"
}

# chains: all that the two files of /proc show, as -L -v -n does
chains()
{
    must ipchains -L -n -v --line-numbers
    echo "$out"
}

must ipchains -N user
must ipchains -N 12345678
must ipchains -N empty
must ipchains -P input DENY
must ipchains -P forward MASQ
must ipchains -P output REJECT
must ipchains -A input
must ipchains -A input -p tcp -s ! 10.0.0.0/8 ! 1024: -d ! 192.168.1.0/24 ! 80 -y -l -o 64 -m 7 -t 01 10 -i eth+ -j DENY
must ipchains -A input -p icmp -s 0/0 ping -j DIVERT 1234
must ipchains -A input -p ! udp -i ! lo -o -m -5 -j user
must ipchains -A input -p tcp ! -y -j REDIRECT 8080
must ipchains -A input -p tcp -j REDIRECT
must ipchains -A input -m 0 -j 12345678
must ipchains -A input -m 4294967295
must ipchains -A input -i ! ''
must ipchains -A input -i +
must ipchains -A input -s 10.1.2.3/255.0.255.0 -j REJECT
must ipchains -A forward ! -f -p udp -d 0/0 53 -j MASQ
must ipchains -A output -f -p tcp -j DIVERT 65535
must ipchains -A output -p 47 -o 0 -j ACCEPT
must ipchains -A user -p icmp --icmp-type 5 --dport ! 1 -j RETURN
must ipchains -A user -p 300 -b -s 192.0.2.1 -j MASQ
before=$(chains)

call ipchains-save
proves S6.73
saved=$out
is 'ipchains-save says what it saves' "$status $err" \
    "0 $(for chain in input forward output user 12345678 empty; do echo "Saving \`$chain'."; done)"
proves S6.75 S6.76
is 'chains first, then rules' "$(echo "$saved" | sed -n '1,9p')" \
':input DENY
:forward MASQ
:output REJECT
:user -
:12345678 -
:empty -
-A input -s 0.0.0.0/0.0.0.0 -d 0.0.0.0/0.0.0.0
-A input -s ! 10.0.0.0/255.0.0.0 ! 1024:65535 -d ! 192.168.1.0/255.255.255.0 ! 80:80 -i eth+ -p 6 -j DENY -l -o 64 -m 7 -t 01 10 -y
-A input -s 0.0.0.0/0.0.0.0 8:8 -d 0.0.0.0/0.0.0.0 0:65535 -p 1 -j DIVERT 1234'
echo "$saved" >"$work/saved"

proves S6.73
call ipchains-save user
is 'ipchains-save CHAIN saves that chain' "$out" ":user -
$(grep '^-A user ' "$work/saved")"
call ipchains-save -v user
is '-v shows each rule on standard error' "$err" "Saving \`user'.
$(grep '^-A user ' "$work/saved")"
call ipchains-save nosuch
is 'ipchains-save of a missing chain' "$status $err" '1 ipchains: No chain by that name'
call ipchains-save a b
is 'ipchains-save with two chains' "$status $err" '2 Usage: ipchains-save [-v] [CHAIN]'

proves S6.75
# Save, flush, restore: the same chains (T-U30)
must ipchains -F
must ipchains -X
must ipchains -P input ACCEPT
must ipchains -P forward ACCEPT
is 'the chains are gone' "$(chains | wc -l)" 3
input=$work/saved
call ipchains-restore
proves S6.74 S6.75
is 'ipchains-restore says what it restores' "$status $out" \
    "0 $(for chain in input forward output user 12345678 empty; do echo "Restoring \`$chain'."; done)"
input=/dev/null
is 'save, flush, restore gives the same chains' "$(chains)" "$before"
call ipchains-save
is 'and the same file' "$out" "$saved"

proves S6.74
# User chains that are there already (S6.74)
input=$work/saved
ask="Chain \`user' already exists. Skip or flush? [S/f]? "
FAKE_TERMINAL=$work/terminal
export FAKE_TERMINAL
grep user "$work/saved" >"$work/part"
input=$work/part
echo s >"$work/terminal"
call ipchains-restore
is 'an s skips a user chain' "$out" "Restoring \`user'.
${ask}Skipping \`user'."
must ipchains -A input -j 12345678
sed '/-A input/d' "$work/part" >"$work/part2"
input=$work/part2
echo f >"$work/terminal"
call ipchains-restore
is 'an f flushes it' "$out" "Restoring \`user'.
${ask}Flushing \`user'."
: >"$work/terminal"
call ipchains-restore
is 'no answer skips it' "$(echo "$out" | tail -n 1)" "Skipping \`user'."
call ipchains-restore -f
is '-f flushes without asking' "$status $out" "0 Restoring \`user'.
Flushing \`user'."
unset FAKE_TERMINAL
input=$work/saved
call ipchains-restore -f
input=/dev/null
is 'restoring over what is there gives the same chains' "$(chains)" "$before"
input=$work/part2
call ipchains-restore -f -v
is '-v shows each rule' "$(echo "$out" | sed -n '3p')" \
    'RETURN  icmp opt    ------ tos 0xFF 0x00  via *    0.0.0.0/0 -> 0.0.0.0/0    5 ->  !1'

proves S6.75
# A rule of a program, which no command line would be allowed to make (S2.34)
printf '%s\n' ':input ACCEPT' '# the HOWTO rule' '' \
    '-A input -s 0.0.0.0/0.0.0.0 0:65535 -d 0.0.0.0/0.0.0.0 0:65535 -p 1 -j DIVERT 1234 -t 00 00' >"$work/howto"
input=$work/howto
call ipchains-restore
is 'a rule that zeroes the TOS is restored' "$status $err" '0 '
input=/dev/null
call ipchains-save input
is 'and saved' "$(echo "$out" | tail -n 1)" "$(tail -n 1 "$work/howto")"

proves
# wrong LINE TEXT: the second line of the input is this one
wrong()
{
    printf '%s\n' ':input DENY' "$1" >"$work/wrong"
    input=$work/wrong
    call ipchains-restore
    input=/dev/null
    result "$(differ status "$status" 2; differ sent "$sent" ''
        differ 'standard error' "$err" "ipchains-restore: line 2: $2")" "not restored: $1"
}
wrong '-D input 1' 'not a rule'
wrong 'input' 'not a rule'
wrong ':input' 'not a rule'
wrong ':toolongname -' 'not a rule'
wrong ':input -' "chain \`input' with policy \`-'"
wrong ':user ACCEPT' "chain \`user' with policy \`ACCEPT'"
wrong '-A input -p nosuch' "unknown protocol \`nosuch' specified"
printf '%s\n' ':input DENY' '-A input -j nosuch' >"$work/wrong"
input=$work/wrong
call ipchains-restore
input=/dev/null
is 'the kernel refuses a line' "$status $err" '1 ipchains-restore: line 2: No target by that name'
call ipchains-restore file
is 'ipchains-restore reads standard input only' "$status $err" '2 Usage: ipchains-restore [-v] [-f] < FILE'

# Effects of commands on chains that live
rm -f "$work/state"
must ipchains -N u
must ipchains -A input -j u
fails 'Device or resource busy' -X u
must ipchains -I input 1 -b -s 192.0.2.1 -d 192.0.2.2
call ipchains -L input -n
proves S6.46
is 'with -b -I the swapped rule ends up first (S6.46)' "$(echo "$out" | sed -n '3,5s/  *n.a//p' | sed 's/  */ /g')" \
'- all ------ 192.0.2.2 192.0.2.1
- all ------ 192.0.2.1 192.0.2.2
u all ------ 0.0.0.0/0 0.0.0.0/0'
proves S6.36
fails 'No chain by that name' -D input 9
proves
fails 'bad rule (does a matching rule exist in that chain?)' -I input 9
unset FAKE_STATE

# A rule that no options can make is not lost in silence
printf '%s\n' 'input ACCEPT 1 0 0 0 0' >"$work/proc/ip_fwnames"
echo '    input 00000000/00000000->00000000/00000000 - 10 40 6 0 0 0 0 0-65535 0-65535 AFF X00 00000000 0 0 DENY' \
    >"$work/proc/ip_fwchains"
call ipchains-save
is 'ipchains-save refuses a rule it cannot write' "$status $(echo "$err" | tail -n 1)" \
    "1 ipchains-save: rule 1 of chain \`input' cannot be saved: no command line makes it"
