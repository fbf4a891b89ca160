"""The same input gives the same bytes, and what is built is not built again."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from support.commands import Result, ferrule, run
from support.crates import Crate, copy_crate
from support.pythons import another_python, make_venv, need
from support.wheels import sha256


def build(root: Path, *args: str | Path, out: str = "dist") -> Result:
    argv = ("build", "--compatibility", "linux", "-o", out, *args)
    return ferrule(*argv, cwd=root).check()


def only_wheel(folder: Path) -> Path:
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.mark.parametrize("name", ["mixed", "data", "program"])
def test_building_twice_gives_the_same_bytes(crate: Crate, name: str) -> None:
    root = crate(name)

    build(root, "-i", sys.executable, out="one")
    build(root, "-i", sys.executable, out="two")

    assert sha256(only_wheel(root / "one")) == sha256(only_wheel(root / "two"))


def test_building_in_two_folders_gives_the_same_bytes(tmp_path: Path) -> None:
    wheels = []
    for folder in ("here", "there/and/deeper"):
        root = copy_crate("program", tmp_path / folder)
        build(root, "--release")
        wheels.append(only_wheel(root / "dist"))

    assert sha256(wheels[0]) == sha256(wheels[1])


def test_file_times_do_not_change_the_bytes(crate: Crate) -> None:
    root = crate("mixed")
    build(root, "-i", sys.executable, out="one")
    os.utime(root / "mixed" / "__init__.py", (1_000_000_000, 1_000_000_000))

    build(root, "-i", sys.executable, out="two")

    assert sha256(only_wheel(root / "one")) == sha256(only_wheel(root / "two"))


def test_the_number_of_processors_does_not_change_the_bytes(crate: Crate) -> None:
    need(shutil.which("taskset"), "taskset")
    root = crate("mixed")
    noise = b"".join(
        (number * 2_654_435_761 % 2**32).to_bytes(4, "little") for number in range(10**6)
    )
    (root / "mixed" / "big.bin").write_bytes(noise + bytes(3_000_000))
    build(root, "-i", sys.executable, out="many")

    argv = ("taskset", "-c", "0", sys.executable, "-m", "ferrule", "build", "-i", sys.executable)
    run((*argv, "--compatibility", "linux", "-o", "one"), cwd=root).check()

    assert sha256(only_wheel(root / "one")) == sha256(only_wheel(root / "many"))


def test_source_date_epoch_is_the_time_of_every_member(crate: Crate) -> None:
    root = crate("pure")
    env = {"SOURCE_DATE_EPOCH": "1000000000"}

    ferrule("build", "-i", sys.executable, "-o", "dist", cwd=root, env=env).check()

    code = (
        "import sys, zipfile; print({i.date_time for i in zipfile.ZipFile(sys.argv[1]).infolist()})"
    )
    listed = run((sys.executable, "-c", code, only_wheel(root / "dist")), cwd=root).check()
    assert listed.out.strip() == "{(2001, 9, 9, 1, 46, 40)}"


def test_a_repeated_build_compiles_nothing(crate: Crate) -> None:
    root = crate("mixed")
    first = build(root, "-i", sys.executable)

    second = build(root, "-i", sys.executable)

    assert first.compiled
    assert second.compiled == []


def test_a_new_virtual_environment_of_the_same_python_compiles_nothing(
    crate: Crate, tmp_path: Path
) -> None:
    root = crate("mixed")
    first = build(root, "-i", make_venv(tmp_path / "first"))
    shutil.rmtree(tmp_path / "first")

    second = build(root, "-i", make_venv(tmp_path / "second"))

    assert first.compiled
    assert second.compiled == []


def test_two_interpreters_do_not_undo_each_other(crate: Crate) -> None:
    root = crate("mixed")
    pythons = ("-i", sys.executable, another_python())
    first = build(root, *pythons)

    second = build(root, *pythons)

    assert first.compiled
    assert second.compiled == []
    assert len(list((root / "dist").glob("*.whl"))) == 2


def test_one_of_two_interpreters_alone_compiles_nothing(crate: Crate) -> None:
    root = crate("mixed")
    build(root, "-i", sys.executable, another_python())

    alone = build(root, "-i", another_python())

    assert alone.compiled == []


def test_two_interpreters_give_two_different_wheels(crate: Crate) -> None:
    root = crate("pure")

    result = build(root, "-i", sys.executable, another_python(), "--format", "json")

    paths = [Path(wheel["path"]) for wheel in json.loads(result.out)["wheels"]]
    assert len({path.name for path in paths}) == 2
    assert all(path.is_file() for path in paths)


def test_the_stable_abi_gives_one_wheel_for_two_interpreters(crate: Crate) -> None:
    root = crate("stable")
    other = another_python()

    build(root, "-i", sys.executable, other)

    assert "cp310-abi3" in only_wheel(root / "dist").name


def test_a_wheel_of_another_build_in_the_out_folder_stays(crate: Crate) -> None:
    root = crate("pure")
    (root / "dist").mkdir()
    (root / "dist" / "other-1.0-py3-none-any.whl").write_bytes(b"x")

    build(root, "-i", sys.executable)

    assert len(list((root / "dist").iterdir())) == 2


def test_cargo_builds_remain_usable_after_a_build(crate: Crate) -> None:
    root = crate("program")
    build(root)

    again = run(("cargo", "build", "--offline"), cwd=root).check()

    assert again.compiled == []
