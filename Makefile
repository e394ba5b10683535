# The commands of this project. `make` alone lists them.

PYTHON ?= python3
SETUP_ARGS ?=
PYTEST_ARGS ?=
BENCH_ARGS ?=
SOAK_SECONDS ?= 600
LIBRARY ?= build/library
LIBRARY_SESSIONS ?= 100000

VENV := .venv
BIN := $(VENV)/bin
MODELS := $(or $(WRITER_MODELS),models)
DEFAULT_MODEL := $(MODELS)/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf
SMALL_MODEL := $(MODELS)/SmolLM2-135M-Instruct.Q4_1.gguf

CHINESE := assets/translations/writer_gui_zh_CN

RUN_READY := $(VENV)/.ready-to-run
DEV_READY := $(VENV)/.ready-to-test

.DEFAULT_GOAL := help
.PHONY: help run test check static format-check lint types imports sizes fix translations bench soak clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUN_READY) $(DEFAULT_MODEL) ## Set everything up (once) and open the window
	$(BIN)/writer-gui

test: $(DEV_READY) $(SMALL_MODEL) ## Set up for development (once) and run every test
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest $(PYTEST_ARGS)

check: static test ## Check format, lint, types, imports and sizes, and run every test

static: format-check lint types imports sizes

format-check: $(DEV_READY)
	$(BIN)/ruff format --check .

lint: $(DEV_READY)
	$(BIN)/ruff check .

types: $(DEV_READY)
	$(BIN)/mypy

imports: $(DEV_READY)
	$(BIN)/lint-imports

sizes: $(DEV_READY)
	$(BIN)/pytest -q tests/test_sizes.py

fix: $(DEV_READY) ## Format the code and repair what lint can repair
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

translations: $(DEV_READY) ## Collect the visible strings and build the translation
	$(BIN)/pyside6-lupdate -silent -no-obsolete -locations none -extensions py writer_gui/ui writer_gui/state -ts $(CHINESE).ts
	$(BIN)/pyside6-lrelease -silent $(CHINESE).ts -qm $(CHINESE).qm

bench: $(RUN_READY) $(DEFAULT_MODEL) ## Draft 20 prompts and examine them, then measure the engine, large libraries, the desk and its prices
	$(BIN)/python -m tests.bench.draft_health --model $(DEFAULT_MODEL) $(BENCH_ARGS)
	$(BIN)/writer-gui bench
	$(BIN)/python -m tests.bench.startup
	$(BIN)/python -m tests.bench.library --sessions $(LIBRARY_SESSIONS) --at $(LIBRARY)
	$(BIN)/python -m tests.bench.library_window $(LIBRARY)
	$(BIN)/python -m tests.bench.collection
	$(BIN)/python -m tests.bench.desk
	$(BIN)/python -m tests.bench.prices

soak: $(DEV_READY) $(SMALL_MODEL) ## Run the long tests, each for SOAK_SECONDS
	QT_QPA_PLATFORM=offscreen SOAK_SECONDS=$(SOAK_SECONDS) $(BIN)/pytest -m slow --timeout=7200 $(PYTEST_ARGS)

clean: ## Remove what set-up and tests made; models and your own data stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage build dist
	find writer_gui tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN_READY): pyproject.toml .ci/set_up.py
	$(PYTHON) .ci/set_up.py $(SETUP_ARGS)
	@touch $@

$(DEV_READY): pyproject.toml .ci/set_up.py
	$(PYTHON) .ci/set_up.py --dev $(SETUP_ARGS)
	@touch $@ $(RUN_READY)

$(DEFAULT_MODEL): | $(RUN_READY)
	$(BIN)/writer-gui models install qwen2.5-coder-1.5b-instruct

$(SMALL_MODEL): | $(DEV_READY)
	$(BIN)/writer-gui models install smollm2-135m-instruct
