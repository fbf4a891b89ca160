"""Cargo.lock for an sdist: less of it, and nothing else changed.

Enters: the bytes of a Cargo.lock, and which crates are shipped or what cargo left of it.
Leaves: the bytes without the packages that nothing shipped needs; what stays is the same
byte for byte.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ferrule.errors import ConfigError
from ferrule.records import dataclass
from ferrule.sdist.lock_graph import (
    HINT,
    Identity,
    Locked,
    index_packages,
    look_up,
    reach,
    read_lock,
)

HEADER = re.compile(rb"\s*\[+\s*([\w.\" -]+?)\s*\]+\s*(?:#.*)?\s*")
REFERENCE_LINE = re.compile(rb"\s*\"([^\"]+)\",?\s*")
CHECKSUM_LINE = re.compile(rb"\s*\"checksum ([^\"]+)\"\s*=.*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A table of the file: the blank lines before it, its header and what follows."""

    header: str
    lines: tuple[bytes, ...]


def read_lock_file(path: Path) -> bytes:
    """Return the bytes of a Cargo.lock.

    Raises:
        ConfigError: it cannot be read.

    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}") from error


def prune_lock(content: bytes, shipped: Iterable[tuple[str, str]]) -> bytes:
    """Remove the packages that the shipped crates, each a name and version, do not reach.

    The lock alone does not tell which features only a removed crate has asked for; what they
    brought in stays until `reduce_lock` removes it.

    Raises:
        ConfigError: it is not a Cargo.lock.

    """
    packages = read_lock(content)
    kept = reach(packages, shipped)
    edges = {one.identity: frozenset(one.needs) for one in packages}
    return _rewrite(content, packages, {identity: edges[identity] for identity in kept}, ())


def reduce_lock(content: bytes, accepted: bytes) -> bytes:
    """Remove what is not in the lock that cargo wrote for the same crates.

    Args:
        content: the lock as it was.
        accepted: cargo's own, written from it with `--offline` beside the shipped manifests.

    Raises:
        ConfigError: one is not a Cargo.lock, or cargo has added something.

    """
    packages, left = read_lock(content), read_lock(accepted)
    by_name, left_by_name = index_packages(packages), index_packages(left)
    before = {one.identity: one for one in packages}
    kept = {}
    for one in left:
        known = before.get(one.identity)
        edges = _identities(one.needs, left_by_name)
        if known is None or not edges <= _identities(known.needs, by_name):
            raise ConfigError(
                f"Cargo.lock does not fit the manifests: {one.name} {one.version} has changed",
                hint="bring it up to date with `cargo update --workspace`",
            )
        needs = (text for text in known.needs if _identities((text,), by_name) <= edges)
        kept[one.identity] = frozenset(needs)
    unused = [block.lines for block in _split(accepted) if block.header == "patch.unused"]
    return _rewrite(content, packages, kept, [_text(lines) for lines in unused])


def _identities(
    references: Iterable[str], by_name: Mapping[str, Sequence[Locked]]
) -> set[Identity]:
    return {one.identity for text in references for one in look_up(text, by_name)}


def _rewrite(
    content: bytes,
    packages: tuple[Locked, ...],
    kept: Mapping[Identity, frozenset[str]],
    unused: Collection[bytes],
) -> bytes:
    """Remove packages, references, checksums and unused patches that are not kept."""
    blocks = tuple(_split(content))
    numbered = iter(packages)
    if sum(block.header in {"package", "root"} for block in blocks) != len(packages):
        raise ConfigError("Cargo.lock is not in the form that cargo writes", hint=HINT)
    by_name = index_packages(packages)
    lines: list[bytes] = []
    for block in blocks:
        if block.header in {"package", "root"}:
            one = packages[-1] if block.header == "root" else next(numbered)
            if one.identity in kept:
                lines += _keep_references(block.lines, kept[one.identity])
        elif block.header == "metadata":
            lines += _keep_checksums(block.lines, kept, by_name)
        elif block.header != "patch.unused" or _text(block.lines) in unused:
            lines += block.lines
    return b"".join(lines)


def _split(content: bytes) -> Iterator[Block]:
    """Split the file where tables begin; the blank lines before a table are its own."""
    header = ""
    lines: list[bytes] = []
    for line in content.splitlines(keepends=True):
        begins = HEADER.fullmatch(line)
        if begins:
            blank = len(lines)
            while blank and not lines[blank - 1].strip():
                blank -= 1
            yield Block(header=header, lines=tuple(lines[:blank]))
            header, lines = begins[1].decode("utf-8", "replace"), lines[blank:]
        lines.append(line)
    yield Block(header=header, lines=tuple(lines))


def _text(lines: Iterable[bytes]) -> bytes:
    return b"".join(line.strip() for line in lines)


def _keep_references(lines: tuple[bytes, ...], needs: frozenset[str]) -> list[bytes]:
    kept: list[bytes] = []
    for line in lines:
        reference = REFERENCE_LINE.fullmatch(line)
        if reference is None or reference[1].decode() in needs:
            kept.append(line)
    return _drop_empty_list(kept) if len(kept) < len(lines) else kept


def _drop_empty_list(lines: list[bytes]) -> list[bytes]:
    """Remove the list of references when no reference is left in it."""
    for index, line in enumerate(lines[:-1]):
        if line.split() == [b"dependencies", b"=", b"["] and lines[index + 1].strip() == b"]":
            return lines[:index] + lines[index + 2 :]
    return lines


def _keep_checksums(
    lines: tuple[bytes, ...],
    kept: Mapping[Identity, frozenset[str]],
    by_name: Mapping[str, Sequence[Locked]],
) -> Iterator[bytes]:
    """Keep what the first lock version says of kept packages, and what else is there."""
    for line in lines:
        checksum = CHECKSUM_LINE.fullmatch(line)
        if checksum is None or _identities((checksum[1].decode(),), by_name) & kept.keys():
            yield line
