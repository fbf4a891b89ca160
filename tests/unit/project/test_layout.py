from pathlib import Path

import pytest

from ferrule.errors import ConfigError
from ferrule.project.layout import find_layout
from ferrule.project.model import Layout, LayoutKeys
from ferrule.project.read import read_project
from support.projects import CRATE, pyproject, write


def _layout(root: Path, keys: LayoutKeys | None = None, *, program: bool = False) -> Layout:
    return find_layout(read_project(root, None), keys or LayoutKeys(), program=program)


def _crate(name: str, lib: str = "") -> str:
    return f'[package]\nname = "{name}"\n' + (f'[lib]\nname = "{lib}"\n' if lib else "")


def test_a_crate_alone_is_pure(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": CRATE})

    layout = _layout(tmp_path)

    assert layout == Layout(
        root=tmp_path,
        module_name="demo",
        extension_name="demo",
        python_dir=tmp_path,
        python_module=None,
        module_dir="demo",
        python_packages=(),
        data_dir=None,
        stub=None,
    )


@pytest.mark.parametrize(
    ("keys", "lib", "project", "expected"),
    [
        (LayoutKeys(module_name="a._b"), "lib", "proj", "a._b"),
        (LayoutKeys(), "lib", "proj", "lib"),
        (LayoutKeys(), "", "proj", "proj"),
        (LayoutKeys(), "", "", "my_crate"),
        (LayoutKeys(), "", "my-proj", "my_crate"),
    ],
)
def test_the_module_name_is_the_most_explicit_one(
    tmp_path: Path, keys: LayoutKeys, lib: str, project: str, expected: str
) -> None:
    table = f'[project]\nname = "{project}"\n' if project else ""
    write(
        tmp_path,
        {"Cargo.toml": _crate("my-crate", lib), "pyproject.toml": pyproject(table), "a/b.py": ""},
    )

    assert _layout(tmp_path, keys).module_name == expected


def test_a_program_keeps_its_dash(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": _crate("my-crate")})

    assert _layout(tmp_path, program=True).module_name == "my-crate"


def test_a_dash_in_a_written_module_name_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": CRATE, "pyproject.toml": pyproject("[tool.maturin]\n")})

    with pytest.raises(ConfigError) as caught:
        _layout(tmp_path, LayoutKeys(module_name="a.b-c"))

    assert caught.value.message == (
        'pyproject.toml: tool.maturin.module-name is "a.b-c", which Python cannot import'
    )
    assert caught.value.hint == 'write "a.b_c"'


@pytest.mark.parametrize("name", ["", "a..b", "../a", "a b"])
def test_a_module_name_that_is_no_name_is_an_error(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"Cargo.toml": CRATE})

    with pytest.raises(ConfigError, match=r"tool\.ferrule\.module-name"):
        _layout(tmp_path, LayoutKeys(module_name=name))


def test_a_dash_in_a_written_lib_name_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": _crate("demo", "my-lib")})

    with pytest.raises(ConfigError, match=r'lib\.name is "my-lib"'):
        _layout(tmp_path)


def test_a_package_of_the_modules_name_makes_it_mixed(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": CRATE, "demo/__init__.py": "", "demo.pyi": ""})

    layout = _layout(tmp_path)

    assert (layout.python_module, layout.module_dir) == (tmp_path / "demo", "demo")
    assert layout.stub is None


def test_a_dotted_name_is_placed_in_its_package(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": CRATE, "a/x.py": ""})

    layout = _layout(tmp_path, LayoutKeys(module_name="a.b.c"))

    assert (layout.python_module, layout.module_dir) == (tmp_path / "a", "a/b")
    assert (layout.extension_name, layout.notes) == ("c", ())


def test_a_dotted_name_without_its_package_is_noted(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": CRATE})

    layout = _layout(tmp_path, LayoutKeys(module_name="a.b.c"))

    assert (layout.python_module, layout.module_dir) == (None, "c")
    assert 'a.b.c is installed as "c" at the top level' in layout.notes[0]


def test_a_folder_that_is_the_crate_is_no_package(tmp_path: Path) -> None:
    text = pyproject('[tool.ferrule]\nmanifest-path = "demo/Cargo.toml"\n')
    write(tmp_path, {"pyproject.toml": text, "demo/Cargo.toml": CRATE})

    assert _layout(tmp_path).python_module is None


def test_a_crate_inside_of_its_package_is_mixed(tmp_path: Path) -> None:
    text = pyproject('[tool.ferrule]\nmanifest-path = "demo/Cargo.toml"\n')
    files = {"pyproject.toml": text, "demo/Cargo.toml": CRATE, "demo/__init__.py": ""}
    write(tmp_path, files)

    assert _layout(tmp_path).python_module == tmp_path / "demo"


def test_a_stub_beside_a_pure_crate_is_found(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": CRATE, "demo.pyi": ""})

    assert _layout(tmp_path).stub == tmp_path / "demo.pyi"


def test_python_source_may_lie_outside_of_the_project(tmp_path: Path) -> None:
    write(tmp_path, {"rust/Cargo.toml": CRATE, "python/demo/__init__.py": ""})

    layout = _layout(tmp_path / "rust", LayoutKeys(python_source="../python"))

    assert layout.python_dir == tmp_path / "python"
    assert layout.python_module == tmp_path / "python/demo"


def test_a_missing_python_source_names_the_key(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": CRATE})

    with pytest.raises(ConfigError) as caught:
        _layout(tmp_path, LayoutKeys(python_source="python"))

    assert caught.value.message == (
        'pyproject.toml: tool.ferrule.python-source is "python", but there is no folder '
        f"{tmp_path / 'python'}"
    )


def test_a_python_source_without_the_package_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": CRATE, "python/other/__init__.py": ""})

    with pytest.raises(ConfigError, match="there is no Python package"):
        _layout(tmp_path, LayoutKeys(python_source="python"))


def test_sources_in_src_beside_a_crate_in_rust_are_found(tmp_path: Path) -> None:
    text = pyproject('[project]\nname = "my-demo"\n')
    files = {"pyproject.toml": text, "rust/Cargo.toml": _crate("x", "my_demo")}
    write(tmp_path, files | {"src/my_demo/__init__.py": ""})

    layout = _layout(tmp_path)

    assert (layout.python_dir, layout.python_module) == (
        tmp_path / "src",
        tmp_path / "src/my_demo",
    )


def test_more_packages_are_listed_once_and_without_the_module(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": CRATE, "demo/x.py": "", "more/sub/x.py": ""})

    layout = _layout(tmp_path, LayoutKeys(python_packages=("demo", "more/sub", "./more/sub")))

    assert layout.python_packages == (tmp_path / "more/sub",)


def test_a_listed_package_that_is_missing_is_noted(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": CRATE})

    layout = _layout(tmp_path, LayoutKeys(python_packages=("other",)))

    assert layout.python_packages == ()
    assert 'tool.ferrule.python-packages lists "other"' in layout.notes[0]


def test_the_data_directory_is_named_by_the_whole_module_name(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": CRATE, "a.b.data/scripts/x": "", "a/x.py": ""})

    layout = _layout(tmp_path, LayoutKeys(module_name="a.b"))

    assert layout.data_dir == tmp_path / "a.b.data"


def test_a_configured_data_directory_must_exist(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": CRATE, "stuff/data/x": ""})

    assert _layout(tmp_path, LayoutKeys(data="stuff")).data_dir == tmp_path / "stuff"
    with pytest.raises(ConfigError, match=r'tool\.ferrule\.data is "other"'):
        _layout(tmp_path, LayoutKeys(data="other"))


@pytest.mark.parametrize("name", ["bin/x", "README", "data"])
def test_anything_else_has_no_place_in_a_data_directory(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"Cargo.toml": CRATE, f"stuff/{name}": ""})

    with pytest.raises(ConfigError, match="has no place in a data directory") as caught:
        _layout(tmp_path, LayoutKeys(data="stuff"))

    assert "data, headers, platlib, purelib, scripts" in caught.value.hint
