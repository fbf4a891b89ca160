"""Options reach what they are for, from every source."""

import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from support.commands import Result, ferrule, run
from support.crates import Crate, append, edit
from support.pythons import PLATFORM
from support.wheels import file_names

# What a build runs besides Python, in a folder that may hold no other Python.
TOOLCHAIN = ("cargo", "rustc", "cc", "gcc", "clang", "ld", "as")


def build(root: Path, *args: str, env: dict[str, str] | None = None) -> Result:
    argv = ("build", "-i", sys.executable, "--compatibility", "linux", "-o", "dist", *args)
    return ferrule(*argv, cwd=root, env=env)


def wheel_size(root: Path) -> int:
    (wheel,) = (root / "dist").glob("*.whl")
    return wheel.stat().st_size


def programs(root: Path) -> set[str]:
    (wheel,) = (root / "dist").glob("*.whl")
    return {name.rpartition("/")[2] for name in file_names(wheel) if "/scripts/" in name}


def test_the_dev_profile_is_the_command_lines_own(crate: Crate) -> None:
    root = crate("program")

    build(root).check()

    assert (root / "target" / "debug" / "print-answer").is_file()


@pytest.mark.parametrize("args", [["-r"], ["--release"], ["--profile", "release"]])
def test_release_has_three_spellings(crate: Crate, args: list[str]) -> None:
    root = crate("program")

    build(root, *args).check()

    assert (root / "target" / "release" / "print-answer").is_file()


def test_a_profile_of_the_crate_is_used(crate: Crate) -> None:
    root = crate("program")
    append(root / "Cargo.toml", '\n[profile.tiny]\ninherits = "release"\nopt-level = "z"\n')

    build(root, "--profile", "tiny").check()

    assert (root / "target" / "tiny" / "print-answer").is_file()


def test_a_profile_may_stand_in_pyproject(crate: Crate) -> None:
    root = crate("program")
    append(root / "pyproject.toml", '\n[tool.ferrule]\nprofile = "release"\n')

    build(root).check()

    assert (root / "target" / "release" / "print-answer").is_file()


def test_the_command_line_is_stronger_than_pyproject(crate: Crate) -> None:
    root = crate("program")
    append(root / "pyproject.toml", '\n[tool.ferrule]\nprofile = "release"\n')

    build(root, "--profile", "dev").check()

    assert (root / "target" / "debug" / "print-answer").is_file()
    assert not (root / "target" / "release" / "print-answer").exists()


def test_the_environment_stands_between_them(crate: Crate) -> None:
    root = crate("program")
    append(root / "pyproject.toml", '\n[tool.ferrule]\nprofile = "dev"\n')

    build(root, env={"FERRULE_PROFILE": "release"}).check()

    assert (root / "target" / "release" / "print-answer").is_file()


@pytest.mark.parametrize(
    "args", [["-F", "extra"], ["--features", "extra"], ["--features=extra"], ["--all-features"]]
)
def test_features_bring_what_needs_them(crate: Crate, args: list[str]) -> None:
    root = crate("program")

    build(root, *args).check()

    assert programs(root) == {"needs-feature", "print-answer"}


def test_features_of_pyproject_are_used(crate: Crate) -> None:
    root = crate("program")
    append(root / "pyproject.toml", '\n[tool.ferrule]\nfeatures = ["extra"]\n')

    build(root).check()

    assert programs(root) == {"needs-feature", "print-answer"}


def test_targets_choose_programs(crate: Crate) -> None:
    root = crate("program")
    append(
        root / "pyproject.toml",
        '\n[tool.ferrule]\nfeatures = ["extra"]\ntargets = [{ name = "needs-feature" }]\n',
    )

    build(root).check()

    assert programs(root) == {"needs-feature"}


def test_a_target_directory_is_used(crate: Crate, tmp_path: Path) -> None:
    root = crate("program")

    build(root, "--target-dir", str(tmp_path / "elsewhere")).check()

    assert (tmp_path / "elsewhere" / "debug" / "print-answer").is_file()
    assert not (root / "target" / "debug").exists()


def test_cargos_own_target_directory_variable_is_heeded(crate: Crate, tmp_path: Path) -> None:
    root = crate("pure")
    env = {"CARGO_TARGET_DIR": str(tmp_path / "elsewhere")}

    ferrule("build", "-i", sys.executable, cwd=root, env=env).check()

    assert list((tmp_path / "elsewhere" / "wheels").glob("pure-*.whl"))
    assert not (root / "target").exists()


@pytest.mark.parametrize(
    ("args", "env"),
    [
        (["--strip"], {}),
        (["--strip=true"], {}),
        ([], {"FERRULE_STRIP": "true"}),
        ([], {"MATURIN_STRIP": "true"}),
    ],
)
def test_stripping_makes_it_smaller(crate: Crate, args: list[str], env: dict[str, str]) -> None:
    root = crate("program")
    build(root).check()
    usual = wheel_size(root)

    build(root, *args, env=env).check()

    assert wheel_size(root) < usual / 2


def test_arguments_after_two_dashes_go_to_rustc(crate: Crate) -> None:
    root = crate("program")
    (root / "src" / "main.rs").write_text('fn main() { println!("{}", cfg!(special)); }\n')

    build(root, "--", "--cfg", "special").check()

    assert run((root / "target" / "debug" / "print-answer",), cwd=root).out == "true\n"


