# SPDX-License-Identifier: GPL-2.0-only
# The knobs. Each can be set on make's command line or in the environment.

# where everything that is built, and the evidence of every run, goes
OUT ?= $(CURDIR)/out
# which kernel configuration: default, or debug (KASAN, lockdep, kmemleak)
KCONFIG ?= default
# Debian's kernel source package, as it lies on this host
KERNEL_SRC ?= /usr/src/linux-source-6.1.tar.xz
# the scenario that run-scenario runs: a name of scenarios/, or a path
SCENARIO ?= in_div_in_fwd_out
# rounds of `make determinism`
N ?= 10
# how many things are done at once
JOBS ?= $(shell nproc)
