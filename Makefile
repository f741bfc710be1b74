# SPDX-License-Identifier: GPL-2.0-only
# Divertlab's front door: make help tells what there is.
#
# Each room builds itself (uml-kernel, rootfs, harness/fabric); this file only
# says what comes before what. A target's line with two hashes is its help; the
# group is the letter behind them: u = use it, w = work on it.

include config.mk
export OUT KCONFIG KERNEL_SRC JOBS

MAKEFLAGS += --no-print-directory
DIVERTLAB = harness/divertlab
ROOM = $(MAKE) -C

.DEFAULT_GOAL = help

run-scenario: packages ##u install what is missing, build once, run one scenario (SCENARIO=name or path)
	@$(DIVERTLAB) check $(SCENARIO)
	@$(MAKE) build
	@$(DIVERTLAB) run $(SCENARIO)

list: packages ##u the scenarios and what each claims
	@$(DIVERTLAB) list

test: packages build plain ##u every suite and scenario; CI runs this
	@harness/suites/prove.sh

test-full: packages build plain ##u the same, with ten rounds of determinism, a second kernel build and the long runs
	@FULL=1 harness/suites/prove.sh

determinism: packages build ##u the default scenario N times, byte for byte the same (N=10)
	@harness/suites/determinism.sh $(N) $(SCENARIO)

spec-coverage: ##u which statements of docs/spec.md the last full run proved (all of it: OUT/spec-coverage.txt)
	@$(DIVERTLAB) coverage

compared: packages build ##u docs/compared.md, from what the scenarios with the tag compare observe
	@$(DIVERTLAB) compared

build: kernel rootfs fabric

kernel: packages ##w the UML kernel (about 4 minutes the first time)
	@$(ROOM) uml-kernel

plain: packages ##w a kernel without MASQ, REDIRECT and divert sockets, for what shows that they are not there
	@$(ROOM) uml-kernel KCONFIG=plain

rootfs: kernel ##w what a machine carries: the initramfs
	@$(ROOM) rootfs

fabric: packages ##w segments, consoles, captures, the clock
	@$(ROOM) harness/fabric

kunit: kernel ##w the kernel's own suites, booted alone
	@uml-kernel/kunit.sh

bench: kernel ##w what rules and programs cost a packet, beside nf_tables and NFQUEUE; no test (docs/bench.md)
	@$(ROOM) rootfs bench
	@harness/bench/bench.sh

style: kernel ##w the linters, and the rules between the rooms
	@prove --verbose --exec harness/suites/one.sh harness/suites/style.t

packages: ##w install the Debian packages that are missing (as root or with sudo)
	@harness/packages.sh

clean: ##w remove builds and evidence; the unpacked kernel tree stays
	@rm -rf $(filter-out $(OUT)/kernel,$(wildcard $(OUT)/*)) $(filter-out $(OUT)/kernel/source%,$(wildcard $(OUT)/kernel/*))

distclean: ##w remove out/ altogether
	@rm -rf $(OUT)

help: ## this text
	@echo "Divertlab: which road does a packet take through a gateway?"
	@echo; echo "Use it:"
	@sed -n 's/^\([a-z-]*\):.*##u \(.*\)/    make \1\t\2/p' Makefile | expand -t 26
	@echo; echo "Work on it:"
	@sed -n 's/^\([a-z-]*\):.*##w \(.*\)/    make \1\t\2/p' Makefile | expand -t 26
	@echo; echo "Knobs, and what they are now:"
	@printf '    %-12s = %s\n' SCENARIO '$(SCENARIO)' N '$(N)' OUT '$(OUT)' \
		KCONFIG '$(KCONFIG)' KERNEL_SRC '$(KERNEL_SRC)' JOBS '$(JOBS)'
	@echo; echo "Evidence of each run lies in out/runs/<scenario>/. The first build takes about 5 minutes."

.PHONY: run-scenario list test test-full determinism spec-coverage compared build kernel plain rootfs fabric kunit bench style \
	packages clean distclean help
