"""Most rules of metadata are tested here, through the front door and the parsed result."""

from pathlib import Path

import pytest
from packaging.metadata import Metadata

from ferrule.errors import ConfigError
from ferrule.metadata.compose import compose
from ferrule.metadata.merge import KEYS
from ferrule.metadata.model import CoreMetadata
from ferrule.project.read import read_project
from support.projects import CRATE, pyproject, write

FULL_CRATE = """
[package]
name = "demo"
version = "1.2.3-alpha.4"
description = "The\\r\\n  crate. "
authors = ["Ann Lee <ann@example.org>", "Bob"]
keywords = ["a", "b"]
license = "MIT OR Apache-2.0"
homepage = "https://home.example"
documentation = "https://docs.example"
repository = "https://code.example"
"""


def _compose(root: Path, table: str = "", crate: str = CRATE) -> CoreMetadata:
    """Compose a project; `table` is the inside of `[project]`, none when empty."""
    text = pyproject(f"[project]\n{table}") if table else pyproject()
    write(root, {"Cargo.toml": crate, "pyproject.toml": text})
    return compose(read_project(root, None))


def _parse(root: Path, table: str = "", crate: str = CRATE) -> Metadata:
    """Compose, and read what came out with the library that indexes use."""
    return Metadata.from_email(_compose(root, table, crate).text)


def _error(root: Path, table: str, crate: str = CRATE) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        _compose(root, table, crate)
    return caught.value


STATIC = 'name = "demo"\nversion = "1.0"\n'


def test_a_crate_alone_gives_everything_it_knows(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": FULL_CRATE, "README.md": "# Demo\n"})

    metadata = compose(read_project(tmp_path, None))

    assert (metadata.name, metadata.version, metadata.requires_python) == ("demo", "1.2.3a4", None)
    assert metadata.text.decode() == (
        "Metadata-Version: 2.4\n"
        "Name: demo\n"
        "Version: 1.2.3a4\n"
        "Summary: The crate.\n"
        "Keywords: a,b\n"
        "Author: Bob\n"
        "Author-email: Ann Lee <ann@example.org>\n"
        "License: MIT OR Apache-2.0\n"
        "Description-Content-Type: text/markdown; charset=UTF-8; variant=GFM\n"
        "Project-URL: Documentation, https://docs.example\n"
        "Project-URL: Homepage, https://home.example\n"
        "Project-URL: Source Code, https://code.example\n"
        "\n"
        "# Demo\n\n"
    )
    assert (metadata.entry_points, metadata.has_scripts, metadata.notes) == (b"", False, ())


def test_a_pyproject_without_a_project_table_changes_nothing(tmp_path: Path) -> None:
    metadata = _parse(tmp_path, crate=FULL_CRATE)

    assert (metadata.name, metadata.summary) == ("demo", "The crate.")


def test_every_static_field_is_written_in_order(tmp_path: Path) -> None:
    table = """
        name = "De.Mo"
        version = "1.0-rc1"
        description = "One\\ntwo"
        requires-python = ">= 3.9, !=3.10.*"
        keywords = ["k l", "m"]
        classifiers = ["Typing :: Typed", "Programming Language :: Rust"]
        authors = [{ name = "A" }, { email = "b@example.org" }]
        maintainers = [{ name = "C, D.", email = "c@example.org" }]
        license = "mit or apache-2.0"
        dependencies = ["Foo_Bar >= 1 ; python_version<'3.12'"]
        urls = { b = "https://b.example", a = "https://a.example" }
        [project.optional-dependencies]
        "Z_x" = ["one; python_version < '3.9' or os_name == 'nt'", "two[ex]>1"]
        a = []
    """

    metadata = _compose(tmp_path, table)

    assert metadata.text.decode() == (
        "Metadata-Version: 2.4\n"
        "Name: De.Mo\n"
        "Version: 1.0rc1\n"
        "Classifier: Typing :: Typed\n"
        "Classifier: Programming Language :: Rust\n"
        'Requires-Dist: Foo_Bar>=1; python_version < "3.12"\n'
        'Requires-Dist: one; (python_version < "3.9" or os_name == "nt") and extra == "z-x"\n'
        'Requires-Dist: two[ex]>1; extra == "z-x"\n'
        "Provides-Extra: z-x\n"
        "Provides-Extra: a\n"
        "Summary: One two\n"
        "Keywords: k l,m\n"
        "Author: A\n"
        "Author-email: b@example.org\n"
        'Maintainer-email: "C, D." <c@example.org>\n'
        "License-Expression: MIT OR Apache-2.0\n"
        "Requires-Python: >=3.9, !=3.10.*\n"
        "Project-URL: a, https://a.example\n"
        "Project-URL: b, https://b.example\n"
    )
    assert metadata.requires_python == ">=3.9, !=3.10.*"
    Metadata.from_email(metadata.text)


def test_what_is_not_dynamic_is_not_taken_from_the_crate(tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "x"})

    metadata = _compose(tmp_path, STATIC, FULL_CRATE)

    assert metadata.text == b"Metadata-Version: 2.4\nName: demo\nVersion: 1.0\n"


