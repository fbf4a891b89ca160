"""`ferrule sdist`: make the source distribution, or show what it would hold.

Enters: the words after the verb. Leaves: an sdist; its path, or a JSON document, on stdout.
"""

from collections.abc import Mapping, Sequence

from ferrule.build import Request, read_settings
from ferrule.cli.parser import parse
from ferrule.cli.shown import print_help, show
from ferrule.entrance import find_host, make_console, working_folder
from ferrule.settings.options import SDIST
from ferrule.source import make_sdist, plan_sdist


def run(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """Run the verb; return the exit status."""
    parsed = parse(SDIST, arguments)
    if parsed.wants_help:
        return print_help(SDIST, env)
    request = Request(sources=(parsed.source,), cwd=working_folder(), env=env, host=find_host())
    project, settings = read_settings(request)
    console = make_console(settings.output, env)
    json = settings.output.format == "json"
    if settings.output.list:
        from ferrule.report.listing import archives_document, list_archives

        planned = plan_sdist(request, project, settings, console)
        listed = {planned.file_name: planned.entries}
        show(archives_document(listed) if json else list_archives(listed, project.root), console)
        return 0
    built = make_sdist(request, project, settings, console)
    if json:
        from ferrule.report.summary import sdist_document

        show(sdist_document(built), console)
    else:
        console.result(str(built.path))
    return 0
