"""RECORD."""

import base64
import csv
import hashlib
import io

import pytest

from ferrule.archive.zip import Content
from ferrule.errors import ArchiveError
from ferrule.wheel.record import check_record, record_text

RECORD = "p-1.dist-info/RECORD"


def content(data: bytes) -> Content:
    return Content(size=len(data), sha256=hashlib.sha256(data).digest())


CONTENTS = {
    "p/x.py": content(b"x"),
    "p-1.dist-info/WHEEL": content(b""),
    "p-1.data/scripts/run": content(b"abc"),
    'p/a,b "c".txt': content(b"y"),
}


def test_lines_are_sorted_by_components_and_record_is_last() -> None:
    lines = record_text(CONTENTS, RECORD).decode().split("\n")

    assert [line.partition(",sha256=")[0] for line in lines] == [
        '"p/a,b ""c"".txt"',
        "p/x.py",
        "p-1.data/scripts/run",
        "p-1.dist-info/WHEEL",
        f"{RECORD},,",
        "",
    ]


def test_hashes_are_urlsafe_without_padding() -> None:
    rows = csv.reader(io.StringIO(record_text(CONTENTS, RECORD).decode()))

    digest = base64.urlsafe_b64encode(hashlib.sha256(b"abc").digest()).decode().rstrip("=")
    assert ["p-1.data/scripts/run", f"sha256={digest}", "3"] in rows


def test_a_record_lists_what_it_was_made_of() -> None:
    check_record(record_text(CONTENTS, RECORD), CONTENTS, RECORD)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"p/x.py,", b"p/z.py,"),
        (b",1\n", b",2\n"),
        (b"sha256=L", b"sha256=M"),
        (b"RECORD,,\n", b"RECORD,,\n\n"),
        (b"RECORD,,\n", b"RECORD,,\np/x.py,,\n"),
        (b"RECORD,,\n", b"RECORD,,5\n"),
        (b"p-1.dist-info/RECORD,,\n", b""),
        (b"p/x.py", b"p/\xff.py"),
    ],
)
def test_a_record_of_something_else_is_told(old: bytes, new: bytes) -> None:
    text = record_text(CONTENTS, RECORD).replace(old, new, 1)

    with pytest.raises(ArchiveError, match="RECORD"):
        check_record(text, CONTENTS, RECORD)
