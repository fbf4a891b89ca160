from pathlib import Path

import pytest

from ferrule.errors import ConfigError
from ferrule.metadata.licenses import read_licensing
from ferrule.metadata.merge import merge
from ferrule.metadata.model import Licensing
from ferrule.project.read import read_project
from support.projects import CRATE, pyproject, write


def _read(root: Path, lines: str, crate: str = CRATE, member: str = ".") -> Licensing:
    text = pyproject(f'[project]\nname = "demo"\nversion = "1"\n{lines}\n')
    write(root, {f"{member}/Cargo.toml": crate, f"{member}/pyproject.toml": text})
    project = read_project(root / member, None)
    return read_licensing(project, merge(project))


def _paths(licensing: Licensing) -> list[str]:
    return [file.path for file in licensing.files]


@pytest.mark.parametrize(
    ("written", "expression"),
    [
        ("MIT", "MIT"),
        ("mit or apache-2.0", "MIT OR Apache-2.0"),
        ("LicenseRef-Own", "LicenseRef-Own"),
        ("GPL-3.0-only with Classpath-Exception-2.0", "GPL-3.0-only WITH Classpath-exception-2.0"),
    ],
)
def test_an_expression_is_written_as_spdx_does(
    tmp_path: Path, written: str, expression: str
) -> None:
    licensing = _read(tmp_path, f'license = "{written}"')

    assert licensing == Licensing(expression=expression)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("MIT/Apache-2.0", 'write "MIT OR Apache-2.0"'),
        ("Proprietary", 'write one such as "MIT OR Apache-2.0" or "LicenseRef-Proprietary"'),
        ("", 'write one such as "MIT OR Apache-2.0" or "LicenseRef-Proprietary"'),
    ],
)
def test_what_is_no_spdx_is_an_error(tmp_path: Path, written: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _read(tmp_path, f'license = "{written}"')

    assert caught.value.message == (
        f'pyproject.toml: project.license is "{written}", no SPDX license expression'
    )
    assert caught.value.hint == hint


def test_a_license_text_is_kept_and_files_are_found_beside_it(tmp_path: Path) -> None:
    write(tmp_path, {"LICENSE": "x"})

    licensing = _read(tmp_path, 'license = { text = "MIT" }')

    assert (licensing.text, licensing.expression) == ("MIT", None)
    assert _paths(licensing) == ["LICENSE"]


def test_a_named_license_file_is_listed(tmp_path: Path) -> None:
    write(tmp_path, {"docs/terms.txt": "x", "LICENSE": "x"})

    licensing = _read(tmp_path, 'license = { file = "docs/terms.txt" }')

    assert licensing.text is None
    assert _paths(licensing) == ["docs/terms.txt", "LICENSE"]


def test_a_named_license_file_above_is_placed_from_the_workspace(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": '[workspace]\nmembers = ["a"]\n', "docs/terms.txt": "x"})

    licensing = _read(tmp_path, 'license = { file = "../docs/terms.txt" }', member="a")

    assert _paths(licensing) == ["docs/terms.txt"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("1", "project.license is not a string"),
        ("{}", 'project.license needs either "text" or "file", a string'),
        ('{ text = "a", file = "b" }', 'project.license needs either "text" or "file", a string'),
        ("{ text = 1 }", 'project.license needs either "text" or "file", a string'),
        ('{ file = "none" }', 'project.license.file is "none", which is no file'),
        ('{ file = "../none" }', 'project.license.file is "../none", outside '),
    ],
)
def test_a_wrong_license_names_the_key(tmp_path: Path, value: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _read(tmp_path, f"license = {value}")

    assert caught.value.message.startswith(f"pyproject.toml: {message}")


def test_usual_names_are_found_in_the_projects_folder(tmp_path: Path) -> None:
    names = ("AUTHORS.md", "COPYING", "LICENCE.txt", "LICENSE-B", "LICENSE-A", "NOTICE")
    other = ("license.txt", "sub/LICENSE", "UNLICENSE", "LICENSES/MIT.txt")
    write(tmp_path, dict.fromkeys((*names, *other), "x"))

    assert _paths(_read(tmp_path, "")) == [
        "LICENCE.txt",
        "LICENSE-A",
        "LICENSE-B",
        "COPYING",
        "NOTICE",
        "AUTHORS.md",
    ]


def test_a_crate_without_project_table_lists_only_its_own_file(tmp_path: Path) -> None:
    files = {"Cargo.toml": CRATE + 'license-file = "TERMS"\n', "TERMS": "x", "LICENSE": "x"}
    project = read_project(write(tmp_path, files), None)

    assert _paths(read_licensing(project, merge(project))) == ["TERMS"]


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        ("[]", []),
        ('["LICENSE"]', ["LICENSE"]),
        ('["licenses/*.txt", "LICENSE"]', ["licenses/a.txt", "licenses/b c.txt", "LICENSE"]),
        ('["licenses/b c.txt"]', ["licenses/b c.txt"]),
        ('["**/[ab].txt"]', ["licenses/a.txt", "licenses/deep/a.txt"]),
        ('["licenses/**"]', ["licenses/a.txt", "licenses/b c.txt", "licenses/deep/a.txt"]),
        ('["licenses/**/a.txt"]', ["licenses/a.txt", "licenses/deep/a.txt"]),
        ('["LICENS?", "*"]', ["LICENSE", "Cargo.toml", "[x]", "pyproject.toml"]),
    ],
)
def test_patterns_match_in_their_order_then_by_name(
    tmp_path: Path, patterns: str, found: list[str]
) -> None:
    names = ("LICENSE", "[x]", "licenses/a.txt", "licenses/b c.txt", "licenses/deep/a.txt")
    write(tmp_path, dict.fromkeys(names, "x"))

    licensing = _read(tmp_path, f"license-files = {patterns}")

    assert (_paths(licensing), licensing.notes) == (found, ())