def test_dynamic_keys_come_from_the_crate(tmp_path: Path) -> None:
    write(tmp_path, {"README.rst": "Demo\n"})
    table = """
        name = "other"
        dynamic = ["version", "description", "authors", "keywords", "urls", "license", "readme"]
    """

    metadata = _parse(tmp_path, table, FULL_CRATE)

    assert (metadata.name, str(metadata.version)) == ("other", "1.2.3a4")
    assert metadata.author_email == "Ann Lee <ann@example.org>"
    assert metadata.keywords == ["a", "b"]
    assert metadata.license == "MIT OR Apache-2.0"
    assert metadata.description_content_type == "text/x-rst; charset=UTF-8"
    assert list(metadata.project_urls or ()) == ["Documentation", "Homepage", "Source Code"]


@pytest.mark.parametrize(
    ("semver", "version"),
    [
        ("1.0.0-alpha", "1.0.0a0"),
        ("1.0.0-beta.2", "1.0.0b2"),
        ("1.0.0-rc.1-dev.3", "1.0.0rc1.dev3"),
        ("1.0.0-1", "1.0.0.post1"),
        ("1.0.0+exp-sha.5114f85", "1.0.0+exp.sha.5114f85"),
        ("01.2.3", "1.2.3"),
    ],
)
def test_semver_becomes_pep_440(tmp_path: Path, semver: str, version: str) -> None:
    crate = f'[package]\nname = "demo"\nversion = "{semver}"\n'

    assert _compose(tmp_path, crate=crate).version == version


def test_a_crate_without_version_has_cargos_default(tmp_path: Path) -> None:
    assert _compose(tmp_path, crate='[package]\nname = "demo"\n').version == "0.0.0"


NIGHTLY = '[package]\nname = "demo"\nversion = "1.0.0-nightly"\n'


def test_a_cargo_version_without_a_python_form_is_an_error(tmp_path: Path) -> None:
    error = _error(tmp_path, 'name = "demo"\ndynamic = ["version"]\n', NIGHTLY)

    assert error.message == (
        'Cargo.toml: package.version "1.0.0-nightly" has no form that Python knows (PEP 440)'
    )


def test_a_cargo_version_that_nobody_needs_is_not_judged(tmp_path: Path) -> None:
    assert _compose(tmp_path, STATIC, NIGHTLY).version == "1.0"


def test_a_version_that_is_neither_given_nor_dynamic_is_cargos_with_a_note(
    tmp_path: Path,
) -> None:
    metadata = _compose(tmp_path, 'name = "demo"\n')

    assert metadata.version == "1.2.3"
    assert metadata.notes == (
        "pyproject.toml: project.version is neither given nor dynamic; taken from Cargo.toml",
    )


def test_a_value_that_is_given_and_dynamic_counts_as_given(tmp_path: Path) -> None:
    table = STATIC + 'dynamic = ["version", "keywords"]\nkeywords = ["x"]\n'

    metadata = _compose(tmp_path, table, FULL_CRATE)

    assert metadata.version == "1.0"
    assert metadata.notes[0] == (
        "pyproject.toml: project.version is given and dynamic; the given value counts"
    )


def test_a_dynamic_key_that_cargo_cannot_give_is_noted(tmp_path: Path) -> None:
    notes = _compose(tmp_path, STATIC + 'dynamic = ["classifiers", "description"]\n').notes

    assert notes == (
        'pyproject.toml: project.dynamic lists "classifiers", which Cargo.toml does not give',
        'pyproject.toml: project.dynamic lists "description", which Cargo.toml does not give',
    )


def test_unknown_keys_are_noted_with_the_nearest_name(tmp_path: Path) -> None:
    notes = _compose(tmp_path, STATIC + 'licence = "MIT"\nqqq = 1\ndynamic = ["urlz"]\n').notes

    assert notes == (
        'pyproject.toml: project has the unknown key "licence", ignored; did you mean "license"?',
        'pyproject.toml: project has the unknown key "qqq", ignored',
        'pyproject.toml: project.dynamic has the unknown key "urlz", ignored; did you mean "urls"?',
    )


