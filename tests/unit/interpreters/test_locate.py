from pathlib import Path

import pytest

from ferrule.interpreters.locate import (
    Surroundings,
    default_places,
    launcher_programs,
    named_places,
    path_folders,
    spec_places,
)
from ferrule.interpreters.spec import Spec
from ferrule.target.triple import Target
from support.interpreters import LINUX, WINDOWS, env_with, write_program, write_python

PYTHON_3_11 = Spec(implementation="cpython", version=(3, 11))


def around(cwd: Path, env: dict[str, str], target: Target = LINUX) -> Surroundings:
    return Surroundings(env=env, target=target, cwd=cwd)


def test_folders_with_two_names_count_once(tmp_path: Path) -> None:
    (tmp_path / "usr/bin").mkdir(parents=True)
    (tmp_path / "bin").symlink_to(tmp_path / "usr/bin")

    folders = path_folders(around(tmp_path, env_with(tmp_path / "bin", tmp_path / "usr/bin")))

    assert folders == (tmp_path / "bin",)


def test_empty_and_relative_entries_of_path_do_no_harm(tmp_path: Path) -> None:
    assert path_folders(around(tmp_path, {"PATH": ":bin:"})) == (tmp_path / "bin",)
    assert path_folders(around(tmp_path, {})) == ()


def test_a_loop_of_links_on_path_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")

    assert path_folders(around(tmp_path, env_with(tmp_path / "loop"))) == (tmp_path / "loop",)


def test_a_name_is_found_in_every_folder_in_order(tmp_path: Path) -> None:
    first = write_python(tmp_path / "one/python3.11")
    second = write_python(tmp_path / "two/python3.11")
    (tmp_path / "three").mkdir()
    env = env_with(tmp_path / "one", tmp_path / "three", tmp_path / "two")

    assert list(named_places("python3.11", around(tmp_path, env))) == [first, second]


def test_a_path_is_relative_to_the_working_folder(tmp_path: Path) -> None:
    places = named_places("venv/bin/python", around(tmp_path, {}))

    assert list(places) == [tmp_path / "venv/bin/python"]


def test_a_version_is_looked_for_under_its_own_name_first(tmp_path: Path) -> None:
    plain = write_python(tmp_path / "one/python3")
    exact = write_python(tmp_path / "two/python3.11")
    env = env_with(tmp_path / "one", tmp_path / "two")

    assert list(spec_places(PYTHON_3_11, around(tmp_path, env))) == [exact, plain]


def test_the_default_is_the_active_environment(tmp_path: Path) -> None:
    python = write_python(tmp_path / "venv/bin/python")
    other = write_python(tmp_path / "location/bin/python3")
    env = {"VIRTUAL_ENV": str(tmp_path / "venv"), "pythonLocation": str(tmp_path / "location")}

    name, places = default_places(around(tmp_path, env))

    assert name == "python of the active virtual environment"
    assert list(places) == [python]
    assert other.exists()


def test_a_broken_active_environment_is_not_passed_over(tmp_path: Path) -> None:
    python = tmp_path / "venv/bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to(tmp_path / "gone")

    _, places = default_places(around(tmp_path, {"VIRTUAL_ENV": str(tmp_path / "venv")}))

    assert list(places) == [python]


def test_an_active_environment_that_was_deleted_is_passed_over(tmp_path: Path) -> None:
    python = write_python(tmp_path / "location/bin/python3")
    env = {"VIRTUAL_ENV": str(tmp_path / "gone"), "pythonLocation": str(tmp_path / "location")}

    name, places = default_places(around(tmp_path, env))

    assert name == "python of pythonLocation"
    assert list(places) == [python]


def test_the_last_default_is_python3_then_python(tmp_path: Path) -> None:
    plain = write_python(tmp_path / "one/python")
    third = write_python(tmp_path / "two/python3")

    name, places = default_places(around(tmp_path, env_with(tmp_path / "one", tmp_path / "two")))

    assert name == "python on PATH"
    assert list(places) == [third, plain]


@pytest.mark.parametrize("place", ["Scripts/python.exe", "bin/python.exe", "python.exe"])
def test_an_active_environment_of_windows_has_its_python_in_one_of_three_places(
    tmp_path: Path, place: str
) -> None:
    python = write_python(tmp_path / place)

    _, places = default_places(around(tmp_path, {"VIRTUAL_ENV": str(tmp_path)}, WINDOWS))

    assert list(places) == [python]


def test_the_default_of_windows_is_python_exe(tmp_path: Path) -> None:
    python = write_python(tmp_path / "python.exe")

    _, places = default_places(around(tmp_path, env_with(tmp_path), WINDOWS))

    assert list(places) == [python]


def test_the_launcher_of_windows_lists_pythons_in_every_form(tmp_path: Path) -> None:
    names = ("a", "b", "c", "with space", "f")
    a, b, c, d, f = (write_python(tmp_path / f"{name}/python.exe") for name in names)
    lines = (
        f" -V:3.13 *        {a}",
        f" -V:3.13t         {b}",
        f" -3.7-64          {c}",
        f" -V:3.11-arm64    {d}",
        f" -V:3.12          {tmp_path / 'gone/python.exe'}",
        f" -V:Other/Odd     {f}",
        "No installed Pythons found!",
    )
    write_program(tmp_path / "py", "\n".join(f"echo '{line}'" for line in lines))

    programs = launcher_programs(around(tmp_path, env_with(tmp_path), WINDOWS))

    assert list(programs) == [((3, 13), a), ((3, 13), b), ((3, 7), c), ((3, 11), d)]


def test_there_may_be_no_launcher(tmp_path: Path) -> None:
    assert list(launcher_programs(around(tmp_path, env_with(tmp_path), WINDOWS))) == []


def test_the_launcher_is_asked_on_windows_only(tmp_path: Path) -> None:
    python = write_python(tmp_path / "python.exe")
    write_program(tmp_path / "py", f"echo ' -V:3.11 {python}'")

    assert list(launcher_programs(around(tmp_path, env_with(tmp_path)))) == []


def test_a_version_on_windows_may_come_from_the_launcher(tmp_path: Path) -> None:
    python = write_python(tmp_path / "away/python.exe")
    write_program(tmp_path / "py", f"echo ' -V:3.11 {python}'; echo ' -V:3.12 {python}'")

    places = spec_places(PYTHON_3_11, around(tmp_path, env_with(tmp_path), WINDOWS))

    assert list(places) == [python]
