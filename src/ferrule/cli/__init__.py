"""The command line: main options, and one module a verb."""
