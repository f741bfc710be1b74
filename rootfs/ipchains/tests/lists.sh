# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154 # $work comes from `run', $out from `call'
# What is printed: listings (6.8), -v (6.9), the masquerade table (6.10), help.

cat >"$work/proc/ip_fwnames" <<'END'
input DENY 1 0 12 0 840
forward ACCEPT 1 0 0 0 0
output REJECT 1 1 0 0 7
test - 1 0 0 0 0
empty - 0 0 0 0 0
END
cat >"$work/proc/ip_fwchains" <<'END'
    input 00000000/00000000->00000000/00000000 lo 0 0 1 0         10        0         840       0-65535 0-65535 AFF X00 00000000 0 0    ACCEPT
    input C0A80100/FFFFFF00->00000000/00000000 - 13 0 6 0         100000    0         123456789 0-65535 80-80 AFF X00 00000000 0 0    ACCEPT
    input 00000000/00000000->00000000/00000000 - 10 0 6 0         99999     0         99999     0-65535 80-80 AFF X00 00001F90 0 0  REDIRECT
    input 00000000/00000000->00000000/00000000 - 10 10 17 0         0         0         0         1024-65535 53-53 AFF X00 00000000 0 0      test
    input 00000000/00000000->00000000/00000000 ppp 10 0 47 0         0         0         0         0-65535 0-65535 AFF X00 00000000 0 0    RETURN
     test C0000202/FFFFFFFF->0A010000/FFFF0000 eth0 28 67 6 2         1410065408 2         1410065408 20-21 1-80 A01 X10 00000000 7 64         -
     test 0A000000/FF00FF00->00000000/00000000 - 34 8B 1 0         9999499   0         9999500   8-8 0-65535 AFF X00 000004D2 4294967295 65535    DIVERT
     test 00000000/00000000->00000000/00000000 - 10 0 1 2         1409565407 2         1409565408 8-8 0-65535 AFF X00 00000000 0 0    DIVERT
     test 00000000/00000000->00000000/00000000 abcdefghijklmnop 0 0 300 0         0         0         0         0-65535 0-65535 AFF X00 00000000 0 0  REDIRECT
END

proves S6.52 S6.54 S6.57 S6.59 S6.60 S6.65
# S6.65 (its lines are whole here)
prints 0 "$(cat <<'END'
Chain input (policy DENY: 12 packets, 840 bytes):
 pkts bytes target     prot opt    tosa tosx  ifname     mark       outsize  source                destination           ports
   10   840 ACCEPT     icmp ------ 0xFF 0x00  lo                             0.0.0.0/0            0.0.0.0/0             * ->   *
 100K  123M ACCEPT     tcp  -y--l- 0xFF 0x00  *                              192.168.1.0/24       0.0.0.0/0             * ->   80
99999 99999 REDIRECT   tcp  ------ 0xFF 0x00  *                              0.0.0.0/0            0.0.0.0/0             * ->   80 => 8080
    0     0 test       udp  ------ 0xFF 0x00  *                              0.0.0.0/0            0.0.0.0/0             1024:65535 ->  !53
    0     0 RETURN     gre  ------ 0xFF 0x00  ppp+                           0.0.0.0/0            0.0.0.0/0             n/a
END
)" -L input -n -v
proves S6.52 S6.53 S6.54 S6.55 S6.56 S6.57 S6.58 S6.66
prints 0 "$(cat <<'END'
Chain input (policy DENY):
target     prot opt     source                destination           ports
ACCEPT     icmp ------  0.0.0.0/0            0.0.0.0/0             * ->   *
ACCEPT     tcp  -y--l-  192.168.1.0/24       0.0.0.0/0             * ->   80
REDIRECT   tcp  ------  0.0.0.0/0            0.0.0.0/0             * ->   80 => 8080
test       udp  ------  0.0.0.0/0            0.0.0.0/0             1024:65535 ->  !53
RETURN     gre  ------  0.0.0.0/0            0.0.0.0/0             n/a
Chain forward (policy ACCEPT):
Chain output (policy REJECT):
Chain test (1 references):
target     prot opt     source                destination           ports
-         !tcp  !----o !192.0.2.2            !10.1.0.0/16           20:21 ->   1:80
DIVERT     icmp --!f-o !10.0.0.0/255.0.255.0 !0.0.0.0/0            !8 ->   * => 1234
DIVERT     icmp ------  0.0.0.0/0            0.0.0.0/0             8 ->   * => 0
REDIRECT   300  ------  0.0.0.0/0            0.0.0.0/0             n/a =>  *
Chain empty (0 references):
END
)" -L -n
proves S6.53 S6.56 S6.57 S6.62
prints 0 "$(cat <<'END'
Chain test (1 references):
num  target     prot opt     source                destination           ports
1    -         !tcp  !----o !inside.example       !10.1.0.0/16           ftp-data:ftp ->   1:www
2    DIVERT     icmp --!f-o !10.0.0.0/255.0.255.0 !anywhere             !8 ->   any => 1234
3    DIVERT     icmp ------  anywhere             anywhere              echo-request => 0
4    REDIRECT   300  ------  anywhere             anywhere              n/a =>  any
END
)" -L test --line-numbers
proves S6.56 S6.59 S6.60
prints 0 "$(cat <<'END'
Chain test (1 references):
 pkts bytes target     prot opt    tosa tosx  ifname     mark       outsize  source                destination           ports
  10G   10G -         !tcp  !----o 0x01 0x10 !eth0       0x7          64      !192.0.2.2            !10.1.0.0/16           20:21 ->   1:80
