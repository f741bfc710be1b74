# SPDX-License-Identifier: GPL-2.0-only
#
# Turns a console with KUnit's KTAP into flat TAP, one line a test case, and
# doubts it: see kunit.sh. Variables: status, what the kernel exited with (124:
# it was stopped after limit seconds); statements, a file of lines SUITE CASE NUMBER...
# whose numbers stand behind each result, or needs SUITE[:CASE] OPTION: without the option
# the kernel cannot run them; config, the options of the kernel; all, true if every suite was to run.

BEGIN {
	while ((getline line < config) > 0)
		if (line ~ /=y$/)
			on[substr(line, 1, length(line) - 2)]
	while ((getline line < statements) > 0) {
		if (line !~ /^[a-z]/)
			continue
		words = split(line, word, " ")
		if (word[1] == "needs") {
			if (!(word[3] in on))
				unbuilt[word[2]]
			continue
		}
		if (word[1] in unbuilt || (word[1] ":" word[2]) in unbuilt)
			continue
		for (i = 3; i <= words; i++)
			proves[word[1] ": " word[2]] = proves[word[1] ": " word[2]] " " word[i]
	}
}

# The stream is no verdict. The first reason is the one that counts.
function distrust(reason)
{
	if (!doubt)
		doubt = reason
}

function report(good, name,    numbers)
{
	cases++
	failed += !good
	if (name in proves) {
		numbers = " [" substr(proves[name], 2) "]"
		delete proves[name]
	}
	printf "%sok %d - %s%s\n", good ? "" : "not ", cases, name, numbers
}

# What stands behind "ok 3 - " or "ok 3 ".
function name_of(line)
{
	sub(/^(not )?ok [0-9]+ (- )?/, "", line)
	return line
}

function number_of(line)
{
	sub(/^(not )?ok /, "", line)
	return line + 0
}

function end_of_suite(line,    name)
{
	name = name_of(line)
	suites++
	if (number_of(line) != suites)
		distrust("suite " name " stands out of turn")
	if (suite == "" || here != want)
		distrust("suite " name " ran " here + 0 " of " want + 0 " cases")
	if (line ~ /^not/ && !failed_here)
		report(0, name ": the suite itself")
	suite = ""
	here = want = failed_here = 0
}

function end_of_case(line)
{
	here++
	if (number_of(line) != here)
		distrust("a case of suite " suite " is missing: " line)
	failed_here += line ~ /^not/
	report(line !~ /^not/, suite ": " name_of(line))
}

{
	sub(/\r$/, "")
	if (sub(/^\[ *[0-9]+\.[0-9]+\] /, "") == 0 && !/^ *(not )?ok |^ *#|^ *1\.\./)
		next
}

/^(TAP version 14|KTAP version 1)$/ { started = 1; next }

# lib/maple_tree.c of the stock tree is not lockdep-clean under UML.
/WARNING: suspicious RCU usage/ { suspicious = 1; next }
suspicious && /^lib\/maple_tree.c:/ { suspicious = 0; next }
suspicious && /:[0-9]+ / { distrust("suspicious RCU usage: " $0) }

/Kernel panic|^BUG: |WARNING: |Oops|UBSAN: |KASAN: |kmemleak: [1-9]|possible circular/ {
	print "# " $0
	distrust($0)
}

!started { next }

/^1\.\.[0-9]+$/ { total = substr($0, 4) + 0; planned = 1; next }
/^    # Subtest: / { suite = substr($0, 16); next }
/^    1\.\.[0-9]+$/ { want = substr($0, 8) + 0; next }
/^    (not )?ok [0-9]/ { end_of_case(substr($0, 5)); next }
/^(not )?ok [0-9]/ { end_of_suite($0); next }
/KTAP version 1$|^ +# Subtest: |^ +1\.\.[0-9]/ { next }
/^ +(#|not ok)/ { sub(/^ +(# )?/, ""); print "# " $0 }
/^ +[^ #o]/ { sub(/^ +/, ""); print "#   " $0 }

END {
	if (status == 124 || status == 137)
		distrust("the kernel did not end within " limit " s")
	else if (status != 0)
		distrust("the kernel ended with status " status)
	if (!planned)
		distrust("no plan: the suites did not run")
	if (planned && suites != total)
		distrust(suites + 0 " of " total " suites ran")
	if (!cases)
		distrust("no case ran; does any suite match the filter?")
	if (all)
		for (name in proves)
			distrust(statements ": no case `" name "' ran")
	print "1.." cases + 0
	if (doubt) {
		print "Bail out! " doubt
		exit 3
	}
	exit failed > 0
}
