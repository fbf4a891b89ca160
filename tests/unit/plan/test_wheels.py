from pathlib import Path

import pytest

from ferrule.bindings.detect import detect_bindings
from ferrule.cargo.model import CrateGraph, Toolchain
from ferrule.errors import BindingsError, ConfigError
from ferrule.interpreters.model import Findings, Interpreter, make_placeholder
from ferrule.metadata.model import Identity
from ferrule.plan.model import BuildPlan, Crate, Distribution
from ferrule.plan.wheels import plan_wheels
from ferrule.project.model import Layout
from ferrule.records import replace
from ferrule.settings.model import CargoSettings, Feature, Settings, TargetFilter, WheelSettings
from ferrule.target.triple import parse_triple
from support.graphs import (
    CDYLIB,
    PROGRAM,
    RLIB,
    make_graph,
    make_interpreter,
    make_package,
)

PYO3 = make_package("pyo3", "0.29.2")
ABI3 = make_package("pyo3", "0.29.2", features=["abi3", "abi3-py310"])
PROGRAM_CRATE = make_package("demo", targets=(PROGRAM,))
LINUX = "x86_64-unknown-linux-gnu"


def plan(
    graph: CrateGraph,
    *interpreters: Interpreter,
    settings: Settings | None = None,
    triple: str = LINUX,
    env: dict[str, str] | None = None,
    scripts: bool = False,
    bindings: str | None = None,
) -> BuildPlan:
    toolchain = Toolchain(cargo="cargo", rustc="rustc", version=(1, 95, 0), host=triple)
    identity = Identity(name="My-Demo", version="1.0", has_scripts=scripts)
    layout = Layout(
        root=Path("/demo"),
        module_name="demo",
        extension_name="demo",
        python_dir=Path("/demo"),
        python_module=None,
        module_dir="demo",
        python_packages=(),
        data_dir=None,
        stub=None,
    )
    return plan_wheels(
        settings or Settings(),
        Crate(
            graph=graph,
            bindings=detect_bindings(graph, bindings),
            toolchain=toolchain,
            target=parse_triple(triple),
        ),
        Distribution(identity=identity, layout=layout, cwd=Path("/cwd")),
        Findings(interpreters=interpreters, candidates=()),
        env or {},
    )


def names(made: BuildPlan) -> list[str]:
    return [wheel.file_name for wheel in made.wheels]


def test_each_interpreter_gets_a_wheel_and_a_target_directory_of_its_own() -> None:
    made = plan(make_graph(PYO3), make_interpreter("3.11"), make_interpreter("3.12"))

    assert names(made) == [
        "my_demo-1.0-cp311-cp311-linux_x86_64.whl",
        "my_demo-1.0-cp312-cp312-linux_x86_64.whl",
    ]
    folders = [wheel.jobs[0].target_directory for wheel in made.wheels]
    assert folders == [Path("/demo/target/ferrule/cp311"), Path("/demo/target/ferrule/cp312")]


def test_the_second_build_starts_with_what_the_first_compiled(tmp_path: Path) -> None:
    (tmp_path / "ferrule" / "cp310").mkdir(parents=True)
    settings = Settings(cargo=CargoSettings(target_dir=tmp_path))

    made = plan(
        make_graph(PYO3), make_interpreter("3.11"), make_interpreter("3.12"), settings=settings
    )

    assert [[path.name for path in wheel.jobs[0].seed_from] for wheel in made.wheels] == [
        ["cp312", "cp310"],
        ["cp311", "cp310"],
    ]


def test_two_pythons_of_one_version_give_one_wheel_and_a_note() -> None:
    other = replace(make_interpreter("3.12"), executable=Path("/opt/python3.12"))

    made = plan(make_graph(PYO3), make_interpreter("3.12"), other)

    assert names(made) == ["my_demo-1.0-cp312-cp312-linux_x86_64.whl"]
    assert made.notes[0].startswith("/opt/python3.12 gives the same wheel as another CPython 3.12")


def test_a_stable_abi_gives_one_wheel_in_cargos_own_directory() -> None:
    made = plan(make_graph(ABI3), make_interpreter("3.11"), make_interpreter("3.12"))

    assert names(made) == ["my_demo-1.0-cp310-abi3-linux_x86_64.whl"]
    assert made.wheels[0].binaries == ("demo/demo.abi3.so",)
    assert made.wheels[0].jobs[0].target_directory is None
    assert made.wheels[0].why == "abi3-py3.10, for CPython 3.11, CPython 3.12"


