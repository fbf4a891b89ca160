from pathlib import Path

import pytest

from ferrule.cargo.artifacts import make_artifact
from ferrule.cargo.messages import Built, ScriptRan
from ferrule.cargo.model import CargoJob, CargoTarget
from ferrule.errors import BindingsError, ToolFailedError
from ferrule.records import replace
from support.cargo import make_job


def make_built(job: CargoJob, types: tuple[str, ...], *files: Path, **fields: object) -> Built:
    values = {
        "package_id": job.package.id,
        "kinds": types,
        "crate_types": types,
        "name": "hello",
        "files": files,
        "fresh": False,
        **fields,
    }
    return Built(**values)  # type: ignore[arg-type]  # tests give any field by name


def make_files(folder: Path, *names: str) -> tuple[Path, ...]:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return tuple(folder / name for name in names)


def make_script(libs: tuple[str, ...], *paths: str, name: str = "ssl") -> ScriptRan:
    return ScriptRan(
        package_id=f"registry+https://index#{name}@1.0.0",
        out_dir=Path("/out") / name,
        linked_libs=libs,
        linked_paths=paths,
    )


@pytest.fixture
def job(tmp_path: Path) -> CargoJob:
    return make_job(tmp_path / "Cargo.toml")


@pytest.mark.parametrize(
    ("names", "library", "symbols"),
    [
        (("hello.dll", "hello.dll.lib", "hello.pdb"), "hello.dll.lib", "hello.pdb"),
        (("hello.dll", "libhello.dll.a"), "libhello.dll.a", None),
        (("libhello.dylib", "libhello.dylib.dSYM"), None, "libhello.dylib.dSYM"),
        (("libhello.so", "libhello.so.dwp"), None, "libhello.so.dwp"),
        (("libhello.so",), None, None),
    ],
)
def test_files_beside_the_library_are_known(
    job: CargoJob, names: tuple[str, ...], library: str | None, symbols: str | None
) -> None:
    folder = job.cwd
    files = make_files(folder, *names)

    artifact = make_artifact(job, (make_built(job, ("cdylib",), *files),), {})

    assert artifact.path == files[0]
    assert artifact.import_library == (folder / library if library else None)
    assert artifact.debug_info == (folder / symbols if symbols else None)


@pytest.mark.parametrize(
    ("types", "names"),
    [
        (("cdylib", "rlib"), ("hello.so", "libhello.rlib")),
        (("rlib", "cdylib"), ("libhello.rlib", "hello.so")),
        (("dylib", "cdylib"), ("other.so", "hello.so")),
        (("staticlib", "cdylib"), ("hello.lib", "hello.pdb", "hello.so")),
    ],
)
def test_the_cdylib_is_found_among_several_crate_types(
    job: CargoJob, types: tuple[str, ...], names: tuple[str, ...]
) -> None:
    files = make_files(job.cwd, *names)

    artifact = make_artifact(job, (make_built(job, types, *files),), {})

    assert artifact.path == job.cwd / "hello.so"
    assert artifact.import_library is None


def test_artifacts_of_other_packages_and_of_the_build_script_are_not_ours(job: CargoJob) -> None:
    (ours, theirs, script) = make_files(job.cwd, "libhello.so", "libdep.so", "build-script-build")

    artifact = make_artifact(
        job,
        (
            make_built(job, ("bin",), script, kinds=("custom-build",), name="build-script-build"),
            make_built(job, ("cdylib",), theirs, package_id="path+file:///dep#0.1.0"),
            make_built(job, ("cdylib",), ours),
        ),
        {},
    )

    assert artifact.path == ours


def test_the_program_that_was_asked_for_is_returned(tmp_path: Path) -> None:
    job = make_job(tmp_path / "Cargo.toml", kind="bin", target_name="b")
    library, a, b = make_files(tmp_path, "libhello.rlib", "a", "b")

    artifact = make_artifact(
        job,
        (
            make_built(job, ("rlib",), library),
            make_built(job, ("bin",), a, name="a"),
            make_built(job, ("bin",), b, name="b"),
        ),
        {},
    )

    assert artifact.path == b


def test_packages_are_counted_once_and_only_when_compiled(job: CargoJob) -> None:
    (ours,) = make_files(job.cwd, "libhello.so")
    script = make_built(job, ("bin",), kinds=("custom-build",), package_id="registry+x#dep@1.0.0")
    library = make_built(job, ("rlib",), package_id="registry+x#dep@1.0.0")
    main = make_built(job, ("cdylib",), ours, fresh=True)

    assert make_artifact(job, (script, library, main), {}).compiled == 1
    assert make_artifact(job, (main,), {}).compiled == 0


def test_out_dirs_are_by_package_and_link_paths_only_of_dynamic_libraries(job: CargoJob) -> None:
    (ours,) = make_files(job.cwd, "libhello.so")
    scripts = (
        make_script(("ssl", "static=crypto"), "native=/a", "all=/b", "/c", "native=/a", "crate=/d"),
        make_script(("dylib:+verbatim=z",), "framework=/e", "/with=sign", name="z"),
        make_script(("static=y",), "/f", name="y"),
        make_script((), "/g", name="x"),
    )

    artifact = make_artifact(job, (*scripts, make_built(job, ("cdylib",), ours)), {})

    assert artifact.link_paths == (Path("/a"), Path("/b"), Path("/c"), Path("/with=sign"))
    assert artifact.out_dirs == {name: Path("/out") / name for name in ("ssl", "z", "y", "x")}


def test_a_crate_without_cdylib_gets_the_lines_to_add(job: CargoJob) -> None:
    files = make_files(job.cwd, "libhello.rlib")

    with pytest.raises(BindingsError, match="hello has the crate types lib, but") as caught:
        make_artifact(job, (make_built(job, ("lib",), *files),), {})

    assert str(job.manifest_path) in caught.value.hint
    assert '[lib]\n    crate-type = ["cdylib"]' in caught.value.hint


def test_a_cargo_that_builds_nothing_is_an_error(job: CargoJob) -> None:
    with pytest.raises(BindingsError, match="hello built no library"):
        make_artifact(job, (), {})


def test_a_missing_program_lists_those_there_are(job: CargoJob) -> None:
    target = CargoTarget(name="a", kinds=("bin",), crate_types=("bin",))
    package = replace(job.package, targets=(target,))

    with pytest.raises(BindingsError, match="no program b of hello") as caught:
        make_artifact(replace(job, package=package, kind="bin", target_name="b"), (), {})

    assert caught.value.hint == "its programs are a"


def test_a_file_that_is_not_there_is_an_error(job: CargoJob) -> None:
    with pytest.raises(ToolFailedError, match="there is no such file"):
        make_artifact(job, (make_built(job, ("cdylib",), job.cwd / "libhello.so"),), {})


@pytest.mark.parametrize("where", ["field", "variable", "workspace"])
def test_paths_of_the_container_of_cross_are_found_on_this_machine(
    tmp_path: Path, where: str
) -> None:
    root = {"field": "given", "variable": "set", "workspace": "target"}[where]
    (file,) = make_files(tmp_path, f"{root}/aarch64/release/libhello.so")
    job = make_job(
        tmp_path / "member" / "Cargo.toml",
        cwd=tmp_path,
        cargo="/opt/cross",
        target_directory=tmp_path / "given" if where == "field" else None,
    )
    env = {"CARGO_TARGET_DIR": "set"} if where == "variable" else {}
    reported = Path("/target/aarch64/release/libhello.so")

    assert make_artifact(job, (make_built(job, ("cdylib",), reported),), env).path == file
