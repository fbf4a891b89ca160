"""`ferrule build`: plan wheels, or build them.

Enters: the words after the verb. Leaves: wheels; their paths, or a JSON document, on stdout.
"""

from collections.abc import Mapping, Sequence

from ferrule.build import Request, carry_out, check_metadata, prepare, read_settings
from ferrule.cli.parser import parse
from ferrule.cli.shown import print_help, print_json
from ferrule.entrance import find_host, make_console, working_folder
from ferrule.settings.options import BUILD


def run(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """Run the verb; return the exit status."""
    parsed = parse(BUILD, arguments)
    if parsed.wants_help:
        return print_help(BUILD, env)
    request = Request(sources=(parsed.source,), cwd=working_folder(), env=env, host=find_host())
    project, settings = read_settings(request)
    console = make_console(settings.output, env)
    json = settings.output.format == "json"
    prepared = prepare(request, project, settings, console)
    if settings.output.plan:
        check_metadata(prepared, console)
        from ferrule.report.summary import plan_document, summarize

        if json:
            print_json(plan_document(prepared.plan), console)
        else:
            console.result("\n".join(summarize(prepared.plan)))
        return 0
    built = []
    for wheel in carry_out(prepared, request, console):
        built.append(wheel)
        if not json:
            console.result(str(wheel.path))
    if json:
        from ferrule.report.summary import build_document

        print_json(build_document(prepared.plan, tuple(built)), console)
    return 0
