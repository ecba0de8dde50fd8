# The only way to run things: each target does its own set-up first. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON := .venv/bin/python
DEMO := demo-store
BY_TWO := -n 2 --dist worksteal  # processes; one that is done takes tests from the other

.PHONY: help run test quick test-again any-day lint bench i18n screenshots bundle notices format lock clean environment window-libraries test-libraries bundle-libraries

help:  ## list what can be done here
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

# Locks and parts are compared each time (milliseconds); nothing is installed twice.
environment:
	@installer/setup.sh environment
	@$(PYTHON) translations/catalogues.py compile
	@$(PYTHON) -m compileall -q shelter_app

window-libraries:
	@installer/setup.sh libraries window
test-libraries:
	@installer/setup.sh libraries tests
bundle-libraries:
	@installer/setup.sh libraries bundle

run: window-libraries environment  ## open the window on a demo store, making it first if there is none
	@$(PYTHON) installer/run_demo.py $(DEMO)

test: test-libraries environment  ## every test, those of the window on a virtual screen too
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -q $(BY_TWO) $(ARGS)

quick: test-libraries environment  ## the tests but for those that start, kill or time the program itself
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -q $(BY_TWO) -m "not system" $(ARGS)

test-again: test-libraries environment  ## every test as CI runs them: one that fails once more, alone
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m tests.again -q $(BY_TWO) $(ARGS)

any-day: test-libraries environment  ## the tests that read the computer's clock, on days that bite (ARGS="leap" for some)
	@$(PYTHON) -m tests.any_day $(ARGS)

lint: environment  ## style, types, floors, dead code, dependencies, translations
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check -q .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-cache
	@.venv/bin/vulture
	@.venv/bin/deptry .
	@$(PYTHON) translations/catalogues.py check

format: environment  ## put the code into its house style
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

bench: test-libraries environment  ## measure against bare floors: start, queries, paper, import, figures, memory
	@$(PYTHON) -m tests.bench $(ARGS)

i18n: environment  ## collect texts from the code, renew the catalogues, compile them
	@$(PYTHON) translations/catalogues.py update
	@$(PYTHON) translations/catalogues.py compile

screenshots: window-libraries environment  ## pictures of the window into docs/screenshots
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m tests.screenshots docs/screenshots shelter_app/manual/pictures

bundle: bundle-libraries environment  ## a one-folder bundle in dist/, tried on a virtual screen
	@$(PYTHON) installer/build.py
	@$(PYTHON) installer/try_bundle.py

notices: environment  ## write installer/NOTICES anew from the locked parts
	@$(PYTHON) installer/notices.py

lock:  ## resolve requirements/*.in into locks with hashes and without addresses (needs uv)
	@for name in run dev; do \
	    uv pip compile --no-config --universal --generate-hashes --no-header --python-version 3.11 \
	        -q requirements/$$name.in -o requirements/$$name.lock || exit 1; \
	done

clean:  ## remove what was built, never a store
	@rm -rf build dist out .pytest_cache .mypy_cache .ruff_cache .hypothesis shelter_app/locale
