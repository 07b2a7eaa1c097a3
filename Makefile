# `make` prints this list. `make demo` and `make test` do all their own set-up in .venv; nothing else is needed but
# Python 3.11 or newer (another one: `make PYTHON=python3.12 demo`).
PYTHON ?= python3
BIN := .venv/bin
UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo $(BIN)/uv)
INSTALL := $(UV) pip install --quiet --python $(BIN)/python --constraints constraints.txt --build-constraints constraints.txt
BUILD := pyproject.toml constraints.txt hatch_build.py $(wildcard protos/chatrec/*/v1/*.proto)
export PYTHONUTF8 = 1

.PHONY: help demo test lint proto bench up clean test-deploy

help: ## Print this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

demo: .venv/serving.done ## Set up, start everything, play a conversation in Chinese and in English, then chat.
	@$(BIN)/chatrec demo

test: .venv/dev.done ## Set up with the training extra, run every test, check the coverage.
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

lint: .venv/dev.done ## Check style, types, who may import whom, and the contract.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/buf lint
	$(BIN)/buf format --diff --exit-code
	$(BIN)/python .ci/breaking.py

proto: .venv/dev.done ## Generate the stubs of protos/ in place.
	$(BIN)/python hatch_build.py

bench: .venv/dev.done ## Measure a turn, the encoder, the knowledge graph, the policy and the reader.
	for bench in turn encoder knowledge policy reading; do $(BIN)/chatrec bench $$bench --json runs/bench-$$bench.json || exit; done

up: .venv/serving.done ## Start all services on this machine; Ctrl-C drains them.
	@$(BIN)/chatrec up

test-deploy: .venv/dev.done ## Build the images, bring them up, hold a conversation; needs a container engine.
	$(BIN)/python -m pytest tests/deploy --timeout 1800

clean: ## Remove what was built, measured and cached; keep the installed packages.
	rm -rf build dist runs .coverage* .mypy_cache .pytest_cache .ruff_cache .hypothesis .venv/*.done
	rm -rf services/chatrec/*/v1
	find services tests -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	@if [ $(UV) = uv ]; then uv venv --quiet --python $(PYTHON) .venv; else $(PYTHON) -m venv .venv; fi
	@[ $(UV) = uv ] || $(BIN)/python -m pip install --quiet uv

.venv/serving.done: $(BUILD) | $(BIN)/python
	@echo "Installing into .venv ..."
	@$(INSTALL) --editable .
	@touch $@

.venv/dev.done: $(BUILD) | $(BIN)/python
	@echo "Installing with the training extra into .venv (about 5 GB) ..."
	@$(INSTALL) --editable '.[training,dev]'
	@touch $@ .venv/serving.done
