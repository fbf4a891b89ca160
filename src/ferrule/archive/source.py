"""The content of an entry, read in pieces.

Enters: a file of this machine or bytes. Leaves: its bytes; a file that cannot be read, or
that changes its size meanwhile, is an error that names it.
"""

import io
import os
from pathlib import Path

from ferrule.errors import ArchiveError


class SourceReader:
    """A content opened for reading; `size` is its length in bytes.

    Raises:
        ArchiveError: the file cannot be read.

    """

    def __init__(self, source: Path | bytes) -> None:
        self._source = source
        try:
            if isinstance(source, bytes):
                self._stream: io.RawIOBase | io.BytesIO = io.BytesIO(source)
                self.size = len(source)
            else:
                stream = io.FileIO(source)
                self._stream = stream
                self.size = os.fstat(stream.fileno()).st_size
        except OSError as error:
            raise self._unreadable(error) from error

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def read(self, length: int) -> bytes:
        """Return exactly so many bytes.

        Raises:
            ArchiveError: the file cannot be read or has become shorter.

        """
        data = self._read(length)
        while len(data) < length:
            more = self._read(length - len(data))
            if not more:
                raise self._changed()
            data += more
        return data

    def check_end(self) -> None:
        """Check that nothing is left.

        Raises:
            ArchiveError: the file has become longer.

        """
        if self._read(1):
            raise self._changed()

    def _read(self, length: int) -> bytes:
        try:
            return self._stream.read(length) or b""
        except OSError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: OSError) -> ArchiveError:
        return ArchiveError(f"cannot read {self._source!s}: {error.strerror or error}")

    def _changed(self) -> ArchiveError:
        return ArchiveError(
            f"{self._source!s} changed while it was being read",
            hint="build again when nothing writes to it",
        )
