"""Names of members."""

import pytest

from ferrule.archive.names import check_names
from ferrule.errors import ArchiveError


@pytest.mark.parametrize(
    "name",
    [
        *("", "/a", "a/", "a//b", "..", "../a", "a/../b", "a/..", ".", "./a", "a/./b"),
        *("C:/a", "c:a", "a\\b", "a\0b", "a/\udcff.py"),
    ],
)
def test_a_name_that_leads_elsewhere_or_is_not_plain_is_refused(name: str) -> None:
    with pytest.raises(ArchiveError, match="cannot be the path of a file in an archive"):
        check_names(["fine", name])


@pytest.mark.parametrize("name", ["a", ".a", "..a", "a..", "a/b.c", "...", "a b", "ä/ö", "ab:c"])
def test_plain_names_are_fine(name: str) -> None:
    check_names([name])


def test_a_name_that_is_there_twice_is_refused() -> None:
    with pytest.raises(ArchiveError, match="a would be in the archive twice"):
        check_names(["a", "b", "a"])
