# The commands of the project. Each installs what it needs; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help demo test lint format docs lock bench conformity

help: ## Liste les commandes
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Démarre le portail de démonstration (PORT=8000)
	@exec scripts/demo

test: ## Lance tous les tests : SQLite, PostgreSQL, Redis, Chromium
	@exec scripts/test

lint: ## Vérifie le code, les gabarits, les imports et les migrations
	@exec scripts/lint

format: ## Met le code en forme
	@exec scripts/format

docs: ## Réécrit docs/workflow.md d’après le code
	@exec scripts/docs

lock: ## Fige les versions des paquets Python
	@exec scripts/lock

bench: ## Mesure les durées, les requêtes et la mémoire
	@exec scripts/bench.sh

conformity: ## Vérifie les PDF avec les règles de veraPDF
	@exec scripts/conformity
