"""Wheels read back."""

import hashlib
import io
from collections.abc import Mapping

import pytest

from ferrule.archive.compression import choose_compression
from ferrule.archive.workers import Workers
from ferrule.archive.zip import Content, Written, ZipWriter
from ferrule.archive.zip_read import BrokenZipError
from ferrule.errors import ArchiveError
from ferrule.wheel.record import record_text
from ferrule.wheel.verify import verify_wheel

RECORD = "p-1.dist-info/RECORD"
FILES = {"p/a.py": b"a = 1\n", "p-1.dist-info/WHEEL": b"Wheel-Version: 1.0\n"}


Wheel = tuple[io.BytesIO, tuple[Written, ...], dict[str, Content]]


def written(files: Mapping[str, bytes]) -> Wheel:
    stream = io.BytesIO()
    archive = ZipWriter(stream, choose_compression("stored", None), Workers(1), stamp=0)
    contents = {name: archive.add(name, content, 0o644) for name, content in files.items()}
    archive.add(RECORD, record_text(contents, RECORD), 0o644)
    return stream, archive.finish(), contents


def test_a_sound_wheel_gives_the_hash_of_its_file() -> None:
    stream, parts, contents = written(FILES)

    digest = verify_wheel(stream, parts, contents, RECORD, Workers(1))

    assert digest == hashlib.sha256(stream.getvalue()).hexdigest()


def test_a_damaged_wheel_is_told() -> None:
    stream, parts, contents = written(FILES)
    damaged = io.BytesIO(stream.getvalue().replace(b"a = 1", b"a = 2"))

    with pytest.raises(BrokenZipError, match=r"member p/a\.py"):
        verify_wheel(damaged, parts, contents, RECORD, Workers(1))


def test_a_record_of_other_contents_is_told() -> None:
    stream, parts, contents = written(FILES)
    contents["p/a.py"] = Content(size=6, sha256=bytes(32))

    with pytest.raises(ArchiveError, match=r"RECORD lists .*p/a\.py"):
        verify_wheel(stream, parts, contents, RECORD, Workers(1))


def test_a_member_too_many_is_told() -> None:
    stream, parts, contents = written(FILES)
    del contents["p/a.py"]

    with pytest.raises(ArchiveError, match="does not hold the files"):
        verify_wheel(stream, parts, contents, RECORD, Workers(1))


def test_a_wheel_without_record_is_told() -> None:
    stream, parts, contents = written(FILES)

    with pytest.raises(ArchiveError, match="other/RECORD is missing"):
        verify_wheel(stream, parts, contents, "other/RECORD", Workers(1))