9999K   10M DIVERT     icmp --!f-o 0xFF 0x00  *          0xFFFFFFFF           !10.0.0.0/255.0.255.0 !0.0.0.0/0            !8 ->   * => 1234
9999M   10G DIVERT     icmp ------ 0xFF 0x00  *                              0.0.0.0/0            0.0.0.0/0             8 ->   * => 0
    0     0 REDIRECT   300  ------ 0xFF 0x00  abcdefghijklmnop                     0.0.0.0/0            0.0.0.0/0             n/a =>  *
END
)" -L test -n -v
proves S6.61
prints 0 "$(cat <<'END'
Chain input (policy DENY: 12 packets, 840 bytes):
    pkts      bytes target     prot opt    tosa tosx  ifname     mark       outsize  source                destination           ports
      10        840 ACCEPT     icmp ------ 0xFF 0x00  lo                             0.0.0.0/0            0.0.0.0/0             * ->   *
  100000  123456789 ACCEPT     tcp  -y--l- 0xFF 0x00  *                              192.168.1.0/24       0.0.0.0/0             * ->   80
   99999      99999 REDIRECT   tcp  ------ 0xFF 0x00  *                              0.0.0.0/0            0.0.0.0/0             * ->   80 => 8080
       0          0 test       udp  ------ 0xFF 0x00  *                              0.0.0.0/0            0.0.0.0/0             1024:65535 ->  !53
       0          0 RETURN     gre  ------ 0xFF 0x00  ppp+                           0.0.0.0/0            0.0.0.0/0             n/a
END
)" -Linput -nvx
proves S6.52
call ipchains -L -v
is 'policy counters above 32 bits' "$(echo "$out" | grep output)" \
    'Chain output (policy REJECT: 4294967296 packets, 7 bytes):'
proves S6.3 S6.61
prints 0 'Chain empty (0 references):' --list=empty -x

proves S6.67
# 6.9
prints 0 'DENY  tcp opt    -y--lo tos 0x01 0x10  via eth0 mark 0x7 outsize 64    10.0.0.0/8 -> '\
'!192.168.1.1    1024:65535 ->  !80' \
    -A input -v -p tcp -s 10.0.0.0/8 1024: -d ! 192.168.1.1 ! 80 -y -l -o 64 -m 7 -t 01 10 -i eth0 -j DENY
prints 0 '-  all opt    ------ tos 0xFF 0x00 !via ppp+    0.0.0.0/0 -> 0.0.0.0/0    n/a' -A input -v -i ! ppp+
proves S6.58 S6.67
prints 0 'REDIRECT  tcp opt    ------ tos 0xFF 0x00  via *    0.0.0.0/0 -> 0.0.0.0/0    * ->   *99' \
    -A input -v -p tcp -j REDIRECT 99
proves S6.66 S6.67
prints 0 'DIVERT  icmp opt    ------ tos 0xFF 0x00  via *    0.0.0.0/0 -> 0.0.0.0/0    8 ->   * => 1234' \
    -I input -v -p icmp -s 0/0 ping -j DIVERT 1234
