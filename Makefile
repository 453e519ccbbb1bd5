# make run    installs, trains and serves the hotel's assistant on port 5005
# make test   installs and passes all tests
# make bench-nlu  measures how much is understood (RASA_ENV and ENCODER as folders)
# make hotel-report  measures how well the hotel understands, and fills docs/hotel.md
# make bench  measures, beside real Rasa when RASA_ENV names a virtual environment that has it
PYTHON ?= python3
VENV ?= .venv
PORT ?= 5005
RASA_ENV ?=
ENCODER ?=
BIN := $(VENV)/bin
WORKERS ?= 2

.PHONY: run test bench bench-nlu hotel-report lint format clean help docs

help:
	@sed -n 's/^# //p' Makefile

run: $(VENV)/.runs
	$(BIN)/causerie train
	$(BIN)/causerie run --enable-api --port $(PORT)

test: $(VENV)/.tests lint
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup

lint: $(VENV)/.tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.tests
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(VENV)/.tests
	$(BIN)/python -m docs.generate

bench: $(VENV)/.tests
	$(BIN)/python -m benchmarks.run $(if $(RASA_ENV),--rasa-env $(RASA_ENV))

bench-nlu: $(VENV)/.tests
	$(BIN)/python -m benchmarks.nlu.run $(if $(RASA_ENV),--rasa-env $(RASA_ENV)) $(if $(ENCODER),--encoder $(ENCODER))

hotel-report: $(VENV)/.tests
	$(BIN)/python -m benchmarks.hotel

clean:
	rm -rf $(VENV) models results .causerie .pytest_cache .mypy_cache .ruff_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Causerie needs Python 3.11 or newer; $(PYTHON) is `$(PYTHON) --version`. Name another: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade pip

$(VENV)/.runs: $(VENV)/bin/python pyproject.toml requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[llm]' --requirement requirements.txt
	@touch $@

$(VENV)/.tests: $(VENV)/bin/python pyproject.toml requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev,spacy]' --requirement requirements.txt
	@touch $@ $(VENV)/.runs
