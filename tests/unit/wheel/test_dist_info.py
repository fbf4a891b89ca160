"""The dist-info folder."""

from pathlib import Path

import pytest

from ferrule._version import __version__
from ferrule.archive.entries import Entry
from ferrule.errors import ArchiveError, UsageError
from ferrule.metadata.model import CoreMetadata, LicenseFile
from ferrule.tags.wheel import WheelTag
from ferrule.wheel.dist_info import dist_info_entries, write_dist_info

TAG = WheelTag(python=("cp38",), abi=("abi3",), platform=("linux_x86_64", "any"))
NAME = "my_pkg-1.0.dist-info"
TEXT = b"Metadata-Version: 2.4\nName: My.Pkg\nVersion: 1.0\n\nName: in the text\n"


def metadata(*license_files: LicenseFile, entry_points: bytes = b"") -> CoreMetadata:
    return CoreMetadata(
        name="My.Pkg",
        version="1.0",
        requires_python=None,
        text=TEXT,
        entry_points=entry_points,
        license_files=license_files,
        has_scripts=False,
    )


def contents(*entries: Entry) -> dict[str, Path | bytes]:
    return {entry.path: entry.source for entry in entries}


def prepare(folder: Path, text: bytes = TEXT) -> Path:
    dist_info = folder / NAME
    (dist_info / "licenses").mkdir(parents=True)
    (dist_info / "METADATA").write_bytes(text)
    (dist_info / "licenses" / "WHEEL").write_bytes(b"a licence of this name")
    (dist_info / "WHEEL").write_bytes(b"old")
    (dist_info / "RECORD").write_bytes(b"old")
    return dist_info


def test_wheel_lists_every_tag() -> None:
    wheel = contents(*dist_info_entries(metadata(), TAG))[f"{NAME}/WHEEL"]

    assert (
        wheel
        == (
            f"Wheel-Version: 1.0\nGenerator: ferrule ({__version__})\nRoot-Is-Purelib: false\n"
            "Tag: cp38-abi3-any\nTag: cp38-abi3-linux_x86_64\n"
        ).encode()
    )


def test_only_what_there_is_gets_a_file(tmp_path: Path) -> None:
    license_file = LicenseFile(path="LICENSES/MIT.txt", source=tmp_path / "MIT.txt")

    bare = contents(*dist_info_entries(metadata(), TAG))
    full = contents(*dist_info_entries(metadata(license_file, entry_points=b"[x]\n"), TAG))

    assert sorted(bare) == [f"{NAME}/METADATA", f"{NAME}/WHEEL"]
    assert full[f"{NAME}/entry_points.txt"] == b"[x]\n"
    assert full[f"{NAME}/licenses/LICENSES/MIT.txt"] == tmp_path / "MIT.txt"


@pytest.mark.parametrize("inner", [False, True])
def test_prepared_metadata_is_taken_as_it_is(tmp_path: Path, *, inner: bool) -> None:
    patched = TEXT.replace(b"Version: 1.0", b"Version: 1.0\nSummary: patched")
    dist_info = prepare(tmp_path, patched)

    entries = dist_info_entries(metadata(), TAG, prepared=dist_info if inner else tmp_path)

    found = contents(*entries)
    assert sorted(found) == [f"{NAME}/METADATA", f"{NAME}/WHEEL", f"{NAME}/licenses/WHEEL"]
    assert found[f"{NAME}/METADATA"] == dist_info / "METADATA"
    assert isinstance(found[f"{NAME}/WHEEL"], bytes)


@pytest.mark.parametrize("version", ["1.0.0", "v1", "1.0 "])
def test_the_same_version_in_other_words_is_fine(tmp_path: Path, version: str) -> None:
    prepare(tmp_path, f"Version: {version}\r\nName: my-pkg\r\n".encode())

    assert len(dist_info_entries(metadata(), TAG, prepared=tmp_path)) == 3


@pytest.mark.parametrize(
    "text",
    [
        b"Name: other\nVersion: 1.0\n",
        b"Name: my-pkg\nVersion: 2.0\n",
        b"Name: my-pkg\nVersion: none\n",
        b"Summary: nothing\n\nName: my-pkg\nVersion: 1.0\n",
        b"",
    ],
)
def test_prepared_metadata_of_something_else_is_refused(tmp_path: Path, text: bytes) -> None:
    prepare(tmp_path, text)

    with pytest.raises(UsageError, match=r"but the project is My\.Pkg 1\.0") as caught:
        dist_info_entries(metadata(), TAG, prepared=tmp_path)

    assert caught.value.hint


def test_a_folder_without_prepared_metadata_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=rf"metadata_directory: cannot read .*{NAME}"):
        dist_info_entries(metadata(), TAG, prepared=tmp_path)


def test_the_folder_is_written_whole(tmp_path: Path) -> None:
    (tmp_path / "MIT").write_bytes(b"licence")
    license_file = LicenseFile(path="MIT", source=tmp_path / "MIT")
    out = tmp_path / "out"

    name = write_dist_info(metadata(license_file), TAG, out)

    files = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    assert name == NAME
    assert files == {f"{NAME}/METADATA", f"{NAME}/WHEEL", f"{NAME}/licenses/MIT"}
    assert (out / NAME / "licenses" / "MIT").read_bytes() == b"licence"


def test_an_old_folder_is_replaced(tmp_path: Path) -> None:
    prepare(tmp_path)

    write_dist_info(metadata(), TAG, tmp_path)

    assert sorted(path.name for path in (tmp_path / NAME).iterdir()) == ["METADATA", "WHEEL"]


def test_a_licence_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    gone = LicenseFile(path="MIT", source=tmp_path / "gone")

    with pytest.raises(ArchiveError, match=r"cannot read .*gone"):
        write_dist_info(metadata(gone), TAG, tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ArchiveError, match=rf"cannot write .*{NAME}"):
        write_dist_info(metadata(), TAG, tmp_path / "file")