proves S6.67
prints 0 '-  tcp opt    ------ tos 0xFF 0x00  via eth0    1.2.3.4 -> 5.6.7.8    1 ->   2
accepted' -C input -v -p tcp -s 1.2.3.4 1 -d 5.6.7.8 2 -i eth0
prints 0 'ACCEPT !tcp opt    ------ tos 0xFF 0x00  via *   !10.0.0.0/8 -> 0.0.0.0/0    * ->   *' \
    -A input -v -p ! tcp -s ! 10.0.0.0/8 -j ACCEPT
proves S6.68
prints 0 "$(for chain in input forward output test empty; do echo "Flushing chain \`$chain'"; done)" -F -v
prints 0 "$(for chain in input forward output test empty; do echo "Zeroing chain \`$chain'"; done)" -Z -v
prints 0 "$(for chain in test empty; do echo "Deleting chain \`$chain'"; done)" -X -v
prints 0 "Flushing chain \`input'" -F input -v
for words in '-N foo' '-P input DENY' '-D input 1'; do
    # shellcheck disable=SC2086 # words of a command line
    prints 0 '' $words -v
done

proves S6.69
# 6.10
cat >"$work/proc/ip_masquerade" <<'END'
Prc FromIP   FPrt ToIP     TPrt Masq Init-seq  Delta PDelta Expires (free=4095,4095,4095)
END
prints 0 'IP masquerading entries' -M -L
cat >>"$work/proc/ip_masquerade" <<'END'
TCP C0A80102:0402 0A000001:0050 EE48 00000000      0      0   89123
UDP C0000202:0035 0A000001:0035 EE49 0000002A     -5      7      99
END
proves S6.69 S6.71
prints 0 'IP masquerading entries
prot expire   source               destination          ports
TCP  14:51.23 192.168.1.2          10.0.0.1             1026 (61000) -> 80
UDP  00:00.99 192.0.2.2            10.0.0.1             53 (61001) -> 53' -M -L -n
prints 0 'IP masquerading entries
prot expire      initseq delta prevd source               destination          ports
TCP  14:51.23          0     0     0 192.168.1.2          10.0.0.1             1026 (61000) -> www
UDP  00:00.99         42    -5     7 inside.example       10.0.0.1             domain (61001) -> domain' -M -L -v
echo 'TCP what' >>"$work/proc/ip_masquerade"
proves S6.32 S6.34
call ipchains -M -L
is 'an entry of another kernel is a version problem' "$status $err" \
"3 ipchains: cannot read an entry of \`/proc/net/ip_masquerade'
Perhaps ipchains or your kernel need to be upgraded."
rm "$work/proc/ip_masquerade"

proves S6.1
# 6.11 and the rest of 6.1
prints 0 'ipchains 1.3.9, 17-Mar-1999' -V
prints 0 'ipchains 1.3.9, 17-Mar-1999' --version
prints 0 'Not ipchains 2.0' ! -V
icmp='ipchains 1.3.9, 17-Mar-1999

Valid ICMP Types:
echo-reply (pong)
destination-unreachable
   network-unreachable
   host-unreachable
   protocol-unreachable
   port-unreachable
   fragmentation-needed
   source-route-failed
   network-unknown
   host-unknown
   network-prohibited
   host-prohibited
   TOS-network-unreachable
   TOS-host-unreachable
   communication-prohibited
   host-precedence-violation
   precedence-cutoff
source-quench
redirect
   network-redirect
   host-redirect
   TOS-network-redirect
   TOS-host-redirect
echo-request (ping)
router-advertisement
router-solicitation
time-exceeded (ttl-exceeded)
   ttl-zero-during-transit
   ttl-zero-during-reassembly
parameter-problem
   ip-header-bad
   required-option-missing
timestamp-request
timestamp-reply
address-mask-request
address-mask-reply'
proves S6.1 S6.72
prints 0 "$icmp" -h icmp
prints 0 "$icmp" --help ICMP
proves S6.1
call ipchains -h
is 'help ends with status 0 and begins with the version' "$status $(echo "$out" | head -n 1)" \
    '0 ipchains 1.3.9, 17-Mar-1999'
help=$out
proves S6.6
for name in append delete insert replace list flush zero check new-chain delete-chain policy masquerading set \
    protocol source destination source-port sport icmp-type destination-port dport jump interface fragments syn \
    bidirectional verbose numeric log output mark TOS exact line-numbers no-warnings; do
    call ipchains "--$name" ! --version
    result "$(echo "$help" | grep -q -- "--$name" || echo 'not in the help'
        echo "$err" | grep -e unrecognized -e ambiguous)" "--$name is in the help and is known"
done
