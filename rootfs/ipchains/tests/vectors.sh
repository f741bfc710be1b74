# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154 # $work comes from `run', $sent from `call'
# The bytes of appendix A, and how many calls a command makes (6.6).

# rule DIFFERENCES WORDS: one append with these differences from the plain rule
rule()
{
    differences=$1
    shift
    sends "64 80${differences:+ $differences}" "$@"
}

proves S6.12 S6.43
FAKE_FULL=1
export FAKE_FULL
call ipchains -A input
is 'A.1: the plain rule, byte for byte' "$(echo "$sent" | tr ' ' '\n' | sed 1,2d | paste -sd ' ')" \
"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 \
00 00 00 00 00 00 00 00 00 00 00 00 ff ff 00 00 \
ff ff 00 00 00 00 00 00 00 00 00 00 00 00 00 00 \
00 00 00 00 00 00 ff 00 00 00 00 00 00 00 00 00 \
00 00 00 00 69 6e 70 75 74 00 00 00 00 00 00 00"
unset FAKE_FULL
proves S6.40
is 'a command opens one raw socket' "$(grep -v ^sent "$work/record")" 'socket 2 3 255'

proves S6.43
# A.2
rule '0:01 02 03 04; 8:ff ff ff ff; 20:06; 26:50; 28:50 00' -A input -p tcp -s 1.2.3.4 80
rule '20:01; 26:08; 28:08 00' -A input -p icmp -s 0/0 ping
rule '20:01; 26:08; 28:08 00; 56:44 45 4e 59' -A input -p icmp --icmp-type echo-request -j DENY
rule '20:01; 26:08; 28:08 00; 32:00 00' -A input -p icmp -s 0/0 8 -d 0/0 0
proves S6.18
rule '20:06; 34:90 1f; 56:52 45 44 49 52 45 43 54' -A input -p tcp -j REDIRECT 8080
proves S6.43
rule '56:4d 41 53 51; 68:66 6f 72 77 61 72 64' -A forward -j MASQ
rule '20:06; 22:04; 56:52 45 4a 45 43 54; 68:66 6f 72 77 61 72 64' -A forward -p tcp -f -j REJECT
rule '20:2f; 56:52 45 54 55 52 4e' -A input -p 47 -j RETURN
proves S6.23
rule '20:06; 54:01 10' -A input -t 01 10 -p tcp
proves S6.21
rule '16:05; 22:08' -A input -m 5
rule '16:05' -A input -m +5
rule '16:fb ff ff ff' -A input -m -5
proves S6.22
rule '22:20; 36:ff ff' -A input -o
rule '22:20; 36:64' -A input -o 100
proves S2.14 S6.20
rule '22:10; 38:65 74 68' -A input -i eth+
proves S6.7
rule '24:20; 38:70 70 70 30' -A input -i ! ppp0
proves S2.9 S6.11
rule '0:0a 01; 8:ff ff' -A input -s 10.1.2.3/255.255.0.0
proves S6.43
rule '0:0a; 4:c0 a8 01 01 ff; 12:ff ff ff ff 07; 20:06; 22:2b; 24:12; 27:04; 30:50; 32:50 00; 36:40; '\
'38:65 74 68 30; 54:01 10 44 45 4e 59' \
    -A input -v -p tcp -s 10.0.0.0/8 1024: -d ! 192.168.1.1 ! 80 -y -l -o 64 -m 7 -t 01 10 -i eth0 -j DENY
proves S6.45
sends '64 80 0:0a; 4:c0 a8 01 01 ff; 12:ff ff ff ff; 20:01; 26:08; 28:08 00; 32:00 00; 56:44 45 4e 59
64 80 0:c0 a8 01 01 0a; 8:ff ff ff ff ff; 20:01; 26:08; 28:08 00; 32:00 00; 56:44 45 4e 59' \
    -A input -v -b -p icmp -s 10.0.0.0/8 8 -d 192.168.1.1 0 -j DENY
