"""The flow of source distributions: read, choose, rewrite, write, prove.

Enters: a request, the project and its settings. Leaves: an sdist that cargo was seen to
load, or the entries that it would hold. It calls each room's front door in order.
"""

from __future__ import annotations

from ferrule.records import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from ferrule.archive.entries import Entry
    from ferrule.build import Request
    from ferrule.console import Console
    from ferrule.project.model import Project
    from ferrule.sdist.model import BuiltSdist
    from ferrule.settings.model import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSdist:
    """What an sdist is to hold.

    `stem` names it and its top folder. `manifest` is the main crate's Cargo.toml in it;
    `lock` the Cargo.lock it was made from, None without one, and `lock_place` its place.
    """

    stem: str
    entries: tuple[Entry, ...]
    manifest: str
    lock: Path | None
    lock_place: str

    @property
    def file_name(self) -> str:
        """The archive's name."""
        return f"{self.stem}.tar.gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An sdist that was written but has no name yet, and where it was unpacked."""

    planned: PlannedSdist
    archive: Path
    tree: Path


def plan_sdist(
    request: Request, project: Project, settings: Settings, console: Console
) -> PlannedSdist:
    """Decide what the sdist of a project holds; write nothing and start nothing but git.

    Raises:
        ConfigError: a file of the project is missing or wrong, or there is no pyproject.toml.
        ArchiveError: two files have one path in the archive.

    """
    from ferrule.archive.entries import sort_key
    from ferrule.build import layout_keys
    from ferrule.metadata.compose import compose
    from ferrule.project.layout import find_layout
    from ferrule.sdist.crates import find_crates
    from ferrule.sdist.files import FileOptions, choose_files
    from ferrule.sdist.places import keep_apart, place_in
    from ferrule.sdist.write import make_entries
    from ferrule.tags.wheel import wheel_stem

    metadata = compose(project)
    layout = find_layout(project, layout_keys(settings.layout), program=True)
    plan = keep_apart(find_crates(project, layout.python_dir), layout)
    stem = wheel_stem(metadata.name, metadata.version)
    options = FileOptions(
        generator="git" if settings.sdist.sdist_generator == "git" else "cargo",
        allow_untracked=settings.sdist.allow_untracked,
        include=settings.layout.include,
        exclude=settings.layout.exclude,
        licenses=metadata.license_files,
        archive=_out(request, project, settings) / f"{stem}.tar.gz",
    )
    chosen = choose_files(project, plan, layout, options, request.env)
    if plan.lock is not None and place_in(plan, plan.lock) not in chosen.written:
        plan = replace(plan, lock=None)  # it is excluded
    made = make_entries(project, plan, layout, metadata, [one.path for one in chosen.entries])
    for note in (*project.notes, *settings.notes, *metadata.notes, *plan.notes, *chosen.notes):
        console.note(note)
    for warning in chosen.warnings:
        console.warn(warning)
    return PlannedSdist(
        stem=stem,
        entries=tuple(sorted((*chosen.entries, *made), key=lambda entry: sort_key(entry.path))),
        manifest=place_in(plan, project.manifest.path),
        lock=plan.lock,
        lock_place=place_in(plan, plan.lock) if plan.lock is not None else "",
    )


def make_sdist(
    request: Request, project: Project, settings: Settings, console: Console
) -> BuiltSdist:
    """Write the sdist of a project and prove that it loads before it gets its name.

    Raises:
        FerruleError: whatever stands in the way of an sdist that builds.

    """
    import tempfile
    from pathlib import Path

    from ferrule.files import require_writable
    from ferrule.sdist.write import publish_sdist

    out = _out(request, project, settings)
    require_writable(out)
    planned = plan_sdist(request, project, settings, console)
    verified = settings.sdist.verify
    with tempfile.TemporaryDirectory(prefix="ferrule-") as folder:
        scratch = Path(folder)
        with console.step("Packing", f"{planned.stem}, {len(planned.entries)} files"):
            draft = _draft(planned, scratch / "plain", request)
        if settings.sdist.vendor:
            with console.step("Vendoring", "the crates of Cargo.lock"):
                # What is vendored is what the lock names, so it is settled first.
                draft, _ = _prove(draft, scratch / "settled", project, request)
                draft = _vendor(draft, scratch / "vendored", request)
        if verified != "none":
            with console.step("Verifying", planned.file_name):
                draft, note = _prove(draft, scratch / "proven", project, request)
            if note is not None:
                console.warn(note)
                verified = "none"
        if settings.sdist.verify == "build":
            _build_wheels(draft, scratch / "wheels", request, console)
            verified = "build"
        return publish_sdist(draft.archive, out / planned.file_name, verified)


def _out(request: Request, project: Project, settings: Settings) -> Path:
    """Return where the sdist goes: beside the wheels, in cargo's target directory."""
    if settings.wheel.out is not None:
        return request.cwd / settings.wheel.out
    target = request.env.get("CARGO_TARGET_DIR")
    base = request.cwd / target if target else project.manifest.workspace_root / "target"
    return base / "wheels"


def _draft(planned: PlannedSdist, folder: Path, request: Request) -> Draft:
    from ferrule.archive.epoch import source_date_epoch
    from ferrule.sdist.unpack import unpack
    from ferrule.sdist.write import write_sdist

    archive = folder / planned.file_name
    write_sdist(archive, planned.entries, planned.stem, source_date_epoch(request.env))
    return Draft(planned=planned, archive=archive, tree=unpack(archive, folder))


def _vendor(draft: Draft, folder: Path, request: Request) -> Draft:
    from ferrule.sdist.vendor import vendor_crates

    planned = draft.planned
    vendored = vendor_crates(draft.tree, draft.tree / planned.manifest, request.env)
    replaced = {entry.path for entry in vendored}
    kept = (entry for entry in planned.entries if entry.path not in replaced)
    return _draft(replace(planned, entries=(*kept, *vendored)), folder, request)


def _prove(
    draft: Draft, folder: Path, project: Project, request: Request
) -> tuple[Draft, str | None]:
    """Let cargo load the sdist; where its lock has too much for `--locked`, once more without.

    Returns the draft, and a sentence when this machine cannot tell.
    """
    from ferrule.errors import ToolFailedError
    from ferrule.sdist.lock import read_lock_file
    from ferrule.sdist.settle import settle_lock
    from ferrule.sdist.verify import verify_sdist
    from ferrule.sdist.write import replace_entry

    planned, original = draft.planned, project.manifest.path
    try:
        return draft, verify_sdist(draft.tree / planned.manifest, original, request.env)
    except ToolFailedError as error:
        if planned.lock is None:
            raise
        manifest, lock = draft.tree / planned.manifest, draft.tree / planned.lock_place
        try:
            settled = settle_lock(manifest, lock, read_lock_file(planned.lock), request.env)
        except ToolFailedError:
            raise error from None  # it is not the lock that keeps it from loading
    entries = replace_entry(planned.entries, planned.lock_place, settled)
    draft = _draft(replace(planned, entries=entries), folder, request)
    return draft, verify_sdist(draft.tree / planned.manifest, original, request.env)


def _build_wheels(draft: Draft, out: Path, request: Request, console: Console) -> None:
    from ferrule.build import carry_out, prepare_unpacked

    for wheel in carry_out(*prepare_unpacked(draft.tree, out, request, console), console):
        console.say("Proven by", wheel.path.name)
