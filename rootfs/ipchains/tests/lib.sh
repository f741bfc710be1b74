# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154 # $work comes from `run'
# The words the tests are written in. Each word but `call' and `proves' is one test.

count=0
failures=0
newline='
'

# proves NUMBER...: the statements of the specification that the tests from here on
# decide, each of them or all together; none ends it.
proves()
{
    proven=$*
}
proven=

# result BAD WHAT: a line of TAP; BAD is empty if all is well.
result()
{
    count=$((count + 1))
    if [ -z "$1" ]; then
        echo "ok $count - $2${proven:+ [$proven]}"
    else
        failures=$((failures + 1))
        echo "not ok $count - $2${proven:+ [$proven]}"
        printf '%s\n' "$1" | sed 's/^/# /'
    fi
}

finish()
{
    echo "1..$count"
    [ "$failures" = 0 ]
}

# call PROGRAM WORDS: sets $status, $out, $err, and $sent with the options sent.
call()
{
    : >"$work/record"
    status=0
    FAKE_RECORD=$work/record "$@" >"$work/stdout" 2>"$work/stderr" <"$input" || status=$?
    out=$(cat "$work/stdout")
    err=$(cat "$work/stderr")
    sent=$(sed -n 's/^sent //p' "$work/record")
}
input=/dev/null

# differ WHAT GOT EXPECTED: text if the two are not the same.
differ()
{
    [ "$2" = "$3" ] || printf '%s:\n%s\nexpected:\n%s\n' "$1" "$2" "$3"
}

# is WHAT GOT EXPECTED
is()
{
    result "$(differ "$1" "$2" "$3")" "$1"
}

# sends EXPECTED WORDS: ipchains succeeds and sends just these options.
sends()
{
    expected=$1
    shift
    call ipchains "$@"
    result "$(differ status "$status" 0; differ 'standard error' "$err" ''
        differ sent "$sent" "$expected")" "ipchains $* sends ${expected%%"$newline"*}"
}

# prints STATUS TEXT WORDS: ipchains ends with STATUS and prints TEXT.
prints()
{
    expected_status=$1
    expected=$2
    shift 2
    call ipchains "$@"
    result "$(differ status "$status" "$expected_status"
        differ 'standard output' "$out" "$expected")" "ipchains $* prints ${expected%%"$newline"*}"
}

hint="Try \`ipchains -h' or 'ipchains --help' for more information."

# refuses MESSAGE WORDS: status 2, this message, the hint, and nothing is sent.
# A message that ends in a newline has a blank line behind it.
refuses()
{
    expected=$1
    shift
    call ipchains "$@"
    result "$(differ status "$status" 2; differ sent "$sent" ''
        differ 'standard error' "$err" "ipchains: $expected$newline$hint")" \
        "ipchains $* is refused: ${expected%%"$newline"*}"
}

# hints WORDS: status 2 and the hint at the end of standard error.
hints()
{
    call ipchains "$@"
    result "$(differ status "$status" 2; differ sent "$sent" ''
        differ 'last line' "$(tail -n 1 "$work/stderr")" "$hint")" "ipchains $* is refused with the hint"
}

# fails MESSAGE WORDS: status 1 and this message from the kernel's errno.
fails()
{
    expected=$1
    shift
    call ipchains "$@"
    result "$(differ status "$status" 1; differ 'standard error' "$err" "ipchains: $expected")" \
        "ipchains $* fails: $expected"
}

# kernel ERRNO WORDS: the test in WORDS with a kernel that answers ERRNO.
kernel()
{
    FAKE_ERRNO=$1
    export FAKE_ERRNO
    shift
    "$@"
    unset FAKE_ERRNO
}
