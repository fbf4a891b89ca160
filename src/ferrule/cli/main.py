"""The command line's entrance: find the verb, run it, turn errors into text.

Enters: the arguments. Leaves: the exit status (0 done, 130 interrupted, else the error's
own, see `errors.py`).
"""

import os
import signal
import sys
from collections.abc import Mapping, Sequence

from ferrule._version import __version__
from ferrule.console import Console
from ferrule.entrance import read_environment
from ferrule.errors import FerruleError, UsageError

INTERRUPTED = 130
ALIASES = {"b": "build"}
VERBS = {
    "build": "build wheels (alias: b)",
    "sdist": "make the source distribution",
    "list-python": "show the Pythons that can be built for",
}
HELP = """\
ferrule turns Rust crates into Python packages.

Usage: ferrule [-v] COMMAND [OPTIONS]

Commands:
{verbs}
  help         show this text, or the options of a command

Options:
  -h, --help     show this text
  -V, --version  show the version
  -v, --verbose  print more; twice for cargo's most verbose output

Examples:
  ferrule build --release                a wheel for the default Python
  ferrule build -i 3.12 -i 3.13 -o dist  wheels for two Pythons
  ferrule build --plan                   show every decision, compile nothing
"""


def run(arguments: Sequence[str]) -> int:
    """Run a command line; return the exit status."""
    env = read_environment()
    console = Console(env=env)
    # A polite kill cleans up as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _dispatch(list(arguments), env, console)
    except FerruleError as error:
        console.error(error.message, error.hint)
        return error.exit_code
    except KeyboardInterrupt:
        console.error("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our stdout is gone; keep the interpreter from flushing into it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        console.error(f"{where}{error.strerror or error}")
        return 1


def _dispatch(arguments: list[str], env: Mapping[str, str], console: Console) -> int:
    verbosity = []
    while arguments and (arguments[0] == "--verbose" or _is_verbose_cluster(arguments[0])):
        verbosity.append(arguments.pop(0))
    if not arguments:
        console.err.write(_help())
        return UsageError.exit_code
    verb, rest = arguments[0], arguments[1:]
    if verb in {"-V", "--version"}:
        console.result(f"ferrule {__version__}")
        return 0
    if verb in {"-h", "--help", "help"}:
        if not rest or verb != "help":
            console.result(_help().rstrip())
            return 0
        verb, rest = rest[0], ["--help"]
    verb = ALIASES.get(verb, verb)
    # A count after the verb replaces the one before it.
    if not any(word == "--verbose" or _is_verbose_cluster(word) for word in rest):
        rest = [*verbosity, *rest]
    return _run_verb(verb, rest, env)


def _run_verb(verb: str, rest: list[str], env: Mapping[str, str]) -> int:
    if verb == "build":
        from ferrule.cli import build

        return build.run(rest, env)
    if verb == "sdist":
        from ferrule.cli import sdist

        return sdist.run(rest, env)
    if verb == "list-python":
        from ferrule.cli import list_python

        return list_python.run(rest, env)
    raise _unknown_verb(verb)


def _is_verbose_cluster(word: str) -> bool:
    return word.startswith("-v") and not word.strip("-v")


def _unknown_verb(verb: str) -> UsageError:
    from difflib import get_close_matches

    near = get_close_matches(verb, VERBS, n=1)
    hint = f'did you mean "{near[0]}"?' if near else f"the commands are {', '.join(VERBS)}"
    what = "option" if verb.startswith("-") else "command"
    return UsageError(f'"{verb}" is not a {what} of ferrule {__version__}', hint=hint)


def _help() -> str:
    return HELP.format(verbs="\n".join(f"  {verb:<12} {text}" for verb, text in VERBS.items()))
