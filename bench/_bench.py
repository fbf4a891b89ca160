"""Timed runs of commands in turn, and what they cost.

Enters: command lines. Leaves: medians and paired ratios on stdout. Every figure is of the
whole process tree: wall clock from start to reaped, CPU as the kernel accounts for the
finished child (os.wait4, so grandchildren that were waited for count too).
"""

import os
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

WARM_UP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run cost: seconds of wall clock and CPU, peak memory, crates compiled."""

    wall: float
    cpu: float
    peak_mib: float
    compiled: tuple[str, ...]


def run(argv: Sequence[str], cwd: Path) -> Run:
    """Run a command to its end and return what it cost; its failure ends the benchmark."""
    with tempfile.TemporaryFile() as log:
        start = time.perf_counter()
        process = subprocess.Popen(
            argv, cwd=cwd, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        log.seek(0)
        said = log.read().decode("utf-8", "replace")
    if process.returncode:
        sys.exit(f"{said}\n{shlex.join(argv)} ended with {process.returncode}")
    return Run(
        wall=wall,
        cpu=usage.ru_utime + usage.ru_stime,
        peak_mib=usage.ru_maxrss / 1024,
        compiled=tuple(re.findall(r"^\s*Compiling (\S+) v", said, re.MULTILINE)),
    )


def run_in_turn(
    commands: Mapping[str, tuple[Sequence[str], Path]], times: int
) -> dict[str, list[Run]]:
    """Run the commands A B A B ..., after a warm-up of each."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(WARM_UP + times):
        for name, (argv, cwd) in commands.items():
            one = run(argv, cwd)
            if number >= WARM_UP:
                runs[name].append(one)
    return runs


def report(runs: Mapping[str, Sequence[Run]]) -> None:
    """Print each command's medians, and the ratios to the first, pair by pair."""
    base, *others = runs
    for name, each in runs.items():
        walls, cpus = [one.wall for one in each], [one.cpu for one in each]
        print(
            f"  {name:10} wall {statistics.median(walls):.3f} s (least {min(walls):.3f})"
            f"  cpu {statistics.median(cpus):.3f} s (least {min(cpus):.3f})"
            f"  peak {max(one.peak_mib for one in each):.0f} MiB"
        )
        if each[-1].compiled:
            print(f"  {name} compiled {' '.join(each[-1].compiled)} in a warm run")
    for name in others:
        pairs = list(zip(runs[name], runs[base], strict=True))
        for what in ("wall", "cpu"):
            ratios = [getattr(ours, what) / getattr(theirs, what) for ours, theirs in pairs]
            print(f"  {name} / {base} {what:4} {_spread(ratios)}")


def _spread(values: Iterable[float]) -> str:
    ordered = sorted(values)
    return f"{statistics.median(ordered):.2f} ({ordered[0]:.2f} to {ordered[-1]:.2f})"


def copy_crate(source: Path, target: Path) -> Path:
    """Copy a crate, without what was built in it, to a git repository of its own."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("target", "dist", ".git"))
    me = ["-c", "user.name=bench", "-c", "user.email=bench@example.invalid"]
    for words in (["init", "-q"], ["add", "-A"], [*me, "commit", "-qm", "fixture"]):
        subprocess.run(["git", *words], cwd=target, check=True)
    return target
