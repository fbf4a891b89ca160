"""`ferrule list-python`: show the Pythons that wheels can be built for.

Enters: the words after the verb. Leaves: one line a Python, or a JSON document, on stdout.
"""

from collections.abc import Mapping, Sequence

from ferrule.cargo.toolchain import find_host as find_rust_host
from ferrule.cli.parser import parse
from ferrule.cli.shown import print_help, show
from ferrule.entrance import find_host, make_console, working_folder
from ferrule.errors import InterpreterError
from ferrule.interpreters.find import start_find
from ferrule.interpreters.model import InterpreterRequest
from ferrule.plan.target import choose_target
from ferrule.report.summary import interpreters_document, list_interpreters
from ferrule.settings.options import LIST_PYTHON
from ferrule.settings.resolve import resolve_settings


def run(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """Run the verb; return the exit status."""
    parsed = parse(LIST_PYTHON, arguments)
    if parsed.wants_help:
        return print_help(LIST_PYTHON, env)
    settings = resolve_settings(None, (parsed.source,), env)
    console = make_console(settings.output, env)
    target = find_host()
    if settings.cargo.target is not None:
        rust_host = find_rust_host(env, working_folder())
        target = choose_target(settings.cargo.target, rust_host or target.triple)
    findings = start_find(InterpreterRequest(find=True), env, target, working_folder()).finish()
    if settings.output.format == "json":
        show(interpreters_document(findings), console)
    else:
        count = len(findings.interpreters)
        console.say("Found", f"{count} Python interpreter{'' if count == 1 else 's'}")
        for line in list_interpreters(findings):
            console.result(line)
    for candidate in findings.candidates:
        if not candidate.taken:
            console.detail(f"{candidate.name}: {candidate.reason}")
    if not findings.interpreters:
        raise InterpreterError(
            "no Python was found on PATH", hint="put a Python 3 on PATH, for example with pyenv"
        )
    return 0
