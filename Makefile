# The commands of the house. Everything they need is made in .venv; nothing is installed elsewhere.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: demo test bench lint format messages requirements

demo: $(VENV)/.production
	PORT=$(PORT) $(BIN)/python scripts/demo.py

test: $(VENV)/.development
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

bench: $(VENV)/.development
	$(BIN)/python -m benchmarks $(ARGS)

lint: $(VENV)/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	DJANGO_SETTINGS_MODULE=civitac.settings.test $(BIN)/python manage.py check
	DJANGO_SETTINGS_MODULE=civitac.settings.test $(BIN)/python manage.py makemigrations --check --dry-run

format: $(VENV)/.development
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(VENV)/.development
	$(BIN)/python scripts/messages.py

requirements: $(VENV)/.development
	$(BIN)/pip-compile --quiet --strip-extras --no-annotate --no-emit-index-url --no-emit-find-links --no-header --output-file requirements.txt requirements.in
	$(BIN)/pip-compile --quiet --strip-extras --no-annotate --no-emit-index-url --no-emit-find-links --no-header --output-file requirements-dev.txt requirements-dev.in

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.production: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.development: requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@ $(VENV)/.production
