"""Where the program behind a name may be.

Enters: a name or a `Spec`, the environment and the target. Leaves: absolute paths, the best
first and lazily, because most are never asked for. Sources: PATH, the variables of active
environments, and on Windows the `py` launcher (PEP 397, PEP 514).
"""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ferrule.errors import ToolError
from ferrule.interpreters.spec import Spec, as_file_name, is_path, program_names
from ferrule.process import find_program, start
from ferrule.records import dataclass
from ferrule.target.triple import Target

LAUNCHER_LINE = re.compile(r"\s*-(?:V:)?([0-9]+)\.([0-9]+)t?(?:-(?:arm)?[0-9]+)?\s+\*?\s*(\S.*)")
LAUNCHER_SECONDS = 20.0
DEFAULTS = (
    ("VIRTUAL_ENV", "the active virtual environment", "bin/python"),
    ("pythonLocation", "pythonLocation", "bin/python3"),
)
# Of a virtual environment, of one made by MSYS2, and of conda.
WINDOWS_PLACES = ("Scripts/python.exe", "bin/python.exe", "python.exe")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What an interpreter is looked for in: environment, target and working folder."""

    env: Mapping[str, str]
    target: Target
    cwd: Path


def path_folders(around: Surroundings) -> tuple[Path, ...]:
    """Return the folders of PATH, absolute, each once though links give it several names."""
    folders: dict[Path, Path] = {}
    for entry in around.env.get("PATH", "").split(os.pathsep):
        if entry:
            folder = around.cwd / entry
            folders.setdefault(_resolve(folder), folder)
    return tuple(folders.values())


def named_places(name: str, around: Surroundings) -> Iterator[Path]:
    """Yield every program of this name on PATH, or the one that a path names."""
    if is_path(name, around.target):
        yield around.cwd / name
        return
    file_name = as_file_name(name, around.target)
    for folder in path_folders(around):
        program = find_program(file_name, {"PATH": str(folder)})
        if program is not None:
            yield Path(program)


def spec_places(spec: Spec, around: Surroundings) -> Iterator[Path]:
    """Yield the programs that may be the interpreter of `spec`."""
    for name in program_names(spec):
        yield from named_places(name, around)
    for version, program in launcher_programs(around):
        if version == spec.version:
            yield program


def default_places(around: Surroundings) -> tuple[str, Iterator[Path]]:
    """Return what the default Python is called, and where it may be.

    An active virtual environment whose Python is a broken link is not passed over: another
    Python would be taken unseen.
    """
    for variable, described, unix_place in DEFAULTS:
        folder = around.env.get(variable)
        places = WINDOWS_PLACES if around.target.is_windows else (unix_place,)
        for place in places if folder else ():
            program = around.cwd / str(folder) / place
            if _is_there(program):
                return f"python of {described}", iter((program,))
    names = ("python",) if around.target.is_windows else ("python3", "python")
    return "python on PATH", (place for name in names for place in named_places(name, around))


def launcher_programs(around: Surroundings) -> Iterator[tuple[tuple[int, int], Path]]:
    """Yield the versions and programs that Windows' `py` launcher knows; nothing elsewhere."""
    if not around.target.is_windows:
        return
    try:
        running = start(("py", "--list-paths"), env=around.env, cwd=around.cwd)
        finished = running.finish(LAUNCHER_SECONDS)
    except ToolError:
        return
    for line in finished.stdout.decode("utf-8", "replace").splitlines():
        found = LAUNCHER_LINE.fullmatch(line.rstrip())
        if found is not None and find_program(found[3], around.env) is not None:
            yield (int(found[1]), int(found[2])), Path(found[3])


def _resolve(folder: Path) -> Path:
    try:
        return folder.resolve()
    except (OSError, RuntimeError):
        # A loop of links is a RuntimeError up to Python 3.12.
        return folder


def _is_there(path: Path) -> bool:
    """Tell whether the path exists, be it as a broken link."""
    try:
        path.lstat()
    except OSError:
        return False
    return True
