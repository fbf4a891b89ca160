"""The flow: read, resolve, look, plan; then compile and write.

Enters: the sources of settings, from an entrance. Leaves: a plan, or wheels. It calls each
room's front door in order and decides nothing itself.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from ferrule.archive.entries import EXECUTABLE, Entry
from ferrule.archive.epoch import source_date_epoch
from ferrule.bindings.check import missing_init_function
from ferrule.bindings.detect import detect_bindings
from ferrule.bindings.glue import make_glue
from ferrule.bindings.model import BinBindings
from ferrule.cargo.compile import compile_crate
from ferrule.cargo.metadata import start_metadata
from ferrule.cargo.model import Artifact
from ferrule.cargo.toolchain import start_toolchain
from ferrule.cargo.tree import scope_features
from ferrule.console import Console
from ferrule.files import require_writable, write_if_changed
from ferrule.metadata.compose import compose
from ferrule.metadata.model import CoreMetadata
from ferrule.plan.interpreters import Pythons
from ferrule.plan.jobs import metadata_arguments
from ferrule.plan.model import BuildPlan, Crate, Distribution, WheelPlan
from ferrule.plan.target import choose_target
from ferrule.plan.wheels import plan_wheels
from ferrule.project.layout import find_layout
from ferrule.project.model import Layout, LayoutKeys, Project
from ferrule.project.read import read_project
from ferrule.settings.given import Source
from ferrule.settings.model import LayoutSettings, Settings
from ferrule.settings.resolve import NOTHING, resolve_settings
from ferrule.settings.sources import find_manifest_path
from ferrule.tags.wheel import wheel_stem
from ferrule.target.triple import Target
from ferrule.wheel.collect import CrateOutput, collect
from ferrule.wheel.dist_info import dist_info_entries, dist_info_name
from ferrule.wheel.write import BuiltWheel, WheelOptions, write_wheel

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

    settings: Settings
    metadata: CoreMetadata
    layout: Layout
    plan: BuildPlan


def read_settings(request: Request) -> tuple[Project, Settings]:
    """Read the project's files and resolve the settings; start nothing."""
    manifest_path = find_manifest_path(request.sources, request.env)
    project = read_project(request.cwd, manifest_path)
    settings = resolve_settings(project.pyproject, request.sources, request.env, request.preset)
    return project, settings


def prepare(request: Request, project: Project, settings: Settings, console: Console) -> Prepared:
    """Make every decision; cargo reads the crate and Pythons answer side by side.

    Raises:
        FerruleError: whatever stands in the way of a build.

    """
    env, cwd = request.env, request.cwd
    for note in (*project.notes, *settings.notes):
        console.note(note)
    with ExitStack() as stack:
        arguments = metadata_arguments(settings.cargo)
        rust = start_toolchain(env, cwd, rust_version=project.manifest.rust_version)
        stack.callback(rust.stop)
        pending = start_metadata(rust.cargo, project.manifest.path, arguments, env, cwd)
        stack.callback(pending.stop)
        search = Pythons(settings.python, project, env, cwd)
        stack.callback(search.stop)
        search.start_named(request.host)

        metadata = compose(project)
        graph = scope_features(pending.finish(), BINDING_CRATES, rust.cargo, arguments, env, cwd)
        bindings = detect_bindings(graph, settings.python.bindings)
        layout = find_layout(
            project, _layout_keys(settings.layout), program=isinstance(bindings, BinBindings)
        )
        toolchain = rust.finish()
        target = choose_target(settings.cargo.target, toolchain.host)
        findings = search.finish(bindings, target)

    plan = plan_wheels(
        settings,
        Crate(graph=graph, bindings=bindings, toolchain=toolchain, target=target),
        Distribution(metadata=metadata, layout=layout, cwd=cwd),
        findings,
        env,
    )
    for note in (*metadata.notes, *layout.notes, *graph.notes, *plan.notes):
        console.note(note)
    console.say("Project", f"{metadata.name} {metadata.version}, {bindings.label} bindings")
    return Prepared(settings=settings, metadata=metadata, layout=layout, plan=plan)


def _layout_keys(layout: LayoutSettings) -> LayoutKeys:
    return LayoutKeys(
        module_name=layout.module_name,
        python_source=layout.python_source,
        python_packages=layout.python_packages,
        data=layout.data,
    )


def carry_out(prepared: Prepared, request: Request, console: Console) -> Iterator[BuiltWheel]:
    """Compile and write each wheel of the plan, yielding it when it is there.

    Raises:
        ToolError: cargo failed.
        BindingsError: cargo made something else than planned.
        ArchiveError: a wheel cannot be written.

    """
    plan = prepared.plan
    require_writable(plan.out)
    for wheel in plan.wheels:
        if wheel.config_file is not None:
            text = wheel.config_file.text.encode()
            write_if_changed(wheel.config_file.path, text, CONFIG_FILE_TIME)
        with console.step("Building", f"for {wheel.why}"):
            artifacts = tuple(compile_crate(job, request.env, console) for job in wheel.jobs)
        with console.step("Writing", wheel.file_name):
            built = _write(prepared, wheel, artifacts, request, console)
        yield built


def _write(
    prepared: Prepared,
    wheel: WheelPlan,
    artifacts: tuple[Artifact, ...],
    request: Request,
    console: Console,
) -> BuiltWheel:
    plan, layout, settings = prepared.plan, prepared.layout, prepared.settings
    collected = collect(
        layout,
        settings.layout,
        _made_entries(prepared, wheel, artifacts),
        CrateOutput(
            name=wheel.jobs[0].package.name,
            target_directory=plan.target_directory,
            out_dirs={name: path for one in artifacts for name, path in one.out_dirs.items()},
        ),
        stem=wheel_stem(plan.name, plan.version),
    )
    for note in collected.notes:
        console.note(note)
    if not isinstance(plan.bindings, BinBindings):
        warning = missing_init_function(artifacts[0].path, layout.extension_name)
        if warning is not None:
            console.warn(warning)
    metadata = prepared.metadata
    entries = dist_info_entries(metadata, wheel.tag, prepared=request.metadata_directory)
    return write_wheel(
        plan.out / wheel.file_name,
        (*collected.entries, *entries),
        dist_info_name(metadata),
        WheelOptions(
            method=settings.wheel.compression_method,
            level=settings.wheel.compression_level,
            large_files=settings.wheel.large_files,
            epoch=source_date_epoch(request.env),
        ),
    )


def _made_entries(
    prepared: Prepared, wheel: WheelPlan, artifacts: tuple[Artifact, ...]
) -> tuple[Entry, ...]:
    """Return what the build itself made: binaries, their import libraries, the glue."""
    entries = [
        Entry(path=path, source=made.path, mode=EXECUTABLE, rule="compiled", forced=True)
        for path, made in zip(wheel.binaries, artifacts, strict=True)
    ]
    if isinstance(prepared.plan.bindings, BinBindings):
        return tuple(entries)
    library = artifacts[0].import_library
    if prepared.settings.wheel.include_import_lib and library is not None:
        path = f"{prepared.layout.module_dir}/{library.name}"
        entries.append(Entry(path=path, source=library, rule="import library", forced=True))
    return (*entries, *make_glue(prepared.layout))
