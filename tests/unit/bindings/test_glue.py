from pathlib import Path

from ferrule.bindings.glue import make_glue
from ferrule.project.model import Layout


def make_layout(*, python_module: Path | None = None, stub: Path | None = None) -> Layout:
    return Layout(
        root=Path("/demo"),
        module_name="demo",
        extension_name="demo",
        python_dir=Path("/demo"),
        python_module=python_module,
        module_dir="demo",
        python_packages=(),
        data_dir=None,
        stub=stub,
    )


def test_a_mixed_project_brings_its_own_package() -> None:
    assert make_glue(make_layout(python_module=Path("/demo/demo"))) == ()


def test_a_pure_extension_is_put_into_a_package_that_forwards_its_names() -> None:
    (init,) = make_glue(make_layout())

    assert init.path == "demo/__init__.py"
    assert isinstance(init.source, bytes)
    compile(init.source, "demo/__init__.py", "exec")
    assert b"from .demo import *" in init.source


def test_a_stub_beside_the_manifest_makes_the_package_typed() -> None:
    entries = make_glue(make_layout(stub=Path("/demo/demo.pyi")))

    assert [entry.path for entry in entries] == [
        "demo/__init__.py",
        "demo/__init__.pyi",
        "demo/py.typed",
    ]
