"""The flow: read, resolve, look, plan; then compile and write.

Enters: the sources of settings, from an entrance. Leaves: a plan, or wheels. It calls each
room's front door in order and decides nothing itself.
"""

from __future__ import annotations

from contextlib import ExitStack

from ferrule.records import dataclass, replace
from ferrule.settings.given import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ferrule.archive.entries import Entry
    from ferrule.cargo.model import Artifact
    from ferrule.console import Console
    from ferrule.metadata.model import CoreMetadata
    from ferrule.plan.model import BuildPlan, WheelPlan
    from ferrule.project.model import Layout, LayoutKeys, Project
    from ferrule.settings.model import LayoutSettings, Settings
    from ferrule.target.triple import Target
    from ferrule.wheel.write import BuiltWheel

NOTHING = Source({})
# The crates whose features decide what is built.
BINDING_CRATES = frozenset({"pyo3", "pyo3-ffi"})
# A fixed time: cargo must not take a file of ours for newer than what was built with it.
CONFIG_FILE_TIME = 946_684_800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an entrance hands to the flow.

    `sources` outrank the environment, highest first; `preset` outranks the defaults only.
    `cwd` is the folder to build in; `host` the machine that ferrule runs on.
    """

    sources: tuple[Source, ...]
    preset: Source = NOTHING
    metadata_directory: Path | None = None
    cwd: Path
    env: Mapping[str, str]
    host: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Everything that is known before anything is compiled."""

    project: Project
    settings: Settings
    layout: Layout
    plan: BuildPlan


def read_settings(request: Request) -> tuple[Project, Settings]:
    """Read the project's files and resolve the settings.

    Starts no program, but for git where the version is to be taken from it.
    """
    from ferrule.project.read import read_project
    from ferrule.settings.resolve import resolve_settings
    from ferrule.settings.sources import find_manifest_path

    manifest_path = find_manifest_path(request.sources, request.env)
    project = read_project(request.cwd, manifest_path)
    settings = resolve_settings(project.pyproject, request.sources, request.env, request.preset)
    if settings.layout.version is not None:
        from ferrule.metadata.vcs import with_vcs_version

        project = with_vcs_version(project, settings.layout.version)
    return project, settings


def prepare(request: Request, project: Project, settings: Settings, console: Console) -> Prepared:
    """Make every decision; cargo reads the crate and Pythons answer side by side.

    Programs are started first; what is needed once they have answered is imported meanwhile.

    Raises:
        FerruleError: whatever stands in the way of a build.

    """
    from ferrule.cargo.metadata import start_metadata
    from ferrule.cargo.toolchain import start_toolchain
    from ferrule.plan.arguments import metadata_arguments

    env, cwd = request.env, request.cwd
    for note in (*project.notes, *settings.notes):
        console.note(note)
    with ExitStack() as stack:
        arguments = metadata_arguments(settings.cargo)
        rust = start_toolchain(env, cwd, rust_version=project.manifest.rust_version)
        stack.callback(rust.stop)
        pending = start_metadata(rust.cargo, project.manifest.path, arguments, env, cwd)
        stack.callback(pending.stop)

        from ferrule.plan.interpreters import Pythons

        pythons = Pythons(settings.python, project, env, cwd)
        stack.callback(pythons.stop)
        pythons.start_named(request.host)

        from ferrule.bindings.detect import detect_bindings
        from ferrule.bindings.model import BinBindings
        from ferrule.cargo.tree import scope_features
        from ferrule.metadata.identify import identify
        from ferrule.plan.model import Crate, Distribution
        from ferrule.plan.target import choose_target
        from ferrule.plan.wheels import plan_wheels
        from ferrule.project.layout import find_layout

        identity = identify(project)
        graph = scope_features(pending.finish(), BINDING_CRATES, rust.cargo, arguments, env, cwd)
        bindings = detect_bindings(graph, settings.python.bindings)
        program = isinstance(bindings, BinBindings)
        layout = find_layout(project, layout_keys(settings.layout), program=program)
        toolchain = rust.finish()
        target = choose_target(settings.cargo.target, toolchain.host)
        findings = pythons.finish(bindings, target)

    plan = plan_wheels(
        settings,
        Crate(graph=graph, bindings=bindings, toolchain=toolchain, target=target),
        Distribution(identity=identity, layout=layout, cwd=cwd),
        findings,
        env,
    )
    for note in (*layout.notes, *graph.notes, *plan.notes):
        console.note(note)
    console.say("Project", f"{plan.name} {plan.version}, {bindings.label} bindings")
    return Prepared(project=project, settings=settings, layout=layout, plan=plan)


