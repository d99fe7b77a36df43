# All that is needed is Python 3.11 to 3.14, make and a shell; everything is installed into .venv.
# Run `make` alone for the list.

PORT ?= 8000
export GUSU_PORT := $(PORT)
DATA := $(or $(GUSU_DATA_DIR),var)
PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
SERVE := .venv/bin/granian --interface wsgi --host 127.0.0.1 --port $(PORT) --blocking-threads 4 --no-ws \
	--log-level warn gusu_minutes.wsgi:application

# The server, and beside it the one that does the background work; both end together.
WORK_AND_SERVE = $(MANAGE) db_worker --no-reload --interval 2 & worker=$$!; \
	trap 'kill $$worker 2>/dev/null' EXIT; trap 'exit 0' INT TERM; $(SERVE)

.DEFAULT_GOAL := help
.PHONY: help setup run serve prepare demo test nightly lint fmt bench messages lock clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 16

setup: ## prepare .venv from the locked dependencies
	@scripts/setup.sh
	@$(PYTHON) scripts/messages.py compile

run: export GUSU_DEMO = 1
run: demo ## set everything up, load the demo into a new database, serve http://127.0.0.1:8000 (PORT=…)
	@echo; echo "http://127.0.0.1:$(PORT)/ (Ctrl-C stops)"
	@$(WORK_AND_SERVE)

serve: prepare ## serve with your own settings (docs/deployment.md), without the demo
	@$(WORK_AND_SERVE)

# Database and static files as the program needs them.
prepare: setup $(DATA)/static/.collected
	@$(MANAGE) prepare

demo: prepare
	@$(MANAGE) loaddemo --accounts

$(DATA)/static/.collected: requirements/base.txt $(shell find static -type f) | setup
	@mkdir -p $(DATA)
	@$(MANAGE) collectstatic --no-input --clear --verbosity 0
	@touch $@

test: setup ## every check and every test, on SQLite, on PostgreSQL and in Chromium
	@$(PYTHON) scripts/check.py test

nightly: export HYPOTHESIS_PROFILE = nightly
nightly: setup ## the parser with ten times the examples of `make test`, and on PostgreSQL what it asks once
	@$(PYTHON) -m pytest --quiet tests/importing/test_parser_properties.py tests/importing/test_parser_marks.py
	@$(PYTHON) scripts/postgres.py $(PYTHON) -m pytest --quiet -m once

lint: setup ## the checks that run nothing: style, templates, translations, migrations, settings, types
	@$(PYTHON) scripts/check.py lint

fmt: setup ## format Python and templates
	@.venv/bin/ruff check --fix --quiet || true
	@.venv/bin/ruff format --quiet
	@.venv/bin/djlint templates --reformat --quiet || true

bench: setup ## measure what people wait for (some 40 minutes; GUSU_BENCH_CLAUSES=50000 for a look)
	@$(PYTHON) scripts/bench.py

messages: setup ## bring locale/ up to date with the sources
	@$(PYTHON) scripts/messages.py merge
	@$(PYTHON) scripts/messages.py compile

LOCK := .venv/bin/uv pip compile --quiet --no-config --system-certs --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --upgrade
lock: setup ## lock the newest versions that pyproject.toml allows
	$(LOCK) --output-file requirements/base.txt pyproject.toml
	$(LOCK) --output-file requirements/dev.txt --constraint requirements/base.txt pyproject.toml --group dev
	$(LOCK) --output-file requirements/setup.txt --group setup

clean: ## remove .venv and caches; the data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache locale/*/LC_MESSAGES/*.mo
