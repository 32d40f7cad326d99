# Two commands: `make run` (a database from the sample portal) and `make test` (everything that must hold).
# Needs Python 3.11 with venv, pip and make. PYTHON names another interpreter: make run PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DELETE_ON_ERROR:
.PHONY: run test lint unit floors bench docs clean

run: $(VENV)/run.stamp
	@$(BIN)/mattran demo --db mattran.db

test: lint unit floors

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

unit: $(VENV)/test.stamp
	$(BIN)/python -m pytest

floors: $(VENV)/test.stamp
	$(BIN)/mattran evaluate data/gold

bench: $(VENV)/test.stamp
	$(BIN)/python -m tests.bench

docs: $(VENV)/test.stamp
	$(BIN)/python -m tests.readme

$(VENV)/run.stamp: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mattran needs Python 3.11 or later: make run PYTHON=python3.11")'
	@echo "Building the environment in $(VENV) (once; about a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp requirements-dev.txt
	@$(PIP) install -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) build dist archive mattran.db mattran.db-wal mattran.db-shm .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
