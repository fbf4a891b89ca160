"""The one time that every member of an archive bears.

Enters: the environment. Leaves: seconds since 1970, or a zip archive's date and time.
Source: https://reproducible-builds.org/specs/source-date-epoch/; APPNOTE 4.4.6 of zip.
"""

import time
from collections.abc import Mapping

from ferrule.errors import UsageError

VARIABLE = "SOURCE_DATE_EPOCH"
ZIP_FIRST = 315532800  # 1980-01-01, the first day a zip archive can name
ZIP_END = 4354819200  # 2108-01-01, the first it cannot
MOST_DIGITS = 18


def source_date_epoch(env: Mapping[str, str]) -> int | None:
    """Return SOURCE_DATE_EPOCH in seconds since 1970, or None when it is not set.

    Raises:
        UsageError: it is no such number.

    """
    text = env.get(VARIABLE, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise UsageError(
            f'{VARIABLE} is "{text}"', hint="write whole seconds since 1970, or unset it"
        )
    return int(text)


def zip_stamp(epoch: int | None) -> int:
    """Return a time as zip archives write it: the date in the high 16 bits, UTC.

    A time that they cannot name becomes 1980-01-01 00:00:00.
    """
    if epoch is None or not ZIP_FIRST <= epoch < ZIP_END:
        epoch = ZIP_FIRST
    at = time.gmtime(epoch)
    date = (at.tm_year - 1980) << 9 | at.tm_mon << 5 | at.tm_mday
    return date << 16 | at.tm_hour << 11 | at.tm_min << 5 | at.tm_sec // 2
