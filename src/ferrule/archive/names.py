"""Names of an archive's members, checked before they are written and after.

Enters: names. Leaves: nothing, or an error: a name must be UTF-8, relative, plain and there
once, so that whoever unpacks the archive writes into one folder only.
"""

import re
from collections.abc import Iterable

from ferrule.errors import ArchiveError

# An absolute path, a drive, a backslash, or a part that is empty, `.` or `..`.
FORBIDDEN = re.compile(r"^[A-Za-z]:|\\|\0|(?:^|/)\.{0,2}(?:/|$)")


def check_names(names: Iterable[str]) -> None:
    """Check the names of an archive's members.

    Raises:
        ArchiveError: with the first name that is absolute, leads out of the folder, is not
            UTF-8 or is there twice.

    """
    seen = set()
    for name in names:
        if name in seen:
            raise ArchiveError(f"{name} would be in the archive twice")
        seen.add(name)
        refused = f"{name!a} cannot be the path of a file in an archive"
        if FORBIDDEN.search(name):
            raise ArchiveError(refused)
        if not _is_utf_8(name):
            raise ArchiveError(f"{refused}, because it is not UTF-8", hint="rename the file")


def _is_utf_8(name: str) -> bool:
    # A file name that is not UTF-8 comes from the system with lone surrogates.
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