def test_pattern_characters_in_the_projects_own_path_mean_nothing(tmp_path: Path) -> None:
    write(tmp_path / "[x]*", {"LICENSE": "x"})

    assert _paths(_read(tmp_path / "[x]*", 'license-files = ["LICENSE"]')) == ["LICENSE"]


@pytest.mark.parametrize(
    "pattern",
    ["../LICENSE", "/LICENSE", "a/../b", "a\\\\b", "a**", "***", "[!a]", "", "a//b", "a\\n"],
)
def test_a_pattern_that_the_standard_forbids_is_an_error(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(ConfigError, match=r"(?s)project\.license-files: .* is no valid pattern"):
        _read(tmp_path, f'license-files = ["{pattern}"]')


def test_a_pattern_without_match_is_noted(tmp_path: Path) -> None:
    assert _read(tmp_path, 'license-files = ["LICENSE*"]').notes == (
        'pyproject.toml: project.license-files: "LICENSE*" matches no file',
    )


def test_license_files_of_another_type_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"project\.license-files is not a list of strings"):
        _read(tmp_path, 'license-files = { paths = ["LICENSE"] }')


def test_a_file_that_is_no_text_is_noted(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_bytes(b"\xff")

    assert _read(tmp_path, "").notes == ("license file LICENSE is not UTF-8 text",)


def test_a_license_classifier_beside_an_expression_is_noted(tmp_path: Path) -> None:
    lines = 'license = "MIT"\nclassifiers = ["License :: OSI Approved :: MIT License"]'

    (note,) = _read(tmp_path, lines).notes

    assert "a License classifier beside project.license" in note


def test_the_crates_license_file_is_always_listed(tmp_path: Path) -> None:
    write(tmp_path, {"docs/TERMS": "x"})

    licensing = _read(tmp_path, "license-files = []", CRATE + 'license-file = "docs/TERMS"\n')

    assert _paths(licensing) == ["docs/TERMS"]
    assert licensing.files[0].source == tmp_path / "docs/TERMS"


def test_an_inherited_license_file_keeps_only_its_name(tmp_path: Path) -> None:
    root = '[workspace]\nmembers = ["a"]\n[workspace.package]\nlicense-file = "docs/TERMS"\n'
    write(tmp_path, {"Cargo.toml": root, "docs/TERMS": "x"})

    licensing = _read(tmp_path, "", CRATE + "license-file.workspace = true\n", member="a")

    assert _paths(licensing) == ["TERMS"]
    assert licensing.files[0].source == tmp_path / "docs/TERMS"


def test_a_file_of_the_project_replaces_the_crates_of_the_same_path(tmp_path: Path) -> None:
    root = '[workspace]\nmembers = ["a"]\n[workspace.package]\nlicense-file = "LICENSE"\n'
    write(tmp_path, {"Cargo.toml": root, "LICENSE": "root", "a/LICENSE": "member"})

    licensing = _read(tmp_path, "", CRATE + "license-file.workspace = true\n", member="a")

    assert [file.source for file in licensing.files] == [tmp_path / "a/LICENSE"]


@pytest.mark.parametrize(
    ("value", "message"),
    [("none", "which is no file"), ("../TERMS", "outside the workspace")],
)
def test_a_wrong_license_file_of_the_crate_names_its_key(
    tmp_path: Path, value: str, message: str
) -> None:
    write(tmp_path, {"TERMS": "x"})

    with pytest.raises(ConfigError) as caught:
        _read(tmp_path, "", f'{CRATE}license-file = "{value}"\n', member="a")

    assert caught.value.message.startswith(f'Cargo.toml: package.license-file is "{value}"')
    assert message in caught.value.message