def test_pythons_without_the_stable_abi_get_wheels_of_their_own_and_a_note() -> None:
    made = plan(
        make_graph(ABI3),
        make_interpreter("3.9"),
        make_interpreter("3.14t"),
        make_interpreter("3.11"),
        make_interpreter("3.11", "pypy"),
    )

    assert names(made) == [
        "my_demo-1.0-cp310-abi3-linux_x86_64.whl",
        "my_demo-1.0-cp39-cp39-linux_x86_64.whl",
        "my_demo-1.0-cp314-cp314t-linux_x86_64.whl",
        "my_demo-1.0-pp311-pypy311_pp73-linux_x86_64.whl",
    ]
    assert made.notes[0] == "CPython 3.9 has no abi3-py3.10: its wheel is for this version only"
    assert sum("for this version only" in note for note in made.notes) == 3


def test_a_bare_stable_abi_takes_the_version_of_the_first_interpreter() -> None:
    bare = make_package("pyo3", "0.29.2", features=["abi3"])

    made = plan(make_graph(bare), make_interpreter("3.12"), make_interpreter("3.11"))

    assert names(made) == ["my_demo-1.0-cp312-abi3-linux_x86_64.whl"]


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (("3.8", "3.14"), ["cp38-abi3"]),
        (("3.14t",), ["cp314-cp314t"]),
        (("3.15",), ["cp315-abi3.abi3t"]),
        (("3.15t",), ["cp315-abi3.abi3t"]),
        (("3.14", "3.15t"), ["cp315-abi3.abi3t", "cp314-cp314"]),
    ],
)
def test_a_crate_with_both_stable_abis_gets_the_newer_where_it_can(
    versions: tuple[str, ...], expected: list[str]
) -> None:
    both = make_package("pyo3", "0.29.2", features=["abi3-py38", "abi3t-py315"])

    made = plan(make_graph(both), *(make_interpreter(version) for version in versions))

    assert names(made) == [f"my_demo-1.0-{tag}-linux_x86_64.whl" for tag in expected]


def test_features_for_some_interpreters_reach_only_those() -> None:
    features = (Feature(name="fast"), Feature(name="new", python_version=">=3.12"))
    settings = Settings(cargo=CargoSettings(features=features))

    made = plan(
        make_graph(PYO3), make_interpreter("3.11"), make_interpreter("3.12"), settings=settings
    )

    assert [wheel.features for wheel in made.wheels] == [("fast",), ("fast", "new")]
    assert "new" in made.wheels[1].jobs[0].arguments


def test_features_for_an_implementation_ignore_case() -> None:
    features = (Feature(name="p", python_implementation="PyPy"),)
    settings = Settings(cargo=CargoSettings(features=features))

    made = plan(
        make_graph(PYO3),
        make_interpreter("3.11"),
        make_interpreter("3.11", "pypy"),
        settings=settings,
    )

    assert [wheel.features for wheel in made.wheels] == [(), ("p",)]


def test_a_conditional_feature_can_bring_the_stable_abi() -> None:
    bare = make_package("pyo3", "0.29.2", features=["abi3"])
    features = (Feature(name="pyo3/abi3-py311", python_version=">=3.11"),)
    settings = Settings(cargo=CargoSettings(features=features))

    made = plan(
        make_graph(bare), make_interpreter("3.10"), make_interpreter("3.11"), settings=settings
    )

    assert names(made) == [
        "my_demo-1.0-cp311-abi3-linux_x86_64.whl",
        "my_demo-1.0-cp310-cp310-linux_x86_64.whl",
    ]


def test_a_specifier_that_is_none_names_the_feature() -> None:
    settings = Settings(cargo=CargoSettings(features=(Feature(name="x", python_version="new"),)))

    with pytest.raises(ConfigError, match='python-version of "x" is "new"'):
        plan(make_graph(PYO3), make_interpreter(), settings=settings)


def test_a_placeholder_stands_for_every_python_of_the_stable_abi() -> None:
    made = plan(make_graph(ABI3), make_placeholder((3, 10)))

    assert names(made) == ["my_demo-1.0-cp310-abi3-linux_x86_64.whl"]
    assert "PYO3_PYTHON" not in made.wheels[0].jobs[0].env


def test_programs_are_scripts_of_a_wheel_for_any_python() -> None:
    made = plan(make_graph(root=PROGRAM_CRATE))

    assert names(made) == ["my_demo-1.0-py3-none-linux_x86_64.whl"]
    assert made.wheels[0].binaries == ("my_demo-1.0.data/scripts/demo",)
    assert made.wheels[0].jobs[0].kind == "bin"


def test_programs_that_embed_python_are_bound_to_its_version_even_with_a_stable_abi() -> None:
    made = plan(make_graph(ABI3, root=PROGRAM_CRATE), make_interpreter("3.12"))

    assert names(made) == ["my_demo-1.0-cp312-cp312-linux_x86_64.whl"]


def test_programs_on_windows_end_in_exe() -> None:
    made = plan(make_graph(root=PROGRAM_CRATE), triple="x86_64-pc-windows-msvc")

    assert made.wheels[0].binaries == ("my_demo-1.0.data/scripts/demo.exe",)


