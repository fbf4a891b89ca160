import pytest

from ferrule.bindings.detect import detect_bindings, find_stable_abis, select_targets
from ferrule.bindings.model import BinBindings, Pyo3Bindings, StableAbi
from ferrule.cargo.model import CargoTarget, Package
from ferrule.errors import BindingsError
from support.graphs import BUILD_SCRIPT, CDYLIB, PROGRAM, RLIB, make_graph, make_package

PYO3 = make_package("pyo3", "0.29.2")
PYO3_FFI = make_package("pyo3-ffi", "0.29.2")


def root(*targets: CargoTarget, features: tuple[str, ...] = ()) -> Package:
    return make_package("demo", targets=targets, features=features)


def test_a_cdylib_on_pyo3_is_an_extension_module() -> None:
    bindings = detect_bindings(make_graph(PYO3, PYO3_FFI), None)

    assert isinstance(bindings, Pyo3Bindings)
    assert bindings.crate.name == "pyo3"
    assert bindings.crate.version == (0, 29, 2)


def test_pyo3_ffi_alone_is_found_too() -> None:
    bindings = detect_bindings(make_graph(PYO3_FFI), None)

    assert bindings.label == "pyo3-ffi"


def test_a_library_without_cdylib_on_pyo3_is_still_an_extension_module() -> None:
    bindings = detect_bindings(make_graph(PYO3, root=root(RLIB)), None)

    assert isinstance(bindings, Pyo3Bindings)


def test_a_program_that_embeds_python_is_a_pyo3_program() -> None:
    bindings = detect_bindings(make_graph(PYO3, root=root(PROGRAM)), None)

    assert isinstance(bindings, BinBindings)
    assert bindings.label == "pyo3 bin"


def test_a_plain_program_is_bin() -> None:
    bindings = detect_bindings(make_graph(root=root(PROGRAM)), None)

    assert bindings == BinBindings(crate=None)


def test_programs_are_built_from_an_extension_crate_when_asked_for() -> None:
    graph = make_graph(PYO3, root=root(CDYLIB, PROGRAM))

    assert isinstance(detect_bindings(graph, "bin"), BinBindings)


def test_a_build_script_is_no_program() -> None:
    with pytest.raises(BindingsError, match="neither pyo3 nor a program"):
        detect_bindings(make_graph(root=root(RLIB, BUILD_SCRIPT)), None)


def test_pyo3_asked_for_but_not_enabled_is_an_error_that_names_the_crate() -> None:
    with pytest.raises(BindingsError, match=r'demo: bindings "pyo3" are asked for'):
        detect_bindings(make_graph(), "pyo3")


def test_a_cdylib_without_pyo3_says_which_bindings_there_are() -> None:
    with pytest.raises(BindingsError, match="demo is a cdylib without pyo3"):
        detect_bindings(make_graph(), None)


def test_two_versions_of_pyo3_are_named() -> None:
    graph = make_graph(PYO3, make_package("pyo3", "0.22.0"))

    with pytest.raises(BindingsError, match=r"multiple versions of `pyo3`.*0\.22\.0, 0\.29\.2"):
        detect_bindings(graph, None)


def test_supported_versions_come_from_pyo3_ffi() -> None:
    stated = {
        "cpython": {"min-version": "3.8", "max-version": "3.15"},
        "pypy": {"min-version": "3.11", "max-version": "3.11"},
    }
    graph = make_graph(PYO3, make_package("pyo3-ffi", "0.29.2", metadata=stated))

    bindings = detect_bindings(graph, None)

    assert isinstance(bindings, Pyo3Bindings)
    assert bindings.crate.cpython == ((3, 8), (3, 15))
    assert bindings.crate.pypy == ((3, 11), (3, 11))


@pytest.mark.parametrize(
    "stated",
    [{}, {"cpython": "3.8"}, {"cpython": {"min-version": "x", "max-version": "3.9"}, "pypy": {}}],
)
def test_an_odd_statement_of_versions_falls_back_to_what_is_known(stated: dict[str, str]) -> None:
    graph = make_graph(PYO3, make_package("pyo3-ffi", "0.29.2", metadata=stated))

    bindings = detect_bindings(graph, None)

    assert isinstance(bindings, Pyo3Bindings)
    assert bindings.crate.cpython == ((3, 7), (3, 15))
    assert bindings.crate.pypy == ((3, 9), (3, 12))


@pytest.mark.parametrize(
    ("features", "expected"),
    [
        ([], ()),
        (["abi3"], (StableAbi(kind="abi3", minimum=None),)),
        (["abi3", "abi3-py38", "abi3-py310"], (StableAbi(kind="abi3", minimum=(3, 8)),)),
        (["abi3t"], (StableAbi(kind="abi3t", minimum=None),)),
        (["abi3t-py313"], (StableAbi(kind="abi3t", minimum=(3, 15)),)),
        (
            ["abi3-py39", "abi3t-py315"],
            (StableAbi(kind="abi3t", minimum=(3, 15)), StableAbi(kind="abi3", minimum=(3, 9))),
        ),
    ],
)
def test_features_tell_the_stable_abis(
    features: list[str], expected: tuple[StableAbi, ...]
) -> None:
    graph = make_graph(make_package("pyo3", "0.29.2", features=features))

    assert find_stable_abis(graph) == expected


def test_a_feature_that_names_no_version_is_refused() -> None:
    graph = make_graph(make_package("pyo3", features=["abi3-pyX"]))

    with pytest.raises(BindingsError, match="abi3-pyX"):
        find_stable_abis(graph)


def test_features_of_one_interpreter_take_part() -> None:
    graph = make_graph(make_package("pyo3", features=["abi3"]))

    assert find_stable_abis(graph, frozenset({"abi3-py311"})) == (
        StableAbi(kind="abi3", minimum=(3, 11)),
    )


def test_programs_whose_features_are_off_are_left_out() -> None:
    gated = CargoTarget(
        name="extra", kinds=("bin",), crate_types=("bin",), required_features=("cli",)
    )
    graph = make_graph(root=root(PROGRAM, gated))

    assert select_targets(graph, BinBindings(crate=None)) == (PROGRAM,)


def test_no_program_left_is_an_error_with_the_way_out() -> None:
    with pytest.raises(BindingsError, match="no program to build") as caught:
        select_targets(make_graph(root=root(RLIB)), BinBindings(crate=None))

    assert "required-features" in caught.value.hint


def test_a_crate_without_library_cannot_be_an_extension() -> None:
    graph = make_graph(PYO3, root=root(PROGRAM))
    bindings = detect_bindings(graph, "pyo3")

    with pytest.raises(BindingsError, match="no library"):
        select_targets(graph, bindings)
