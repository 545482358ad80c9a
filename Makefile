# make run: set up and start the app, for this computer alone; make class: for all computers that
# reach this one (DRIVETRAIN_HOST=… make run: on one address); make test: set up and pass all tests;
# make run-light: the same without PyTorch and fastai, a quarter of the disk. make check: lint, types.
PYTHON ?= python3
VENV := .venv
HOMES := .venv-homes
LIGHT := .venv-light
PATIENT := --disable-pip-version-check --retries 8 --timeout 60
PIP := $(VENV)/bin/python -m pip $(PATIENT)
# Several times as quick as pip; it goes again once the light install is there.
UV := uv==0.13.9
GET_UV := pip $(PATIENT) install -q --no-compile --target $(LIGHT)/uv $(UV)
HOMES_PIP := $(HOMES)/bin/python -m pip $(PATIENT)
PORT ?= 8501
DRIVETRAIN_HOST ?= localhost
# The backbone is written as ONNX once a machine; done here, the first training need not wait.
CONVERT := $(VENV)/bin/python -c "from core.vision.backbone import backbone_path; backbone_path()"

.PHONY: run run-light service service-light class class-light setup dev browser check test

run: setup
	$(VENV)/bin/streamlit run streamlit_app.py --server.port $(PORT) --server.address $(DRIVETRAIN_HOST)

run-light: $(LIGHT)/.installed
	$(LIGHT)/bin/streamlit run streamlit_app.py --server.port $(PORT) --server.address $(DRIVETRAIN_HOST)

# With a certificate of its own for HTTPS, which cameras in browsers need; TLS=no goes without.
class: setup
	$(VENV)/bin/python -m core.classroom.serve --port $(PORT) $(if $(filter no,$(TLS)),--without-certificate)

# For a service whose account may not write here: what it imports is compiled beforehand, once.
COMPILE := -c "from ui.frame.server import import_pages, import_what_functions_do as more; import_pages(); more()"

service: setup
	$(VENV)/bin/python $(COMPILE)

service-light: $(LIGHT)/.installed
	$(LIGHT)/bin/python $(COMPILE)

class-light: DRIVETRAIN_HOST = 0.0.0.0
class-light: run-light

setup: $(VENV)/.installed

dev: $(VENV)/.installed-dev $(HOMES)/.installed $(LIGHT)/.installed node_modules/.installed

$(VENV)/.installed: requirements.txt cloud/requirements.txt
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install -q -r requirements.txt || (sleep 10; $(PIP) install -q -r requirements.txt)
	$(CONVERT)
	touch $@

$(VENV)/.installed-dev: requirements.txt cloud/requirements.txt requirements-dev.txt requirements-ray.txt
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install -q -r requirements-dev.txt || (sleep 10; $(PIP) install -q -r requirements-dev.txt)
	$(CONVERT)
	touch $@ $(VENV)/.installed

$(LIGHT)/.installed: cloud/requirements.txt
	$(PYTHON) -m venv --without-pip $(LIGHT)
	$(PYTHON) -m $(GET_UV) || ($(PYTHON) -m venv $(LIGHT) && $(LIGHT)/bin/python -m $(GET_UV) && $(LIGHT)/bin/python -m pip uninstall -q -y setuptools pip)
	$(LIGHT)/uv/bin/uv pip install -q --python $(LIGHT)/bin/python -r $<
	rm -rf $(LIGHT)/uv
	touch $@

# What the exported homes of a model run on in tests (Gradio, FastAPI, …); the app has none of it.
$(HOMES)/.installed: requirements-homes.txt
	test -x $(HOMES)/bin/python || $(PYTHON) -m venv $(HOMES)
	$(HOMES_PIP) install -q --no-compile -r $< || (sleep 10; $(HOMES_PIP) install -q --no-compile -r $<)
	touch $@

# The browser home's runtime; without npm that home takes it from a CDN.
node_modules/.installed: package-lock.json
	mkdir -p node_modules
	if command -v npm >/dev/null; then npm ci --ignore-scripts --no-audit --no-fund || echo "npm ci failed: the browser home takes its runtime from a CDN"; fi
	mkdir -p node_modules
	touch $@

browser: dev
	$(VENV)/bin/python -m tests.browser.find_browser --install

check: dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

test: setup dev browser
	$(VENV)/bin/python -m pytest -n auto --dist loadscope --max-worker-restart 0 -rs
