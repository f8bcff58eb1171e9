.DEFAULT_GOAL := help
FUZZTIME ?= 10s
PEOPLE ?= 200000
YEARS ?= 3

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: demo
demo: ## Play a year without any account, in the browser
	go run . demo

.PHONY: test
test: ## Run all tests
	go test ./...

.PHONY: race
race: ## Run all tests under the race detector
	go test -race ./...

.PHONY: bench
bench: ## Run all benchmarks
	go test -run '^$$' -bench . -benchmem ./...

.PHONY: fuzz
fuzz: ## Run every fuzz target for FUZZTIME (10s)
	@grep -rlE '^func Fuzz' --include='*_test.go' . | sort | while read -r file; do \
		for target in $$(sed -nE 's/^func (Fuzz[A-Za-z0-9_]*)\(.*/\1/p' "$$file"); do \
			echo "$$target in $$(dirname "$$file")"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x "$$(dirname "$$file")" || exit 1; \
		done; \
	done

.PHONY: crowd
crowd: ## Kill a broadcast to PEOPLE (200000) again and again
	go test ./bot -run TestBroadcastKilled -v -timeout 60m -people $(PEOPLE)

.PHONY: years
years: ## Play YEARS (3) years of each kind with made-up people
	go test . -tags long -run TestSimulateYears -v -timeout 60m -years $(YEARS)

.PHONY: lint
lint: ## Check formatting, vet and staticcheck
	@test -z "$$(gofmt -l .)" || { echo "not formatted:"; gofmt -l .; exit 1; }
	go vet ./...
	go tool staticcheck ./...

.PHONY: ci
ci: ## Run what the continuous integration runs
	.ci/run
