"""Wheels written."""

import hashlib
import os
import random
import stat
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from ferrule.archive.entries import Entry
from ferrule.errors import ArchiveError
from ferrule.wheel.write import BuiltWheel, WheelOptions, write_wheel
from support.wheels import record_problems

DIST_INFO = "pkg-1.0.dist-info"
METADATA = b"Metadata-Version: 2.4\nName: pkg\nVersion: 1.0\n"
WHEEL = b"Wheel-Version: 1.0\nGenerator: ferrule (0)\nRoot-Is-Purelib: false\nTag: py3-none-any\n"
NOISE = random.Random(5).randbytes(90_000)

ENTRIES = (
    Entry(path=f"{DIST_INFO}/WHEEL", source=WHEEL),
    Entry(path=f"{DIST_INFO}/METADATA", source=METADATA),
    Entry(path="zzz.py", source=b"z = 26\n"),
    Entry(path="pkg-1.0.data/scripts/run", source=b"#!python\n", mode=0o755),
    Entry(path="pkg/__init__.py", source=b""),
    Entry(path="pkg/ext.so", source=NOISE * 3, mode=0o755, forced=True),
)


def write(folder: Path, *more: Entry, options: WheelOptions | None = None) -> BuiltWheel:
    path = folder / "pkg-1.0-py3-none-any.whl"
    return write_wheel(path, (*ENTRIES, *more), DIST_INFO, options or WheelOptions())


def test_members_are_sorted_with_dist_info_last_and_record_at_the_end(tmp_path: Path) -> None:
    built = write(tmp_path)

    assert zipfile.ZipFile(built.path).namelist() == [
        "pkg/__init__.py",
        "pkg/ext.so",
        "pkg-1.0.data/scripts/run",
        "zzz.py",
        f"{DIST_INFO}/METADATA",
        f"{DIST_INFO}/WHEEL",
        f"{DIST_INFO}/RECORD",
    ]
    assert list(built.names) == zipfile.ZipFile(built.path).namelist()


def test_the_result_names_size_and_hash(tmp_path: Path) -> None:
    built = write(tmp_path)

    data = built.path.read_bytes()
    assert (built.size, built.sha256) == (len(data), hashlib.sha256(data).hexdigest())


def test_record_agrees_with_the_members(tmp_path: Path) -> None:
    odd = Entry(path='pkg/odd, "name".txt', source=b"odd")

    assert record_problems(write(tmp_path, odd).path) == []


@pytest.mark.parametrize("method", ["deflated", "stored", "bzip2"])
@pytest.mark.parametrize("large", [False, True])
def test_every_method_gives_a_sound_wheel(tmp_path: Path, method: str, *, large: bool) -> None:
    built = write(tmp_path, options=WheelOptions(method=method, large_files=large))

    assert record_problems(built.path) == []


def test_entries_in_any_order_and_threads_in_any_number_give_the_same_bytes(
    tmp_path: Path,
) -> None:
    big = Entry(path="pkg/big", source=NOISE[:50_000] * 100)
    first = write(tmp_path, big, options=WheelOptions(threads=1)).sha256

    digests = {
        write_wheel(
            tmp_path / "x.whl", (big, *reversed(ENTRIES)), DIST_INFO, WheelOptions(threads=threads)
        ).sha256
        for threads in (2, 8)
    }

    assert digests == {first}


def test_the_bytes_of_a_wheel_do_not_change_unnoticed(tmp_path: Path) -> None:
    # A golden hash of the container alone: stored members do not depend on zlib's version.
    built = write(tmp_path, options=WheelOptions(method="stored", epoch=1700000000))

    assert built.sha256.startswith("25fb8e2208f9a68d")


def test_the_time_is_the_one_of_the_options(tmp_path: Path) -> None:
    built = write(tmp_path, options=WheelOptions(epoch=1700000000))

    times = {info.date_time for info in zipfile.ZipFile(built.path).infolist()}
    assert times == {(2023, 11, 14, 22, 13, 20)}


def test_modes_are_kept(tmp_path: Path) -> None:
    infos = zipfile.ZipFile(write(tmp_path).path).infolist()

    modes = {info.filename: stat.filemode(info.external_attr >> 16) for info in infos}
    assert modes["pkg/ext.so"] == modes["pkg-1.0.data/scripts/run"] == "-rwxr-xr-x"
    assert modes["zzz.py"] == modes[f"{DIST_INFO}/RECORD"] == "-rw-r--r--"


def test_an_old_wheel_of_the_name_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "pkg-1.0-py3-none-any.whl").write_bytes(b"old")

    assert record_problems(write(tmp_path).path) == []


@pytest.mark.parametrize("path", ["/etc/passwd", "../x", "pkg/../../x", "C:/x", "a\\b"])
def test_a_path_that_leads_out_of_the_wheel_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(ArchiveError, match="cannot be the path of a file in an archive"):
        write(tmp_path, Entry(path=path, source=b""))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", ["zzz.py", f"{DIST_INFO}/RECORD"])
def test_a_path_that_is_there_twice_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(ArchiveError, match="would be in the archive twice"):
        write(tmp_path, Entry(path=path, source=b""))


def test_a_failure_leaves_the_old_wheel_and_nothing_else(tmp_path: Path) -> None:
    old = tmp_path / "pkg-1.0-py3-none-any.whl"
    old.write_bytes(b"old")

    with pytest.raises(ArchiveError, match=r"cannot read .*gone: No such file"):
        write(tmp_path, Entry(path="zzzz", source=tmp_path / "gone"))

    assert [path.name for path in tmp_path.iterdir()] == [old.name]
    assert old.read_bytes() == b"old"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ArchiveError, match="cannot write"):
        write(tmp_path / "file")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="memory is counted otherwise here")
def test_memory_does_not_grow_with_a_member(tmp_path: Path) -> None:
    size = 200 << 20
    with (tmp_path / "big").open("wb") as stream:
        stream.truncate(size)
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from ferrule.archive.entries import Entry\n"
        "from ferrule.wheel.write import WheelOptions, write_wheel\n"
        "entry = Entry(path='big', source=Path(sys.argv[1]))\n"
        "options = WheelOptions(level=1, threads=2)\n"
        "write_wheel(Path(sys.argv[2]), (entry,), 'p-1.dist-info', options)\n"
        "print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])\n"
    )
    source = Path(__file__).parents[3] / "src"

    result = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "big", tmp_path / "o.whl"],
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        check=True,
    )

    assert int(result.stdout) < 64 << 10


@pytest.mark.skipif(find_spec("pip") is None, reason="pip is not installed")
def test_pip_installs_it(tmp_path: Path) -> None:
    odd = Entry(path='pkg/odd, "name".txt', source=b"odd")
    built = write(tmp_path, odd)

    target = tmp_path / "site"
    options = ("--no-index", "--no-deps", "--no-compile", "--disable-pip-version-check", "-q")
    command = (sys.executable, "-m", "pip", "install", *options, "--target", target, built.path)
    subprocess.run(command, check=True, capture_output=True)

    assert (target / "pkg" / 'odd, "name".txt').read_bytes() == b"odd"
    assert (target / "zzz.py").read_bytes() == b"z = 26\n"
