# Rembuk. On a fresh machine: make demo. For those who change it: make check test.

BIN := .venv/bin
POSTGRES := $(BIN)/python -m tests.support.postgres run --
DJANGO := DJANGO_SETTINGS_MODULE=tests.settings PYTHONPATH=src:. $(BIN)/django-admin
COMPILE := $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links \
	--python-version 3.11 --custom-compile-command "make lock"

KILLS ?= 1000
WRITING ?= 60

.PHONY: help demo dev test faults check lint types layers templates migrations bench docs oracle lock upgrade fmt audit

help:
	@echo "make demo    kota contoh di http://localhost:8000 (PORT=8765 memilih porta lain)"
	@echo "make test    seluruh uji: SQLite, PostgreSQL, peramban, gangguan, impor, pemasangan (PART=browser memilih satu)"
	@echo "make faults  gangguan tanpa batas waktu: KILLS=1000 kali kill -9, 8 penulis selama WRITING=60 detik, di dua basis data"
	@echo "make check   ruff, mypy, batas modul, templat, migrasi"
	@echo "make bench   ukur kecepatan, tulis bench/results.json"
	@echo "make docs    gambar ulang docs/flow.md dari kode"
	@echo "make oracle  bandingkan aturan memilih dengan pabutools (perlu jaringan, sekali; FILES=a.pb b.pb)"
	@echo "make audit   tanyakan kelemahan pustaka di berkas kunci ke PyPI (perlu jaringan; tidak ikut uji)"
	@echo "make fmt     rapikan kode;  make lock  perbarui berkas kunci;  make dev  pasang semua untuk mengembangkan"

demo:
	@.ci/venv requirements.lock
	@exec $(BIN)/rembuk demo

dev:
	@.ci/venv requirements-dev.lock

test: dev
	@$(BIN)/python -m tests.run $(PART)

# Half of the kills on each kind of database; the seed is printed, and REMBUK_SEED repeats it.
faults: export REMBUK_KILLS = $(shell expr $(KILLS) / 2)
faults: export REMBUK_WRITING = $(WRITING)
faults: export REMBUK_SEED ?= $(shell date +%s)
faults: dev
	$(BIN)/pytest -s -m faults tests/faults
	$(POSTGRES) $(BIN)/pytest -s -m faults tests/faults

check: lint types layers templates migrations

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: dev
	$(BIN)/mypy

layers: dev
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -q tests/architecture

templates: dev
	$(BIN)/djlint --lint --quiet --allow-empty-input src

migrations: dev
	$(DJANGO) makemigrations --check --dry-run
	$(DJANGO) check

bench: dev
	@$(POSTGRES) $(BIN)/python -m bench

docs: dev
	@$(DJANGO) shell --no-imports --command "from tests.documents import drawing; drawing.write()"

# pabutools brings a proprietary solver, so it lives in an environment of its own and in no lock file.
oracle: dev
	@test -x var/oracle/bin/python || $(BIN)/uv venv --quiet var/oracle
	@$(BIN)/uv pip install --quiet --python var/oracle/bin/python pabutools==1.2.3
	@$(BIN)/python -m tests.oracle var/oracle/bin/python $(FILES)

# Asks an index, so no test waits for it; before each release and once a month (docs/security.md, 15.1.1).
audit: dev
	@test -x var/audit/bin/pip-audit || { $(BIN)/uv venv --quiet var/audit && \
		$(BIN)/uv pip install --quiet --python var/audit/bin/python pip-audit==2.10.1; }
	@var/audit/bin/pip-audit --require-hashes --disable-pip --requirement requirements.lock $(AUDIT)

# Keeps the versions that still fit; `make upgrade` takes the newest.
lock: dev
	$(COMPILE) -o requirements.lock requirements.in
	$(COMPILE) -o requirements-dev.lock requirements-dev.in

upgrade: dev
	$(COMPILE) --upgrade -o requirements.lock requirements.in
	$(COMPILE) --upgrade -o requirements-dev.lock requirements-dev.in

fmt: dev
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .
