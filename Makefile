# Nippu. Every target sets up what it needs by itself; the first time takes a few minutes.
#   make demo    start everything with a demonstration county; Ctrl-C stops it
#   make test    all that continuous integration runs
#   make check   style, types, contracts, conventions        make fix    mend what can be mended
#   make bench   measure, and write var/bench/results.json   make docs   write the generated pages of docs/
#   make migrate bring the database up to date               make lock   choose the versions of dependencies anew
#   make oracle  compare both walls of access with an independent model, 100,000 times
#   make audit   ask the package registry for known weaknesses of the dependencies
#   make kill    kill the server fifty times in the middle of work, and see whether all is there
#   make clean   remove the environment and what was built; the database stays
#   make reset-database   remove the private database with all that is in it

SHELL := /bin/sh
.DEFAULT_GOAL := help
BIN := .venv/bin
READY := .venv/.ready
ASSETS := var/assets/.ready
# The demo and the tests are spoken to without TLS, also when DATABASE_URL names their database.
demo test check bench kill oracle docs: export NIPPU_PRIVATE := 1

.PHONY: help demo serve test check fix bench kill oracle audit migrate docs lock clean reset-database environment

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | head -11

environment: $(READY) $(ASSETS)

$(READY): requirements.txt pyproject.toml tools/bootstrap.sh
	@sh tools/bootstrap.sh

$(ASSETS): tools/assets.toml tools/assets.py | $(READY)
	@$(BIN)/python tools/assets.py

demo: environment
	@exec $(BIN)/nippu demo

serve: environment
	@exec $(BIN)/nippu serve

migrate: environment
	@$(BIN)/nippu migrate

check: environment
	@$(BIN)/python tools/checks.py check

fix: environment
	@$(BIN)/python tools/checks.py fix

test: environment
	@$(BIN)/python tools/checks.py test

bench: environment
	@$(BIN)/python tools/checks.py bench

kill: environment
	@$(BIN)/python tools/checks.py kill

oracle: environment
	@$(BIN)/python tools/checks.py oracle

audit: environment
	@uv=$$(command -v uv || echo var/uv/bin/uv); $$uv tool run pip-audit --disable-pip -r requirements.txt

docs: environment
	@$(BIN)/python tools/checks.py docs

lock: $(READY)
	@sh tools/bootstrap.sh lock

clean:
	@if [ -x $(BIN)/nippu ]; then $(BIN)/nippu postgres stop || true; fi
	rm -rf .venv var/uv var/assets var/static var/bench var/screenshots .mypy_cache .ruff_cache .coverage* *.egg-info
	find nippu -name '*.mo' -delete

reset-database: $(READY)
	@$(BIN)/nippu postgres destroy
