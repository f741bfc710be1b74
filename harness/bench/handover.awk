# SPDX-License-Identifier: GPL-2.0-only
#
# The table of programs that packets are handed to, with median.awk. A line of the input is
#   cost READER PACKETS NONE TOOK     CPU times in microseconds, without and with packets
#   latency READER p50 T p90 T p99 T  nanoseconds

$1 == "cost" {
	cost[$2, ++costs[$2]] = ($5 - $4) * 1000 / $3
}

$1 == "latency" {
	latency[$2, 1, ++latencies[$2]] = $4
	latency[$2, 2, latencies[$2]] = $6
	latency[$2, 3, latencies[$2]] = $8
}

# Sets middle and spread.
function summary(who,    i, list)
{
	for (i = 1; i <= costs[who]; i++)
		list[i] = cost[who, i]
	middle = median(list, costs[who])
	spread = spread_of(list, costs[who])
}

# One percentile in microseconds: median of the repetitions.
function percentile(who, which,    i, list)
{
	if (!latencies[who])
		return "-"
	for (i = 1; i <= latencies[who]; i++)
		list[i] = latency[who, which, i]
	return sprintf("%.1f", median(list, latencies[who]) / 1000)
}

function row(name, who)
{
	summary(who)
	printf "%-30s %9.1f +-%7.1f %9.0f %7.2f   %8s %8s %8s\n", name, middle, spread, 1e9 / middle,
		reference / middle, percentile(who, 1), percentile(who, 2), percentile(who, 3)
}

END {
	summary("divert")
	reference = middle
	print "A packet through a program: host CPU time in ns, packets a second, latency in us"
	printf "%-30s %20s %9s %7s   %8s %8s %8s\n", "", "ns a packet", "packets/s", "ratio", "p50", "p90", "p99"
	row("nobody, the packet alone", "nobody")
	row("raw socket, a copy sent on", "raw")
	row("divert socket, one by one", "divert")
	row("NFQUEUE, one by one", "nfqueue")
	row("divert socket, up to 64", "divert-many")
	row("NFQUEUE, up to 64", "nfqueue-many")
	print "Medians; +- as above. The ratio is that of packets a second to those of the divert socket, one by one."
}
