#!/usr/bin/env python3
"""Write the option reference and the JSON schema, or with --check tell whether they are current.

Enters: the table of options. Leaves: docs/reference/options.md and ferrule.schema.json.
"""

import sys
from pathlib import Path

from ferrule.settings.reference import format_reference
from ferrule.settings.schema import format_schema

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"


def main(argv: list[str]) -> int:
    """Write or check the files and return the exit status."""
    stale = 0
    for name, text in (
        ("options.md", format_reference()),
        ("ferrule.schema.json", format_schema()),
    ):
        path = FOLDER / name
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale = 1
        if "--check" in argv:
            sys.stderr.write(f"{path} is not current; run scripts/generate_reference.py\n")
        else:
            FOLDER.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
    return stale if "--check" in argv else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
