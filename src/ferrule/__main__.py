"""The program `ferrule`, and `python -m ferrule`."""

import sys


def main() -> int:
    """Run the command line; return the exit status."""
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]):
        from ferrule._version import __version__

        sys.stdout.write(f"ferrule {__version__}\n")
        return 0
    from ferrule.cli.main import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
