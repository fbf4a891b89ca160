"""What verbs show: their help, and JSON documents.

Enters: a verb, a document. Leaves: text on stdout.
"""

from collections.abc import Mapping

from ferrule.cli.parser import format_help
from ferrule.console import Console

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ferrule.report.summary import Json


def print_help(verb: str, env: Mapping[str, str]) -> int:
    """Print the options of a verb; return the exit status."""
    import shutil

    Console(env=env).result(format_help(verb, shutil.get_terminal_size().columns))
    return 0


def show(result: "Json | list[str]", console: Console) -> None:
    """Print lines of text, or a JSON document, on stdout."""
    if isinstance(result, list):
        console.result("\n".join(str(line) for line in result))
        return
    import json

    console.result(json.dumps(result, indent=2, ensure_ascii=False))
