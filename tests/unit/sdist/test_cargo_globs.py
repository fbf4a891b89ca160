"""Patterns of package.include and package.exclude."""

import pytest

from ferrule.errors import ConfigError
from ferrule.sdist.cargo_globs import CargoPatterns, literal_start

WHERE = "Cargo.toml: package.include"


def select(path: str, *lines: str) -> bool:
    return CargoPatterns(lines, WHERE).select(path)


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("foo", "foo"),
        ("foo", "a/b/foo"),
        ("foo", "a/foo/b"),
        ("/foo", "foo/b"),
        ("foo/", "a/foo/b"),
        ("*.rs", "src/a.rs"),
        ("src/*.rs", "src/a.rs"),
        ("src/**/*.rs", "src/a.rs"),
        ("src/**/*.rs", "src/a/b/c.rs"),
        ("src/**", "src/a/b"),
        ("**/foo", "foo"),
        ("**/foo", "a/b/foo"),
        ("**", "a/b"),
        ("?.rs", "a.rs"),
        ("[a-c].rs", "b.rs"),
        ("[!a-c].rs", "d.rs"),
        ("[^a].rs", "b.rs"),
        ("[]].rs", "].rs"),
        ("[a-].rs", "-.rs"),
        ("*.{rs,md}", "x.md"),
        ("{src,tests/{a,b}}/*.rs", "tests/b/x.rs"),
        ("a,b", "a,b"),
        (r"\!x", "!x"),
        (r"\#x", "#x"),
        (r"a\*", "a*"),
        (r"a\ ", "a "),
        ("foo  ", "foo"),
        ("[x", "[x"),
        ("a**b", "axyb"),
        ("a/**/**/b", "a/b"),
        ("src/", "src/a"),
        (".*", "a/.b/c"),
        ("é?", "éa"),
    ],
)
def test_a_pattern_selects(line: str, path: str) -> None:
    assert select(path, line)


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("foo", "foobar"),
        ("/foo", "a/foo"),
        ("a/foo", "b/a/foo"),
        ("foo/", "foo"),
        ("src/*.rs", "src/a/b.rs"),
        ("src/**", "src"),
        ("?.rs", "/.rs"),
        ("[a-c].rs", "d.rs"),
        ("# foo", "# foo"),
        ("", "a"),
        ("./foo", "foo"),
        ("*.RS", "a.rs"),
        ("a/*/b", "a/b"),
        ("a.rs", "axrs"),
    ],
)
def test_a_pattern_does_not_select(line: str, path: str) -> None:
    assert not select(path, line)


def test_the_last_line_wins() -> None:
    assert not select("a.rs", "*.rs", "!a.rs")
    assert select("a.rs", "!a.rs", "*.rs")


def test_a_word_about_the_file_is_stronger_than_one_about_its_folder() -> None:
    assert not select("src/a.rs", "!src/a.rs", "src")


def test_a_word_about_an_inner_folder_is_stronger_than_one_about_an_outer() -> None:
    assert not select("a/b/c", "!a/b/", "/a")
    assert select("a/x/c", "!a/b/", "/a")


def test_folders_are_judged_as_folders() -> None:
    patterns = CargoPatterns(["build/"], WHERE)

    assert patterns.select("a/build", folder=True)
    assert patterns.select("a/build/c", folder=True)
    assert not patterns.select("a", folder=True)


@pytest.mark.parametrize("line", ["{a", "a}", "}{", "a\\", "[z-a]"])
def test_a_malformed_pattern_is_named_with_its_key(line: str) -> None:
    with pytest.raises(ConfigError) as caught:
        CargoPatterns([line], WHERE)

    assert caught.value.message == f'{WHERE}: "{line}" is malformed'


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("/ui/dist/**", "ui/dist"),
        ("ui/dist/", "ui/dist"),
        ("gen.rs", "gen.rs"),
        ("/src/*.rs", "src"),
        ("*.rs", ""),
        ("**/x", ""),
        ("!src/a", ""),
    ],
)
def test_a_pattern_starts_with_the_path_up_to_its_first_wildcard(line: str, start: str) -> None:
    assert literal_start(line) == start
