"""What verbs show: their help, and JSON documents.

Enters: a verb, a document. Leaves: text on stdout.
"""

from collections.abc import Mapping

from ferrule.cli.parser import format_help
from ferrule.console import Console


def print_help(verb: str, env: Mapping[str, str]) -> int:
    """Print the options of a verb; return the exit status."""
    import shutil

    Console(env=env).result(format_help(verb, shutil.get_terminal_size().columns))
    return 0


def print_json(document: object, console: Console) -> None:
    """Print a document on stdout, keys in the order they were put."""
    import json

    console.result(json.dumps(document, indent=2, ensure_ascii=False))
