# inside and a gateway with room for large rule sets, on one segment (RFC 5737).
#
#   inside ----lan---- gateway (64 MB)
#    .2     192.0.2.0    .1
#
# SPDX-License-Identifier: GPL-2.0-only
segment lan 192.0.2.0/24 delay 1ms

machine inside  {eth0 lan 192.0.2.2} via 192.0.2.1
machine gateway {eth0 lan 192.0.2.1} forward memory 64M
