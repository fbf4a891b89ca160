"""Source distributions' archives, held against tarfile and GNU tar."""

import io
import random
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from ferrule.archive.entries import EXECUTABLE, Entry
from ferrule.archive.tar import write_tar_gz
from ferrule.errors import ArchiveError
from support.pythons import need

NOISE = random.Random(5).randbytes(3 << 20)
LONG = f"{'folder/' * 40}file"


def write(*entries: Entry, threads: int = 1, mtime: int | None = None, level: int = 6) -> bytes:
    stream = io.BytesIO()
    write_tar_gz(stream, entries, "pkg-1.0", mtime=mtime, level=level, threads=threads)
    return stream.getvalue()


def of(path: str, source: bytes | Path = b"") -> Entry:
    return Entry(path=path, source=source)


def names(data: bytes) -> list[str]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return archive.getnames()


def test_contents_are_read_back(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(NOISE)
    data = write(of("a/big", tmp_path / "file"), of("é", b"x"), of(LONG, b"y"), of("empty"))

    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        found = {}
        for member in archive.getmembers():
            stream = archive.extractfile(member)
            assert stream is not None
            found[member.name] = stream.read()

    expected = {"a/big": NOISE, "é": b"x", LONG: b"y", "empty": b""}
    assert found == {f"pkg-1.0/{path}": content for path, content in expected.items()}


def test_pkg_info_is_first_and_the_rest_is_sorted_by_components() -> None:
    paths = ("a-b/x", "a/b", "a.py", "PKG-INFO", "Cargo.toml", "z/PKG-INFO")

    assert names(write(*map(of, paths))) == [
        *("pkg-1.0/PKG-INFO", "pkg-1.0/Cargo.toml"),
        *("pkg-1.0/a/b", "pkg-1.0/a-b/x", "pkg-1.0/a.py", "pkg-1.0/z/PKG-INFO"),
    ]


def test_the_bytes_do_not_depend_on_order_or_threads() -> None:
    one, two = of("a", NOISE), of("b", NOISE[::-1])

    assert len({write(one, two, threads=1), write(two, one, threads=4)}) == 1


def test_members_bear_one_time_and_keep_the_executable_bit() -> None:
    data = write(of("a"), Entry(path="run", source=b"", mode=EXECUTABLE), mtime=1700000000)

    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        found = [(member.mode, member.mtime) for member in archive.getmembers()]
    assert found == [(0o644, 1700000000), (0o755, 1700000000)]


def test_the_usual_time_is_of_2006() -> None:
    with tarfile.open(fileobj=io.BytesIO(write(of("a")))) as archive:
        assert archive.getmember("pkg-1.0/a").mtime == 1153704088


def test_gnu_tar_reads_it_without_a_word(tmp_path: Path) -> None:
    tar = shutil.which("tar")
    need(tar, "tar")
    (tmp_path / "a.tar.gz").write_bytes(write(of(LONG, b"x"), of("é ö", b"y"), of("big", NOISE)))

    argv = [str(tar), "-xzf", "a.tar.gz"]
    done = subprocess.run(argv, cwd=tmp_path, capture_output=True, check=True)

    assert done.stderr == b""
    assert (tmp_path / "pkg-1.0" / LONG).read_bytes() == b"x"
    assert (tmp_path / "pkg-1.0" / "é ö").read_bytes() == b"y"
    assert (tmp_path / "pkg-1.0" / "big").read_bytes() == NOISE


@pytest.mark.parametrize("path", ["/a", "../a", "a/../../b", "a\0b", "a/\udcff", ""])
def test_a_path_that_leads_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(ArchiveError, match="cannot be the path of a file in an archive"):
        write(of(path))


def test_a_path_that_is_there_twice_is_refused() -> None:
    with pytest.raises(ArchiveError, match=r"pkg-1\.0/a would be in the archive twice"):
        write(of("a"), of("a"))


def test_a_path_that_is_a_file_and_a_folder_is_refused() -> None:
    with pytest.raises(ArchiveError, match=r"pkg-1\.0/a would be both a file and a folder"):
        write(of("a"), of("a/b/c"))


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"cannot read .*gone"):
        write(of("a", tmp_path / "gone"))
