"""Step 5: plan the wheels.

Enters: the settings, the crate, its package and the interpreters. Leaves: a `BuildPlan`.
All choices are made here; the flow only carries them out.
"""

from collections.abc import Mapping
from pathlib import Path

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
    planner = _Planner(settings, crate, distribution, targets, env)
    planned, notes = planner.plan(findings.interpreters)
    wheels, doubles = _drop_doubles(planned)
    return BuildPlan(
        name=distribution.identity.name,
        version=distribution.identity.version,
        bindings=crate.bindings,
        target=crate.target.triple,
        profile=settings.cargo.profile or DEFAULT_PROFILE,
        features=plain_features(settings.cargo.features),
        target_directory=planner.base,
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


class _Planner:
    """What all wheels of one build have in common, and the making of each."""

    def __init__(
        self,
        settings: Settings,
        crate: Crate,
        distribution: Distribution,
        targets: tuple[CargoTarget, ...],
        env: Mapping[str, str],
    ) -> None:
        self.settings = settings
        self.crate = crate
        self.distribution = distribution
        self.targets = targets
        self.env = env
        target_dir = settings.cargo.target_dir
        self.target_dir = distribution.cwd / target_dir if target_dir is not None else None
        self.base = self.target_dir or crate.graph.target_directory
        self.siblings: tuple[Path, ...] = ()

    def plan(
        self, interpreters: tuple[Interpreter, ...]
    ) -> tuple[tuple[WheelPlan, ...], tuple[str, ...]]:
        """Return the wheels, and sentences about them."""
        bindings = self.crate.bindings
        self.siblings = self._find_siblings(interpreters)
        if isinstance(bindings, BinBindings):
            if bindings.crate is None:
                return (self._program_wheel(None),), ()
            return tuple(self._program_wheel(one) for one in interpreters), ()
        stable = self._stable_abi(interpreters)
        covered = tuple(i for i in interpreters if stable is not None and covers(stable, i))
        others = tuple(i for i in interpreters if i not in covered)
        wheels = [self._extension_wheel(covered[0], stable, covered)] if covered else []
        wheels += [self._extension_wheel(one, None, (one,)) for one in others]
        return tuple(wheels), self._notes(bindings, stable, others)

    def _find_siblings(self, interpreters: tuple[Interpreter, ...]) -> tuple[Path, ...]:
        """Return the target directories of this build and of earlier ones, for other Pythons."""
        folder = self.base / OWN_FOLDER
        planned = [folder / abi_tag(interpreter) for interpreter in interpreters]
        there = sorted(one for one in folder.glob("*/") if one.is_dir())
        return tuple(dict.fromkeys((*planned, *there)))

    def _stable_abi(self, interpreters: tuple[Interpreter, ...]) -> StableAbi | None:
        more = frozenset(
            feature.partition("/")[2]
            for interpreter in interpreters
            for feature in features_for(self.settings.cargo.features, interpreter)
            if feature.startswith(("pyo3/", "pyo3-ffi/"))
        )
        return choose_stable_abi(find_stable_abis(self.crate.graph, more), interpreters)

    def _notes(
        self,
        bindings: Pyo3Bindings,
        stable: StableAbi | None,
        others: tuple[Interpreter, ...],
    ) -> tuple[str, ...]:
        if stable is None and not bindings.stable_abis:
            return ()
        label = (stable or bindings.stable_abis[0]).label
        return tuple(
            f"{interpreter.label} has no {label}: its wheel is for this version only"
            for interpreter in others
        )

    def _extension_wheel(
        self, interpreter: Interpreter, stable: StableAbi | None, covered: tuple[Interpreter, ...]
    ) -> WheelPlan:
        layout = self.distribution.layout
        target = self.crate.target
        name = layout.extension_name + extension_suffix(interpreter, stable, target)
        platform = platform_tag(target, self.env, None if stable else interpreter.platform)
        if stable is None:
            tag, why = version_tag(interpreter, platform), interpreter.label
        else:
            tag = stable_tag(stable, interpreter, platform)
            why = f"{stable.label}, for " + ", ".join(one.label for one in covered)
        binary = f"{layout.module_dir}/{name}" if layout.module_dir else name
        return self._wheel(tag, interpreter, stable, (binary,), why)

    def _program_wheel(self, interpreter: Interpreter | None) -> WheelPlan:
        target = self.crate.target
        ending = ".exe" if target.is_windows else ""
        identity = self.distribution.identity
        scripts = f"{wheel_stem(identity.name, identity.version)}.data/scripts"
        binaries = tuple(f"{scripts}/{one.name}{ending}" for one in self.targets)
        platform = platform_tag(target, self.env, interpreter.platform if interpreter else None)
        if interpreter is None:
            return self._wheel(program_tag(platform), None, None, binaries, "any Python 3")
        tag = version_tag(interpreter, platform)
        return self._wheel(tag, interpreter, None, binaries, interpreter.label)

    def _wheel(
        self,
        tag: WheelTag,
        interpreter: Interpreter | None,
        stable: StableAbi | None,
        binaries: tuple[str, ...],
        why: str,
    ) -> WheelPlan:
        identity = self.distribution.identity
        features = features_for(self.settings.cargo.features, interpreter)
        config = None
        if interpreter is not None and "PYO3_CONFIG_FILE" not in self.env:
            folder = self.base / OWN_FOLDER
            config = make_config_file(
                folder, self.crate.bindings, interpreter, stable, self.crate.target
            )
        added = environment(self.crate.bindings, interpreter, config, self.env)
        own = self._own_directory(interpreter, stable)
        return WheelPlan(
            tag=tag,
            file_name=wheel_file_name(identity.name, identity.version, tag),
            interpreter=interpreter,
            stable_abi=stable,
            config_file=config,
            jobs=tuple(
                self._job(target, binary, features, added, own)
                for target, binary in zip(self.targets, binaries, strict=False)
            ),
            binaries=binaries,
            features=features,
            why=why,
        )

    def _own_directory(
        self, interpreter: Interpreter | None, stable: StableAbi | None
    ) -> Path | None:
        """Return the target directory of a build that no other Python may share.

        PyO3 is compiled for one version of Python unless it has the stable ABI; in a
        shared directory each Python would overwrite what the last one left.
        """
        if interpreter is None or stable is not None:
            return None
        return self.base / OWN_FOLDER / abi_tag(interpreter)

    def _job(
        self,
        target: CargoTarget,
        binary: str,
        features: tuple[str, ...],
        added: dict[str, str],
        own: Path | None,
    ) -> CargoJob:
        cargo, crate = self.settings.cargo, self.crate
        program = isinstance(crate.bindings, BinBindings)
        return CargoJob(
            cargo=crate.toolchain.cargo,
            manifest_path=crate.graph.root.manifest_path,
            cwd=self.distribution.cwd,
            package=crate.graph.root,
            kind="bin" if program else "lib",
            target_name=target.name,
            crate_type="cdylib"
            if not program and crate_type_argument(target, crate.toolchain.version)
            else None,
            target_triple=cargo.target,
            target_directory=own or self.target_dir,
            arguments=rustc_arguments(cargo, self.settings.output, features),
            rustc_arguments=trailing_arguments(
                cargo, crate.bindings, crate.target, binary.rpartition("/")[2]
            ),
            rustflags=platform_rustflags(crate.bindings, crate.target),
            env={**added, **self._deployment_target()},
            seed_from=tuple(one for one in self.siblings if one != own) if own else (),
            profile_directory=profile_directory(cargo.profile),
        )

    def _deployment_target(self) -> dict[str, str]:
        target = self.crate.target
        if not target.is_macos or MACOS_VARIABLE in self.env:
            return {}
        major, minor = MACOS_DEFAULTS.get(target.arch, (11, 0))
        return {MACOS_VARIABLE: f"{major}.{minor}"}
