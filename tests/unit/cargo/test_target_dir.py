import fcntl
import hashlib
import os
import shutil
import sys
from pathlib import Path

import pytest

from ferrule.cargo.compile import compile_crate
from ferrule.cargo.metadata import start_metadata
from ferrule.cargo.model import CargoJob
from ferrule.cargo.target_dir import seed
from ferrule.console import Console
from support.cargo import NEEDS_CARGO, make_job, rust_env
from support.crates import copy_example

FILES = {
    ".rustc_info.json": "{}",
    "CACHEDIR.TAG": "tag",
    "release/.cargo-lock": "",
    "release/libhello.so": "uplifted",
    "release/.fingerprint/syn-1/lib-syn": "hash",
    "release/build/ring-1/output": "cargo:",
    "release/deps/libsyn-1.rlib": "rlib",
    "release/deps/libsyn-1.rmeta": "rmeta",
    "release/deps/libmacros-1.so": "proc macro",
    "release/deps/libhello.so": "cdylib",
    "release/incremental/x/y": "big",
    "release/examples/x": "x",
    "debug/deps/libsyn-2.rlib": "debug",
}
OLD = 1_600_000_000


@pytest.fixture
def sibling(tmp_path: Path) -> Path:
    root = tmp_path / "sibling"
    write_files(root, FILES)
    return root


def write_files(root: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
        os.utime(root / name, (OLD, OLD))


def new_job(root: Path, *sources: Path, **fields: object) -> CargoJob:
    return make_job(
        root / "Cargo.toml",
        target_directory=root / "new",
        seed_from=sources,
        profile_directory="release",
        **fields,
    )


def list_files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_a_new_directory_has_what_cargo_needs_to_find_crates_fresh(
    tmp_path: Path, sibling: Path
) -> None:
    used = seed(new_job(tmp_path, sibling))

    assert used == sibling
    assert list_files(tmp_path / "new") == {
        ".rustc_info.json",
        "CACHEDIR.TAG",
        "release/.fingerprint/syn-1/lib-syn",
        "release/build/ring-1/output",
        "release/deps/libsyn-1.rlib",
        "release/deps/libsyn-1.rmeta",
        "release/deps/libmacros-1.so",
        "release/deps/libhello.so",
    }


def test_only_files_that_are_never_written_in_place_are_linked(
    tmp_path: Path, sibling: Path
) -> None:
    seed(new_job(tmp_path, sibling))

    linked = {
        name
        for name in list_files(tmp_path / "new")
        if (tmp_path / "new" / name).samefile(sibling / name)
    }
    assert linked == {"release/deps/libsyn-1.rlib", "release/deps/libsyn-1.rmeta"}


def test_times_are_kept(tmp_path: Path, sibling: Path) -> None:
    seed(new_job(tmp_path, sibling))

    copied = (path for path in (tmp_path / "new").rglob("*") if path.is_file())
    assert {path.stat().st_mtime for path in copied} == {OLD}


def test_with_a_target_the_folders_of_host_and_target_are_seeded(
    tmp_path: Path, sibling: Path
) -> None:
    write_files(
        sibling,
        {"a-b-c/release/.fingerprint/x": "", "a-b-c/release/.cargo-lock": ""},
    )

    used = seed(new_job(tmp_path, sibling, target_triple="a-b-c"))

    assert used == sibling
    assert (tmp_path / "new" / "a-b-c" / "release" / ".fingerprint" / "x").is_file()
    assert (tmp_path / "new" / "release" / "deps" / "libsyn-1.rlib").is_file()


def test_a_profile_that_exists_is_left_alone(tmp_path: Path, sibling: Path) -> None:
    write_files(tmp_path / "new", {"release/mine": ""})

    used = seed(new_job(tmp_path, sibling))

    assert used is None
    assert list_files(tmp_path / "new") == {"release/mine"}


def test_a_new_profile_joins_those_that_exist(tmp_path: Path, sibling: Path) -> None:
    write_files(tmp_path / "new", {"debug/mine": "", "CACHEDIR.TAG": "mine"})

    used = seed(new_job(tmp_path, sibling))

    assert used == sibling
    assert (tmp_path / "new" / "debug" / "mine").is_file()
    assert (tmp_path / "new" / "CACHEDIR.TAG").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "new" / "release" / "deps" / "libhello.so").is_file()


