"""Step 5: plan the wheels.

Enters: the settings, the crate, its package and the interpreters. Leaves: a `BuildPlan`.
All choices are made here; the flow only carries them out.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ferrule.bindings.detect import find_stable_abis, select_targets
from ferrule.bindings.model import BinBindings, Pyo3Bindings, StableAbi
from ferrule.bindings.pyo3 import environment, make_config_file
from ferrule.cargo.model import CargoJob, CargoTarget
from ferrule.errors import BindingsError, ConfigError
from ferrule.interpreters.model import Findings, Interpreter
from ferrule.plan.arguments import plain_features, rustc_arguments
from ferrule.plan.features import features_for
from ferrule.plan.jobs import (
    DEFAULT_PROFILE,
    crate_type_argument,
    platform_rustflags,
    profile_directory,
    trailing_arguments,
)
from ferrule.plan.model import BuildPlan, Crate, Distribution, WheelPlan
from ferrule.plan.stable import choose_stable_abi, covers
from ferrule.plan.tags import (
    abi_tag,
    extension_suffix,
    program_tag,
    stable_tag,
    version_tag,
)
from ferrule.records import dataclass
from ferrule.settings.model import CargoSettings, Settings
from ferrule.tags.platform import platform_tag
from ferrule.tags.wheel import WheelTag, wheel_file_name, wheel_stem
from ferrule.target.macos import DEFAULTS as MACOS_DEFAULTS
from ferrule.target.macos import VARIABLE as MACOS_VARIABLE

OWN_FOLDER = "ferrule"


def plan_wheels(
    settings: Settings,
    crate: Crate,
    distribution: Distribution,
    findings: Findings,
    env: Mapping[str, str],
) -> BuildPlan:
    """Decide every wheel of a build.

    Raises:
        BindingsError: the crate has nothing to compile for its bindings.
        ConfigError: the settings contradict each other.

    """
    _check_scripts(crate, distribution)
    targets = _filter_targets(select_targets(crate.graph, crate.bindings), settings.cargo)
    common = _share(settings, crate, distribution, findings.interpreters, env)
    planned, notes = _plan(common, targets, findings.interpreters)
    wheels, doubles = _drop_doubles(planned)
    return BuildPlan(
        name=distribution.identity.name,
        version=distribution.identity.version,
        bindings=crate.bindings,
        target=crate.target.triple,
        profile=settings.cargo.profile or DEFAULT_PROFILE,
        features=plain_features(settings.cargo.features),
        target_directory=common.base,
        out=distribution.cwd / (settings.wheel.out or crate.graph.target_directory / "wheels"),
        candidates=findings.candidates,
        wheels=wheels,
        notes=(*notes, *doubles, *_portability_notes(settings, crate)),
    )


def _drop_doubles(
    planned: tuple[WheelPlan, ...],
) -> tuple[tuple[WheelPlan, ...], tuple[str, ...]]:
    """Keep the first of several wheels with one name: two Pythons of the same version."""
    kept: dict[str, WheelPlan] = {}
    notes = []
    for wheel in planned:
        first = kept.setdefault(wheel.file_name, wheel)
        if first is not wheel and wheel.interpreter is not None:
            notes.append(
                f"{wheel.interpreter.executable} gives the same wheel as another {wheel.why}, "
                "so it is left out"
            )
    return tuple(kept.values()), tuple(notes)


def _portability_notes(settings: Settings, crate: Crate) -> tuple[str, ...]:
    if crate.target.os != "linux" or settings.wheel.compatibility:
        return ()
    note = (
        f"the platform tag is linux_{crate.target.machine}: ferrule does not audit wheels yet, "
        "and PyPI takes only audited ones (--compatibility linux silences this)"
    )
    return (note,)


def _check_scripts(crate: Crate, distribution: Distribution) -> None:
    if isinstance(crate.bindings, BinBindings) and distribution.identity.has_scripts:
        raise ConfigError(
            "pyproject.toml: project.scripts cannot be combined with bin bindings: the crate's "
            "own programs are the scripts",
            hint="remove [project.scripts], or build an extension module",
        )


def _filter_targets(
    targets: tuple[CargoTarget, ...], cargo: CargoSettings
) -> tuple[CargoTarget, ...]:
    if not cargo.targets:
        return targets
    chosen = tuple(
        target
        for target in targets
        if any(
            wanted.name == target.name
            and (wanted.kind is None or wanted.kind in target.crate_types)
            for wanted in cargo.targets
        )
    )
    if chosen:
        return chosen
    names = ", ".join(target.name for target in targets)
    raise BindingsError(
        f"none of the crate's cargo targets is named by `targets` (it has {names})",
        hint="name one of them, or remove the key",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Common:
    """What all wheels of one build have in common.

    `target_dir` is the target directory that was asked for, `base` the one that is used;
    `siblings` are the directories, below it, of all Pythons that were ever built for.
    """

    settings: Settings
    crate: Crate
    distribution: Distribution
    env: Mapping[str, str]
    target_dir: Path | None
    base: Path
    siblings: tuple[Path, ...]


def _share(
    settings: Settings,
    crate: Crate,
    distribution: Distribution,
    interpreters: tuple[Interpreter, ...],
    env: Mapping[str, str],
) -> _Common:
    asked = settings.cargo.target_dir
    target_dir = distribution.cwd / asked if asked is not None else None
    base = target_dir or crate.graph.target_directory
    planned = [base / OWN_FOLDER / abi_tag(interpreter) for interpreter in interpreters]
    there = sorted(one for one in (base / OWN_FOLDER).glob("*/") if one.is_dir())
    return _Common(
        settings=settings,
        crate=crate,
        distribution=distribution,
        env=env,
        target_dir=target_dir,
        base=base,
        siblings=tuple(dict.fromkeys((*planned, *there))),
    )


def _plan(
    common: _Common, targets: tuple[CargoTarget, ...], interpreters: tuple[Interpreter, ...]
) -> tuple[tuple[WheelPlan, ...], tuple[str, ...]]:
    """Return the wheels, and sentences about them."""
    bindings = common.crate.bindings
    if isinstance(bindings, BinBindings):
        bound = interpreters if bindings.crate is not None else (None,)
        return tuple(_program_wheel(common, targets, one) for one in bound), ()
    stable = _stable_abi(common, interpreters)
    covered = tuple(i for i in interpreters if stable is not None and covers(stable, i))
    others = tuple(i for i in interpreters if i not in covered)
    wheels = [_extension_wheel(common, targets, stable, covered)] if covered else []
    wheels += [_extension_wheel(common, targets, None, (one,)) for one in others]
    return tuple(wheels), _version_specific_notes(bindings, stable, others)


def _stable_abi(common: _Common, interpreters: tuple[Interpreter, ...]) -> StableAbi | None:
    more = frozenset(
        feature.partition("/")[2]
        for interpreter in interpreters
        for feature in features_for(common.settings.cargo.features, interpreter)
        if feature.startswith(("pyo3/", "pyo3-ffi/"))
    )
    return choose_stable_abi(find_stable_abis(common.crate.graph, more), interpreters)


def _version_specific_notes(
    bindings: Pyo3Bindings, stable: StableAbi | None, others: tuple[Interpreter, ...]
) -> tuple[str, ...]:
    if stable is None and not bindings.stable_abis:
        return ()
    label = (stable or bindings.stable_abis[0]).label
    return tuple(
        f"{interpreter.label} has no {label}: its wheel is for this version only"
        for interpreter in others
    )


def _extension_wheel(
    common: _Common,
    targets: tuple[CargoTarget, ...],
    stable: StableAbi | None,
    covered: tuple[Interpreter, ...],
) -> WheelPlan:
    """Plan the wheel of an extension, compiled with the first of the Pythons that it is for."""
    layout, target, interpreter = common.distribution.layout, common.crate.target, covered[0]
    platform = platform_tag(target, common.env, None if stable else interpreter.platform)
    if stable is None:
        tag, why = version_tag(interpreter, platform), interpreter.label
    else:
        tag = stable_tag(stable, interpreter, platform)
        why = f"{stable.label}, for " + ", ".join(one.label for one in covered)
    name = layout.extension_name + extension_suffix(interpreter, stable, target)
    binary = f"{layout.module_dir}/{name}" if layout.module_dir else name
    # Of several libraries the first is the extension.
    return _wheel(common, {binary: targets[0]}, _Bound(tag, interpreter, stable, why))


def _program_wheel(
    common: _Common, targets: tuple[CargoTarget, ...], interpreter: Interpreter | None
) -> WheelPlan:
    target, identity = common.crate.target, common.distribution.identity
    ending = ".exe" if target.is_windows else ""
    scripts = f"{wheel_stem(identity.name, identity.version)}.data/scripts"
    binaries = {f"{scripts}/{one.name}{ending}": one for one in targets}
    platform = platform_tag(target, common.env, interpreter.platform if interpreter else None)
    if interpreter is None:
        return _wheel(common, binaries, _Bound(program_tag(platform), None, None, "any Python 3"))
    tag = version_tag(interpreter, platform)
    return _wheel(common, binaries, _Bound(tag, interpreter, None, interpreter.label))


class _Bound(NamedTuple):
    """What a wheel is bound to, and why it is built."""

    tag: WheelTag
    interpreter: Interpreter | None
    stable: StableAbi | None
    why: str


def _wheel(common: _Common, binaries: Mapping[str, CargoTarget], bound: _Bound) -> WheelPlan:
    identity, bindings = common.distribution.identity, common.crate.bindings
    features = features_for(common.settings.cargo.features, bound.interpreter)
    config = None
    if bound.interpreter is not None and "PYO3_CONFIG_FILE" not in common.env:
        folder, target = common.base / OWN_FOLDER, common.crate.target
        config = make_config_file(folder, bindings, bound.interpreter, bound.stable, target)
    added = environment(bindings, bound.interpreter, config, common.env)
    own = _own_directory(common, bound)
    return WheelPlan(
        tag=bound.tag,
        file_name=wheel_file_name(identity.name, identity.version, bound.tag),
        interpreter=bound.interpreter,
        stable_abi=bound.stable,
        config_file=config,
        jobs=tuple(
            _job(common, target, binary, _Needs(features, added, own))
            for binary, target in binaries.items()
        ),
        binaries=tuple(binaries),
        features=features,
        why=bound.why,
    )


def _own_directory(common: _Common, bound: _Bound) -> Path | None:
    """Return the target directory of a build that no other Python may share.

    PyO3 is compiled for one version of Python unless it has the stable ABI; in a shared
    directory each Python would overwrite what the last one left.
    """
    if bound.interpreter is None or bound.stable is not None:
        return None
    return common.base / OWN_FOLDER / abi_tag(bound.interpreter)


class _Needs(NamedTuple):
    """What a wheel's Python needs of its compilation; `own` is a target directory."""

    features: tuple[str, ...]
    env: Mapping[str, str]
    own: Path | None


