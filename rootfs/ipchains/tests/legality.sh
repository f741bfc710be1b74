# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154 # $status and $err come from `call'
# Which options go with which command: the table of S6.9, cell by cell.

# option COLUMN: the words that give this option. -y and ports need a protocol.
option()
{
    case $1 in
    s | d) echo "-$1 1.2.3.4" ;;
    p) echo '-p tcp' ;;
    j) echo '-j DENY' ;;
    y) echo '-p tcp -y' ;;
    t) echo '-t 01 10' ;;
    i) echo '-i eth0' ;;
    m) echo '-m 1' ;;
    sp) echo '-p tcp --sport 80' ;;
    dp) echo '-p tcp --dport 80' ;;
    line) echo '--line-numbers' ;;
    *) printf '%s\n' "-$1" ;; # echo has an -n of its own
    esac
}

# named COLUMN ILLEGAL: how messages name it. Where -p is illegal as well it comes first.
named()
{
    case "$1 $2" in
    *' p '* ) case $1 in y | sp | dp) echo p && return ;; esac ;;
    esac
    case $1 in
    sp) echo 1 ;;
    dp) echo 2 ;;
    line) echo 3 ;;
    *) echo "$1" ;;
    esac
}

columns='n s d p j y b v l x t i f m sp dp o line'

# cell ILLEGAL COLUMN WORDS: what is wrong with this command line, if anything
cell()
{
    illegal=$1 column=$2
    shift 2
    call ipchains "$@"
    case " $illegal " in
    *" $column "*)
        expected="ipchains: Illegal option \`-$(named "$column" " $illegal ")' with this command"
        differ "$*" "$status $(echo "$err" | head -n 1)" "2 $expected"
        ;;
    *) differ "$*" "$status" 0 ;;
    esac
}

# row ILLEGAL WORDS: the command in WORDS with each option in turn; in ILLEGAL stand the
# columns with an x.
row()
{
    illegal=$1
    shift
    wrong=
    for column in $columns; do
        # shellcheck disable=SC2046 # words of a command line
        wrong=$wrong$(cell "$illegal" "$column" "$@" $(option "$column"))
    done
    result "$wrong" "ipchains $*: legal are all options but ${illegal:-none}"
}

proves S6.9
row 'n x line' -A input
row 'n x line' -I input
row 'n x line' -D input
row 'n s d p j y b l x t i f m sp dp o line' -D input 1
row 'n b x line' -R input 1
row 's d p j y b l t i f m sp dp o' -L
all_but_v='n s d p j y b l x t i f m sp dp o line'
row "$all_but_v" -F
row "$all_but_v" -Z
row "$all_but_v" -N foo
row "$all_but_v" -X
row "$all_but_v" -P input DENY
row "$all_but_v" -S 1 2 3
row "v $all_but_v" -M
row 's d p j y b l t i f m sp dp o' -L -Z

# -C has options that it needs, and ports to give
legal=
for words in '-s 1.2.3.4 1 -d 5.6.7.8 2 -y' '-s 1.2.3.4 1 -d 5.6.7.8 2 -b' '-s 1.2.3.4 1 -d 5.6.7.8 2 -v' \
    '-s 1.2.3.4 -d 5.6.7.8 -f' '-s 1.2.3.4 --sport 1 -d 5.6.7.8 --dport 2'; do
    # shellcheck disable=SC2086 # words of a command line
    legal=$legal$(cell '' none -C input -p tcp -i eth0 $words)
done
result "$legal" 'ipchains -C: legal are y b v f sp dp'
illegal=
for column in n j l x t m o line; do
    # shellcheck disable=SC2046
    illegal=$illegal$(cell "$column" "$column" -C input -p 47 -i eth0 -s 1.2.3.4 -d 5.6.7.8 $(option "$column"))
done
result "$illegal" 'ipchains -C: illegal are n j l x t m o line'

# needs COLUMN WORDS
needs()
{
    column=$1
    shift
    blank "You need to supply the \`-$column' option for this command" -C input "$@"
}
needs s -p 47 -d 5.6.7.8 -i eth0
needs d -p 47 -s 1.2.3.4 -i eth0
needs p -s 1.2.3.4 -d 5.6.7.8 -i eth0
needs i -p 47 -s 1.2.3.4 -d 5.6.7.8
needs s
blank "Illegal option \`-n' with this command" -D input 1 -j DENY -n
proves
