# Needs python3 (3.11 or newer, with venv) and make; everything else comes into .venv.

PYTHON ?= python3
HOST := 127.0.0.1
PORT := 8000
# One more than there are cores, as tests of servers wait a lot, and at most four: each loads every library anew.
CORES := $(shell getconf _NPROCESSORS_ONLN)
TEST_PROCESSES := $(shell echo $$(( $(CORES) < 4 ? $(CORES) + 1 : 4 )))

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SCHEMA := .venv-schema
EXAMPLES := .venv-examples
CLIENTS := docs/clients
MODULES := $(CLIENTS)/node_modules
# The lock names everything, so pip has nothing to resolve. Compiling all modules would take 25 of 53 seconds;
# Python compiles what it imports, when it first does.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-compile
# Hashes and no registry's address: the locks hold wherever the files come from.
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command "make lock" --quiet

.DEFAULT_GOAL := help
# `test` promises an order: linter, types, tests.
.NOTPARALLEL:
.PHONY: setup serve test faults lint types format bench eval schema clients examples modules reindex lock help

setup: $(READY) ## make .venv with all that is needed, as requirements.lock says

$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { \
		echo "$(PYTHON) is not here. Install Python 3.11 or newer, or name one: make setup PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Microfiche needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1)." \
			"Name a newer one: make setup PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) comes without venv. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Installing into $(VENV); this takes a minute."
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) --require-hashes --requirement requirements.lock
	@# Nothing may come from outside the lock: the build backend is in it, and no registry is asked.
	@$(INSTALL) --no-index --no-build-isolation --editable .
	@# Whatever a start imports is compiled once, here, even where the environment has Python write no bytecode.
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -c "import app.cli, app.main"
	@touch $@

serve: setup ## ingest corpus/ and serve it (HOST=127.0.0.1 PORT=8000)
	@# Status 3 says that some files were rejected and the rest is in: worth serving.
	$(BIN)/microfiche ingest corpus || test $$? -eq 3
	$(BIN)/microfiche serve --host $(HOST) --port $(PORT)

test: setup lint types ## linter, types and tests, in this order
	$(BIN)/pytest --numprocesses $(TEST_PROCESSES) --dist loadfile \
		--no-loadscope-reorder

faults: setup ## break real processes in every way of docs/faults.md; takes some minutes
	$(BIN)/pytest -m "" tests/faults

lint: setup ## ruff's rules and its formatting, changing nothing; the container's files
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/hadolint Dockerfile
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

types: setup ## mypy, strict
	$(BIN)/mypy

format: setup ## format the code, and mend what ruff can mend by itself
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: setup ## run the benchmarks (ARTICLES=news.jsonl.gz BENCH_FLAGS="--write"; needs vegeta, benchmarks/README.md)
	$(BIN)/python -m benchmarks $(ARTICLES)
	$(BIN)/python -m benchmarks.serving $(if $(ARTICLES),--articles $(ARTICLES)) $(BENCH_FLAGS)

eval: setup ## measure accuracy beside other readers (docs/accuracy.md), against its floors
	$(BIN)/python -m tests.eval
	$(BIN)/pytest -m "" tests/eval

schema: setup $(SCHEMA)/.ready ## ask a server 5,000 questions made up of its own description (Schemathesis)
	$(BIN)/python -m tests.schema

$(SCHEMA)/.ready: requirements-schema.lock
	@$(PYTHON) -m venv $(SCHEMA)
	@$(SCHEMA)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
		--requirement $<
	@touch $@

clients: setup modules ## write the clients of docs/clients anew, as /openapi.json has become
	$(BIN)/python -m tests.clients
	cd $(CLIENTS) && npm run generate

examples: setup modules $(EXAMPLES)/.ready ## check, build and test docs/clients and the examples in a browser and on a kernel
	cd $(CLIENTS) && npm run fresh && npm run check && npm run build
	$(BIN)/pytest -m examples tests/clients tests/browser

modules: $(MODULES)/.ready ## what the clients and the tests of pages take from npm (needs Node 18 or newer)

$(MODULES)/.ready: $(CLIENTS)/package-lock.json
	@command -v npm >/dev/null || { \
		echo "npm is not here. Install Node 18 or newer; on Debian and Ubuntu: apt-get install nodejs npm"; exit 1; }
	cd $(CLIENTS) && npm ci --no-audit --no-fund
	@touch $@

$(EXAMPLES)/.ready: requirements-examples.lock
	@$(PYTHON) -m venv $(EXAMPLES)
	@$(EXAMPLES)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
		--requirement $<
	@touch $@

reindex: setup ## build the index anew from the store
	$(BIN)/microfiche reindex

lock: setup ## write the locks anew (LOCK_FLAGS=--upgrade takes newer versions)
	$(LOCK) pyproject.toml --extra telemetry --group dev $(LOCK_FLAGS) --output-file requirements.lock
	@# What the container image is built with and what it holds: the same versions, without what only tests need.
	$(LOCK) --group build --constraint requirements.lock --output-file requirements-build.lock
	$(LOCK) pyproject.toml --constraint requirements.lock --output-file requirements-runtime.lock
	@# What the benchmarks stand beside, in an environment of its own.
	$(LOCK) benchmarks/serving/peers.in $(LOCK_FLAGS) --output-file benchmarks/serving/peers.lock
	$(LOCK) --group schema $(LOCK_FLAGS) --output-file requirements-schema.lock
	$(LOCK) --group examples $(LOCK_FLAGS) --output-file requirements-examples.lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
