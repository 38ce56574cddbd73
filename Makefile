# make report: set up and write the newest report.  make test: set up and run the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-ready
DEV := $(VENV)/.dev-ready
CHECKS := .venv-checks/.ready

.PHONY: report build test lint advice nightly docs lock clean

report: $(RUN)
	$(BIN)/indicators report

build: $(RUN)
	$(BIN)/indicators build

test: $(DEV) $(CHECKS)
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not nightly"

lint: $(DEV)
	$(BIN)/ruff check indicators tests
	$(BIN)/ruff format --check indicators tests
	$(BIN)/mypy
	$(BIN)/lint-imports

# bandit and pip-audit; they advise and never fail
advice: $(CHECKS)
	.ci/advice

nightly: $(DEV) $(CHECKS)
	$(BIN)/python -m pytest -n 2 -m nightly

# the documentation site, in site/
docs: $(RUN) $(CHECKS)
	COLUMNS=100 $(BIN)/python docs/reference.py
	.venv-checks/bin/python -m sphinx -q -W -b html docs site

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12"; exit 3; }
	$(PYTHON) -m venv $(VENV)

$(RUN): requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements-dev.lock $(RUN)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

$(CHECKS): requirements-checks.lock
	$(PYTHON) -m venv .venv-checks
	.venv-checks/bin/python -m pip install --quiet --require-hashes -r requirements-checks.lock
	@touch $@

# Needs uv; run after changing the dependencies in pyproject.toml.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links
lock:
	$(LOCK) pyproject.toml --extra build --extra x13 --extra pdf --extra live --extra export --extra scale -o requirements.lock
	$(LOCK) pyproject.toml --extra build --extra x13 --extra pdf --extra live --extra export --extra scale --extra dev -o requirements-dev.lock
	$(LOCK) --group checks -o requirements-checks.lock

clean:
	rm -rf $(VENV) .venv-checks data/processed/.work data/processed/*.duckdb data/processed/*.parquet
