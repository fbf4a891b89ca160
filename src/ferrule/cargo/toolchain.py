"""Which Rust builds: cargo, rustc, its version and its host.

Enters: the environment (CARGO, RUSTC, PATH) and the folder that programs run in, since
rustup picks a toolchain by folder. Leaves: a `Toolchain`, or the error that tells how to
get Rust. Source: `rustc -vV`; the rustup book, "Overrides".
"""

from collections.abc import Mapping
from pathlib import Path

from ferrule.cargo.model import Toolchain
from ferrule.errors import ToolError, ToolFailedError, ToolNotFoundError
from ferrule.process import Finished, Running, find_program, run, start
from ferrule.records import dataclass

PIN_FILES = ("rust-toolchain.toml", "rust-toolchain")
GET_RUST = (
    "install Rust from https://rustup.rs, or set FERRULE_BOOTSTRAP_RUST=1 to let pip fetch "
    "a toolchain for this build alone"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingToolchain:
    """A rustc that was asked for its version; `finish` waits for the answer."""

    cargo: str
    rustc: str
    answer: Running | Finished

    def finish(self) -> Toolchain:
        """Return the toolchain.

        Raises:
            ToolFailedError: rustc failed or answered something else.

        """
        answer = self.answer.finish() if isinstance(self.answer, Running) else self.answer
        answer.check("run `rustup default stable`, or repair the Rust installation")
        facts = dict(
            line.split(": ", 1)
            for line in answer.stdout.decode("utf-8", "replace").splitlines()
            if ": " in line
        )
        version = _parse_release(facts.get("release", ""))
        if version is None or not facts.get("host"):
            raise ToolFailedError(
                f"`{self.rustc} -vV` does not tell its release and host",
                hint="check that RUSTC and PATH lead to a Rust compiler",
            )
        return Toolchain(
            cargo=self.cargo, rustc=self.rustc, version=version, host=facts["host"].strip()
        )

    def stop(self) -> None:
        """End rustc when its answer is no longer wanted."""
        if isinstance(self.answer, Running):
            self.answer.stop()


def start_toolchain(
    env: Mapping[str, str], cwd: Path, *, rust_version: str | None = None
) -> PendingToolchain:
    """Ask rustc for its version, beside whatever else runs.

    Args:
        env: the environment; CARGO and RUSTC name other programs.
        cwd: the folder that cargo will run in.
        rust_version: the crate's `rust-version`, for the error.

    Raises:
        ToolNotFoundError: cargo or rustc is missing.

    """
    cargo, rustc = env.get("CARGO") or "cargo", env.get("RUSTC") or "rustc"
    require_program(cargo, env, rust_version=rust_version, variable="CARGO")
    require_program(rustc, env, rust_version=rust_version, variable="RUSTC")
    # rustup installs the toolchain that a file pins when it is first used, which can take
    # minutes, and two of its proxies doing so at once trip over each other.
    pinned = any((folder / name).is_file() for folder in (cwd, *cwd.parents) for name in PIN_FILES)
    running = start((rustc, "-vV"), env=env, cwd=cwd, capture_stderr=not pinned)
    return PendingToolchain(
        cargo=cargo, rustc=rustc, answer=running.finish() if pinned else running
    )


def find_host(env: Mapping[str, str], cwd: Path) -> str:
    """Return the host triple of rustc, or an empty text when rustc does not tell."""
    rustc = env.get("RUSTC") or "rustc"
    try:
        answer = run((rustc, "-vV"), env=env, cwd=cwd)
        return PendingToolchain(cargo="cargo", rustc=rustc, answer=answer).finish().host
    except ToolError:
        return ""


def require_program(
    name: str, env: Mapping[str, str], *, rust_version: str | None, variable: str = "CARGO"
) -> None:
    """Check that a program of the toolchain exists.

    Raises:
        ToolNotFoundError: it does not; `variable` is what may have named it.

    """
    if find_program(name, env) is not None:
        return
    if env.get(variable) == name:
        raise ToolNotFoundError(
            f"{variable} is {name}, which is not a program",
            hint=f"unset {variable}, or set it to the path of {variable.lower()}",
        )
    raise missing_rust_error(rust_version, missing=name)


def missing_rust_error(rust_version: str | None, *, missing: str = "cargo") -> ToolNotFoundError:
    """Make the error of a machine without Rust: what is missing, which version, how to get it."""
    wanted = f"Rust {rust_version} or later" if rust_version else "Rust"
    return ToolNotFoundError(
        f"{missing} is not on PATH: building this crate needs {wanted}", hint=GET_RUST
    )


def _parse_release(release: str) -> tuple[int, int, int] | None:
    match release.strip().partition("-")[0].split("."):
        case [major, minor, patch] if all(part.isdecimal() for part in (major, minor, patch)):
            return int(major), int(minor), int(patch)
        case _:
            return None
