# make run: set up and start the app, for this computer alone; make class: for all computers that
# reach this one (DRIVETRAIN_HOST=… make run: on one address); make test: set up and pass all tests;
# make check: lint and types.
PYTHON ?= python3
VENV := .venv
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --retries 8 --timeout 60
PORT ?= 8501
DRIVETRAIN_HOST ?= localhost
# The backbone is converted to ONNX once a machine; done here, the first training need not wait.
CONVERT := $(VENV)/bin/python -c "from core.vision.backbone import backbone_path; backbone_path()"

.PHONY: run class setup dev browser check test

run: setup
	$(VENV)/bin/streamlit run streamlit_app.py --server.port $(PORT) --server.address $(DRIVETRAIN_HOST)

class: DRIVETRAIN_HOST = 0.0.0.0
class: run

setup: $(VENV)/.installed

dev: $(VENV)/.installed-dev

$(VENV)/.installed: requirements.txt
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install -q -r requirements.txt || (sleep 10; $(PIP) install -q -r requirements.txt)
	$(CONVERT)
	touch $@

$(VENV)/.installed-dev: requirements.txt requirements-dev.txt requirements-ray.txt
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install -q -r requirements-dev.txt || (sleep 10; $(PIP) install -q -r requirements-dev.txt)
	$(CONVERT)
	touch $@ $(VENV)/.installed

browser: dev
	$(VENV)/bin/python -m tests.browser.find_browser --install

check: dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

test: setup dev browser
	$(VENV)/bin/python -m pytest -n auto --dist loadscope