def test_the_first_sibling_with_the_profile_is_used(tmp_path: Path, sibling: Path) -> None:
    write_files(tmp_path / "other", {"debug/.fingerprint/x": ""})

    assert seed(new_job(tmp_path, tmp_path / "absent", tmp_path / "other", sibling)) == sibling


def test_a_sibling_that_cargo_works_in_is_not_read(tmp_path: Path, sibling: Path) -> None:
    with (sibling / "release" / ".cargo-lock").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        used = seed(new_job(tmp_path, sibling))

    assert used is None
    assert list_files(tmp_path / "new") == set()
    assert list((tmp_path / "new").iterdir()) == []


def test_two_jobs_may_be_seeded_from_one_sibling_at_once(tmp_path: Path, sibling: Path) -> None:
    with (sibling / "release" / ".cargo-lock").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)

        assert seed(new_job(tmp_path, sibling)) == sibling


def test_the_lock_of_the_sibling_is_given_back(tmp_path: Path, sibling: Path) -> None:
    seed(new_job(tmp_path, sibling))

    with (sibling / "release" / ".cargo-lock").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_trouble_on_the_way_means_no_seed_and_no_error(tmp_path: Path, sibling: Path) -> None:
    (sibling / "release" / ".cargo-lock").unlink()

    assert seed(new_job(tmp_path, sibling)) is None
    assert list((tmp_path / "new").iterdir()) == []


def test_a_file_in_the_way_means_no_seed_and_no_error(tmp_path: Path, sibling: Path) -> None:
    (tmp_path / "new").write_text("mine", encoding="utf-8")

    assert seed(new_job(tmp_path, sibling)) is None
    assert (tmp_path / "new").read_text(encoding="utf-8") == "mine"


def test_a_sibling_without_fingerprints_is_not_cargos(tmp_path: Path, sibling: Path) -> None:
    shutil.rmtree(sibling / "release" / ".fingerprint")

    assert seed(new_job(tmp_path, sibling)) is None
    assert not (tmp_path / "new").exists()


def test_without_a_directory_of_its_own_a_job_is_not_seeded(tmp_path: Path, sibling: Path) -> None:
    assert seed(make_job(tmp_path / "Cargo.toml", seed_from=(sibling,))) is None


# ---- what seeding is for


def hash_files(root: Path) -> dict[str, str]:
    return {
        name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in list_files(root)
    }


@pytest.mark.slow
@pytest.mark.network
@NEEDS_CARGO
def test_only_what_knows_python_is_compiled_again_and_the_sibling_is_untouched(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    manifest = copy_example("hello", tmp_path) / "Cargo.toml"
    env = rust_env(CARGO_NET_OFFLINE="false")
    graph = start_metadata("cargo", manifest, (), env, manifest.parent).finish()
    first, second = (
        make_job(
            manifest,
            package=graph.root,
            target_directory=tmp_path / name,
            seed_from=(tmp_path / "first",),
            env={"PYO3_PYTHON": sys.executable, "PYO3_ENVIRONMENT_SIGNATURE": name},
        )
        for name in ("first", "second")
    )
    console = Console(env={})
    compile_crate(first, env, console)
    before = hash_files(tmp_path / "first")
    capfd.readouterr()

    artifact = compile_crate(second, env, console)
    after = hash_files(tmp_path / "first")
    again = compile_crate(second, env, console)
    neighbour = compile_crate(first, env, console)

    said = capfd.readouterr().err.splitlines()
    assert {line.split()[1] for line in said if "Compiling" in line} == {
        "pyo3-ffi",
        "pyo3",
        "hello",
    }
    assert artifact.compiled == 3
    assert after == before
    assert (again.compiled, neighbour.compiled) == (0, 0)
    assert any(
        (tmp_path / "first" / name).stat().st_nlink > 1 for name in before if ".rlib" in name
    )