def test_programs_and_project_scripts_exclude_each_other() -> None:
    with pytest.raises(ConfigError, match=r"project\.scripts"):
        plan(make_graph(root=PROGRAM_CRATE), scripts=True)


def test_a_library_that_is_no_cdylib_is_compiled_as_one() -> None:
    made = plan(make_graph(PYO3, root=make_package("demo", targets=(RLIB,))), make_interpreter())

    assert made.wheels[0].jobs[0].crate_type == "cdylib"


def test_a_cdylib_is_compiled_as_it_is() -> None:
    made = plan(make_graph(PYO3), make_interpreter())

    assert made.wheels[0].jobs[0].crate_type is None


def test_named_targets_alone_are_built() -> None:
    second = replace(PROGRAM, name="second")
    graph = make_graph(root=make_package("demo", targets=(PROGRAM, second)))
    settings = Settings(cargo=CargoSettings(targets=(TargetFilter(name="second", kind="bin"),)))

    made = plan(graph, settings=settings)

    assert made.wheels[0].binaries == ("my_demo-1.0.data/scripts/second",)


def test_naming_no_target_of_the_crate_lists_those_it_has() -> None:
    settings = Settings(cargo=CargoSettings(targets=(TargetFilter(name="other"),)))

    with pytest.raises(BindingsError, match="it has demo"):
        plan(make_graph(PYO3), make_interpreter(), settings=settings)


def test_relative_folders_are_below_the_working_folder() -> None:
    settings = Settings(
        cargo=CargoSettings(target_dir=Path("t")), wheel=WheelSettings(out=Path("dist"))
    )

    made = plan(make_graph(PYO3), make_interpreter(), settings=settings)

    assert made.out == Path("/cwd/dist")
    assert made.wheels[0].jobs[0].target_directory == Path("/cwd/t/ferrule/cp312")


def test_wheels_go_beside_what_cargo_makes() -> None:
    assert plan(make_graph(PYO3), make_interpreter()).out == Path("/demo/target/wheels")


def test_macos_modules_look_their_symbols_up_when_loaded() -> None:
    made = plan(make_graph(PYO3), make_interpreter(), triple="aarch64-apple-darwin")

    job = made.wheels[0].jobs[0]
    assert job.rustflags == ("-C", "link-arg=-undefined", "-C", "link-arg=dynamic_lookup")
    assert job.rustc_arguments[0] == "-C"
    assert job.rustc_arguments[1].startswith("link-args=-Wl,-install_name,@rpath/demo.")
    assert job.env["MACOSX_DEPLOYMENT_TARGET"] == "11.0"


def test_musl_modules_are_linked_dynamically() -> None:
    made = plan(make_graph(PYO3), make_interpreter(), triple="x86_64-unknown-linux-musl")

    assert made.wheels[0].jobs[0].rustflags == ("-C", "target-feature=-crt-static")


def test_a_configuration_of_the_users_own_is_left_alone() -> None:
    made = plan(make_graph(PYO3), make_interpreter(), env={"PYO3_CONFIG_FILE": "/own"})

    assert made.wheels[0].config_file is None
    assert "PYO3_CONFIG_FILE" not in made.wheels[0].jobs[0].env


def test_a_linux_tag_that_nobody_asked_for_is_told_of() -> None:
    asked = Settings(wheel=WheelSettings(compatibility=("linux",)))

    (note,) = plan(make_graph(PYO3), make_interpreter()).notes

    assert note.startswith("the platform tag is linux_x86_64")
    assert plan(make_graph(PYO3), make_interpreter(), settings=asked).notes == ()


def test_every_setting_for_cargo_reaches_it() -> None:
    cargo = CargoSettings(
        profile="release",
        all_features=True,
        no_default_features=True,
        jobs=2,
        strip=True,
        ignore_rust_version=True,
        locked=True,
        frozen=True,
        offline=True,
        config=("a=1",),
        unstable_flags=("x",),
        timings=True,
        future_incompat_report=True,
        rustc_args=("-C", "opt-level=1"),
        target=LINUX,
    )

    job = (
        plan(make_graph(PYO3), make_interpreter(), settings=Settings(cargo=cargo)).wheels[0].jobs[0]
    )

    assert job.arguments == (
        *("--jobs", "2", "--profile", "release", "--all-features", "--no-default-features"),
        *("--frozen", "--locked", "--offline", "--config", "a=1", "-Z", "x"),
        *("--timings", "--ignore-rust-version", "--future-incompat-report"),
    )
    assert job.rustc_arguments == ("-C", "opt-level=1", "-C", "strip=symbols")
    assert job.profile_directory == "release"
    assert job.target_triple == LINUX


def test_the_first_of_several_libraries_is_packaged() -> None:
    second = replace(CDYLIB, name="second")
    graph = make_graph(PYO3, root=make_package("demo", targets=(CDYLIB, second)))

    made = plan(graph, make_interpreter())

    assert [job.target_name for job in made.wheels[0].jobs] == ["demo"]
