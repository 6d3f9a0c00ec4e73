# Two commands: `make demo` and `make test`. Both make .venv from a locked, hash-checked list and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test check lock bench clean

demo: $(VENV)/.run
	$(BIN)/xietong demo

# one thread for linear algebra: the processes of the tests share the cores already
test: export OPENBLAS_NUM_THREADS = 1
test: check
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.test
	$(BIN)/ruff check src tests bench
	$(BIN)/ruff format --check src tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports

$(VENV)/.made:
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.run: $(VENV)/.made requirements/run.txt pyproject.toml
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	$(PIP) install --require-hashes -r requirements/test.txt
	touch $@

# Needs uv. The lists name no package index.
COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
lock:
	$(COMPILE) --group build -o requirements/run.txt
	$(COMPILE) --group build --group test --extra ocr --extra postgresql -o requirements/test.txt

bench: $(VENV)/.test
	$(BIN)/python bench/reading.py --memory --startup --peers
	$(BIN)/python bench/lines.py
	$(BIN)/python bench/pages.py
	$(BIN)/python bench/planted.py
	$(BIN)/python bench/ledger.py
	$(BIN)/python bench/tables.py
	$(BIN)/python bench/report.py
	$(BIN)/python bench/cadence.py

clean:
	rm -rf $(VENV) build dist
