# SPDX-License-Identifier: GPL-2.0-only
#
# The table of rules, with median.awk. Each line of the input is one measurement:
# SYSTEM RULES LAST PACKETS and two CPU times in microseconds, without and with packets.
# Rules count with what they cost beyond an empty chain (0 rules, last: none).

{
	key = $2 " " $3
	if (!((key, $1) in count) && $1 == "chains")
		order[++rows] = key
	cost[key, $1, ++count[key, $1]] = ($6 - $5) * 1000 / $4
}

# Median, and half of what the middle half of the measurements spans (of three: all).
function summary(key, who,    i, n, list)
{
	n = count[key, who]
	for (i = 1; i <= n; i++)
		list[i] = cost[key, who, i]
	middle[who] = median(list, n)
	spread[who] = spread_of(list, n)
}

# The same of what this costs beyond an empty chain.
function beyond(key, who)
{
	summary("0 none", who)
	empty = middle[who]
	noise = spread[who]
	summary(key, who)
	middle[who] -= empty
	spread[who] = sqrt(spread[who] ^ 2 + noise ^ 2)
}

# Two figures, each with its spread; below its spread a figure says nothing.
function row(name, rules,    ratio)
{
	ratio = "-"
	if (middle["chains"] > spread["chains"] && middle["tables"] > spread["tables"])
		ratio = sprintf("%.2f", middle["chains"] / middle["tables"])
	printf "%-24s %9.1f +-%6.1f %9s   %9.1f +-%6.1f %9s   %6s\n", name,
		middle["chains"], spread["chains"], rules ? sprintf("%.2f", middle["chains"] / rules) : "",
		middle["tables"], spread["tables"], rules ? sprintf("%.2f", middle["tables"] / rules) : "", ratio
}

END {
	print "Host CPU time in ns: per packet, its spread, and per rule and packet"
	printf "%-24s %28s   %28s   %6s\n", "", "chains (2.2)", "nf_tables", "ratio"
	for (i = 1; i <= rows; i++) {
		split(order[i], word, " ")
		if (order[i] == "0 none") {
			summary(order[i], "chains")
			summary(order[i], "tables")
			row("the packet, no rules", 0)
			continue
		}
		beyond(order[i], "chains")
		beyond(order[i], "tables")
		if (word[2] == "accept")
			row("+ one rule that matches", 1)
		else
			row("+ " word[1] (word[1] == 1 ? " rule" : " rules") ", no match", word[1])
	}
	print "Medians; +- is half of the span of the middle half. Below it a figure says nothing."
}
