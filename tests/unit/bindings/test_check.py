from pathlib import Path

import pytest

from ferrule.bindings.check import missing_init_function


@pytest.mark.parametrize("prefix", ["PyInit_", "PyModExport_"])
def test_a_file_that_names_the_init_function_is_fine(tmp_path: Path, prefix: str) -> None:
    artifact = tmp_path / "libdemo.so"
    artifact.write_bytes(b"\x7fELF...\0" + f"{prefix}demo".encode() + b"\0...")

    assert missing_init_function(artifact, "demo") is None


def test_a_longer_name_does_not_count(tmp_path: Path) -> None:
    artifact = tmp_path / "libdemo.so"
    artifact.write_bytes(b"\0PyInit_demo2\0")

    warning = missing_init_function(artifact, "demo")

    assert warning is not None
    assert "PyInit_demo" in warning


def test_an_empty_file_is_told_of(tmp_path: Path) -> None:
    artifact = tmp_path / "libdemo.so"
    artifact.touch()

    assert missing_init_function(artifact, "demo") == f"{artifact} is empty"