def carry_out(prepared: Prepared, request: Request, console: Console) -> Iterator[BuiltWheel]:
    """Compile and write each wheel of the plan, yielding it when it is there.

    The metadata is composed while cargo compiles for the first wheel.

    Raises:
        ConfigError: the metadata is not what the standards ask for.
        ToolError: cargo failed.
        BindingsError: cargo made something else than planned.
        ArchiveError: a wheel cannot be written.

    """
    from ferrule.archive.epoch import source_date_epoch
    from ferrule.cargo.compile import compile_crate, start_compile
    from ferrule.files import require_writable, write_if_changed

    plan, env = prepared.plan, request.env
    metadata: CoreMetadata | None = None
    require_writable(plan.out)
    source_date_epoch(env)  # a malformed one is told before time is spent
    for wheel in plan.wheels:
        if wheel.config_file is not None:
            text = wheel.config_file.text.encode()
            write_if_changed(wheel.config_file.path, text, CONFIG_FILE_TIME)
        first, *others = wheel.jobs
        with console.step("Building", f"for {wheel.why}"), ExitStack() as stack:
            running = start_compile(first, env)
            stack.callback(running.stop)
            metadata = metadata or _compose(prepared.project)
            artifacts = [running.finish(console)]
            artifacts += [compile_crate(job, env, console) for job in others]
        for note in metadata.notes if wheel is plan.wheels[0] else ():
            console.note(note)
        with console.step("Writing", wheel.file_name):
            made = _made_entries(prepared, wheel, artifacts, console)
            out_dirs = {name: path for one in artifacts for name, path in one.out_dirs.items()}
            entries = _collect(prepared, wheel, made, out_dirs, console)
            built = _write(prepared, wheel, entries, metadata, request)
        yield built


def check_metadata(prepared: Prepared, console: Console) -> None:
    """Compose the metadata for what is wrong with it, where nothing is compiled.

    Raises:
        ConfigError: the metadata is not what the standards ask for.

    """
    for note in _compose(prepared.project).notes:
        console.note(note)


def prepare_unpacked(
    tree: Path, out: Path, request: Request, console: Console
) -> tuple[Prepared, Request]:
    """Make every decision for wheels that are built from an unpacked sdist.

    Args:
        tree: the sdist's top folder; its own pyproject.toml names its manifest.
        out: where the wheels go.
        request: the request that the sdist was made for; its other options hold.
        console: what is told.

    Returns:
        What `carry_out` takes.

    """
    from ferrule.settings.sources import preset, without_manifest_path

    sources, env = without_manifest_path(request.sources, request.env)
    own = preset({"out": out.absolute()}, "the sdist")
    inside = replace(request, sources=(own, *sources), env=env, cwd=tree, metadata_directory=None)
    project, settings = read_settings(inside)
    return prepare(inside, project, settings, console), inside


def list_wheels(prepared: Prepared, console: Console) -> dict[str, tuple[Entry, ...]]:
    """Return the entries of each wheel by its file name, as far as they are known uncompiled.

    Raises:
        ConfigError: the metadata or a pattern is wrong.
        ArchiveError: two files have one path in a wheel.

    """
    from ferrule.archive.entries import EXECUTABLE, Entry
    from ferrule.wheel.dist_info import dist_info_entries

    metadata = _compose(prepared.project)
    listed = {}
    for wheel in prepared.plan.wheels:
        binaries = [
            Entry(path=path, source=b"", mode=EXECUTABLE, rule="compiled", forced=True)
            for path in wheel.binaries
        ]
        made = [*binaries, *_glue(prepared, wheel)]
        entries = _collect(prepared, wheel, made, None, console)
        listed[wheel.file_name] = (*entries, *dist_info_entries(metadata, wheel.tag))
    return listed


