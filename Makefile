# `make chat` and `make test` are all that a newcomer needs; `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help setup train chat serve test check format screenshots lock clean

help: ## show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

setup: ## install everything into .venv (done by the other targets when needed)
	@sh tools/setup.sh

train: setup ## train the model if examples, rules or components have changed
	@.venv/bin/bot train

chat: setup ## set up, train if needed, and chat in the terminal
	@.venv/bin/bot train --quiet
	@.venv/bin/bot chat

serve: setup ## set up, train if needed, and serve the page and the widget on http://127.0.0.1:8080
	@.venv/bin/bot train --quiet
	@.venv/bin/bot serve

test: setup ## set up, train if needed, and run all tests
	@.venv/bin/bot train --quiet
	@.venv/bin/pytest --numprocesses auto --dist loadfile

check: setup ## formatting, types and content
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/bot content check --quiet

format: setup ## format the code
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

screenshots: setup ## take the pictures of the README anew
	@sh tools/screenshots.sh

lock: setup ## resolve the dependencies anew and write requirements.lock
	@sh tools/lock.sh

clean: ## remove everything that was installed, trained or cached here
	rm -rf .venv .tools .rasa .cache models .pytest_cache .mypy_cache .ruff_cache .hypothesis uv.lock
