"""What is left out, and what the user is told."""

from pathlib import Path

import pytest

from ferrule.archive.entries import Entry
from ferrule.sdist.found import Found
from ferrule.sdist.left_out import is_own_archive, leave_out


def of(*names: str) -> tuple[Entry, ...]:
    return tuple(Entry(path=name, source=Path("/project") / name) for name in names)


def test_nothing_is_told_where_nothing_is_left_out() -> None:
    judged = leave_out(Found(entries=of("a")), (), allow_untracked=False)

    assert (judged.entries, judged.warnings, judged.notes) == (of("a"), (), ())


def test_what_another_rule_takes_is_not_untracked() -> None:
    found = Found(entries=of("a"), untracked=of("a"))

    assert leave_out(found, (), allow_untracked=False).warnings == ()


def test_an_ignored_folder_is_named_even_if_untracked_files_are_taken() -> None:
    folder = Entry(path="ui/dist/", source=Path("/project/ui/dist"))

    judged = leave_out(Found(untracked=(folder, *of("a"))), (), allow_untracked=True)

    assert judged.entries == of("a")
    (warning,) = judged.warnings
    assert warning.startswith("ui/dist/ is left out of the sdist, as git does not track it; add it")


def test_each_reason_has_one_sentence() -> None:
    found = Found(entries=of(".env"), untracked=of("a", "b", ".npmrc"), missing=("c",))

    judged = leave_out(found, (), allow_untracked=False)

    assert [warning.partition(" left")[0] for warning in judged.warnings] == [
        ".env, .npmrc look like secrets and are",
        "a, b are",
    ]
    assert judged.notes == ("the sdist goes without c, which git tracks but is not here",)


@pytest.mark.parametrize(
    ("name", "own"),
    [
        *(("out/demo-1.0.tar.gz", True), ("out/demo-1.0-py3-none-any.whl", True)),
        *(("out/other-1.0.tar.gz", False), ("out/demo-1.0.zip", False)),
        *(("demo-1.0.tar.gz", False), ("out/sub/demo-1.0.tar.gz", False)),
    ],
)
def test_our_own_archives_are_known_by_folder_and_name(name: str, *, own: bool) -> None:
    (entry,) = of(name)

    assert is_own_archive(entry, Path("/project/out/demo-2.0.tar.gz")) is own
