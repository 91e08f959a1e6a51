# GNU make 3.81 (macOS) is enough. `make` alone lists the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NPM := tests/npm/node_modules
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

# What the lock files pin is what gets installed, and only as a file whose hash is in them. Building a
# library would first fetch what builds it, without any hash, so only wheels are taken.
# Python compiles what is imported, and the rest is never needed.
INSTALL := $(PIP) install --no-compile --require-hashes --only-binary :all: --requirement
# The pip that comes with Python 3.11 takes most of a minute to look through lists of old releases.
INSTALL_PIP := $(INSTALL) requirements-pip.lock
# pip takes an editable install for one without a hash, so the project itself comes afterwards, built
# by the backend that is installed with the rest.
INSTALL_SSG := $(PIP) install --no-deps --no-build-isolation --editable .

# $(call apt-install,<Debian package>,<what it is>): root on Debian gets it, others are told.
apt-install = if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing $(1)"; \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq && apt-get install -qq --no-install-recommends $(1) >/dev/null; \
	else \
		echo "$(2) is missing. Install it (on Debian, as root: apt-get install $(1)) and run make again." >&2; \
		exit 1; \
	fi

# The tests start hundreds of processes, and each of them would compile all modules.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help site test unit lint format docs docs-site pictures snapshots bench lock clean chromium java nginx neovim openssh rsync

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

site: $(VENV)/.installed ## build the site into output/
	$(BIN)/ssg build
	@echo
	@echo "The site is in output/. Its links start at the root, so look at it through a server:"
	@echo "  python3 -m http.server --bind 127.0.0.1 --directory output 8000"
	@echo "and open http://127.0.0.1:8000/"

test: $(VENV)/.installed-dev chromium java nginx neovim openssh rsync $(NPM)/.installed lint ## run every check and every test
	$(BIN)/pytest -n auto --dist worksteal

unit: $(VENV)/.installed-dev ## run the quick tests, in seconds
	$(BIN)/pytest -n auto --dist worksteal -m 'not slow' tests/unit tests/test_snapshots.py

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

docs-site: $(VENV)/.installed-dev ## build the documentation as a site into docs-site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

pictures: $(VENV)/.installed-dev chromium ## take the pictures of the docs again
	$(BIN)/python docs/picture.py
	$(BIN)/python docs/link_picture.py

snapshots: docs ## rewrite the expected output of tests, and the generated docs
	$(BIN)/pytest -n auto --write-snapshots

# BENCH has more options, such as BENCH="--site ../mysite" to measure a real site, too.
bench: $(VENV)/.installed ## measure ssg beside other generators, which takes most of an hour
	$(BIN)/python -m bench $(BENCH)

# Both files come from one resolution, so they agree. They are for every system and Python version
# that ssg supports, whatever this machine is.
COMPILE := .venv-lock/bin/uv pip compile --quiet --no-config --no-python-downloads \
	--python .venv-lock/bin/python --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock'

.PHONY: upgrade dist FORCE
lock: ## pin what pyproject.toml asks for, keeping the versions that are pinned
	rm -rf .venv-lock
	$(MAKE) VENV=.venv-lock .venv-lock/.created
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes --only-binary :all: --requirement requirements-uv.lock
	.venv-lock/bin/python -c 'import tomllib; \
		print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
		> .venv-lock/build-system.txt
	$(COMPILE) $(UPGRADE) --output-file requirements-uv.lock --group lock
	$(COMPILE) $(UPGRADE) --output-file requirements-pip.lock --group install
	$(COMPILE) $(UPGRADE) --output-file requirements-dev.lock \
		pyproject.toml --extra dev .venv-lock/build-system.txt
	$(COMPILE) --output-file requirements.lock --no-annotate --constraint requirements-dev.lock \
		pyproject.toml .venv-lock/build-system.txt
	rm -rf .venv-lock

upgrade: UPGRADE := --upgrade
upgrade: lock ## pin the newest versions that pyproject.toml allows

dist: $(VENV)/.installed-dev ## build the files of a release into dist/ and check them
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist
	$(BIN)/python tools/check_release.py

clean: ## remove all that make and the tools made
	rm -rf $(VENV) $(NPM) .venv-lock output .ssg dist docs-site bench/work .hypothesis .import_linter_cache \
		.mypy_cache .pytest_cache .ruff_cache
	find ssg tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A .venv belongs to one version of Python. It is recreated when $(PYTHON) has another version, or when
# its interpreter is gone. Otherwise its time stays the same, so nothing is installed again.
PYTHON_TAG := -c 'import sys; print(sys.implementation.cache_tag + sys.abiflags)'
$(VENV)/.created: FORCE
	@command -v $(PYTHON) >/dev/null || { $(call apt-install,python3,Python); }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or later is needed. Name one: make PYTHON=python3.12' >&2; exit 1; }
	@test -e $@ && test "$$($(BIN)/python $(PYTHON_TAG) 2>&1)" = "$$($(PYTHON) $(PYTHON_TAG))" || { \
		$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
			{ $(call apt-install,python3-venv,The Python module ensurepip); }; \
		echo "Making $(VENV) with $$($(PYTHON) --version)"; \
		$(PYTHON) -m venv --clear $(VENV) && touch $@; }

$(VENV)/.installed: $(VENV)/.created pyproject.toml requirements.lock requirements-pip.lock
	$(INSTALL_PIP)
	$(INSTALL) requirements.lock
	$(INSTALL_SSG)
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.created pyproject.toml requirements-dev.lock requirements-pip.lock
	$(INSTALL_PIP)
	$(INSTALL) requirements-dev.lock
	$(INSTALL_SSG)
	@touch $(VENV)/.installed $@

# The browser that tests/browser drives. The shell has the engine of the browser and no windows, with
# which the tests take half as long, so root on Debian gets it beside any browser.
chromium:
	@command -v chromium-headless-shell >/dev/null \
		|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
			&& ($(call apt-install,chromium-headless-shell,Chromium)); } \
		|| command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
		|| command -v google-chrome >/dev/null || { $(call apt-install,chromium,Chromium); }

# Editors for a browser, which tests/browser/test_cms.py opens. Their lock file has the hash of each.
$(NPM)/.installed: tests/npm/package.json tests/npm/package-lock.json
	@command -v npm >/dev/null || { $(call apt-install,npm,Node.js with npm); }
	cd tests/npm && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# Runs the HTML checker. Others than root may do without: they are told which tests that skips.
java:
	@command -v java >/dev/null || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null \
		|| { $(call apt-install,default-jre-headless,Java); }

# Sends a site with its headers. Debian has it where only root looks for programs.
nginx:
	@PATH="$$PATH:/usr/sbin"; command -v nginx >/dev/null || [ "$$(id -u)" != 0 ] \
		|| ! command -v apt-get >/dev/null || { $(call apt-install,nginx-light,nginx); }

# The editor that tests/language_server drives.
neovim:
	@command -v nvim >/dev/null || { $(call apt-install,neovim,Neovim); }

# What tests/deploy deploys to. Debian has the server where only root looks for programs.
openssh:
	@PATH="$$PATH:/usr/sbin"; { command -v sshd && command -v ssh; } >/dev/null \
		|| { $(call apt-install,openssh-server openssh-client,OpenSSH); }

rsync:
	@command -v rsync >/dev/null || { $(call apt-install,rsync,rsync); }
