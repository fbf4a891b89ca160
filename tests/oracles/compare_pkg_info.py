"""Make the METADATA of published projects without Rust, and hold it against their PKG-INFO.

    PYTHONPATH=tests python tests/oracles/compare_pkg_info.py [PROJECT ...]

Enters: names on PyPI; needs the index. Leaves: a report on stdout; status 1 when a field
differs without a reason. The hook runs with an empty PATH, and an audit hook ends it when it
starts a program or opens a connection.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from oracles.compare_with_maturin import cache_folder, unpack_newest
from support.commands import run
from support.peer import metadata_fields

PROJECTS = (
    "rpds-py",
    "blake3",
    "nh3",
    "watchfiles",
    "orjson",
    "cryptography",
    "cramjam",
    "ast-grep-cli",
    "rtoml",
    "jiter",
    "tokenizers",
    "safetensors",
    "fastuuid",
    "ormsgpack",
    "pydantic-core",
    "y-py",
)
HOOK = """\
import sys
FORBIDDEN = {"subprocess.Popen", "os.exec", "os.fork", "os.posix_spawn", "os.system"}
FORBIDDEN.add("socket.connect")
def refuse(event, arguments):
    if event in FORBIDDEN:
        raise SystemExit(f"the hook did {event} {arguments}")
sys.addaudithook(refuse)
import ferrule
print(ferrule.prepare_metadata_for_build_wheel(sys.argv[1]))
"""
# Which field may differ, in which projects, and why.
JUSTIFIED = (
    ("Metadata-Version", "*", "the lowest version that has the fields; older tools wrote others"),
    ("Home-Page", "*", "PEP 753: replaced by a Project-URL"),
    ("Author", "*", "an author of Cargo.toml with an address is an Author-email alone"),
    ("License", "*", "written as the files say today; folded differently by older tools"),
    ("Description-Content-Type", "*", "older tools wrote no variant"),
)


def compare_project(name: str, folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield each differing field: its name, theirs, ours, and the reason or nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    root = unpack_newest(name, folder)
    with tempfile.TemporaryDirectory() as out:
        argv = (sys.executable, "-c", HOOK, out)
        made = run(argv, cwd=root, env={"PATH": ""}).check().out.split()[-1]
        ours = metadata_fields((Path(out) / made / "METADATA").read_bytes())
    theirs = metadata_fields((root / "PKG-INFO").read_bytes())
    for field in sorted(set(ours) | set(theirs)):
        left, right = theirs.get(field, ""), ours.get(field, "")
        if left != right:
            reasons = (why for what, who, why in JUSTIFIED if what == field and fnmatch(name, who))
            yield field, left, right, next(reasons, "")


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare the projects and report; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", nargs="*", default=PROJECTS)
    failed = 0
    for name in parser.parse_args(arguments).project:
        print(name)
        for field, theirs, ours, reason in compare_project(name, cache_folder() / name):
            print(f"  {field}: {theirs!r} -> {ours!r}" + (f" ({reason})" if reason else ""))
            failed += not reason
    return int(failed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
