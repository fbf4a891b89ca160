"""The command line of a verb, and its help.

Enters: a verb and the words after it. Leaves: `ParsedArguments`, whose source is one of
those that settings are resolved from; the text of `--help`. Both are made from the table of
options, so that a flag, its documentation and its meaning cannot part.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ferrule.settings.arguments import read_arguments
from ferrule.settings.given import Source
from ferrule.settings.options import BUILD, LIST_PYTHON, OPTIONS, SDIST, Option

HELP_FLAGS = frozenset({"-h", "--help"})
WIDEST, NARROWEST, FLAGS_COLUMN = 100, 60, 36
SUMMARIES = {
    BUILD: "Build the wheels of a Rust crate.",
    LIST_PYTHON: "List the Pythons that wheels can be built for.",
    SDIST: "Make the source distribution of a Rust crate.",
}
USAGES = {
    BUILD: "ferrule build [OPTIONS] [-- RUSTC-ARGS...]",
    LIST_PYTHON: "ferrule list-python [OPTIONS]",
    SDIST: "ferrule sdist [OPTIONS]",
}
EXAMPLES = {
    BUILD: (
        ("ferrule build", "for the Python on PATH"),
        ("ferrule build -r -o dist", "optimised, into dist/"),
        ("ferrule build -i 3.11 3.13t", "for two Pythons"),
        ("ferrule build --plan", "show what would be built"),
        ("ferrule build -- -C opt-level=1", "with arguments for rustc"),
    ),
    SDIST: (
        ("ferrule sdist -o dist", "into dist/"),
        ("ferrule sdist --list", "show which files it would hold, and why"),
        ("ferrule sdist --vendor", "with the crates it depends on"),
    ),
    LIST_PYTHON: (
        ("ferrule list-python", "those of this machine"),
        ("ferrule list-python --format json", "for programs"),
    ),
}


class ParsedArguments(NamedTuple):
    """What a command line says. With `wants_help` the rest was not read."""

    verb: str
    source: Source
    wants_help: bool = False


def parse(verb: str, argv: Sequence[str]) -> ParsedArguments:
    """Parse the words after a verb; values stay text, which settings give a type.

    Raises:
        UsageError: an unknown flag, a missing or surplus value, a single value given twice.

    """
    own = argv[: argv.index("--")] if "--" in argv else argv
    if HELP_FLAGS.intersection(own):
        return ParsedArguments(verb, Source({}), wants_help=True)
    return ParsedArguments(verb, read_arguments(verb, argv))


def format_help(verb: str, columns: int) -> str:
    """Return the help of a verb for a terminal of so many columns, without a last newline."""
    width = max(NARROWEST, min(columns, WIDEST))
    groups: dict[str, list[tuple[str, str]]] = {}
    for option in OPTIONS:
        if verb in option.verbs and option.flags:
            groups.setdefault(option.group, []).append((_spell(option), _describe(option)))
    last = next(reversed(groups))
    groups[last].append(("-h, --help", "Print this help."))
    blocks = [SUMMARIES[verb], f"Usage: {USAGES[verb]}"]
    blocks += [_format_block(title, rows, width) for title, rows in groups.items()]
    blocks.append(_format_block("Examples", EXAMPLES[verb], width, hanging="# "))
    return "\n\n".join(blocks)


def _spell(option: Option) -> str:
    """Return a flag's spellings and value: `-o, --out DIR`, `    --strip[=true|false]`."""
    flags = ", ".join(option.flags)
    if option.flags[0].startswith("--"):
        flags = f"    {flags}"
    return flags + option.operand


def _describe(option: Option) -> str:
    if option.kind != "choice":
        return option.help
    return f"{option.help} [{', '.join(option.choices)}]"


def _format_block(
    title: str, rows: Iterable[tuple[str, str]], width: int, hanging: str = ""
) -> str:
    import textwrap

    lines = [f"{title}:"]
    for left, right in rows:
        wrapped = textwrap.wrap(hanging + right, width - FLAGS_COLUMN, break_on_hyphens=False)
        if len(left) + 4 > FLAGS_COLUMN:
            lines.append(f"  {left}")
        else:
            lines.append(f"  {left:<{FLAGS_COLUMN - 2}}{wrapped.pop(0)}")
        lines.extend(" " * FLAGS_COLUMN + line for line in wrapped)
    return "\n".join(lines)
