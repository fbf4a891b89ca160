"""The artifact of a job among cargo's messages.

Enters: the messages of a build that succeeded. Leaves: an `Artifact`; cargo's files are
read where they are and never changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath

from ferrule.cargo.messages import Built, Message, ScriptRan, package_name
from ferrule.cargo.model import Artifact, CargoJob
from ferrule.errors import BindingsError, ToolFailedError

LIBRARY_SUFFIXES = frozenset({".so", ".dylib", ".dll", ".wasm"})
IMPORT_SUFFIXES = frozenset({".lib", ".a"})
DEBUG_SUFFIXES = frozenset({".pdb", ".dSYM", ".dwp"})
CONTAINER_TARGET = "/target"


def make_artifact(job: CargoJob, messages: tuple[Message, ...], env: Mapping[str, str]) -> Artifact:
    """Return what the job made.

    Raises:
        BindingsError: the crate has no cdylib, or not that program.
        ToolFailedError: the file that cargo names is not there.

    """
    built = [message for message in messages if isinstance(message, Built)]
    scripts = [message for message in messages if isinstance(message, ScriptRan)]
    ours = next((message for message in built if _is_target(message, job)), None)
    main = None if ours is None else _main_file(ours, job)
    if ours is None or main is None:
        raise _missing_error(job, built)
    path = _locate(main, job, env)
    if not path.is_file():
        raise ToolFailedError(f"cargo reports {path}, but there is no such file")
    beside = [_locate(file, job, env) for file in ours.files if len(ours.crate_types) == 1]
    return Artifact(
        path=path,
        import_library=_first(beside, IMPORT_SUFFIXES),
        debug_info=_first(beside, DEBUG_SUFFIXES),
        out_dirs={package_name(script.package_id): script.out_dir for script in scripts},
        link_paths=tuple(dict.fromkeys(path for script in scripts for path in _link_paths(script))),
        compiled=len({message.package_id for message in built if not message.fresh}),
    )


def _is_target(message: Built, job: CargoJob) -> bool:
    if message.package_id != job.package.id:
        return False
    if job.kind == "bin":
        return "bin" in message.kinds and message.name == job.target_name
    return not {"bin", "custom-build", "example", "test", "bench"} & {*message.kinds}


def _main_file(message: Built, job: CargoJob) -> Path | None:
    """Return the program or cdylib; crate types and files have the same order."""
    if job.kind == "bin":
        return next(iter(message.files), None)
    if "cdylib" not in message.crate_types:
        return None
    paired = dict(zip(message.crate_types, message.files, strict=False)).get("cdylib")
    if paired is not None and paired.suffix in LIBRARY_SUFFIXES:
        return paired
    # A crate type before it had several files (an import library, a symbol file).
    return _first(message.files, LIBRARY_SUFFIXES) or paired


def _first(files: Sequence[Path], suffixes: frozenset[str]) -> Path | None:
    return next((file for file in files if file.suffix in suffixes), None)


def _missing_error(job: CargoJob, built: list[Built]) -> BindingsError:
    name = job.package.name
    if job.kind == "bin":
        programs = [target.name for target in job.package.targets if "bin" in target.kinds]
        return BindingsError(
            f"cargo built no program {job.target_name} of {name}",
            hint=f"its programs are {', '.join(programs)}" if programs else "add a [[bin]]",
        )
    types = {kind for message in built if _is_target(message, job) for kind in message.crate_types}
    has = f"has the crate types {', '.join(sorted(types))}" if types else "built no library"
    return BindingsError(
        f"{name} {has}, but Python can load only a cdylib",
        hint=f'add to {job.manifest_path}:\n\n    [lib]\n    crate-type = ["cdylib"]\n',
    )


def _link_paths(script: ScriptRan) -> Iterator[Path]:
    """Yield where the dynamic libraries of a build script may be."""
    kinds = [lib.rpartition("=")[0] for lib in script.linked_libs]
    if not any(kind == "" or kind.startswith("dylib") for kind in kinds):
        return
    for entry in script.linked_paths:
        kind, equals, path = entry.partition("=")
        if not equals:
            yield Path(entry)
        elif kind in ("native", "all"):
            yield Path(path)
        elif kind not in ("dependency", "crate", "framework"):
            yield Path(entry)  # a path with `=` in it


def _locate(path: Path, job: CargoJob, env: Mapping[str, str]) -> Path:
    """Return where a file is on this machine: `cross` names those of its container."""
    is_cross = PurePath(job.cargo).name.startswith("cross")
    if not (is_cross and path.as_posix().startswith(f"{CONTAINER_TARGET}/")):
        return path
    inside = path.as_posix().removeprefix(f"{CONTAINER_TARGET}/")
    variable = env.get("CARGO_TARGET_DIR")
    roots = [
        *([job.target_directory] if job.target_directory else []),
        *([job.cwd / variable] if variable else []),
        *(folder / "target" for folder in job.manifest_path.parents),
    ]
    return next((root / inside for root in roots if (root / inside).exists()), path)
