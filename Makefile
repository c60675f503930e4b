# Two commands matter: `make site` and `make test`. Each sets up whatever it needs by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

.PHONY: site test bench serve check lock clean

site: $(VENV)/site.stamp
	@bash .ci/system fonts
	$(BIN)/exhibit build
	@echo "打开 site/web/index.html（网站）或 site/station/index.html（站内屏幕）就能看。"

test: $(VENV)/test.stamp
	@bash .ci/system fonts chromium
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadgroup

# Side by side with other image pipelines, ten minutes; the tables go into the README as well.
bench: $(VENV)/bench.stamp
	@bash bench/setup
	$(BIN)/python -m bench --note README.md

check: $(VENV)/site.stamp
	$(BIN)/exhibit check

serve: $(VENV)/site.stamp
	@bash .ci/system fonts
	$(BIN)/exhibit serve

$(VENV)/site.stamp: requirements.txt pyproject.toml
	@bash .ci/system python
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/test.stamp: requirements-test.txt $(VENV)/site.stamp
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-test.txt
	@touch $@

$(VENV)/bench.stamp: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --no-build-isolation -e ".[bench]"
	@touch $@

# Exact versions with hashes and without any download address. Run by hand when pyproject.toml changes.
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --annotation-style=line \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --resolver=backtracking --extra setup pyproject.toml
lock: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet pip-tools
	$(COMPILE) --extra test --output-file requirements-test.txt
	$(COMPILE) --constraint requirements-test.txt --output-file requirements.txt

clean:
	rm -rf site .shelf
