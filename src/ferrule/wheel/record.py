"""RECORD: what a wheel holds, with hash and size of every file.

Enters: the contents of the members as they were written. Leaves: the text of RECORD, and the
proof that a wheel holds what its RECORD says. Source: the binary distribution format and
PEP 376 (a CSV file; its own line has neither hash nor size).
"""

import csv
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from io import StringIO

from ferrule.archive.entries import sort_key
from ferrule.archive.zip import Content
from ferrule.errors import ArchiveError


def record_text(contents: Mapping[str, Content], record: str) -> bytes:
    """Return RECORD for these members; `record` is its own path.

    Names are quoted where CSV asks for it, which is almost never.
    """
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for path in sorted(contents, key=sort_key):
        writer.writerow((path, _hash(contents[path]), contents[path].size))
    writer.writerow((record, "", ""))
    return text.getvalue().encode()


def _hash(content: Content) -> str:
    return "sha256=" + urlsafe_b64encode(content.sha256).rstrip(b"=").decode()


def check_record(text: bytes, contents: Mapping[str, Content], record: str) -> None:
    """Check that a RECORD lists these members, all of them, once.

    Raises:
        ArchiveError: it does not.

    """
    expected = {path: [path, _hash(held), str(held.size)] for path, held in contents.items()}
    expected[record] = [record, "", ""]
    for row in csv.reader(StringIO(text.decode(errors="replace"), newline="")):
        if not row or expected.pop(row[0], None) != row:
            raise ArchiveError(f"{record} lists {row[:1]} wrongly or twice")
    if expected:
        raise ArchiveError(f"{record} does not list {min(expected)}")
