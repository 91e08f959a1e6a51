# GNU make 3.81 (macOS) is enough. `make` alone lists the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
PINS := pyproject.toml constraints.txt

# What constraints.txt pins is what gets installed. The build backend is installed with the rest
# rather than in an isolated build, because pip's constraints do not reach into those.
BACKEND := hatchling
INSTALL := $(PIP) install --constraint constraints.txt

# $(call apt-install,<Debian package>,<what it is>): root on Debian gets it, others are told.
apt-install = if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing $(1)"; \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq && apt-get install -qq --no-install-recommends $(1) >/dev/null; \
	else \
		echo "$(2) is missing. Install it (on Debian, as root: apt-get install $(1)) and run make again." >&2; \
		exit 1; \
	fi

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help site test lint format docs snapshots bench lock clean chromium

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

site: $(VENV)/.installed ## build the site into output/
	$(BIN)/ssg build
	@echo
	@echo "The site is in output/. Its links start at the root, so look at it through a server:"
	@echo "  python3 -m http.server --bind 127.0.0.1 --directory output 8000"
	@echo "and open http://127.0.0.1:8000/"

test: $(VENV)/.installed-dev chromium lint ## run every check and every test
	$(BIN)/pytest -n auto --dist worksteal

lint: $(VENV)/.installed-dev ## run the checks that need no test run
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev ## format the code and apply safe fixes
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(VENV)/.installed-dev ## regenerate the generated docs
	$(BIN)/python docs/generate.py

snapshots: docs ## write anew what tests expect and keep in files, generated docs too
	$(BIN)/pytest -n auto --write-snapshots

bench: $(VENV)/.installed ## measure ssg beside other generators, which takes hours
	$(BIN)/python -m bench

# A clean environment gets the newest versions that pyproject.toml allows; what is in it is the lock.
lock: ## pin the newest versions in constraints.txt
	rm -rf .venv-lock
	$(MAKE) VENV=.venv-lock .venv-lock/.created
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check $(BACKEND)
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check \
		--no-build-isolation --editable '.[dev]'
	{ echo '# Every version that `make site` and `make test` install. Written by `make lock`.'; \
		.venv-lock/bin/python -m pip freeze --disable-pip-version-check --exclude-editable; \
	} > constraints.txt.new
	mv constraints.txt.new constraints.txt
	rm -rf .venv-lock

clean: ## remove all that make and the tools made
	rm -rf $(VENV) .venv-lock output .ssg dist bench/work .hypothesis .import_linter_cache \
		.mypy_cache .pytest_cache .ruff_cache
	find ssg tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.created:
	@command -v $(PYTHON) >/dev/null || { $(call apt-install,python3,Python); }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or later is needed. Name one: make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(call apt-install,python3-venv,The Python module ensurepip); }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.created $(PINS)
	$(INSTALL) $(BACKEND)
	$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.created $(PINS)
	$(INSTALL) $(BACKEND)
	$(INSTALL) --no-build-isolation --editable '.[dev]'
	@touch $(VENV)/.installed $@

# The browser that tests/browser drives.
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
		|| command -v google-chrome >/dev/null || { $(call apt-install,chromium,Chromium); }
