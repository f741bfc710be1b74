# SPDX-License-Identifier: GPL-2.0-only
#
# What the tables of the benchmark have in common.

# The median of list[1] ... list[n], which are left sorted.
function median(list, n,    i, j, t)
{
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && list[j] < list[j - 1]; j--) {
			t = list[j]
			list[j] = list[j - 1]
			list[j - 1] = t
		}
	return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
}

# Half of what the middle half of a sorted list spans (of three: all).
function spread_of(list, n,    quarter)
{
	quarter = int((n + 3) / 4)
	return (list[n + 1 - quarter] - list[quarter]) / 2
}
