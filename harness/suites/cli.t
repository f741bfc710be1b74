#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# cli.t: what is refused is refused at once: one clear line, status 2, nothing built.
set -eu
. harness/suites/tap.sh

scratch=$(mktemp -d)
trap 'rm -rf "$scratch" "$tap_out"' EXIT

# refused SENTENCE PATTERN ARGUMENT...: status 2, a last line that matches, no
# traceback, and nothing made in an empty output folder.
refused() {
    sentence=$1 pattern=$2
    shift 2
    refused_check() {
        code=0
        OUT=$scratch/out harness/divertlab "$@" >"$scratch/stdout" 2>"$scratch/stderr" || code=$?
        cat "$scratch/stdout" "$scratch/stderr"
        [ "$code" -eq 2 ] || { echo "status $code"; return 1; }
        tail -n 1 "$scratch/stderr" | grep -q '^divertlab: exit 2: ' || return 1
        grep -Eq "$pattern" "$scratch/stderr" || { echo "no line matches $pattern"; return 1; }
        [ "$(wc -l <"$scratch/stderr")" -le 2 ] || { echo "more than two lines"; return 1; }
        ! grep -Eq 'while executing|invoked from within' "$scratch/stderr" || return 1
        [ ! -e "$scratch/out" ] || { echo "something was built"; return 1; }
    }
    ok "$sentence" refused_check "$@"
}

scenario() { # scenario NAME: a scenario file from standard input; prints its path
    {
        echo 'scenario "A sentence."'
        cat
    } >"$scratch/$1.exp"
    echo "$scratch/$1.exp"
}

refused "no command" 'usage|command' 
refused "an unknown command" 'frobnicate' frobnicate
refused "an unknown option" 'frob' run --frob boot
refused "an unknown scenario, with the nearest name" 'in_dvi.*in_div' run in_dvi
refused "a misspelt word, with file and line" 'typo\.exp:11: .*jorney.*journey' run typo

file=$(scenario brace <<'END'
topology gateway
check "never closed" S1.1 {
    is 1 1
END
)
refused "a brace that is never closed" 'brace\.exp:3: ' run "$file"

file=$(scenario arguments <<'END'
topology gateway
check "too few words" S1.1 {
    is 1
}
END
)
refused "a word with too few arguments" 'arguments\.exp:4: .*is' run "$file"

file=$(scenario machine <<'END'
topology gateway
check "no such machine" S1.1 {
    on gatewya {true}
}
END
)
refused "a machine that the topology does not have" 'machine\.exp:4: .*gatewya.*gateway' run "$file"

file=$(scenario topology <<'END'
topology gatway
END
)
refused "a topology that does not exist" 'topology\.exp:2: .*gatway' run "$file"

file=$(scenario statement <<'END'
topology gateway
check "a statement that is none" X9 {
    is 1 1
}
END
)
refused "something that is no statement number" 'statement\.exp:3: .*X9' run "$file"

file=$(scenario nothing <<'END'
topology gateway
END
)
refused "a scenario without a check" 'nothing\.exp' run "$file"

# A host on which one package is missing, and a user who cannot install it.
missing_package() {
    mkdir -p "$scratch/bin"
    cat >"$scratch/bin/dpkg-query" <<'END'
#!/bin/sh
for package; do :; done
[ "$package" = expect ] || printf installed
END
    printf '#!/bin/sh\nexit 1\n' >"$scratch/bin/sudo"
    chmod 755 "$scratch" "$scratch/bin" "$scratch/bin"/*
    as_user=
    [ "$(id -u)" -ne 0 ] || as_user="setpriv --reuid=65534 --regid=65534 --clear-groups"
    code=0
    # shellcheck disable=SC2086 # words
    env PATH="$scratch/bin:$PATH" $as_user sh harness/packages.sh >"$scratch/stdout" 2>"$scratch/stderr" || code=$?
    cat "$scratch/stdout" "$scratch/stderr"
    [ "$code" -eq 4 ] || { echo "status $code"; return 1; }
    grep -qx ' *apt-get install --no-install-recommends expect *' "$scratch/stderr"
}
ok "a missing package and no root: status 4 and the one line for an administrator" missing_package

plan_done
