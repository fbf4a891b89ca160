"""The Python sources of a project: the files of its packages that belong in archives.

Enters: a layout. Leaves: entries, their paths relative to the folder of the Python sources.

Left out are: what `.ignore` files say, and `.gitignore` files in a git checkout; byte code,
which is of the machine that builds; cargo's target directory and other caches, unless a
package lies in there; what a build for development left, known by the extension's name. Links
to files are taken as files; links to folders are not followed. Sources: maturin 1.16, which
ships byte code; https://bford.info/cachedir/ for CACHEDIR.TAG.
"""

from collections.abc import Iterator
from pathlib import Path

from ferrule.errors import ConfigError
from ferrule.project.model import Layout
from ferrule.records import dataclass
from ferrule.selection.disk import Collected, file_entry, is_byte_code, kind_of, list_folder
from ferrule.selection.ignore import Place, find_place

CACHE_TAG = b"Signature: 8a477f597d28d172789f06886806bc55"
LEFTOVERS = (".so", ".pyd", ".dll", ".dylib", ".pdb", ".dwp")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    """What the walk does not enter or take."""

    packages: tuple[Path, ...]
    target_directory: Path
    extension: str

    def skips_folder(self, folder: Path) -> bool:
        if folder.name == "__pycache__" or _belongs_to(folder.name, self.extension, (".dSYM",)):
            return True
        if any(package.is_relative_to(folder) for package in self.packages):
            return False
        return self._is_target_directory(folder) or is_cache(folder)

    def skips_file(self, path: Path) -> bool:
        return is_byte_code(path) or is_leftover(path.name, self.extension)

    def _is_target_directory(self, folder: Path) -> bool:
        target = self.target_directory
        return folder.name == target.name and folder.resolve() == target.resolve()


def find_sources(layout: Layout, target_directory: Path) -> Collected:
    """Return the files of the packages that are to be shipped.

    Args:
        layout: where the packages are.
        target_directory: cargo's, which holds no sources.

    Raises:
        ConfigError: a listed package lies outside of the folder of the sources.
        ArchiveError: a folder, link or ignore file inside a package cannot be read.

    """
    packages = tuple(package for package in _packages(layout) if package.is_dir())
    limits = _Limits(
        packages=packages, target_directory=target_directory, extension=layout.extension_name
    )
    found: dict[Path, None] = {}
    notes = []
    for package in packages:
        place = _find_place(package, layout)
        if place is None:
            notes.append(f"{package} is ignored by git or .ignore, so no file of it is taken")
        else:
            found.update(dict.fromkeys(_walk(place, limits)))
    entries = [
        file_entry(path.relative_to(layout.python_dir).as_posix(), path, "Python source")
        for path in found
    ]
    return Collected(entries=tuple(entries), notes=tuple(notes))


def _packages(layout: Layout) -> tuple[Path, ...]:
    module = () if layout.python_module is None else (layout.python_module,)
    for package in layout.python_packages:
        if ".." in package.parts or not package.is_relative_to(layout.python_dir):
            raise ConfigError(
                f"pyproject.toml: python-packages lists {package}, which is not in "
                f"{layout.python_dir}",
                hint="move the package there, or set `python-source` to a folder that holds all",
            )
    return (*module, *layout.python_packages)


def _find_place(package: Path, layout: Layout) -> Place | None:
    """Return a package with the rules of the folders above it, None when one is ignored.

    Rules start at the project's folder, or at that of the sources when it lies elsewhere.
    """
    return find_place(
        package, layout.root if package.is_relative_to(layout.root) else layout.python_dir
    )


def _walk(place: Place, limits: _Limits) -> Iterator[Path]:
    for entry in list_folder(place.folder):
        path = place.folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            inner = None if limits.skips_folder(path) else place.enter(entry.name)
            if inner is not None:
                yield from _walk(inner, limits)
        elif limits.skips_file(path) or place.ignores(entry.name):
            continue
        elif kind_of(entry) == "file":
            yield path


def is_leftover(name: str, extension: str) -> bool:
    """Tell whether a file is what a build for development left of an extension."""
    return _belongs_to(name, extension, LEFTOVERS)


def _belongs_to(name: str, extension: str, suffixes: tuple[str, ...]) -> bool:
    # The dot keeps the neighbour `foobar.so` of an extension `foo`.
    return name.endswith(suffixes) and name.startswith((f"{extension}.", f"lib{extension}."))


def is_cache(folder: Path) -> bool:
    """Tell whether a folder says of itself that it is a cache."""
    try:
        with (folder / "CACHEDIR.TAG").open("rb") as tag:
            return tag.read(len(CACHE_TAG)) == CACHE_TAG
    except OSError:
        return False
