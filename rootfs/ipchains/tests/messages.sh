# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154 # $work comes from `run', $err from `call'
# Command lines that are refused (6.2 to 6.4), and the kernel's refusals (6.5).

# blank MESSAGE WORDS: refused with a message that has a blank line behind it
blank()
{
    message=$1
    shift
    refuses "$message$newline" "$@"
}

# 6.1 and 6.2: the words
proves S6.29 S6.32
refuses 'no command specified'
refuses 'no command specified' -p tcp
proves S6.5
hints -A input -j DENY extra
proves S6.3
hints -L -v test
proves S6.2
hints --add input
hints --masquerade -L
hints --s 1.2.3.4
hints --so 1.2.3.4
proves S6.1
hints --delete-chain
proves
hints -Q
hints -A
proves S6.29
refuses 'unknown arguments found on commandline' -L -- extra
proves S6.4
refuses '-L with -Z does not allow chain to be specified' -L input -Z
refuses '-L with -Z does not allow chain to be specified' -Z input -L
proves S6.29
refuses 'unexpected ! flag' ! -A input
refuses 'Multiple `!'"' flags not allowed" ! -s ! 1.2.3.4
refuses 'nothing appropriate following !' -A input !
refuses 'nothing appropriate following !' -A input -s !
refuses 'cannot have ! before --line-numbers' -L ! --line-numbers
refuses 'cannot have ! before --no-warnings' -L ! --no-warnings
proves S6.29 S6.33
blank 'multiple consecutive ! not allowed' -A input ! ! -y
blank 'multiple -p flags not allowed' -A input -p tcp -p udp
blank 'multiple -s flags not allowed' -A input -s 1.2.3.4 --src 1.2.3.4
blank 'multiple -1 flags not allowed' -A input -p tcp -s 0/0 80 --sport 80
blank 'cannot have ! before -j' -A input ! -j DENY
blank 'cannot have ! before -b' -A input ! -b
blank "Can't use -D with -A" -A input -D input
blank "Can't use -A with -A" -A input -A output
proves S6.70
blank "Can't use -Z with -M" -M -L -Z
proves S6.33
blank "Illegal option \`-n' with this command" -A input -n
blank "Illegal option \`-x' with this command" -D input -x
blank "Illegal option \`-s' with this command" -D input 1 -s 1.2.3.4
blank "Illegal option \`-b' with this command" -R input 1 -b
blank "Illegal option \`-s' with this command" -L -s 1.2.3.4
blank "Illegal option \`-v' with this command" -M -v
blank "Illegal option \`-3' with this command" -F --line-numbers
blank "Illegal option \`-j' with this command" -N foo -j DENY
blank "You need to supply the \`-s' option for this command" -C input
blank "You need to supply the \`-i' option for this command" -C input -p tcp -s 1.2.3.4 1 -d 5.6.7.8 2
blank "You need to supply the \`-d' option for this command" -C input -p 47 -s 1.2.3.4

proves S6.7
# 6.3: what a word may be
refuses 'host/network `!1.2.3.4'"' not found" -A input -s !1.2.3.4
proves S6.10
refuses 'host/network `nowhere.example'"' not found" -A input -d nowhere.example
refuses 'host/network `256.1.1.1'"' not found" -A input -d 256.1.1.1
refuses 'host/network `10'"' not found" -A input -d 10/8
proves S6.11
refuses "invalid mask \`33' specified" -A input -s 10.1.2.3/33
refuses "invalid mask \`x' specified" -A input -s 10.1.2.3/8/x
proves S6.13
refuses '! not allowed with multiple source or destination IP addresses' -A input -s ! twins.example
refuses '-b not allowed with multiple source or destination IP addresses' -A input -b -s twins.example
refuses 'Replacement rule does not specify a unique address' -R input 1 -s twins.example
proves S6.14
refuses "unknown protocol \`xyz' specified" -A input -p xyz
refuses "unknown protocol \`65536' specified" -A input -p 65536
refuses 'rule would never match protocol' -A input -p ! all
proves S6.15
refuses 'can only specify ports for icmp, tcp or udp' -A input -s 1.2.3.4 80
refuses 'can only specify ports for icmp, tcp or udp' -A input -p 47 --dport 80
refuses "invalid port/service \`nosuch' specified" -A input -p tcp --dport nosuch
refuses "invalid port/service \`65536' specified" -A input -p tcp --dport 65536
refuses "invalid port/service \`1:domain' specified" -A input -p tcp --dport 1:domain
proves S6.16
refuses "Ambiguous ICMP \`ech' : \`echo-reply' or \`echo-request'?" -A input -p icmp -s 0/0 ech
refuses "Ambiguous ICMP \`re' : \`redirect' or \`required-option-missing'?" -A input -p icmp -s 0/0 re
refuses "Can't use ICMP name and destination port together" -A input -p icmp -s 0/0 ping -d 0/0 0
refuses "Can't invert named ICMP types" -A input -p icmp -s 0/0 ! ping
refuses "invalid ICMP type \`foo' specified" -A input -p icmp -s 0/0 foo
proves S6.17
refuses 'Invalid target name (too short)' -A input -j ''
refuses "Invalid target name \`ninechars' (8 chars max)" -A input -j ninechars
refuses "Invalid target name \`a b'" -A input -j 'a b'
proves S6.20
refuses "interface name \`12345678901234567' must be shorter than IFNAMSIZ (16)" -A input -i 12345678901234567
proves S6.21 S6.33
for word in foo '' + -+5 4294967296 0x; do
    blank "Bad value \`$word' for -m." -A input -m "$word"
