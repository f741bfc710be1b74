#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# usage: build.sh        (knobs: OUT KCONFIG KERNEL_SRC JOBS)
#
# Makes OUT/kernel/KCONFIG/linux, its versions and its .config. Does nothing,
# and quickly, when no input has changed since the last time.
#
# Exit status: 0 built; 1 the compiler failed or an option did not come true;
# 2 a bad knob; 4 this host's packages are missing or do not fit.
set -eu

cd "$(dirname -- "$0")"
: "${OUT:=$(cd .. && pwd)/out}" "${KCONFIG:=default}"
: "${KERNEL_SRC:=/usr/src/linux-source-6.1.tar.xz}" "${JOBS:=$(nproc)}"
export KERNEL_SRC

source=$OUT/kernel/source
objects=obj-$KCONFIG
result=$OUT/kernel/$KCONFIG
log=$result/build.log
fragments='configs/base.config configs/net.config configs/um.config'

die() {
	status=$1
	shift
	echo "build.sh: $*" >&2
	exit "$status"
}

case $KCONFIG in
default) files=780 usual='about 4 minutes on 2 cores' ;;
*[!a-z0-9-]* | '' | source) die 2 "KCONFIG=$KCONFIG: no name of a configuration" ;;
*)
	[ -f "configs/$KCONFIG.config" ] || die 2 "KCONFIG=$KCONFIG: no configs/$KCONFIG.config"
	fragments="$fragments configs/$KCONFIG.config"
	files=820 usual='about 5 minutes on 2 cores'
	;;
esac

# Everything the binary depends on, in one number.
key() {
	{
		./versions.sh
		stat -L -c '%n %s %Y' "$KERNEL_SRC"
		find . -name out -prune -o -type f -print | LC_ALL=C sort | xargs sha256sum
	} 2>/dev/null | sha256sum
}

# Tells how far PID is: each second on a terminal, else a line every ten seconds.
progress() {
	seconds=0
	while kill -0 "$1" 2>/dev/null; do
		sleep 1
		seconds=$((seconds + 1))
		said="Building the kernel ($KCONFIG): $(grep -c '^  CC' "$log" || :)$of files, $seconds s"
		if [ -t 2 ]; then
			printf '\r%s' "$said" >&2
		elif [ $((seconds % 10)) -eq 0 ]; then
			echo "$said" >&2
		fi
	done
	[ ! -t 2 ] || printf '\r\033[K' >&2
}

failed() {
	grep -v '^  [A-Z]' "$log" | tail -n 20 >&2
	die 1 "$1 failed; the whole log: $log"
}

configure() {
	mkdir -p "$source/$objects"
	# shellcheck disable=SC2086 # a list
	./kconfig.sh "$source/$objects/wanted.config" $fragments
	./kbuild.sh "$source" "$objects" KCONFIG_ALLCONFIG=wanted.config allnoconfig \
		>>"$log" 2>&1 || failed configuration
	# shellcheck disable=SC2086 # a list
	./kconfig.sh --verify "$source/$objects/.config" $fragments ||
		die 1 "the configuration $KCONFIG is not what configs/ asks for"
}

compile() {
	of=
	if [ ! -e "$source/$objects/vmlinux" ]; then
		of=" of about $files"
		echo "Building the kernel ($KCONFIG): $usual" >&2
	fi
	./kbuild.sh "$source" "$objects" -j "$JOBS" linux >>"$log" 2>&1 &
	pid=$!
	# What a shell puts in the background does not hear ^C.
	trap 'kill "$pid"; wait "$pid"; exit 130' INT TERM HUP
	progress "$pid"
	wait "$pid" || failed 'the kernel build'
}

install_result() {
	cp "$source/$objects/.config" "$result/config"
	./versions.sh >"$result/versions"
	cp "$source/$objects/linux" "$result/linux.new"
	mv "$result/linux.new" "$result/linux"
}

build() {
	rm -f "$result/key"
	: >"$log"
	./graft.sh "$KERNEL_SRC" "$source" || exit
	# make goes by times, and a file of ours can come back with an old one. Our
	# few files are compiled anew instead; ccache goes by what they say.
	rm -rf "${source:?}/$objects/net/ipv4/ipfw"
	configure
	compile
	install_result
	echo "$1" >"$result/key"
}

main() {
	# Objects without a result are what `make clean` left.
	[ -d "$result" ] || rm -rf "${source:?}/$objects"
	mkdir -p "$result"

	exec 9>"$OUT/kernel/.lock"
	flock 9
	now=$(key)
	if [ ! -x "$result/linux" ] ||
		[ "$now" != "$(cat "$result/key" 2>/dev/null)" ]; then
		build "$now"
	fi
}

# Read to the end before it starts: a build may outlast an edit of this file.
main
exit
