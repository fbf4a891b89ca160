"""What is printed of plans, wheels and Pythons; the documents hold what their page tells."""

import re
from pathlib import Path
from typing import cast

import pytest

from ferrule.archive.entries import Entry
from ferrule.bindings.model import BinBindings, StableAbi
from ferrule.cargo.model import CargoJob
from ferrule.interpreters.model import Candidate, Findings, Interpreter, make_placeholder
from ferrule.plan.model import BuildPlan, WheelPlan
from ferrule.report.listing import archives_document
from ferrule.report.summary import (
    build_document,
    candidate_document,
    interpreter_document,
    interpreters_document,
    list_interpreters,
    plan_document,
    sdist_document,
    summarize,
)
from ferrule.sdist.model import BuiltSdist
from ferrule.tags.wheel import WheelTag
from ferrule.wheel.write import BuiltWheel
from support.graphs import make_interpreter, make_package

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "json.md"
PYTHON = make_interpreter("3.12")
TAKEN = Candidate(
    name="python3.12", path=Path("/bin/p"), interpreter=PYTHON, taken=True, reason="found on PATH"
)
LEFT = Candidate(name="3.9", path=None, interpreter=None, taken=False, reason="does not exist")
FINDINGS = Findings(interpreters=(PYTHON,), candidates=(TAKEN, LEFT))


def make_plan(
    interpreter: Interpreter | None = PYTHON,
    *,
    stable: StableAbi | None = None,
    features: tuple[str, ...] = ("fast",),
    own: Path | None = None,
) -> BuildPlan:
    job = CargoJob(
        cargo="cargo",
        manifest_path=Path("/demo/Cargo.toml"),
        cwd=Path("/demo"),
        package=make_package("demo"),
        kind="lib",
        target_name="demo",
        target_directory=own,
    )
    wheel = WheelPlan(
        tag=WheelTag(python=("cp312",), abi=("cp312",), platform=("linux_x86_64",)),
        file_name="demo-1.0-cp312-cp312-linux_x86_64.whl",
        interpreter=interpreter,
        stable_abi=stable,
        config_file=None,
        jobs=(job,),
        binaries=("demo/demo.so",),
        features=features,
        why="CPython 3.12",
    )
    return BuildPlan(
        name="demo",
        version="1.0",
        bindings=BinBindings(crate=None),
        target="x86_64-unknown-linux-gnu",
        profile="dev",
        features=("fast",),
        target_directory=Path("/demo/target"),
        out=Path("/demo/dist"),
        candidates=FINDINGS.candidates,
        wheels=(wheel,),
    )


def make_sdist() -> BuiltSdist:
    return BuiltSdist(path=Path("/demo/x.tar.gz"), size=7, sha256="ab", verified="metadata")


def make_built() -> BuiltWheel:
    return BuiltWheel(path=Path("/demo/dist/x.whl"), size=7, sha256="ab", names=())


def list_keys(document: object) -> set[str]:
    """Return the keys of a document, and of the objects in its lists, as the page spells them."""
    assert isinstance(document, dict)
    keys = set()
    for key, value in document.items():
        objects = value if isinstance(value, list) and value and isinstance(value[0], dict) else []
        if objects and key not in {"candidates", "interpreters"}:
            keys |= {f"{key}[].{inner}" for inner in list_keys(objects[0])}
        else:
            keys.add(f"{key}[]" if objects else key)
    return keys


def documented() -> dict[str, set[str]]:
    """Return the keys of each table of the page by the title in front of it."""
    tables: dict[str, set[str]] = {}
    title = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if found := re.match(r"## (.+)|An? `(\w+)`:", line):
            title = found[1] or found[2]
        elif found := re.match(r"\| `([^`]+)`", line):
            tables.setdefault(title, set()).add(found[1])
    return tables


DOCUMENTS = {
    "`ferrule build --format json`": build_document(make_plan(), (make_built(),), make_sdist()),
    "sdist": cast("dict[str, object]", sdist_document(make_sdist()))["sdist"],
    "interpreter": interpreter_document(PYTHON),
    "`ferrule sdist --format json`": sdist_document(make_sdist()),
    "`ferrule sdist --list --format json`, `ferrule build --list --format json`": (
        archives_document({"x.whl": [Entry(path="x.py", source=b"", rule="made")]})
    ),
    "`ferrule build --plan --format json`": plan_document(make_plan()),
    "candidate": candidate_document(TAKEN),
    "`ferrule list-python --format json`": interpreters_document(FINDINGS),
}


def test_every_document_of_the_page_is_known() -> None:
    assert set(documented()) == set(DOCUMENTS)


@pytest.mark.parametrize("title", DOCUMENTS)
def test_a_document_has_the_keys_that_its_page_tells(title: str) -> None:
    assert list_keys(DOCUMENTS[title]) == documented()[title]


def test_the_lines_of_a_plan_name_every_decision() -> None:
    lines = "\n".join(summarize(make_plan()))

    for word in ("demo 1.0", "bin", "x86_64-unknown-linux-gnu", "dev", "fast", "/demo/dist"):
        assert word in lines
    assert "+ CPython 3.12 at /bin/p: found on PATH" in lines
    assert "- 3.9: does not exist" in lines
    assert "demo-1.0-cp312-cp312-linux_x86_64.whl" in lines


def test_the_lines_of_a_plan_tell_what_a_wheel_has_of_its_own() -> None:
    lines = summarize(make_plan(features=("fast", "new"), own=Path("/demo/target/ferrule/cp312")))

    assert "    features    also new" in lines
    assert "    cargo dir   /demo/target/ferrule/cp312" in lines


def test_a_wheel_that_is_for_any_python_has_no_interpreter() -> None:
    document = build_document(make_plan(None), (make_built(),))

    assert isinstance(document, dict)
    assert isinstance(document["wheels"], list)
    (wheel,) = document["wheels"]
    assert isinstance(wheel, dict)
    assert wheel["interpreter"] is None
    assert wheel["stable_abi"] is None


def test_a_stable_abi_is_named() -> None:
    document = plan_document(make_plan(stable=StableAbi(kind="abi3", minimum=(3, 10))))

    assert "abi3-py3.10" in str(document)


def test_an_interpreter_is_one_line() -> None:
    found = Findings(interpreters=(PYTHON, make_placeholder((3, 9))), candidates=())

    assert list_interpreters(found) == ["CPython 3.12 at /venv/bin/python3.12", "CPython 3.9"]
