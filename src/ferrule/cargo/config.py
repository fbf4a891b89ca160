"""cargo's configuration, as far as ferrule must know it.

Enters: the folders that cargo searches and the `--config` values of the user. Leaves: one
merged table of the files and one of the values. Source: the cargo book, "Configuration".
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ferrule.cargo.model import CargoJob
from ferrule.cargo.narrow import table, text, texts
from ferrule.records import dataclass
from ferrule.toml import parse_toml, read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class CargoConfig:
    """What configuration files say, and what `--config` values say, which are stronger."""

    files: Mapping[str, object]
    overrides: Mapping[str, object]


def read_config(job: CargoJob, env: Mapping[str, str]) -> CargoConfig:
    """Read the configuration that holds for a job.

    cargo searches from the folder it runs in. The manifest's folder is searched too and is
    stronger, as people keep the flags of a crate beside it.

    Raises:
        ConfigError: a file is not TOML or cannot be read.

    """
    files: dict[str, object] = {}
    for path in reversed(list(_find_files(job, env))):
        files = _merge(files, _read_file(path))
    overrides: dict[str, object] = {}
    for value in _override_values(job.arguments):
        overrides = _merge(overrides, _read_override(value, job.cwd))
    return CargoConfig(files=files, overrides=overrides)


def look_up(config: Mapping[str, object], keys: Iterable[str]) -> object:
    """Return the value at nested keys, or None."""
    value: object = config
    for key in keys:
        value = table(value).get(key)
    return value


def variable_name(*keys: str) -> str:
    """Return the variable that sets a key: `CARGO_BUILD_RUSTFLAGS` for `build.rustflags`."""
    return "_".join(("CARGO", *keys)).upper().replace("-", "_").replace(".", "_")


def _find_files(job: CargoJob, env: Mapping[str, str]) -> Iterator[Path]:
    """Yield the existing files, the strongest first."""
    starts = (job.manifest_path.parent, job.cwd)
    folders = [folder / ".cargo" for start in starts for folder in (start, *start.parents)]
    home = env.get("HOME") or env.get("USERPROFILE")
    if env.get("CARGO_HOME"):
        folders.append(job.cwd / env["CARGO_HOME"])
    elif home:
        folders.append(Path(home, ".cargo"))
    for folder in dict.fromkeys(folders):
        # The file without a suffix is the old name, and wins where both exist.
        for name in ("config", "config.toml"):
            if (folder / name).is_file():
                yield folder / name
                break


def _read_file(path: Path, ancestors: tuple[Path, ...] = ()) -> dict[str, object]:
    content = read_toml(path)
    merged: dict[str, object] = {}
    for included in _included_paths(content.pop("include", None), path.parent):
        if included.is_file() and included not in (*ancestors, path):
            merged = _merge(merged, _read_file(included, (*ancestors, path)))
    return _merge(merged, content)


def _included_paths(include: object, folder: Path) -> Iterator[Path]:
    # "a.toml", ["a.toml"] and [{ path = "a.toml", optional = true }] are all written.
    for item in include if isinstance(include, list) else [include]:
        name = text(item) or text(table(item).get("path"))
        if name:
            yield folder / name


def _override_values(arguments: tuple[str, ...]) -> Iterator[str]:
    for before, word in zip(("", *arguments), arguments, strict=False):
        if before == "--config":
            yield word
        elif word.startswith("--config="):
            yield word.removeprefix("--config=")


def _read_override(value: str, cwd: Path) -> dict[str, object]:
    if "=" not in value or (cwd / value).is_file():
        return _read_file(cwd / value) if (cwd / value).is_file() else {}
    try:
        return parse_toml(value)
    except ValueError:
        return {}  # cargo refuses it, in its own words


def _merge(weak: Mapping[str, object], strong: Mapping[str, object]) -> dict[str, object]:
    """Merge as cargo does: tables by key, lists one after the other, else the stronger."""
    merged = dict(weak)
    for key, value in strong.items():
        known = merged.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            merged[key] = _merge(known, value)
        elif isinstance(known, list) and isinstance(value, list):
            merged[key] = [*known, *value]
        else:
            merged[key] = value
    return merged


def split_flags(value: object) -> tuple[str, ...]:
    """Return the words of a value that may be a text or a list of texts."""
    return tuple(value.split()) if isinstance(value, str) else texts(value)
