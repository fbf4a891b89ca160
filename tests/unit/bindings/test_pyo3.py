from pathlib import Path

import pytest

from ferrule.bindings.detect import detect_bindings
from ferrule.bindings.model import BinBindings, Bindings, StableAbi
from ferrule.bindings.pyo3 import environment, make_config_file
from ferrule.interpreters.model import Interpreter
from ferrule.records import replace
from ferrule.target.triple import parse_triple
from support.graphs import PROGRAM, make_graph, make_interpreter, make_package

LINUX = parse_triple("x86_64-unknown-linux-gnu")
WINDOWS = parse_triple("x86_64-pc-windows-msvc")
ABI3 = StableAbi(kind="abi3", minimum=(3, 9))
FOLDER = Path("/demo/target/ferrule")


def bindings_on(version: str, *features: str) -> Bindings:
    return detect_bindings(make_graph(make_package("pyo3", version, features=features)), None)


def lines_of(
    bindings: Bindings, interpreter: Interpreter, stable: StableAbi | None = None
) -> list[str]:
    config = make_config_file(FOLDER, bindings, interpreter, stable, LINUX)
    assert config is not None
    return config.text.splitlines()


def test_a_current_pyo3_reads_the_target_abi() -> None:
    assert lines_of(bindings_on("0.29.2"), make_interpreter("3.14t")) == [
        "implementation=CPython",
        "version=3.14",
        "shared=true",
        "target_abi=CPython-free_threaded-3.14",
        "executable=/usr/bin/python3.14t",
        "pointer_width=64",
        "build_flags=Py_GIL_DISABLED",
        "suppress_build_script_link_lines=false",
    ]


def test_an_older_pyo3_reads_abi3_instead() -> None:
    lines = lines_of(bindings_on("0.22.6", "extension-module"), make_interpreter(), ABI3)

    assert "abi3=true" in lines
    assert "version=3.9" in lines
    assert not any(line.startswith("target_abi=") for line in lines)


def test_a_stable_abi_file_says_nothing_of_the_interpreter() -> None:
    bindings = bindings_on("0.29.2")

    first = make_config_file(FOLDER, bindings, make_interpreter("3.11"), ABI3, LINUX)
    second = make_config_file(FOLDER, bindings, make_interpreter("3.13"), ABI3, LINUX)

    assert first == second


def test_a_virtual_environment_does_not_reach_the_file() -> None:
    bindings = bindings_on("0.29.2")
    interpreter = make_interpreter()
    elsewhere = replace(interpreter, executable=Path("/tmp/build-env/bin/python"))

    first = make_config_file(FOLDER, bindings, interpreter, None, LINUX)

    assert make_config_file(FOLDER, bindings, elsewhere, None, LINUX) == first


def test_another_content_has_another_name() -> None:
    bindings = bindings_on("0.29.2")

    first = make_config_file(FOLDER, bindings, make_interpreter("3.11"), None, LINUX)
    second = make_config_file(FOLDER, bindings, make_interpreter("3.12"), None, LINUX)

    assert first is not None
    assert second is not None
    assert first.path != second.path


def test_a_module_that_links_libpython_is_told_where_it_is() -> None:
    lines = lines_of(bindings_on("0.22.6"), make_interpreter())

    assert "lib_name=python3.12" in lines
    assert "lib_dir=/usr/lib" in lines


def test_a_program_links_libpython_whatever_the_version() -> None:
    program = make_package("demo", targets=(PROGRAM,))
    graph = make_graph(make_package("pyo3", "0.29.2"), root=program)

    assert "lib_name=python3.12" in lines_of(detect_bindings(graph, None), make_interpreter())


@pytest.mark.parametrize(
    ("version", "debug", "library"),
    [("3.12", False, "python312"), ("3.14t", False, "python314t"), ("3.12", True, "python312_d")],
)
def test_windows_has_its_own_library_names(version: str, debug: bool, library: str) -> None:
    interpreter = replace(make_interpreter(version), debug=debug)

    config = make_config_file(FOLDER, bindings_on("0.22.6"), interpreter, None, WINDOWS)

    assert config is not None
    assert f"lib_name={library}" in config.text.splitlines()


def test_pypy_is_named_as_pyo3_does() -> None:
    lines = lines_of(bindings_on("0.29.2"), make_interpreter("3.11", "pypy"))

    assert lines[0] == "implementation=PyPy"


def test_a_pyo3_that_reads_no_file_gets_none_but_the_base_interpreter() -> None:
    bindings = bindings_on("0.13.2")
    interpreter = make_interpreter()

    config = make_config_file(FOLDER, bindings, interpreter, None, LINUX)

    assert config is None
    assert environment(bindings, interpreter, config, {})["PYO3_PYTHON"] == "/usr/bin/python3.12"


def test_build_scripts_get_the_interpreter_whose_packages_they_may_import() -> None:
    bindings = bindings_on("0.29.2")
    interpreter = make_interpreter()
    config = make_config_file(FOLDER, bindings, interpreter, None, LINUX)

    added = environment(bindings, interpreter, config, {})

    assert config is not None
    assert added == {
        "PYO3_BUILD_EXTENSION_MODULE": "1",
        "PYO3_CONFIG_FILE": str(config.path),
        "PYO3_PYTHON": "/venv/bin/python3.12",
        "PYTHON_SYS_EXECUTABLE": "/venv/bin/python3.12",
    }


def test_a_plain_program_without_interpreter_gets_nothing() -> None:
    assert environment(BinBindings(crate=None), None, None, {}) == {}
