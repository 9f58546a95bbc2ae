# Everything a person at this project types. Needs Python 3.11 or newer and make; the environment lives in .venv.
# On Windows, or without make: `python -m ruammue ...` does what serving needs (docs/how-to).

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v "$$p"; break; }; done)
PORT ?= 8000
WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); echo $$(( n < 2 ? 2 : n > 4 ? 4 : n )))
BIN := .venv/bin
RUN := $(BIN)/python -m
COUNTS := var/tests-ran.json
PROVED := docs/reference/proved.md
# Compiled files are kept, whatever the machine says: every command and every test process starts in half the time.
unexport PYTHONDONTWRITEBYTECODE
INSTALL = ($(BIN)/uv pip install -q --python $(BIN)/python --require-hashes $(1) 2>/dev/null \
	|| $(BIN)/pip install -q --require-hashes $(1))

.DEFAULT_GOAL := help
.PHONY: help setup demo test prove lint imports types catalogues chromium docs allows docs-pictures clean

help: ## this list
	@echo "ร่วมมือ / Ruammue. First: make demo, then http://localhost:$(PORT)/"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-14s %s\n", $$1, $$2 }'

setup: .venv/.runs catalogues ## the environment, from the lock files with hashes

demo: setup ## the demonstration tambon in Thai, on PORT (8000)
	$(RUN) ruammue demo --port $(PORT)

test: .venv/.proves chromium lint imports types catalogues ## everything that CI runs: style, contracts, types, both databases
	@rm -f $(COUNTS)
	RUAMMUE_TEST_COUNTS=$(COUNTS) $(RUN) tests.postgres $(RUN) pytest -n $(WORKERS) --dist worksteal
	RUAMMUE_TEST_COUNTS=$(COUNTS) $(RUN) pytest -n $(WORKERS) --dist worksteal

prove: .venv/.proves catalogues ## the long runs; their dated result, docs/reference/proved.md, is for committing
	RUAMMUE_PROVED=$(PROVED) $(RUN) tests.postgres $(RUN) pytest -m prove
	RUAMMUE_PROVED=$(PROVED) $(RUN) pytest -m prove

lint: .venv/.proves ## style
	$(BIN)/ruff check
	$(BIN)/ruff format --check

imports: .venv/.proves ## import contracts between the rooms
	$(BIN)/lint-imports

types: .venv/.proves ## types
	$(BIN)/mypy ruammue

catalogues: .venv/.runs # message catalogues are committed as .po and compiled here
	@$(RUN) ruammue.foundation.catalogues

chromium: .venv/.proves # browser tests and pictures need it
	@$(RUN) tests.chromium

docs: setup ## docs/reference from the code
	$(RUN) ruammue docs

allows: .venv/.proves ## who gets in where, written anew: read the difference like a change of a policy
	RUAMMUE_WRITE_ALLOWS=1 $(RUN) pytest tests/house/test_doors.py

docs-pictures: .venv/.proves chromium catalogues ## screenshots and pictures of the papers, into docs/pictures
	$(RUN) tests.pictures

clean: ## forget the environment and caches; data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find ruammue tests -name __pycache__ -prune -exec rm -rf {} +
	find ruammue -name '*.mo' -delete

.venv/.made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (Debian: apt install python3 python3-venv)"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv || { echo "Debian: apt install python3-venv"; exit 1; }
	-@$(BIN)/pip install -q --require-hashes -r requirements-uv.lock
	@touch $@

.venv/.runs: .venv/.made requirements.lock
	@echo "installing what runs, from requirements.lock"
	@$(call INSTALL,-r requirements.lock)
	@touch $@

.venv/.proves: .venv/.runs requirements-dev.lock
	@echo "installing what proves, from requirements-dev.lock"
	@$(call INSTALL,-r requirements-dev.lock)
	@touch $@