done
proves S6.22
refuses "-o argument must be 0-65535, not \`70000'" -A input -o 70000
proves S6.23
refuses "invalid hexbyte \`1ff' specified" -A input -t 1ff 00
refuses "invalid hexbyte \`1g' specified" -A input -t 01 1g
refuses '-t requires 2 hexbyte arguments' -A input -t 01
refuses '-t requires 2 hexbyte arguments' -A input -t 01 -y
proves S6.24
refuses "Invalid rule number \`0'" -D input 0
refuses "Invalid rule number \`x'" -I input x -j DENY
proves S6.25
refuses "invalid timeout value \`x' specified" -S 1 x 3
refuses "invalid timeout value \`2147483648' specified" -S 2147483648 1 1
refuses '-S requires 3 timeout values' -M -S 1 2
proves S6.26
refuses "chain name \`toolongname' too long (must be under 8 chars)" -A toolongname
refuses "chain name \`123456789' too long (must be under 8 chars)" -N 123456789

proves S6.27
# 6.4: what goes together
refuses 'no ports allowed without specific protocol' -A input -p ! tcp --dport 80
refuses '-y only allowed with TCP protocol' -A input -p udp -y
refuses '-y only allowed with TCP protocol' -A input -y
refuses 'no ports allowed with -f' -A input -p tcp -f -d 0/0 80
refuses '-y not allowed with -f' -A input -p tcp -f -y
refuses 'redirecting only allowed with TCP or UDP' -A input -p icmp -j REDIRECT
refuses 'redirecting only allowed with TCP or UDP' -A input -j REDIRECT 80
refuses 'masquerading not allowed for input and output chains' -A input -j MASQ
refuses 'masquerading not allowed for input and output chains' -I output -j MASQ
refuses 'redirect not allowed for output and forward chains' -A output -p tcp -j REDIRECT
refuses "\`-P MASQ' only valid for \`forward' chain." -P input MASQ
refuses 'Can only set policy in built-in chains.' -P test DENY
refuses "Invalid policy \`RETURN' for -P" -P input RETURN
refuses "Invalid policy \`DIVERT' for -P" -P input DIVERT
refuses '-P requires a chain and a policy' -P input
refuses '-R requires a rule number' -R input -j DENY
refuses '-M/--masquerading requires -L/--list or -S/--set' -M
refuses '! not allowed with -C' -C input -p tcp -s ! 1.2.3.4 1 -d 5.6.7.8 2 -i eth0
refuses 'one port required with source/destination address for -C' \
    -C input -p tcp -s 1.2.3.4 1:2 -d 5.6.7.8 2 -i eth0
refuses 'one port required with source/destination address for -C' -C input -p udp -s 1.2.3.4 1 -d 5.6.7.8 -i eth0
refuses 'Must specify exact ICMP type for testing' -C input -p icmp -s 1.2.3.4 redirect -d 5.6.7.8 -i eth0
refuses 'Must specify exact ICMP type for testing' -C input -p icmp -s 1.2.3.4 ttl-exceeded -d 5.6.7.8 -i eth0
proves S6.19
refuses '-j DIVERT requires a divert port' -A input -j DIVERT
refuses "invalid divert port \`0' specified" -A input -p icmp -j DIVERT 0
refuses "invalid divert port \`65536' specified" -A input -j DIVERT 65536
refuses "invalid divert port \`x' specified" -A input -p tcp -j DIVERT x
refuses "invalid divert port \`www' specified" -A input -j DIVERT www
proves S6.30 S6.33
blank 'TOS manipulation cannot alter bit 0 (RFC1349)' -A input -t 00 10
blank 'TOS manipulation cannot alter bit 0 (RFC1349)' -D input -t ff 01
blank 'TOS manipulation cannot set multiple TOS bits (RFC1349)' -A input -t 01 0c

