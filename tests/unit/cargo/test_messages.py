import json
from pathlib import Path

import pytest

from ferrule.cargo.messages import Built, Diagnostic, ScriptRan, Text, package_name, parse_message
from ferrule.errors import ToolFailedError

OURS = "path+file:///crates#hello@0.1.0"
OTHER = "registry+https://github.com/rust-lang/crates.io-index#pyo3@0.29.0"


def line(reason: str, package_id: str = OURS, **fields: object) -> bytes:
    # cargo writes no spaces, and only lines that matter are looked at closely.
    message = {"reason": reason, "package_id": package_id, **fields}
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def test_an_artifact_of_the_package_is_read_even_when_fresh() -> None:
    target = {"kind": ["cdylib"], "crate_types": ["cdylib"], "name": "hello"}

    message = parse_message(
        line("compiler-artifact", target=target, filenames=["/t/libhello.so"], fresh=True), OURS
    )

    assert message == Built(
        package_id=OURS,
        kinds=("cdylib",),
        crate_types=("cdylib",),
        name="hello",
        files=(Path("/t/libhello.so"),),
        fresh=True,
    )


def test_artifacts_of_others_matter_only_when_they_were_compiled() -> None:
    assert parse_message(line("compiler-artifact", OTHER, fresh=True), OURS) is None
    assert isinstance(parse_message(line("compiler-artifact", OTHER, fresh=False), OURS), Built)


def test_a_build_script_tells_its_folder_and_libraries() -> None:
    message = parse_message(
        line(
            "build-script-executed",
            OTHER,
            out_dir="/t/out",
            linked_libs=["ssl"],
            linked_paths=["native=/usr/lib"],
        ),
        OURS,
    )

    assert message == ScriptRan(
        package_id=OTHER,
        out_dir=Path("/t/out"),
        linked_libs=("ssl",),
        linked_paths=("native=/usr/lib",),
    )


def test_a_diagnostic_carries_its_rendered_text() -> None:
    said = {"level": "error", "rendered": "error: no\n"}

    message = parse_message(line("compiler-message", OTHER, message=said), OURS)

    assert message == Diagnostic(package_id=OTHER, level="error", rendered="error: no")


@pytest.mark.parametrize(
    "given",
    [
        b"\n",
        line("build-finished", success=True),
        line("something-new"),
        b'{"reason":"compiler-message"',
        b'{"reason":["build-script-executed"]}',
        b'{"other":"build-script-executed"}',
    ],
)
def test_what_does_not_matter_is_nothing(given: bytes) -> None:
    assert parse_message(given, OURS) is None


@pytest.mark.parametrize(
    ("given", "shown"), [(b"pulling image\n", "pulling image"), (b"\xff\xfe!\n", "\ufffd\ufffd!")]
)
def test_a_line_that_is_no_message_is_text(given: bytes, shown: str) -> None:
    assert parse_message(given, OURS) == Text(line=shown)


def test_an_artifact_whose_path_is_not_utf8_is_an_error() -> None:
    given = line("compiler-artifact", filenames=["/t/X"], fresh=True).replace(b"X", b"\xff")

    with pytest.raises(ToolFailedError, match="not UTF-8"):
        parse_message(given, OURS)


def test_fields_of_another_shape_read_as_empty() -> None:
    given = line("compiler-artifact", target=[], filenames="x", fresh="yes")

    assert parse_message(given, OURS) == Built(
        package_id=OURS, kinds=(), crate_types=(), name="", files=(), fresh=False
    )


@pytest.mark.parametrize(
    ("package_id", "name"),
    [
        (OURS, "hello"),
        (OTHER, "pyo3"),
        ("path+file:///crates/hello#0.1.0", "hello"),
        ("path+file:///crates/hello/#0.1.0", "hello"),
        ("git+https://github.com/a/b-c?branch=main#0.1.0", "b-c"),
        ("git+https://github.com/a/b?rev=1#c@0.1.0", "c"),
        ("old-form 0.1.0 (path+file:///crates/hello)", "old-form"),
    ],
)
def test_package_ids_of_every_form_have_a_name(package_id: str, name: str) -> None:
    assert package_name(package_id) == name
