"""The time of archive members."""

import io
import zipfile

import pytest

from ferrule.archive.epoch import source_date_epoch, zip_stamp
from ferrule.errors import UsageError


@pytest.mark.parametrize("text", ["-1", "1.5", "1_000", " 12", "\u0661\u0662", "9" * 5000])
def test_what_is_no_whole_number_is_an_error(text: str) -> None:
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        source_date_epoch({"SOURCE_DATE_EPOCH": text})


def test_a_number_of_seconds_is_taken() -> None:
    assert source_date_epoch({"SOURCE_DATE_EPOCH": "1700000000"}) == 1700000000


@pytest.mark.parametrize("env", [{}, {"SOURCE_DATE_EPOCH": ""}], ids=str)
def test_without_the_variable_there_is_no_time(env: dict[str, str]) -> None:
    assert source_date_epoch(env) is None


@pytest.mark.parametrize("epoch", [None, 0, 315532799, 315532800, 4354819200, 10**17])
def test_a_time_that_zip_cannot_name_becomes_its_first_day(epoch: int | None) -> None:
    assert zip_stamp(epoch) == 0x21 << 16


def test_the_stamp_is_what_zipfile_reads() -> None:
    stamp = zip_stamp(1700000001)  # 2023-11-14 22:13:21 UTC

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo("x", (2023, 11, 14, 22, 13, 20)), b"")

    assert stamp.to_bytes(4, "little") == stream.getvalue()[10:14]


def test_the_last_second_that_zip_can_name() -> None:
    assert zip_stamp(4354819199) >> 25 == 127
