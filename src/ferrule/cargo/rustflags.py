"""The rustflags of a job, without losing those of the user.

Enters: a job's own flags, the environment and cargo's configuration. Leaves: what to add to
the environment. Source: the cargo book, "build.rustflags": one source of flags silences the
others, so a variable that adds flags must repeat them all.
"""

from collections.abc import Iterator, Mapping

from ferrule.cargo.cfg import Facts, holds, parse_facts
from ferrule.cargo.config import CargoConfig, look_up, read_config, split_flags, variable_name
from ferrule.cargo.model import CargoJob
from ferrule.cargo.narrow import table, text, texts
from ferrule.cargo.toolchain import find_host
from ferrule.errors import ToolError
from ferrule.process import run

ENCODED, PLAIN = "CARGO_ENCODED_RUSTFLAGS", "RUSTFLAGS"
SEPARATOR = "\x1f"


def merge_rustflags(job: CargoJob, env: Mapping[str, str]) -> Mapping[str, str]:
    """Return the variable that gives the user's flags and then the job's.

    Empty when the job adds nothing that is not there already.

    Raises:
        ConfigError: a file of cargo's configuration is not TOML or cannot be read.

    """
    if not job.rustflags:
        return {}
    base = base_rustflags(job, env)
    added = tuple(_missing(job.rustflags, base))
    return {ENCODED: SEPARATOR.join((*base, *added))} if added else {}


def base_rustflags(job: CargoJob, env: Mapping[str, str]) -> tuple[str, ...]:
    """Return the flags that cargo takes from the environment and its configuration.

    Raises:
        ConfigError: a file of cargo's configuration is not TOML or cannot be read.

    """
    if ENCODED in env:
        return tuple(env[ENCODED].split(SEPARATOR)) if env[ENCODED] else ()
    if PLAIN in env:
        words = (word.strip() for word in env[PLAIN].split(" "))
        return tuple(word for word in words if word)
    config = read_config(job, env)
    return _target_flags(job, env, config) or _flags_at(config, env, "build")


def find_triple(job: CargoJob, env: Mapping[str, str], config: CargoConfig) -> str:
    """Return the triple that a job builds for; empty when rustc does not tell its host."""
    keys = ("build", "target")
    triple = (
        job.target_triple
        or _first_text(look_up(config.overrides, keys))
        or env.get(variable_name(*keys))
        or _first_text(look_up(config.files, keys))
        or find_host(env, job.cwd)
    )
    # A target may be the path of its specification, which names it.
    return triple.replace("\\", "/").rpartition("/")[2].removesuffix(".json")


def _first_text(value: object) -> str:
    return text(value) or next(iter(texts(value)), "")


def _target_flags(job: CargoJob, env: Mapping[str, str], config: CargoConfig) -> tuple[str, ...]:
    tables = {**table(config.files.get("target")), **table(config.overrides.get("target"))}
    conditions = sorted(key for key in tables if key.startswith("cfg("))
    by_variable = any(key.startswith("CARGO_TARGET_") and key.endswith("_RUSTFLAGS") for key in env)
    if not tables and not by_variable:
        return ()
    triple = find_triple(job, env, config)
    flags = _flags_at(config, env, "target", triple)
    facts = _print_cfg(job, env, triple) if conditions else frozenset()
    for condition in conditions:
        if holds(condition, facts):
            flags += _flags_at(config, env, "target", condition)
    return flags


def _flags_at(config: CargoConfig, env: Mapping[str, str], *keys: str) -> tuple[str, ...]:
    """Return the flags of a table: files, then variable, then `--config`, as cargo joins them."""
    keys = (*keys, "rustflags")
    files, override = look_up(config.files, keys), look_up(config.overrides, keys)
    # Lists are joined over their sources, a text is replaced by a stronger one.
    replaced = isinstance(files, str) and isinstance(override, str)
    return (
        *(() if replaced else split_flags(files)),
        *env.get(variable_name(*keys), "").split(),
        *split_flags(override),
    )


def _print_cfg(job: CargoJob, env: Mapping[str, str], triple: str) -> Facts:
    rustc = env.get("RUSTC") or "rustc"
    target = ("--target", job.target_triple or triple) if triple else ()
    try:
        finished = run((rustc, "--print", "cfg", *target), env=env, cwd=job.cwd).check()
    except ToolError:
        return frozenset()  # cargo asks the same and reports it
    return parse_facts(finished.stdout.decode("utf-8", "replace"))


def _missing(added: tuple[str, ...], base: tuple[str, ...]) -> Iterator[str]:
    """Yield the added flags that the base lacks; `-C x`, `-Cx` and `x` after `-C` are one."""
    position = 0
    while position < len(added):
        flag = added[position]
        paired = flag in ("-C", "-Z") and position + 1 < len(added)
        words = added[position : position + (2 if paired else 1)]
        if words[-1] not in base and "".join(words) not in base:
            yield from words
        position += len(words)
