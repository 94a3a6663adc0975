# `make help` lists what can be made. Everything goes into .venv; nothing else on the machine is touched.

VENV := .venv
BIN  := $(VENV)/bin
PIP  := $(BIN)/pip --quiet --disable-pip-version-check

# The first Python here that is new enough; `make PYTHON=…` overrides it.
PYTHON ?= $(shell for python in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

# What `make test-random` shuffles by, and which tests the test commands run: `make test-random SEED=7 TESTS=tests/call`
SEED  ?= default
TESTS ?= tests
PYTEST = bin/pytest --numprocesses auto --dist loadfile

# The lock is resolved once for all systems and for Python 3.11 and newer. It names no place to fetch anything from.
UV   := .venv-uv/bin/uv
LOCK  = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command 'make upgrade' --upgrade $(1) pyproject.toml requirements/build.in

.PHONY: help run play shell test suite test-quick test-random test-newest test-lowest check style types upgrade \
	bench bench-web messages pictures vendor clean
.DEFAULT_GOAL := help

help:  ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do \
		printf 'make %-12s %s\n' "$$name" "$$text"; done

run: $(VENV)/desk  ## set up and open the desk in a browser, with a team to try it out
	@echo 'The command is $(BIN)/winwin; `make shell` opens a shell that knows it as winwin.' >&2
	@$(BIN)/winwin serve --demo

play: $(VENV)/desk  ## set up and play a case in the terminal
	@$(BIN)/winwin play

shell: $(VENV)/desk  ## set up and open a shell in which `winwin` is a command
	@echo 'Here winwin is a command: winwin --help. Leave with exit.' >&2
	@PATH="$(CURDIR)/$(BIN):$$PATH" "$${SHELL:-/bin/sh}"

# The types are checked beside the tests: mypy uses one core, and the tests wait for browsers now and then.
test: $(VENV)/development style  ## set up for development, then check the style, the layers and the types, and test
	@$(MAKE) --no-print-directory --jobs=2 types suite

suite: $(VENV)/development
	$(VENV)/$(PYTEST) $(TESTS)

test-quick: $(VENV)/development  ## test each room by itself: no browser, PostgreSQL, other processes, whole desk or laws
	$(VENV)/$(PYTEST) -m 'not (browser or desk or postgres or processes or hypothesis)' $(TESTS)

test-random: $(VENV)/development  ## test in random order; SEED=… repeats one
	$(VENV)/$(PYTEST) -p randomly --randomly-seed $(SEED) $(TESTS)

test-newest: $(UV)  ## test with the newest releases of everything, in an environment of its own
	$(UV) venv --quiet --clear --seed --python $(PYTHON) .venv-newest
	$(UV) pip install --quiet --python .venv-newest --upgrade --editable '.[dev]'
	.venv-newest/$(PYTEST) $(TESTS)

test-lowest: $(UV)  ## test with the lower bounds of pyproject.toml, in an environment of its own
	$(UV) venv --quiet --clear --seed --python $(PYTHON) .venv-lowest
	$(UV) pip install --quiet --python .venv-lowest --resolution lowest-direct --editable '.[dev]'
	.venv-lowest/$(PYTEST) -W ignore::DeprecationWarning -W ignore::PendingDeprecationWarning $(TESTS)

check: style types  ## check the style, the layers and the types

style: $(VENV)/development
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: $(VENV)/development
	$(BIN)/mypy

bench: $(VENV)/development  ## measure against inkjs (needs node and npm); one JSON document on stdout
	@$(BIN)/python -m benchmarks

bench-web: $(VENV)/development  ## measure the desk against the smallest web application (needs PostgreSQL's programs)
	@$(BIN)/python -m benchmarks.web

upgrade: $(UV)  ## renew the lock: the newest releases of all that is installed here
	$(call LOCK,--extra dev --output-file requirements/development.txt)
	$(call LOCK,--extra desk --output-file requirements/desk.txt --constraint requirements/development.txt)

messages: $(VENV)/development  ## collect the interface's messages, bring the catalog up to date, compile it
	$(BIN)/python -m tools.messages

pictures: $(VENV)/development  ## make the README's pictures anew from the real thing (needs chromium)
	$(BIN)/python -m tools.pictures

vendor: $(VENV)/development  ## bring in htmx and CodeMirror as package-lock.json names them (needs npm)
	$(BIN)/python -m tools.vendor

clean:  ## remove what was installed, built or cached here
	rm -rf $(VENV) .venv-* dist benchmarks/node_modules
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps say that .venv holds what the lock names, so that the next run starts at once.
$(VENV)/desk: requirements/desk.txt pyproject.toml | $(BIN)/pip
	@echo "Installing winwin and its desk into $(VENV) …" >&2
	@$(PIP) install --require-hashes --requirement $< >&2
	@$(PIP) install --no-deps --no-build-isolation --editable . >&2
	@touch $@

$(VENV)/development: requirements/development.txt pyproject.toml | $(BIN)/pip
	@echo "Installing winwin and its development tools into $(VENV) …" >&2
	@$(PIP) install --require-hashes --requirement $< >&2
	@$(PIP) install --no-deps --no-build-isolation --editable . >&2
	@touch $@ $(VENV)/desk

$(BIN)/pip:
	@test -n "$(PYTHON)" || { echo "winwin needs Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) lacks its venv module. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(UV):
	@$(PYTHON) -m venv .venv-uv
	@.venv-uv/bin/pip --quiet --disable-pip-version-check install uv