def _job(common: _Common, target: CargoTarget, binary: str, needs: _Needs) -> CargoJob:
    cargo, crate = common.settings.cargo, common.crate
    program = isinstance(crate.bindings, BinBindings)
    as_cdylib = not program and crate_type_argument(target, crate.toolchain.version)
    name = binary.rpartition("/")[2]
    return CargoJob(
        cargo=crate.toolchain.cargo,
        manifest_path=crate.graph.root.manifest_path,
        cwd=common.distribution.cwd,
        package=crate.graph.root,
        kind="bin" if program else "lib",
        target_name=target.name,
        crate_type="cdylib" if as_cdylib else None,
        target_triple=cargo.target,
        target_directory=needs.own or common.target_dir,
        arguments=rustc_arguments(cargo, common.settings.output, needs.features),
        rustc_arguments=trailing_arguments(cargo, crate.bindings, crate.target, name),
        rustflags=platform_rustflags(crate.bindings, crate.target),
        env={**needs.env, **_deployment_target(common)},
        seed_from=tuple(one for one in common.siblings if one != needs.own) if needs.own else (),
        profile_directory=profile_directory(cargo.profile),
    )


def _deployment_target(common: _Common) -> dict[str, str]:
    target = common.crate.target
    if not target.is_macos or MACOS_VARIABLE in common.env:
        return {}
    major, minor = MACOS_DEFAULTS.get(target.arch, (11, 0))
    return {MACOS_VARIABLE: f"{major}.{minor}"}
