RAW ?= raw
WAREHOUSE ?= warehouse
SEEDS ?= 20
CONVENTIONS ?= 10000
MUTATIONS ?= 1000
SIZES ?= 79 1000 10000 100000
VOUCHERS ?= 10000000
TRUTH ?= truth.csv
PEERS ?= $(or $(TMPDIR),/tmp)/bilan-peers
NODE = node_modules/.bin/node

.DEFAULT_GOAL := help
.PHONY: all test test-trino check check-frictionless check-guides bench bench-peers accuracy accuracy-own crash clean help

all: node_modules/.ready ## set up what is missing, read RAW, publish to WAREHOUSE
	@$(NODE) bin/bilan.js run --raw "$(RAW)" --warehouse "$(WAREHOUSE)"

test: node_modules/.ready ## run every test
	@npm test --silent

test-trino: node_modules/.ready ## the same models on a real Trino cluster, CONVENTIONS of them (docs/trino.md; JDK 17, Maven)
	@BILAN_TEST_TRINO="$(CONVENTIONS)" $(NODE) node_modules/vitest/vitest.mjs run tests/engine/trino-cluster.test.ts

check: node_modules/.ready ## types, lint and format
	@npm run --silent types
	@npm run --silent lint

check-frictionless: .venv/.ready ## have Frictionless validate the exports in WAREHOUSE (python3, PyPI)
	@for folder in . csv-excel parquet; do \
	  (cd "$(WAREHOUSE)/exports/$$folder" && "$(CURDIR)/.venv/bin/frictionless" validate datapackage.json) || exit 1; \
	done

check-guides: .venv/.ready ## run the Python and DuckDB guides on WAREHOUSE (python3, PyPI)
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/python tests/docs/run_guides.py "$(WAREHOUSE)"

bench: node_modules/.ready ## measure corpora of SIZES and a list of VOUCHERS lines (docs/benchmarks.md)
	@$(NODE) bench/run.ts --sizes "$(SIZES)" --vouchers "$(VOUCHERS)"

bench-peers: node_modules/.ready ## measure Python peers beside, in a Python folder of their own, PEERS
	@test -x "$(PEERS)/bin/dbt" || (python3 -m venv "$(PEERS)" && "$(PEERS)/bin/pip" install --quiet -r bench/peers/requirements.txt)
	@$(NODE) bench/peers/run.ts --python "$(PEERS)"

accuracy: node_modules/.ready ## measure the reader on SEEDS corpora, all cases and MUTATIONS damaged files (docs/accuracy.md)
	@$(NODE) bench/accuracy/run.ts --seeds $(SEEDS) --mutations $(MUTATIONS)

accuracy-own: node_modules/.ready ## judge the reader on reports of your own: RAW=dir TRUTH=file.csv (docs/accuracy.md)
	@$(NODE) bench/accuracy/own.ts "$(RAW)" "$(TRUTH)"

crash: node_modules/.ready ## kill publications and runs at hundreds of random moments (docs/lineage.md)
	@$(NODE) bench/crash.ts

clean: ## remove the warehouse (never raw/)
	rm -rf "$(WAREHOUSE)"

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

# For checks by other people's tools only: nothing that the project does needs Python.
.venv/.ready: docs/guides/requirements.txt
	python3 -m venv .venv
	.venv/bin/pip install --quiet --requirement docs/guides/requirements.txt
	@touch $@

node_modules/.ready: package.json package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@
