.PHONY: help
help:
	@echo "make demo | test | lint | format | messages | bench | requirements"
