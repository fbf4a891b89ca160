"""`ferrule build`: plan wheels, or build them.

Enters: the words after the verb. Leaves: wheels; their paths, or a JSON document, on stdout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ferrule.build import Request, carry_out, check_metadata, list_wheels, prepare, read_settings
from ferrule.cli.parser import parse
from ferrule.cli.shown import print_help, show
from ferrule.entrance import find_host, make_console, working_folder
from ferrule.errors import UsageError
from ferrule.settings.options import BUILD, OPTIONS, SOURCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ferrule.build import Prepared
    from ferrule.console import Console
    from ferrule.project.model import Project
    from ferrule.sdist.model import BuiltSdist
    from ferrule.settings.given import Source
    from ferrule.settings.model import Settings


def run(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """Run the verb; return the exit status."""
    parsed = parse(BUILD, arguments)
    if parsed.wants_help:
        return print_help(BUILD, env)
    request = Request(sources=(parsed.source,), cwd=working_folder(), env=env, host=find_host())
    project, settings = read_settings(request)
    if not settings.sdist.sdist:
        _refuse_source_options(parsed.source)
    console = make_console(settings.output, env)
    if settings.sdist.sdist and not (settings.output.list or settings.output.plan):
        return _build_from_sdist(request, project, settings, console)
    prepared = prepare(request, project, settings, console)
    json = settings.output.format == "json"
    if settings.output.list:
        from ferrule.report.listing import archives_document, list_archives

        listed = list_wheels(prepared, console)
        show(archives_document(listed) if json else list_archives(listed, project.root), console)
    elif settings.output.plan:
        from ferrule.report.summary import plan_document, summarize

        check_metadata(prepared, console)
        plan = prepared.plan
        show(plan_document(plan) if json else summarize(plan), console)
    else:
        _carry_out(prepared, request, console, None)
    return 0


def _refuse_source_options(given: Source) -> None:
    """Refuse what would have no effect where only wheels are built."""
    for option in OPTIONS:
        if option.group == SOURCE and option.name in given.values:
            raise UsageError(
                f"{given.values[option.name].name} is about source distributions, but none is "
                "asked for",
                hint="add --sdist, or run `ferrule sdist`",
            )


def _build_from_sdist(
    request: Request, project: Project, settings: Settings, console: Console
) -> int:
    """Make the sdist, then the wheels of what was unpacked from it."""
    from tempfile import TemporaryDirectory

    from ferrule.build import prepare_unpacked
    from ferrule.sdist.unpack import unpack
    from ferrule.source import make_sdist

    sdist = make_sdist(request, project, settings, console)
    if settings.output.format != "json":
        console.result(str(sdist.path))
    with TemporaryDirectory(prefix="ferrule-") as folder:
        tree = unpack(sdist.path, Path(folder))
        prepared, inside = prepare_unpacked(tree, sdist.path.parent, request, console)
        _carry_out(prepared, inside, console, sdist)
    return 0


def _carry_out(
    prepared: Prepared, request: Request, console: Console, sdist: BuiltSdist | None
) -> None:
    """Build the planned wheels and print where they are."""
    json = prepared.settings.output.format == "json"
    built = []
    for wheel in carry_out(prepared, request, console):
        built.append(wheel)
        if not json:
            console.result(str(wheel.path))
    if json:
        from ferrule.report.summary import build_document

        show(build_document(prepared.plan, tuple(built), sdist), console)
