# Fairshare: the two commands are `make run` and `make test`; both set themselves up.

PYTHON ?= $(firstword $(foreach v,python3.13 python3.12 python3.11 python3,$(shell $(v) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $(v))))
VENV := .venv
BIN := $(VENV)/bin
SPREAD := -n auto --dist worksteal
UV := .uv/bin/uv
export UV_PYTHON_DOWNLOADS := never
# Else each process of the tests compiles anew what it imports.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup run test lint types imports unit postgres sbom docs bench lock clean

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.ready ## install the locked dependencies and the command .venv/bin/fairshare

run: setup ## bring up the Workbench with the cycle of 2026: prints the pool and a sign-in link a role
	@$(BIN)/fairshare serve --demo --open

test: lint types imports unit postgres sbom docs ## everything that CI checks

$(UV):
	@test -n "$(PYTHON)" || { echo "Fairshare needs Python 3.11, 3.12 or 3.13; none was found (set PYTHON=/path/to/python)"; exit 2; }
	@echo "Setting up with $(PYTHON): about ten seconds with a network."
	@$(PYTHON) -m venv .uv || { echo "No virtual environment could be made: on Debian or Ubuntu, install python3-venv"; exit 2; }
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

$(VENV)/.ready: requirements.lock pyproject.toml $(wildcard src/fairshare/workbench/locale/*/LC_MESSAGES/django.po) | $(UV)
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	@$(UV) pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@$(BIN)/python -m fairshare.workbench.translation compile
	@$(BIN)/python -m compileall -q src/fairshare
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	@$(UV) pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements-dev.lock
	@sh tests/system_packages.sh
	@touch $@

lint: $(VENV)/.ready-dev ## style and layout of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready-dev ## types, strict
	FAIRSHARE_HOME=build/types $(BIN)/mypy

imports: $(VENV)/.ready-dev ## no room imports upward; the core does no I/O
	$(BIN)/lint-imports --no-cache

unit: $(VENV)/.ready-dev ## tests, with every branch of law/ and ledger/ covered
	$(BIN)/pytest $(SPREAD) -m "not slow" --cov --cov-report=
	$(BIN)/coverage report --fail-under=100
	$(BIN)/pytest $(SPREAD) -m slow

postgres: $(VENV)/.ready-dev ## the tests of the Workbench on PostgreSQL
	$(BIN)/python tests/with_postgres.py $(BIN)/pytest $(SPREAD) -m "not slow" --ignore tests/workbench/charts tests/workbench tests/cli/test_ledger.py
	$(BIN)/python tests/with_postgres.py $(BIN)/pytest $(SPREAD) -m slow tests/workbench/running

sbom: $(VENV)/.ready-dev ## what the program is made of; fails on a licence that is not allowed
	$(BIN)/python .ci/bill_of_materials.py

docs: $(VENV)/.ready-dev ## build the documentation into site/ and check it for dead links
	$(BIN)/python docs/build.py

bench: $(VENV)/.ready-dev ## measure speed; prints the table of docs/reference/speed.md
	$(BIN)/python docs/bench.py

lock: $(UV) ## renew the two lock files (they name no index host)
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		pyproject.toml --all-extras --group build -o requirements.lock
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		pyproject.toml --all-extras --group build --group dev -o requirements-dev.lock

clean: ## remove what was built
	rm -rf $(VENV) .uv site build tests/workbench/browser/node_modules .pytest_cache .mypy_cache .ruff_cache .coverage
