# Every target that needs them sets up Python and Node.js first; when that is done, it takes no time.

PYTHON := .venv/bin/python
LOCK   := .venv/bin/uv pip compile --quiet --python $(PYTHON) --universal --python-version 3.13 \
          --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

PYTEST := $(PYTHON) -m pytest --numprocesses auto --maxprocesses 4 --dist loadgroup
STATIC := tests/static/test_static.py tests/static/test_scripts.py

.DEFAULT_GOAL := help
.PHONY: help serve watch build check check-first check-second test long mutants format bench fuzz screenshots audit release portable lock hooks clean set-up

help:  ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1#/p' $(MAKEFILE_LIST) | awk -F'#' '{ printf "%-20s %s\n", $$1, $$2 }'

serve: set-up  ## build the guide and read it in a browser, at http://127.0.0.1:8000/
	@$(PYTHON) -m sitebuild serve

watch: set-up  ## the same, and show every change to a page, style, script or rule in the browser
	@$(PYTHON) -m sitebuild watch

build: set-up  ## build the guide in build/site
	@$(PYTHON) -m sitebuild build

check: set-up  ## half a minute: style, types and imports, and the fast tests of the engine and the law
	@test -e site/assets/runtime/manifest.js || $(PYTHON) -m sitebuild stage
	@$(MAKE) --jobs=2 --output-sync --no-print-directory check-first check-second

# Two plain processes: thousands of short tests pass between the processes of xdist no faster than they run.
FAST   := $(PYTHON) -m pytest --quiet -m "not slow" --hypothesis-profile=quick
HALF   := $(wildcard tests/unit/test_[ab]*.py)

check-first:
	@$(FAST) $(STATIC) tests/names tests/mutation tests/law $(HALF)

check-second:
	@$(FAST) tests/unit $(HALF:%=--ignore=%)

ifdef K
test: set-up
	@files=$$($(PYTHON) -m pytest --collect-only --quiet -k "$(K)" | sed -nE 's/^(ERROR )?(tests\/[^: ]+).*/\2/p' | sort -u); \
	test "$$files" || { echo "No test is called: $(K)"; exit 1; }; \
	case "$$files" in *tests/browser/*|*tests/site/*) $(PYTHON) -m sitebuild build && $(PYTHON) -m tests.browsers;; esac && \
	$(PYTEST) -k "$(K)" $$files
else
test: set-up  ## build the guide and run every check; a part of them: make test K=expression, as pytest's -k
	@$(PYTHON) -m sitebuild build
	@$(PYTHON) -m tests.browsers all
	@$(PYTEST)
endif

long: set-up  ## the tests of the engine at their whole size, with fifty times the made-up input
	@$(PYTEST) --whole --hypothesis-profile=search --timeout=7200 tests/unit tests/law tests/fuzz

mutants: set-up  ## put small faults into the rules and check that a test notices each: make mutants ONLY=rules/order
	@nice $(PYTHON) -m tests.mutation $(if $(ONLY),--only $(ONLY)) $(if $(AGAIN),--again)

format: set-up  ## format Python, scripts and styles, and fix what the linters can fix
	@.venv/bin/ruff check --fix
	@.venv/bin/ruff format
	@PATH="$$PATH:$(CURDIR)/.venv/bin" npm --prefix site run format

bench: set-up  ## build the guide, then hold its speed, weight and memory against their bars
	@$(PYTHON) -m sitebuild build
	@$(PYTHON) -m tests.browsers
	@$(PYTHON) -m tests.bench

fuzz: set-up  ## look for input that breaks a promise, guided by coverage: make fuzz MINUTES=60
	@$(PYTHON) -m tests.fuzz $(if $(MINUTES),--minutes $(MINUTES)) $(if $(KEEP),--keep)

screenshots: set-up  ## build the guide, then take pictures of its pages in build/screenshots
	@$(PYTHON) -m sitebuild build
	@$(PYTHON) -m tests.browsers
	@$(PYTHON) tests/screenshots.py

release: set-up  ## build the guide with packed files for hosts, and as a zip file, in build
	@$(PYTHON) -m sitebuild build
	@$(PYTHON) -m sitebuild release

audit: set-up  ## ask whether a locked package has a known weakness
	@$(PYTHON) -m sitebuild audit

portable: set-up  ## build the guide with ProperDocs and Zensical too, and compare its live examples
	@$(PYTHON) -m sitebuild build
	@$(PYTHON) -m tests.portable

lock: set-up  ## remake the lock files after a change to pyproject.toml or site/package.json
	@$(LOCK) --group dev --output-file requirements.txt
	@$(LOCK) --group node --output-file requirements-node.txt
	@$(LOCK) --group audit --output-file requirements-audit.txt
	@$(LOCK) --group fuzz --output-file requirements-fuzz.txt
	@$(LOCK) --group portable --constraint requirements.txt --output-file requirements-portable.txt
	@PATH="$$PATH:$(CURDIR)/.venv/bin" npm --prefix site install --package-lock-only --ignore-scripts
	@PATH="$$PATH:$(CURDIR)/.venv/bin" npm --prefix tests/bench install --package-lock-only --ignore-scripts

hooks: set-up  ## have git run the quick checks at each commit, and look at its message
	@.venv/bin/pre-commit install

clean:  ## remove what the build made; .venv and site/node_modules stay
	@rm -rf build site/assets/runtime site/assets/fonts site/assets/vendor

set-up:
	@python3 site/sitebuild/setup/bootstrap.py