def layout_keys(layout: LayoutSettings) -> LayoutKeys:
    """Return the settings that decide a layout."""
    from ferrule.project.model import LayoutKeys

    return LayoutKeys(
        module_name=layout.module_name,
        python_source=layout.python_source,
        python_packages=layout.python_packages,
        data=layout.data,
    )


def _compose(project: Project) -> CoreMetadata:
    """Compose the metadata; what writes the wheel is imported here too, beside cargo."""
    from importlib import import_module

    from ferrule.metadata.compose import compose

    for name in ("ferrule.wheel.collect", "ferrule.wheel.dist_info", "ferrule.wheel.write"):
        import_module(name)

    return compose(project)


def _collect(
    prepared: Prepared,
    wheel: WheelPlan,
    made: list[Entry],
    out_dirs: Mapping[str, Path] | None,
    console: Console,
) -> tuple[Entry, ...]:
    """Return the wheel's files but for dist-info.

    `out_dirs` is None where nothing is compiled; files of OUT_DIR are then not known.
    """
    from ferrule.tags.wheel import wheel_stem
    from ferrule.wheel.collect import CrateOutput, collect

    plan, settings = prepared.plan, prepared.settings.layout
    if out_dirs is None:
        known = tuple(one for one in settings.include if one.origin == "project")
        if known != settings.include:
            console.note("files that build scripts make are not listed")
        settings = replace(settings, include=known)
    collected = collect(
        prepared.layout,
        settings,
        made,
        CrateOutput(
            name=wheel.jobs[0].package.name,
            target_directory=plan.target_directory,
            out_dirs=out_dirs or {},
        ),
        stem=wheel_stem(plan.name, plan.version),
    )
    for note in collected.notes:
        console.note(note)
    return collected.entries


def _made_entries(
    prepared: Prepared, wheel: WheelPlan, artifacts: list[Artifact], console: Console
) -> list[Entry]:
    """Return what the build itself made: binaries, their import libraries, the glue."""
    from ferrule.archive.entries import EXECUTABLE, Entry
    from ferrule.bindings.check import missing_init_function

    entries = [
        Entry(path=path, source=made.path, mode=EXECUTABLE, rule="compiled", forced=True)
        for path, made in zip(wheel.binaries, artifacts, strict=True)
    ]
    if not wheel.extension:
        return entries
    layout, library = prepared.layout, artifacts[0].import_library
    warning = missing_init_function(artifacts[0].path, layout.extension_name)
    if warning is not None:
        console.warn(warning)
    if prepared.settings.wheel.include_import_lib and library is not None:
        path = f"{layout.module_dir}/{library.name}"
        entries.append(Entry(path=path, source=library, rule="import library", forced=True))
    return [*entries, *_glue(prepared, wheel)]


def _glue(prepared: Prepared, wheel: WheelPlan) -> tuple[Entry, ...]:
    from ferrule.bindings.glue import make_glue

    return make_glue(prepared.layout) if wheel.extension else ()


def _write(
    prepared: Prepared,
    wheel: WheelPlan,
    entries: tuple[Entry, ...],
    metadata: CoreMetadata,
    request: Request,
) -> BuiltWheel:
    from ferrule.archive.epoch import source_date_epoch
    from ferrule.wheel.dist_info import dist_info_entries, dist_info_name
    from ferrule.wheel.write import WheelOptions, write_wheel

    settings = prepared.settings.wheel
    dist_info = dist_info_entries(metadata, wheel.tag, prepared=request.metadata_directory)
    return write_wheel(
        prepared.plan.out / wheel.file_name,
        (*entries, *dist_info),
        dist_info_name(metadata),
        WheelOptions(
            method=settings.compression_method,
            level=settings.compression_level,
            large_files=settings.large_files,
            epoch=source_date_epoch(request.env),
        ),
    )