proves S6.20
rule '22:10' -A input -i ''
proves S6.19 S7.27
rule '20:01; 34:d2 04; 56:44 49 56 45 52 54' -A input -p icmp -j DIVERT 1234

# Words beside those of A.2
proves S6.12
rule '' -A input
proves S6.19
rule '34:ff ff; 56:44 49 56 45 52 54' -A input -j DIVERT 65535
rule '20:06; 34:50; 56:44 49 56 45 52 54' -A input -p tcp -j DIVERT www
rule '20:06; 22:03; 35:01; 56:44 49 56 45 52 54' -A input -p tcp -y -l -j DIVERT 256
proves S6.17
rule '56:4e 6f 53 75 63 68' -A input -j NoSuch
proves S6.21
rule '16:ff ff ff ff; 22:08' -A input -m 4294967295
proves S6.44
rule '22:10; 38:70 70 70; 56:44 45 4e 59' -A input -v -i ppp+ -j DENY
proves S6.20
rule '22:10' -A input -i +
rule '38:61 62 63 64 65 66 67 68 69 6a 6b 6c 6d 6e 6f 70' -A input -i abcdefghijklmnop
proves S6.8
rule '0:0a; 8:ff; 20:06; 24:09; 27:04; 30:50; 32:50 00; 56:41 43 43 45 50 54' \
    -A input -p tcp -s ! 10.0.0.0/8 ! 1024: -d 0/0 www -j ACCEPT
proves S6.7
rule '20:06; 22:02; 24:40' -A input -p tcp ! -y
rule '0:0a; 8:ff; 20:06; 22:02; 24:40' -A input -p tcp -s 10.0.0.0/8 ! -y
rule '22:04; 24:80' -A input ! -f
rule '20:06; 22:06; 24:80; 30:50; 32:50 00' -A input -p tcp ! -f -y -d 0/0 80
rule '20:06; 24:04' -A input -p ! TCP
rule '20:06; 24:08; 26:50; 28:50 00' -A input -p tcp ! --sport 80
rule '20:06; 24:10; 30:50; 32:50 00' -A input -p tcp --dport ! 80
proves S6.10
rule '0:c0; 2:02 02; 8:ff ff ff ff' -A input -s inside.example
rule '0:7f; 8:ff' -A input -s loopback/8
rule '0:c0; 2:02; 8:ff ff ff ff' -A input -s lan
proves S6.11
rule '0:0a; 2:03; 8:ff; 10:ff' -A input -s 10.1.3.4/255.0.255.0
rule '' -A input -s any/0 -d nonsense/0.0.0.0
proves S6.15
rule '20:06; 26:15' -A input -p tcp --sport ftp:
rule '20:06; 28:15 00' -A input -p tcp --sport :ftp
rule '20:06' -A input -p tcp --sport :
rule '20:06; 30:50; 32:14 00' -A input -p tcp -d 0/0 80:20
proves S6.16
rule '20:01; 26:05; 28:05 00 01; 32:01 00' -A input -p icmp --icmp-type HOST-R
rule '20:01; 26:05; 28:05 00' -A input -p icmp -s 0/0 redirect
rule '20:01; 24:08; 26:08; 28:0a 00' -A input -p icmp -s 0/0 ! 8:10
proves S6.14
rule '20:2c 01' -A input -p 300
proves S6.23 S6.30
rule '54:01 18' -A input -t 01 18
rule '55:0c' -A input -t ff 0c
proves S6.18
rule '20:06; 34:50; 56:52 45 44 49 52 45 43 54' -A input -p tcp -j REDIRECT www
proves S6.18 S6.28
rule '20:06; 56:52 45 44 49 52 45 43 54; 68:75 73 65 72 00' -A user -p tcp -j REDIRECT
proves S6.28
rule '56:4d 41 53 51; 68:75 73 65 72 00' -A user -j MASQ
proves S6.2
rule '22:01' --append input --log
rule '22:01' --app input --lo