def test_a_homepage_that_is_lost_is_noted(tmp_path: Path) -> None:
    crate = CRATE + 'homepage = "https://home.example"\n'

    assert _compose(tmp_path, STATIC, crate).notes == (
        "Cargo.toml: package.homepage is not used; add Homepage to project.urls",
    )
    with_url = STATIC + 'urls = { "Home Page" = "https://home.example" }\n'
    assert _compose(tmp_path, with_url, crate).notes == ()


def test_a_missing_name_is_an_error_with_the_line_to_add(tmp_path: Path) -> None:
    error = _error(tmp_path, 'version = "1.0"\n')

    assert error.message == "pyproject.toml: project.name is missing"
    assert error.hint == 'add name = "demo" under [project]'


def test_import_names_need_and_get_version_2_5(tmp_path: Path) -> None:
    table = STATIC + 'import-names = ["demo", "_demo ; private"]\nimport-namespaces = ["ns"]\n'

    lines = _compose(tmp_path, table).text.decode().splitlines()

    assert lines[0] == "Metadata-Version: 2.5"
    assert lines[-3:] == [
        "Import-Name: demo",
        "Import-Name: _demo ; private",
        "Import-Namespace: ns",
    ]


def test_empty_import_names_say_that_there_are_none(tmp_path: Path) -> None:
    assert _compose(tmp_path, STATIC + "import-names = []\n").text.endswith(b"Import-Name: \n")


def test_two_spellings_of_an_extra_are_one(tmp_path: Path) -> None:
    table = STATIC + '[project.optional-dependencies]\nA_b = ["x"]\n"a.B" = ["x", "y"]\n'

    metadata = _parse(tmp_path, table)

    assert metadata.provides_extra == ["a-b"]
    assert [str(item) for item in metadata.requires_dist or ()] == [
        'x; extra == "a-b"',
        'y; extra == "a-b"',
    ]


def test_a_value_of_several_lines_cannot_add_a_field(tmp_path: Path) -> None:
    table = STATIC + 'keywords = ["a\\nEvil: 1"]\nurls = { a = "https://a.example\\r\\n\\r\\nx" }\n'

    lines = _compose(tmp_path, table).text.decode().splitlines()

    assert lines[3:] == ["Keywords: a Evil: 1", "Project-URL: a, https://a.example x"]


def test_a_license_text_of_several_lines_stays_one_field(tmp_path: Path) -> None:
    metadata = _compose(tmp_path, STATIC + 'license = { text = "One\\n\\nName: two\\n" }\n')

    parsed = Metadata.from_email(metadata.text)
    assert parsed.name == "demo"
    assert " ".join((parsed.license or "").split()) == "One Name: two"


def test_scripts_become_entry_points(tmp_path: Path) -> None:
    metadata = _compose(tmp_path, STATIC + 'scripts = { demo = "demo:main" }\n')

    assert metadata.has_scripts
    assert metadata.entry_points == b"[console_scripts]\ndemo=demo:main\n"


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    table = """
        name = "demo-"
        version = "x"
        requires-python = ">>3"
        dependencies = ["fine", "not => fine"]
        authors = [{ nam = "x" }, 1]
        import-names = ["a-b"]
        readme = "README.md"
        license = "MIT/Apache-2.0"
        [project.scripts]
        a = 1
        [project.optional-dependencies]
        x = "y"
    """

    text = _error(tmp_path, table).message

    keys = [line.split()[1] for line in text.splitlines() if not line.startswith("  hint: ")]
    assert sorted(set(keys)) == [
        "project.authors[0]",
        "project.authors[1]",
        "project.dependencies[1]",
        "project.import-names",
        "project.license",
        "project.name",
        "project.optional-dependencies.x",
        "project.readme:",
        "project.requires-python",
        "project.scripts.a",
        "project.version",
    ]


def test_composing_is_repeatable(tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "x", "LICENSE-B": "b", "LICENSE-A": "a"})
    table = STATIC + 'readme = "README.md"\n'

    assert _compose(tmp_path, table) == _compose(tmp_path, table)


VALUES = ("1", "true", '""', '"a\\nb"', "[]", "[1]", '["a\\nb"]', "{}", "{ a = 1 }", "[{ a = 1 }]")


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("key", sorted(KEYS))
def test_a_value_of_any_type_is_metadata_or_a_config_error(
    tmp_path: Path, key: str, value: str
) -> None:
    given = {"name": '"demo"', "version": '"1.0"', key: value}
    table = "".join(f"{name} = {text}\n" for name, text in given.items())

    try:
        text = _compose(tmp_path, table).text
    except ConfigError:
        return

    Metadata.from_email(text)
