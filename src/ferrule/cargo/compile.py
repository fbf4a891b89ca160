"""One run of cargo: the front door of compiling.

Enters: a `CargoJob`, the environment and the console. Leaves: the `Artifact`. cargo's own
stderr is ours, so its progress, colours and diagnostics are as its users know them.
"""

from collections.abc import Mapping

from ferrule.cargo.artifacts import make_artifact
from ferrule.cargo.environment import compile_environment
from ferrule.cargo.linker import linker_hint
from ferrule.cargo.messages import Diagnostic, Message, Text, package_name, parse_message
from ferrule.cargo.model import Artifact, CargoJob
from ferrule.cargo.target_dir import seed
from ferrule.cargo.toolchain import require_program
from ferrule.console import Console
from ferrule.errors import ConfigError, ToolFailedError
from ferrule.process import Running, start

KILLED = -9


class Compilation:
    """A cargo that runs; `finish` waits for what it makes, `stop` ends it."""

    def __init__(self, job: CargoJob, env: Mapping[str, str], running: Running) -> None:
        self._job = job
        self._env = env
        self._running = running

    def finish(self, console: Console) -> Artifact:
        """Follow cargo to its end and return what it made.

        Args:
            console: where text goes that cargo prints on stdout.

        Raises:
            ToolFailedError: cargo failed, or made no sense.
            BindingsError: the crate has no cdylib, or not that program.
            ConfigError: a file of cargo's configuration is not TOML or cannot be read.

        """
        messages = _follow(self._running, self._job, console)
        code = self._running.finish().code
        if code != 0:
            raise _build_error(self._job, code, messages, self._env)
        return make_artifact(self._job, messages, self._env)

    def stop(self) -> None:
        """End cargo."""
        self._running.stop()


def start_compile(job: CargoJob, env: Mapping[str, str]) -> Compilation:
    """Start cargo for a job.

    Args:
        job: the call of cargo.
        env: the user's environment; the job's variables win over it.

    Raises:
        ToolNotFoundError: there is no cargo.
        ConfigError: a file of cargo's configuration is not TOML or cannot be read.

    """
    require_program(job.cargo, env, rust_version=job.package.rust_version)
    seed(job)
    child_env = compile_environment(job, env)
    running = start(cargo_argv(job), env=child_env, cwd=job.cwd, capture_stderr=False)
    return Compilation(job, child_env, running)


def compile_crate(job: CargoJob, env: Mapping[str, str], console: Console) -> Artifact:
    """Run cargo for a job and return what it made; raises as `start_compile` and `finish` do."""
    return start_compile(job, env).finish(console)


def cargo_argv(job: CargoJob) -> tuple[str, ...]:
    """Return the command line of a job."""
    selection = ("--lib",) if job.kind == "lib" else ("--bin", job.target_name)
    return (
        job.cargo,
        "rustc",
        *job.arguments,
        *(("--target", job.target_triple) if job.target_triple else ()),
        *(("--target-dir", str(job.target_directory)) if job.target_directory else ()),
        *("--message-format", "json-render-diagnostics"),
        *("--manifest-path", str(job.manifest_path)),
        *selection,
        *(("--crate-type", job.crate_type) if job.crate_type else ()),
        *(("--", *job.rustc_arguments) if job.rustc_arguments else ()),
    )


def _follow(running: Running, job: CargoJob, console: Console) -> tuple[Message, ...]:
    """Return the messages of a build, printing what is meant for people as it comes."""
    messages: list[Message] = []
    try:
        for line in running.lines():
            message = parse_message(line, job.package.id)
            if message is None:
                continue
            messages.append(message)
            if isinstance(message, Text):
                console.echo(message.line)
            elif isinstance(message, Diagnostic) and message.rendered:
                console.echo(message.rendered)
    except BaseException:
        running.stop()
        raise
    return tuple(messages)


def _build_error(
    job: CargoJob, code: int, messages: tuple[Message, ...], env: Mapping[str, str]
) -> ToolFailedError:
    name = job.package.name
    if code < 0:
        return ToolFailedError(
            f"cargo was ended by signal {-code} while it built {name}",
            hint="if the machine ran out of memory, build with --jobs 1" if code == KILLED else "",
        )
    faulty = next(
        (
            package_name(message.package_id)
            for message in reversed(messages)
            if isinstance(message, Diagnostic) and message.level == "error"
        ),
        name,
    )
    where = "" if faulty == name else f": {faulty} has errors"
    try:
        hint = linker_hint(job, env)
    except ConfigError:
        hint = ""  # the failure of the build matters more
    return ToolFailedError(f"cargo could not build {name}{where} (status {code})", hint=hint)
