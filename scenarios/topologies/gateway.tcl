# inside, gateway, outside: two segments joined by one router (RFC 5737).
#
#   inside ----lan---- gateway ----wan---- outside
#    .2     192.0.2.0    .1  .1  198.51.100.0   .2
#
# SPDX-License-Identifier: GPL-2.0-only
segment lan 192.0.2.0/24    delay 1ms
segment wan 198.51.100.0/24 delay 1ms

machine inside  {eth0 lan 192.0.2.2} via 192.0.2.1
machine gateway {eth0 lan 192.0.2.1  eth1 wan 198.51.100.1} forward
machine outside {eth0 wan 198.51.100.2} via 198.51.100.1

option inside2 "a second client on lan, with addresses of its own" {
    machine inside2 {eth0 lan 172.16.128.10/24} via 172.16.128.1
    address gateway eth0 172.16.128.1/24
}
