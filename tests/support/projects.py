"""Project files for unit tests of the rooms that read them."""

from pathlib import Path

BUILD_SYSTEM = '[build-system]\nrequires = ["ferrule"]\nbuild-backend = "ferrule"\n'
CRATE = '[package]\nname = "demo"\nversion = "1.2.3"\n'


def write(root: Path, files: dict[str, str]) -> Path:
    """Write files below a folder, which is made and returned."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())
    return root


def pyproject(text: str = "") -> str:
    """Return a pyproject.toml with a build-system table and more."""
    return BUILD_SYSTEM + text
