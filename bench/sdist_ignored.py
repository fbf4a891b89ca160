"""An sdist of a small crate in a tree with many files that do not belong, by two tools in turn.

    python bench/sdist_ignored.py                     # 50,000 files, maturin and ferrule
    python bench/sdist_ignored.py --files 5000 -n 15 --case git

Cases: git (a checkout that ignores the folder of the files), cache (no checkout; the files are in
a target directory with its CACHEDIR.TAG), verify-none (as git, but ferrule does not let cargo
load what it made, as maturin never does). A ratio below 1 says that ferrule costs less.
"""

import argparse
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

from _bench import copy_crate, report, run_in_turn

EXAMPLE = Path(__file__).parents[1] / "examples" / "hello"
BESIDE = Path(sys.executable).parent
PER_FOLDER = 100
TAG = "Signature: 8a477f597d28d172789f06886806bc55\n"
CASES = {"git": (), "cache": (), "verify-none": ("--verify", "none")}


def add_files(folder: Path, number: int) -> None:
    """Write small files, a hundred to a folder."""
    for start in range(0, number, PER_FOLDER):
        inner = folder / f"{start // 1000:03}" / f"{start:06}"
        inner.mkdir(parents=True)
        for index in range(start, min(start + PER_FOLDER, number)):
            (inner / f"{index:06}.bin").write_text(str(index))
    (folder / "CACHEDIR.TAG").write_text(TAG)


def make_tree(root: Path, number: int, case: str) -> Path:
    """Make the checkout, or the tree that is none."""
    copy_crate(EXAMPLE, root)
    if case == "cache":
        shutil.rmtree(root / ".git")
        (root / ".gitignore").unlink()
        add_files(root / "target", number)
    else:
        with (root / ".gitignore").open("a") as stream:
            stream.write("/data/\n")
        add_files(root / "data", number)
    return root


def main() -> None:
    """Measure the cases asked for and print medians and ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tool", default=f"{BESIDE}/maturin", help="the command to compare with")
    parser.add_argument("--vs", default=f"{BESIDE}/ferrule", help="the command that is compared")
    parser.add_argument("-n", type=int, default=9, help="counted runs of each (default 9)")
    parser.add_argument("--files", type=int, default=50_000, help="ignored files (default 50000)")
    parser.add_argument("--case", nargs="*", default=list(CASES), choices=CASES)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for case in options.case:
            root = make_tree(Path(folder, case), options.files, case)
            commands = {}
            for tool in (options.tool, options.vs):
                name = Path(shlex.split(tool)[0]).name
                more = CASES[case] if tool == options.vs else ()
                words = ("sdist", "-o", f"{folder}/out/{name}", *more)
                commands[name] = ([*shlex.split(tool), *words], root)
            print(f"{case}: {options.files} files")
            report(run_in_turn(commands, options.n))


if __name__ == "__main__":
    main()
