"""Layouts and trees of files for the tests of the wheel's contents."""

from pathlib import Path

from ferrule.project.model import Layout


def make_tree(root: Path, *names: str) -> None:
    """Make empty files below a folder."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def make_layout(
    root: Path,
    *,
    python_dir: Path | None = None,
    module: str | None = "pkg",
    packages: tuple[str, ...] = (),
    extension: str = "_ext",
    data_dir: Path | None = None,
) -> Layout:
    """Return the layout of a project whose package is `pkg` with the extension `pkg._ext`."""
    python_dir = python_dir or root
    return Layout(
        root=root,
        module_name=f"{module}.{extension}" if module else extension,
        extension_name=extension,
        python_dir=python_dir,
        python_module=python_dir / module if module else None,
        module_dir=module or extension,
        python_packages=tuple(python_dir / name for name in packages),
        data_dir=data_dir,
        stub=None,
    )
