# make run    the page at http://localhost:8501
# make test   everything that has to hold, in its short form; `make test-all` is the long one
# Both do all their own set-up; `make setup` is that alone and leaves .venv/bin/verbatim.

PYTHON ?= python3.11
BIN := .venv/bin
export HF_HUB_OFFLINE = 1

.PHONY: setup run test test-all test-ray lint bench bench-peers bench-size reliability screenshots clean

setup: .venv/ready

.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null || { \
		echo "Verbatim needs Python 3.11 or newer, and $(PYTHON) is not: install one, or name it: make PYTHON=/path/to/python3"; \
		exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev,mcp,plots,milvus,redis,benchmarks]"
	touch $@

run: setup
	$(BIN)/verbatim serve

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --python-version 3.11
	$(BIN)/mypy --python-version 3.13
	$(BIN)/lint-imports
	$(BIN)/python -m pip check
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive index web app.py benchmarks
	$(BIN)/pip-licenses > /dev/null

PYTEST := $(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadscope --cov --cov-report=term

test: lint
	$(PYTEST) -m "not slow"

# With the slow tests, and fifteen times the examples of every property.
test-all: lint
	TEST_EXAMPLES=thorough $(PYTEST)

# The tests of builds by Ray, which `make setup` leaves out: .ray/ has it beside what is in .venv.
test-ray: .ray/ready
	PYTHONPATH=$(CURDIR) .ray/bin/python -m pytest tests/indexing/spread

.ray/ready: .venv/ready
	$(BIN)/python -m venv .ray
	printf 'import site; site.addsitedir("%s")\n' "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" \
		> "$$(.ray/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/verbatim.pth"
	.ray/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt "ray[data]>=2.60"
	touch $@

# The figures of docs/performance.md; each command prints tables and writes benchmarks/results/NAME.json.
bench: setup
	$(BIN)/python -m benchmarks.start
	$(BIN)/python -m benchmarks.builds
	$(BIN)/python -m benchmarks.questions
	$(BIN)/python -m benchmarks.encoding
	$(BIN)/python -m benchmarks.page

# The same beside other libraries, which are installed into .bench/ on the first run.
bench-peers: setup
	$(BIN)/python -m benchmarks.peers

# The same with up to a million passages, recombined from the sentences of TEXTS: lines of JSON with a `text`, packed
# with gzip. About half an hour, and 10 GB of disk.
bench-size: setup
	$(BIN)/python -m benchmarks.size --texts "$(TEXTS)"
	$(BIN)/python -m benchmarks.size.rebuild --texts "$(TEXTS)"

# The figures of docs/reliability.md; about an hour.
reliability: setup
	$(BIN)/python -m tests.reliability
	$(BIN)/python -m tests.reliability.questions 10000
	$(BIN)/python -m tests.reliability.milvus
	$(BIN)/python -m tests.reliability.spread
	$(BIN)/python -m tests.reliability.load --seconds 300
	$(BIN)/python -m tests.reliability.load --seconds 600 --hostile

screenshots: setup
	$(BIN)/python -m tests.browser.screenshots

clean:
	rm -rf .venv .ray .bench .verbatim build *.egg-info
