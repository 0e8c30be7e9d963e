# `make try` runs the main job, `make test` all tests, `make check` what must be right before a commit.
.PHONY: try test check soak lock clean template bench picture
.DEFAULT_GOAL := help

BIN := .venv/bin

help:
	@echo "make try       set up, then found a governed repository, register it and find it"
	@echo "make test      set up, then run all tests (what CI runs)"
	@echo "make check     format, lint, types, import contracts, unit tests; under a minute"
	@echo "make soak      kill updates, adoptions, services and their database again and again; draw more histories"
	@echo "make template  put the built-in template's present state into the package, as its newest version"
	@echo "make bench     measure start-up, founding, updating and checking beside the peers, into docs/reference/performance.md"
	@echo "make picture   draw docs/pictures anew, from a scripted run"
	@echo "make lock      resolve the dependencies anew into requirements/"

try:
	@scripts/setup
	@scripts/try

test:
	@scripts/test

check:
	@scripts/setup dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q tests/unit

soak:
	@scripts/setup dev
	CHARTER_ROUNDS=100 CHARTER_HISTORIES=300 CHARTER_EXAMPLES=1000 $(BIN)/pytest -n auto --dist worksteal \
	    tests/integration -k "kill or many_files or histories or differential or same_but or oracle or adopt or faults"

template:
	@scripts/setup dev
	$(BIN)/python scripts/release-template

bench:
	@scripts/setup dev
	$(BIN)/python benchmarks/write_page.py

picture:
	@scripts/setup dev
	$(BIN)/python scripts/picture

lock:
	@scripts/setup dev
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    --upgrade pyproject.toml requirements/build.in -o requirements/run.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    --upgrade pyproject.toml requirements/build.in --extra postgresql --extra service --group dev -o requirements/dev.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    -c requirements/dev.txt pyproject.toml requirements/build.in --extra postgresql --extra service -o requirements/service.txt

clean:
	rm -rf .venv .cache dist build .mypy_cache .ruff_cache .hypothesis tests/judges/node_modules tests/provider/node_modules
