# `make help` lists what can be made. Everything goes into .venv; nothing else on the machine is touched.

VENV := .venv
BIN  := $(VENV)/bin
PIP  := $(BIN)/pip --quiet --disable-pip-version-check

# The first Python here that is new enough; `make PYTHON=…` overrides it.
PYTHON ?= $(shell for python in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

.PHONY: help run play test check bench bench-web messages pictures vendor clean
.DEFAULT_GOAL := help

help:  ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do \
		printf 'make %-10s %s\n' "$$name" "$$text"; done

run: $(VENV)/serving  ## set up and open the desk in a browser, with a team to try it out
	@$(BIN)/winwin serve --demo

play: $(VENV)/installed  ## set up and play a case in the terminal
	@$(BIN)/winwin play

test: $(VENV)/developing check  ## set up for development, then check the style, the types and the layers, and test
	$(BIN)/pytest --numprocesses auto --dist loadfile

check: $(VENV)/developing
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/developing  ## measure against inkjs (needs node and npm); one JSON document on stdout
	@$(BIN)/python -m benchmarks

bench-web: $(VENV)/developing  ## measure the desk against the smallest web application (needs PostgreSQL's programs)
	@$(BIN)/python -m benchmarks.web

messages: $(VENV)/developing  ## collect the interface's messages, bring the catalog up to date, compile it
	$(BIN)/python -m tools.messages

pictures: $(VENV)/developing  ## make the README's pictures anew from the real thing (needs chromium)
	$(BIN)/python -m tools.pictures

vendor: $(VENV)/developing  ## bring in htmx and CodeMirror as package-lock.json names them (needs npm)
	$(BIN)/python -m tools.vendor

clean:  ## remove what was installed, built or cached here
	rm -rf $(VENV) dist benchmarks/node_modules
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps say that .venv holds what pyproject.toml asks for, so that the next run starts at once.
$(VENV)/installed: pyproject.toml | $(BIN)/pip
	@echo "Installing winwin into $(VENV) …" >&2
	@$(PIP) install --editable . >&2
	@touch $@

$(VENV)/serving: pyproject.toml | $(BIN)/pip
	@echo "Installing winwin and its desk into $(VENV) …" >&2
	@$(PIP) install --editable '.[desk]' >&2
	@touch $@ $(VENV)/installed

$(VENV)/developing: pyproject.toml | $(BIN)/pip
	@echo "Installing winwin and its development tools into $(VENV) …" >&2
	@$(PIP) install --editable '.[dev]' >&2
	@touch $@ $(VENV)/installed $(VENV)/serving

$(BIN)/pip:
	@test -n "$(PYTHON)" || { echo "winwin needs Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) lacks its venv module. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
