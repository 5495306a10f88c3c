# `make grade` and `make test` need nothing but Python 3.11 or newer; the rest is for developers.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
GOLDEN = $(sort $(wildcard tests/golden/$(1)/*/submission.*))
# A few: whole networks are run for each.
LENET = $(addprefix tests/golden/lenet/,perfect_im2col max_pooling no_file no_padding pytorch_lrn)

.PHONY: grade test check format bench bench-class bench-cluster bench-peers bench-training soak clean

grade: $(VENV)/.installed
	@$(BIN)/autograder grade filters $(call GOLDEN,filters)
	@$(BIN)/autograder grade stride_padding $(call GOLDEN,stride_padding)
	@$(BIN)/autograder grade conv_forward $(call GOLDEN,conv_forward)
	@$(BIN)/autograder grade conv_backward $(call GOLDEN,conv_backward)
	@$(BIN)/autograder grade pooling $(call GOLDEN,pooling)
	@$(BIN)/autograder grade lenet $(LENET)

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -m "not slow" -n auto --dist loadfile

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/autograder verify
	$(BIN)/python -m pytest -m "slow and not soak" -n auto --dist loadfile

format: $(VENV)/.installed-dev
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: $(VENV)/.installed-dev
	$(BIN)/python -m tests.benchmarks.grading_cost
	$(BIN)/python -m tests.benchmarks.worker_cost

bench-class: $(VENV)/.installed-dev
	$(BIN)/python -m tests.benchmarks.class_scale

bench-cluster: $(VENV)/.installed-dev
	$(BIN)/python -m tests.benchmarks.cluster

bench-peers: $(VENV)/.installed-dev
	$(BIN)/python -m tests.benchmarks.peers

# On a GPU if there is one; the digits of the course, or full MNIST: make bench-training MNIST=DIR
bench-training: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[torch]'
	$(BIN)/python -m tests.benchmarks.training $(if $(MNIST),--data $(MNIST))

soak: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -m soak
	ROUNDS=50 $(BIN)/python -m pytest -m slow tests/grading/test_repeatability.py
	ROUNDS=50 $(BIN)/python -m pytest -m slow tests/grading/test_speed.py
	ROUNDS=100 $(BIN)/python -m pytest -m slow tests/batch/test_kills.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@ $(VENV)/.installed
