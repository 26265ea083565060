# Each target is a command of tools/setup.py, which also works without make: python3 tools/setup.py run
PYTHON ?= python3

.PHONY: run demo test lint types check messages clean
run demo test lint types check messages clean:
	@$(PYTHON) tools/setup.py $@