def test_the_users_rustflags_are_kept(crate: Crate) -> None:
    root = crate("program")
    (root / "src" / "main.rs").write_text('fn main() { println!("{}", cfg!(special)); }\n')

    build(root, env={"RUSTFLAGS": "--cfg special"}).check()

    assert run((root / "target" / "debug" / "print-answer",), cwd=root).out == "true\n"


def test_cargos_configuration_is_kept(crate: Crate) -> None:
    root = crate("mixed")
    (root / ".cargo").mkdir()
    (root / ".cargo" / "config.toml").write_text('[build]\nrustflags = ["--cfg", "special"]\n')
    append(root / "src" / "lib.rs", '#[cfg(not(special))]\ncompile_error!("flags were lost");\n')

    build(root).check()

    assert list((root / "dist").glob("*.whl"))


def test_a_value_of_cargos_configuration_can_be_given(crate: Crate) -> None:
    root = crate("program")
    (root / "src" / "main.rs").write_text('fn main() { println!("{}", cfg!(special)); }\n')

    build(root, "--config", "build.rustflags=['--cfg', 'special']").check()

    assert run((root / "target" / "debug" / "print-answer",), cwd=root).out == "true\n"


def test_compression_can_be_switched_off(crate: Crate) -> None:
    root = crate("program")

    build(root, "--compression-method", "stored").check()

    (wheel,) = (root / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}


def test_a_higher_level_compresses_more(crate: Crate) -> None:
    root = crate("program")
    build(root, "--compression-level", "1").check()
    fast = wheel_size(root)

    build(root, "--compression-level", "9").check()

    assert wheel_size(root) < fast


def test_a_target_triple_may_be_the_hosts(crate: Crate) -> None:
    root = crate("program")
    version = run(("rustc", "-vV"), cwd=root).check().out
    host = next(line.split()[1] for line in version.splitlines() if line.startswith("host:"))

    build(root, "--target", host).check()

    assert (root / "target" / host / "debug" / "print-answer").is_file()


def test_bindings_can_be_named(crate: Crate) -> None:
    root = crate("pure")

    build(root, "-b", "pyo3-ffi").check()

    assert list((root / "dist").glob("pure-*.whl"))


def test_find_interpreter_builds_for_those_on_path(crate: Crate, tmp_path: Path) -> None:
    root = crate("pure")
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    links = {f"python{version}": sys.executable}
    links |= {name: found for name in TOOLCHAIN if (found := shutil.which(name))}
    (tmp_path / "bin").mkdir()
    for name, program in links.items():
        (tmp_path / "bin" / name).symlink_to(program)

    env = {"PATH": str(tmp_path / "bin")}
    result = ferrule("build", "-f", "-o", "dist", cwd=root, env=env).check()

    assert [p.name.split("-")[2] for p in (root / "dist").iterdir()] == [
        f"cp{version.replace('.', '')}"
    ], result.err


@pytest.mark.parametrize(
    ("args", "today"),
    [
        (["--manylinux", "off"], "--compatibility"),
        (["--cargo-extra-args", "--features extra"], "directly"),
        (["--rustc-extra-args", "--cfg special"], "--"),
    ],
)
def test_an_old_flag_works_and_a_note_names_todays(
    crate: Crate, args: list[str], today: str
) -> None:
    root = crate("program")

    result = ferrule("build", "-o", "dist", *args, cwd=root).check()

    assert [line for line in result.err.splitlines() if args[0] in line and today in line]
    assert len(list((root / "dist").iterdir())) == 1


@pytest.mark.parametrize(
    ("line", "today"),
    [
        ('manylinux = "off"', "compatibility"),
        ('cargo-extra-args = "--features extra"', "features"),
        ('rustc-extra-args = "--cfg special"', "rustc-args"),
        ('sdist-include = ["README.md"]', "include"),
    ],
)
def test_an_old_key_works_and_a_note_names_todays(crate: Crate, line: str, today: str) -> None:
    root = crate("program")
    append(root / "pyproject.toml", f"\n[tool.maturin]\n{line}\n")

    result = ferrule("build", "-o", "dist", cwd=root).check()

    key = line.split(maxsplit=1)[0]
    assert [said for said in result.err.splitlines() if key in said and today in said]


def test_unknown_keys_can_be_made_notes(crate: Crate) -> None:
    root = crate("program")
    append(root / "pyproject.toml", "\n[tool.maturin]\nstripp = true\n")

    result = ferrule("build", "--warn-unknown", "-o", "dist", cwd=root).check()

    assert "stripp" in result.err
    assert list((root / "dist").glob(f"*{PLATFORM}.whl"))


def test_a_conditional_feature_is_for_its_pythons_only(crate: Crate) -> None:
    root = crate("mixed")
    append(root / "Cargo.toml", "\n[features]\nold = []\n")
    append(
        root / "pyproject.toml",
        'features = [{ feature = "old", python-version = "<3.0" }]\n',
    )
    append(root / "src" / "lib.rs", '#[cfg(feature = "old")]\ncompile_error!("too old");\n')

    build(root).check()

    edit(root / "pyproject.toml", "<3.0", ">=3.0")
    assert "too old" in build(root).err
