# Two commands on a machine with only Python 3.11 and make: `make report` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= out

.DEFAULT_GOAL := help
.PHONY: help setup devenv report test check check-format check-lint check-types check-imports check-docstrings check-docs fix docs docs-check nightly bench bench-proof lock clean

help:
	@echo "make report   set everything up and write the demonstration report (out/)"
	@echo "make test     set everything up and run all tests"
	@echo "make check    format, lint, types, import contracts, docstrings, docs in step"
	@echo "make fix      put format and simple lint right"
	@echo "make docs     write the generated pages of the manual"
	@echo "make bench    time the main jobs beside their peers; one table with the goals (PARTS='watch count', LARGE=1)"
	@echo "make nightly  the watch kernels without the compiler, and the calibration tests at twenty times their size"
	@echo "make bench-proof  how well numbers are found and judged in labelled and generated passages"
	@echo "make lock     resolve the dependencies anew"

# Everything that is downloaded is pinned and checked by hash, the installer and the build tools included. uv installs
# in seconds what takes pip a minute; where it cannot reach the network although pip can, pip does the work.
export UV_SYSTEM_CERTS ?= 1
LOCKED = --require-hashes -r requirements-setup.lock

$(BIN)/uv: requirements-setup.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "tongket needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || { echo "making the environment $(VENV) ..."; $(PYTHON) -m venv $(VENV); }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(LOCKED)
	@touch $@

$(VENV)/.core: requirements.lock pyproject.toml | $(BIN)/uv
	@test -e $(VENV)/.dev || { echo "installing tongket and what it needs ..."; \
	  $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements-setup.lock requirements.lock || \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check $(LOCKED) -r requirements.lock; }
	@test -e $(VENV)/.dev || $(EDITABLE)
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/uv
	@echo "installing tongket, what it needs and the tools of its tests ..."
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements-setup.lock requirements-dev.lock || \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check $(LOCKED) -r requirements-dev.lock
	@$(EDITABLE)
	@touch $@ $(VENV)/.core

EDITABLE = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .

setup: $(VENV)/.core

devenv: $(VENV)/.dev

report: setup
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/demonstration-report.sh $(OUT)

test: devenv
	@PYTHONHASHSEED=0 $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

# one name for one check, so that `make -k check` shows every failure and `make -j2 check` uses both cores
check: check-format check-lint check-types check-imports check-docstrings check-docs

check-format: devenv
	@$(BIN)/ruff format --check --quiet . && echo "format: in order"

check-lint: devenv
	@$(BIN)/ruff check --quiet . && echo "lint: in order"

check-types: devenv
	@$(BIN)/mypy

check-imports: devenv
	@$(BIN)/lint-imports --no-cache >$(VENV)/lint-imports.txt && echo "imports: in order" || { cat $(VENV)/lint-imports.txt; false; }

check-docstrings: devenv
	@$(BIN)/python -m scripts.check_docstrings

check-docs: devenv
	@$(BIN)/python -m scripts.generate_docs --check

fix: devenv
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: devenv
	@$(BIN)/python -m scripts.generate_docs

docs-check: check-docs

# not in the ordinary checks. Alarm budgets, back-tests and whole books judge thousands of histories,
# which nobody can wait for without the compiler; the kernels under them are the same.
WITHOUT_COMPILER = tests/property/test_watch_*.py tests/published/test_watch_*.py tests/unit/watch \
  --ignore=tests/unit/watch/test_budget_and_backtest.py --ignore=tests/unit/watch/test_pipeline_watching.py \
  --ignore=tests/unit/watch/test_watching.py

nightly: devenv
	@NUMBA_DISABLE_JIT=1 PYTHONHASHSEED=0 $(BIN)/python -m pytest $(WITHOUT_COMPILER)
	@TONGKET_CALIBRATION=20 PYTHONHASHSEED=0 $(BIN)/python -m pytest tests/calibration

bench: devenv
	@$(BIN)/python -m bench $(PARTS) $(if $(LARGE),--large)

bench-proof: devenv
	@$(BIN)/python -m bench.proof_score

lock: | $(BIN)/uv
	@$(BIN)/uv lock --quiet
	@$(BIN)/uv export --quiet --no-annotate --no-header --no-emit-project --no-dev --output-file requirements.lock
	@$(BIN)/uv export --quiet --no-annotate --no-header --no-emit-project --all-extras --all-groups --output-file requirements-dev.lock
	@printf 'uv\nhatchling\neditables\n' | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --no-header --constraint requirements-dev.lock --output-file requirements-setup.lock -

clean:
	rm -rf $(VENV) $(OUT) .mypy_cache .ruff_cache .pytest_cache .hypothesis
