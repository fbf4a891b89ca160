"""A warm build (nothing to compile) of one crate by two tools, run in turn.

    python bench/warm_build.py                        # examples/hello, maturin and ferrule
    python bench/warm_build.py --crate DIR -n 15 --case build-linux

Each tool gets its own copy of the crate, warmed by two runs. A ratio below 1 says that ferrule
costs less. Cases: build (each tool's defaults), build-linux (no portable tag asked for, so
that neither audits), list-python, version, help.
"""

import argparse
import shlex
import sys
import tempfile
from pathlib import Path

from _bench import copy_crate, report, run_in_turn

EXAMPLE = Path(__file__).parents[1] / "examples" / "hello"
BESIDE = Path(sys.executable).parent
CASES = {
    "build": "build --release -i {python} -o {out}",
    "build-linux": "build --release -i {python} --compatibility linux -o {out}",
    "list-python": "list-python",
    "version": "--version",
    "help": "build --help",
}


def main() -> None:
    """Measure the cases asked for and print medians and ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tool", default=f"{BESIDE}/maturin", help="the command to compare with")
    parser.add_argument("--vs", default=f"{BESIDE}/ferrule", help="the command that is compared")
    parser.add_argument("-n", type=int, default=9, help="counted runs of each (default 9)")
    parser.add_argument("--crate", type=Path, default=EXAMPLE, help="default: examples/hello")
    parser.add_argument("--case", nargs="*", default=["build", "build-linux"], choices=CASES)
    parser.add_argument("--python", default=sys.executable, help="the Python to build for")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for case in options.case:
            commands = {}
            for tool in (options.tool, options.vs):
                name = Path(shlex.split(tool)[0]).name
                crate = copy_crate(options.crate, Path(folder, case, name))
                words = CASES[case].format(python=options.python, out=Path(folder, "out", name))
                commands[name] = ([*shlex.split(tool), *shlex.split(words)], crate)
            print(f"{case}: {CASES[case]}")
            report(run_in_turn(commands, options.n))


if __name__ == "__main__":
    main()
