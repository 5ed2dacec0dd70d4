# Foyer's tasks. Go alone builds and serves Foyer and runs most of its tests; the CSS, and
# the journeys through a browser, need the programs that `make tools` installs.

TEMPL       = github.com/a-h/templ/cmd/templ@$(shell go list -m -f '{{.Version}}' github.com/a-h/templ)
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
HTMX        = static/htmx-2.0.11.min.js
HTMX_SHA256 = d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717
CSS         = node_modules/.bin/tailwindcss --minify --input views/app.css --output

# Where the system's Node is too old for the CSS, a newer one is kept here and goes first.
export PATH := $(CURDIR)/.tools/node_modules/.bin:$(PATH)

# SQLite, translated from C, works in memory that the race detector does not follow: all that
# watching it brings is tests that take four times as long. What calls it stays watched.
UNWATCHED   = -gcflags=modernc.org/sqlite/lib=-race=false -gcflags=modernc.org/libc=-race=false

.DEFAULT_GOAL := help
.PHONY: help run demo test test-mail test-outbox bench bench-attack bench-mail build generate css lint format vet staticcheck fresh fresh-views fresh-css fresh-htmx fresh-modules screenshots tools programs node

help: ## lists these tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## serves ./data at http://127.0.0.1:8080
	go run . serve

demo: ## serves a throw-away portal with lifelike data
	go run . demo

test: tools lint fresh ## checks everything: formatting, analysis, generated files, tests, browser journeys
	CGO_ENABLED=1 FOYER_NEED_BROWSER=1 go test -race $(UNWATCHED) -shuffle=on -timeout 30m ./...

test-outbox: ## sends 500 mails while the mail server and Foyer are killed 20 times each
	FOYER_OUTBOX_MAILS=500 FOYER_OUTBOX_KILLS=20 go test -count=1 -v -run '^TestOutboxLosesNothing$$' .

test-mail: ## sends through a real mail server, OpenSMTPD, and reads the mail back (as root, on Debian)
	@command -v smtpd >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends opensmtpd; } >/dev/null
	FOYER_NEED_SMTPD=1 go test -count=1 -v -run '^TestMailThroughARealServer$$' .

bench: ## measures the pages from a thousand time entries to a million (docs/PERFORMANCE.md)
	CGO_ENABLED=0 go run -trimpath ./bench

bench-attack: ## measures the pages during floods and slow connections (on Linux)
	CGO_ENABLED=0 go run -trimpath ./bench/attack

bench-mail: ## compares how fast pages are with and without mails that hang at a dead server
	go test -count=1 -run '^$$' -bench '^BenchmarkPagesWhileMailHangs$$' -benchtime 2000x ./handlers

build: ## builds the one static binary, ./foyer
	CGO_ENABLED=0 go build -trimpath -o foyer .

generate: ## writes views/*_templ.go from views/*.templ
	go run $(TEMPL) generate -path views

css: node_modules/.package-lock.json ## builds static/app.css, and the static files' .br and .gz
	$(CSS) static/app.css
	cd static && go run ./compress

lint: format vet staticcheck ## looks for faults that need no running

format:
	@echo "Formatting of Go and templ"
	@unformatted=$$(find . -name '*.go' -not -path './node_modules/*' -not -path './.tools/*' | xargs gofmt -l); \
	test -z "$$unformatted" || { echo "Not as gofmt has it:"; echo "$$unformatted"; exit 1; }
	@go run $(TEMPL) fmt -fail -log-level error views

vet:
	@echo "Vet"
	@CGO_ENABLED=0 go vet ./...

staticcheck:
	@echo "Static analysis"
	@CGO_ENABLED=0 go run $(STATICCHECK) ./...

fresh: fresh-views fresh-css fresh-htmx fresh-modules ## compares what is generated or vendored with its source

# Works on a copy: a check changes nothing.
fresh-views:
	@echo "Generated views"
	@copy=$$(mktemp -d) && trap 'rm -rf "$$copy"' EXIT && cp -R go.mod views "$$copy" && rm "$$copy"/views/*_templ.go && \
	go run $(TEMPL) generate -log-level error -path "$$copy/views" && \
	diff -rq "$$copy/views" views || { echo "views/*_templ.go are not what views/*.templ make: run make generate"; exit 1; }

fresh-css: node_modules/.package-lock.json
	@echo "Built CSS"
	@copy=$$(mktemp -d) && trap 'rm -rf "$$copy"' EXIT && { $(CSS) "$$copy/app.css" 2>"$$copy/log" || { cat "$$copy/log"; exit 1; }; } && \
	cmp "$$copy/app.css" static/app.css || { echo "static/app.css is not what views/ makes: run make css"; exit 1; }

fresh-htmx:
	@echo "Vendored htmx"
	@echo "$(HTMX_SHA256)  $(HTMX)" | sha256sum --check --quiet

# With -e, as one module that only tests of tests of ours want cannot be had everywhere;
# for the same reason go.sum is left to the build.
fresh-modules:
	@echo "Module requirements"
	@untidy=$$(go mod tidy -e -diff 2>/dev/null | sed -n '/^diff current\/go.mod/,/^diff current\/go.sum/p' | grep '^[+-]' || true); \
	test -z "$$untidy" || { echo "go.mod is not tidy: run go mod tidy -e"; echo "$$untidy"; exit 1; }

screenshots: ## photographs the demo's pages into ./screenshots
	FOYER_NEED_BROWSER=1 FOYER_SCREENSHOTS=$(CURDIR)/screenshots go test -run '^(TestScreenshots|TestLetterScreenshots)$$' ./handlers

tools: programs node node_modules/.package-lock.json ## installs what the tests need and the machine lacks

# Debian packages, each only where its program is missing.
programs:
	@missing=; \
	command -v gcc >/dev/null || missing="$$missing gcc libc6-dev"; \
	command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing="$$missing chromium"; \
	command -v npm >/dev/null || missing="$$missing nodejs npm"; \
	test -n "$$missing" || exit 0; \
	if ! command -v apt-get >/dev/null || [ "$$(id -u)" -ne 0 ]; then \
		echo "The tests need programs that are not here. On Debian, as root: apt-get install$$missing"; exit 1; \
	fi; \
	echo "Installing$$missing"; \
	log=$$(mktemp) && trap 'rm -f "$$log"' EXIT && \
	{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $$missing; } >"$$log" 2>&1 || { cat "$$log"; exit 1; }

node: programs
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || \
	{ echo "Fetching a newer Node into .tools"; npm install --silent --no-save --prefix .tools node@22; }

# Not npm ci: it refuses the lock file for leaving out other systems' builds.
node_modules/.package-lock.json: package.json package-lock.json | node
	@echo "Fetching what builds the CSS and checks accessibility"
	@npm install --silent --no-save --ignore-scripts
	@touch $@