proves S6.41
# A.4
sends '75 18 4d 41 53 51 00 00 00 00 00 66 6f 72 77 61 72 64 00 00' -P forward MASQ
sends '66 16 03 00 00 00 69 6e 70 75 74 00 00 00 00 00 00 00' -D input 3
sends '73 9 66 6f 6f 00 00 00 00 00 00' -N foo
proves S6.2
sends '73 9 66 6f 6f 00 00 00 00 00 00' --new foo
proves S6.26
sends '73 9 31 32 33 34 35 36 37 38 00' -N 12345678
proves S6.41
sends '74 9 66 6f 6f 00 00 00 00 00 00' -X foo
sends '74 9 66 6f 6f 00 00 00 00 00 00' --delete-chain foo
proves S6.3
sends '69 9 66 6f 6f 00 00 00 00 00 00' -Ffoo
sends '70 9 66 6f 6f 00 00 00 00 00 00' --zero=foo
proves S4.14 S4.56 S6.41
sends '72 12 80 fc 0a 00 e8 03 00 00 70 17 00 00' -M -S 7200 10 60
proves S4.56 S6.1
sends '72 12 80 fc 0a 00 e8 03 00 00 70 17 00 00' -S 7200 10 60
proves S6.25
sends '72 12 00 00 00 00 ff ff ff 7f 64 00 00 00' -S 0 2147483647 1
proves S6.41
sends '68 84 2 20:06; 56:41 43 43 45 50 54' -I input 2 -p tcp -j ACCEPT
sends '68 84 1 20:06; 56:41 43 43 45 50 54' -I input -p tcp -j ACCEPT
sends '65 84 2 20:06; 56:41 43 43 45 50 54' -R input 2 -p tcp -j ACCEPT
sends '67 80 20:01; 34:d3 04; 56:44 49 56 45 52 54' -D input -p icmp -j DIVERT 1235

FAKE_DIR=$work/proc
export FAKE_DIR
printf '%s\n' 'input ACCEPT 1 0 0 0 0' 'forward ACCEPT 1 0 0 0 0' 'output ACCEPT 1 0 0 0 0' \
    'one - 0 0 0 0 0' 'two - 0 0 0 0 0' >"$work/proc/ip_fwnames"
: >"$work/proc/ip_fwchains"
chains='69 6e 70 75 74 00 00 00 00
66 6f 72 77 61 72 64 00 00
6f 75 74 70 75 74 00 00 00
6f 6e 65 00 00 00 00 00 00
74 77 6f 00 00 00 00 00 00'
sends "$(echo "$chains" | sed 's/^/69 9 /')" -F
sends "$(echo "$chains" | sed 's/^/70 9 /')" -Z
sends "$(echo "$chains" | sed -n 's/^/74 9 /; 4,$p')" -X
proves S6.40 S6.64
call ipchains -L -n
is '-L opens no socket; names twice, rules once' "$(cat "$work/record")" \
'open /proc/net/ip_fwnames r
open /proc/net/ip_fwchains r
open /proc/net/ip_fwnames r'
proves S6.63 S6.64
call ipchains -L -Z
is '-L -Z reads the rules read-write, the names once more' "$(cat "$work/record")" \
'open /proc/net/ip_fwnames r
open /proc/net/ip_fwchains r+
open /proc/net/ip_fwnames r'

proves S6.13 S6.41
# Several addresses (S6.13), both directions (S6.45)
sends '64 80 0:c0; 2:02 0a; 8:ff ff ff ff
64 80 0:c6 33 64 0a; 8:ff ff ff ff' -A input -s twins.example
sends '68 84 3 4:c0; 6:02 0a; 12:ff ff ff ff
68 84 3 4:c6 33 64 0a; 12:ff ff ff ff' -I input 3 -d twins.example
rule '0:c0; 8:f0' -A input -s twins.example/4
proves S6.45
sends '64 80 0:0a; 4:c0 a8 01 01 ff; 12:ff ff ff ff; 20:06; 27:04; 30:50; 32:50 00; 56:44 45 4e 59
64 80 0:c0 a8 01 01 0a; 8:ff ff ff ff ff; 20:06; 26:50; 28:50 00; 31:04; 56:44 45 4e 59' \
    -A input -b -p tcp -s 10.0.0.0/8 1024: -d 192.168.1.1 80 -j DENY
sends '64 80 0:0a; 8:ff; 20:06; 24:11; 30:50; 32:50 00
64 80 4:0a; 12:ff; 20:06; 24:0a; 26:50; 28:50 00' -A input -b -p tcp -s ! 10.0.0.0/8 -d 0/0 ! 80
sends '67 80 0:0a; 8:ff
67 80 4:0a; 12:ff' -D input -b -s 10.0.0.0/8

proves S4.50 S6.51
# A.5
check()
{
    bytes=$1
    shift
    call ipchains "$@"
    is "ipchains $* sends its test packet" "$(echo "$sent" | head -n 1)" "71 72 $bytes"
}
zeros='00 00 00 00'
addresses='01 02 03 04 05 06 07 08'
tail="$zeros 65 74 68 30 $zeros $zeros $zeros 69 6e 70 75 74 $zeros 00 00 00"
check "45 00 3c 00 00 00 00 00 00 06 00 00 $addresses 04 00 00 50 $zeros $zeros $zeros $zeros $tail" \
    -C input -p tcp -s 1.2.3.4 1024 -d 5.6.7.8 80 -i eth0
check "45 00 3c 00 00 00 00 00 00 06 00 00 $addresses 04 00 00 50 $zeros $zeros 00 02 00 00 $zeros $tail" \
    -C input -p tcp -y -s 1.2.3.4 1024 -d 5.6.7.8 80 -i eth0 -b -v
proves S6.47
check "45 00 3c 00 00 00 00 00 00 01 00 00 $addresses 08 00 $zeros $zeros $zeros $zeros 00 00 $tail" \
    -C input -p icmp -s 1.2.3.4 ping -d 5.6.7.8 -i eth0
proves S4.51
check "45 00 3c 00 00 00 00 02 00 06 00 00 $addresses $zeros $zeros $zeros $zeros $zeros $tail" \
    -C input -p tcp -f -s 1.2.3.4 -d 5.6.7.8 -i eth0
proves S6.47
check "45 00 3c 00 00 00 00 00 00 11 00 00 $addresses 04 00 00 35 $zeros $zeros $zeros $zeros $tail" \
    -C input -p udp -s 1.2.3.4 1024 -d 5.6.7.8 domain -i eth0
proves S6.48
check "45 00 3c 00 00 00 00 00 00 00 00 00 $addresses $zeros $zeros $zeros $zeros $zeros $tail" \
    -C input -p all -s 1.2.3.4 -d 5.6.7.8 -i eth0
proves S6.45
call ipchains -C input -p tcp -y -s 1.2.3.4 1024 -d 5.6.7.8 80 -i eth0 -b
is '-C -b: the second packet is the answer to the first' "$(echo "$sent" | sed -n 2p)" \
"71 72 45 00 3c 00 00 00 00 00 00 06 00 00 05 06 07 08 01 02 03 04 00 50 04 00 $zeros $zeros 00 02 00 00 $zeros $tail"

proves S6.49
# A.6 and S6.50
verdict()
{
    kernel "$1" prints 0 "$2" -C input -p tcp -y -s 1.2.3.4 1024 -d 5.6.7.8 80 -i eth0
}
verdict 0 accepted
verdict 104 masqueraded
verdict 110 denied
verdict 111 rejected
verdict 103 redirected
verdict 40 'caught in loop'
verdict 23 'passed through chain'
proves S6.50
verdict 66 diverted
