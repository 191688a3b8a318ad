# make demo    the main job on an emulated organization
# make test    every test, with all that they need
# make build   release build: .build/release/cordon
# make lint    formatting (part of test)
# make bench   speed, beside the usual way with boto3
# make clean   what the others made

SHELL := /bin/bash
.DEFAULT_GOAL := help

# Without it SwiftPM orders some flags at random and rebuilds what has not changed.
export SWIFT_DETERMINISTIC_HASHING := 1
PYTHON := .venv/bin/python
DEBIAN := libcurl4-openssl-dev libssl-dev libsqlite3-dev zlib1g-dev pkg-config python3-venv
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

.PHONY: help setup system demo build test lint bench clean

help:
	@sed -n 's/^# //p' Makefile | head -6

# The Debian packages that are not there yet.
system:
	@missing=$$(for p in $(DEBIAN); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
	if [ -n "$$missing" ]; then \
		echo "== system packages:" $$missing; \
		$(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; \
	fi

.venv/ready: Tests/Emulator/requirements.txt | system
	@echo "== Python packages for the emulator"
	@python3 -m venv .venv && .venv/bin/pip install --quiet --disable-pip-version-check -r $< && touch $@

setup: system .venv/ready

build: system
	@echo "== release build (some minutes the first time)"
	swift build -c release --product cordon

demo: setup build
	@$(PYTHON) Tests/Emulator/demo.py --cordon .build/release/cordon

lint: system
	swift format lint --strict --parallel --recursive Package.swift Sources Tests Benchmarks

test: setup lint
	@echo "== emulator"
	$(PYTHON) Tests/Emulator/selfcheck.py
	@echo "== tests"
	swift test --disable-xctest

bench: setup
	swift build -c release
	@$(PYTHON) Benchmarks/run.py

clean:
	swift package clean
	rm -rf .venv