proves S6.30
# S6.30 and S6.31: warnings
may='Warning: TOS manipulation may set multiple TOS bits for'
prints 0 "$may Minimize Throughput TOS (0x08)
$may Minimize Cost TOS (0x02)" -A input -t ff 04
prints 0 '' -A input -t ff 04 --no-warnings
proves S6.31
echo 0 >"$work/proc/ip_forward"
FAKE_TERMINAL=/dev/null
export FAKE_TERMINAL
prints 0 'Warning: you must enable IP forwarding for packets to be forwarded at all:
 Use `echo 1 > /proc/sys/net/ipv4/ip_forward'"'" -A forward -j DENY
prints 0 '' -A forward -j DENY --no-warnings
prints 0 '' -A input -j DENY
echo 1 >"$work/proc/ip_forward"
prints 0 '' -I forward -j DENY
unset FAKE_TERMINAL
echo 0 >"$work/proc/ip_forward"
prints 0 '' -A forward -j DENY

proves S6.32 S6.35
# S6.35: the text of each verb and errno
forward='No target by that name'
kernel 2 fails "$forward" -A input -j nosuch
kernel 2 fails "$forward" -I input -j nosuch
kernel 2 fails "$forward" -R input 1 -j nosuch
proves S6.35 S6.36
kernel 2 fails "$forward" -A nosuch -j DENY
proves S6.35
kernel 2 fails "$forward (Maybe this kernel doesn't support masquerading?)" -A forward -j MASQ
kernel 2 fails "$forward (Maybe this kernel doesn't support transparent proxying?)" -A input -p tcp -j REDIRECT
kernel 2 fails "$forward (Maybe this kernel doesn't support divert sockets?)" -A input -j DIVERT 1
for words in '-D input 9' '-D input -j DENY' '-F nosuch' '-Z nosuch' '-X nosuch' '-P input DENY' \
    '-C nosuch -p 47 -s 1.2.3.4 -d 5.6.7.8 -i eth0'; do
    # shellcheck disable=SC2086 # words of a command line
    kernel 2 fails 'No chain by that name' $words
done
kernel 39 fails 'Chain is not empty' -X full
kernel 16 fails 'Device or resource busy' -X used
kernel 17 fails 'Chain already exists' -N input
kernel 22 fails 'bad arguments (does that interface exist?)' -C input -p 47 -s 1.2.3.4 -d 5.6.7.8 -i eth0
for words in '-D input' '-D input 1' '-I input 9' '-R input 9'; do
    # shellcheck disable=SC2086
    kernel 22 fails 'bad rule (does a matching rule exist in that chain?)' $words
done
kernel 22 fails 'Invalid argument' -A input
kernel 13 fails 'Permission denied' -A input
proves S6.37
kernel 13 fails 'setting MASQ timeouts failed: Permission denied' -M -S 1 2 3
proves S6.35
FAKE_SOCKET_ERRNO=1
export FAKE_SOCKET_ERRNO
fails 'Permission denied (you must be root)' -A input
fails 'Permission denied (you must be root)' -C input -p 47 -s 1.2.3.4 -d 5.6.7.8 -i eth0
fails 'Permission denied (you must be root)' -F
proves S6.37
fails 'socket creation failed: Operation not permitted' -S 1 2 3
unset FAKE_SOCKET_ERRNO

proves S6.42
# Of several calls all are made (S6.42); files that are missing or strange (S6.39)
FAKE_ERRNO=2
export FAKE_ERRNO
call ipchains -F
is 'a failed flush does not keep the others back' "$(echo "$sent" | wc -l) $status" '5 1'
unset FAKE_ERRNO
proves S6.39
for words in -L -F -Z -X; do
    (
        unset FAKE_DIR
        call ipchains "$words"
        [ "$status $err" = '1 ipchains: Incompatible with this kernel' ]
    ) && bad='' || bad="$words does not say so"
    result "$bad" "ipchains $words without /proc is incompatible"
done
proves S5.5
cp "$work/proc/ip_fwnames" "$work/names"
echo 'input ACCEPT 1 0 0' >"$work/proc/ip_fwnames"
fails 'Incompatible with this kernel' -L
cp "$work/names" "$work/proc/ip_fwnames"
proves S6.38
fails 'No chain by that name' -L nosuch
is '-L of a missing chain prints nothing' "$out" ''
proves S6.70
fails "cannot open file \`/proc/net/ip_masquerade'" -M -L
proves S6.32
if [ -e /dev/full ]; then
    status=0
    ipchains -V >/dev/full 2>"$work/stderr" || status=$?
    is 'a full disk is a failure' "$status $(cat "$work/stderr")" \
        '1 ipchains: standard output: No space left on device'
fi

proves S6.33
# PROG is the name it was called as (S6.33)
status=0
"$work/bin/ipchains" 2>"$work/stderr" || status=$?
is 'messages name the program as it was called' "$(cat "$work/stderr")" \
"$work/bin/ipchains: no command specified
Try \`$work/bin/ipchains -h' or '$work/bin/ipchains --help' for more information."
