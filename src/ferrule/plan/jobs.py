"""What cargo is told: the arguments of `cargo metadata` and the jobs of `cargo rustc`.

Enters: cargo settings and what the interpreter needs. Leaves: argument tuples and
`CargoJob`s. Source: the cargo book, "cargo rustc" and "Profiles".
"""

from ferrule.bindings.model import Bindings, Pyo3Bindings
from ferrule.cargo.model import CargoTarget
from ferrule.settings.model import CargoSettings, Feature, OutputSettings
from ferrule.target.triple import Target

LIBRARY_TYPES = frozenset({"lib", "dylib", "rlib", "staticlib"})
# Since this rustc `cargo rustc` takes --crate-type.
CRATE_TYPE_FROM = (1, 64, 0)
# Profiles whose folder has another name.
PROFILE_DIRECTORIES = {"dev": "debug", "test": "debug", "bench": "release"}
DEFAULT_PROFILE = "dev"


def metadata_arguments(cargo: CargoSettings) -> tuple[str, ...]:
    """Return what `cargo metadata` and `cargo tree` get of the settings."""
    return (
        *_manifest_arguments(cargo),
        *_feature_arguments(cargo, plain_features(cargo.features)),
        *(word for flag in cargo.unstable_flags for word in ("-Z", flag)),
    )


def rustc_arguments(
    cargo: CargoSettings, output: OutputSettings, features: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the arguments between `rustc` and `--` that the settings decide."""
    words = ["--quiet"] if output.quiet else []
    if cargo.jobs is not None:
        words += ["--jobs", str(cargo.jobs)]
    if cargo.profile is not None:
        words += ["--profile", cargo.profile]
    words += _feature_arguments(cargo, features)
    if output.verbose > 0:
        words.append("-" + "v" * output.verbose)
    if output.color is not None:
        words += ["--color", output.color]
    words += _manifest_arguments(cargo)
    words += [word for value in cargo.config for word in ("--config", value)]
    words += [word for flag in cargo.unstable_flags for word in ("-Z", flag)]
    switches = {
        "--timings": cargo.timings,
        "--ignore-rust-version": cargo.ignore_rust_version,
        "--future-incompat-report": cargo.future_incompat_report,
    }
    return (*words, *(flag for flag, wanted in switches.items() if wanted))


def _manifest_arguments(cargo: CargoSettings) -> list[str]:
    switches = {
        "--frozen": cargo.frozen,
        "--locked": cargo.locked,
        "--offline": cargo.offline,
    }
    return [flag for flag, wanted in switches.items() if wanted]


def _feature_arguments(cargo: CargoSettings, features: tuple[str, ...]) -> list[str]:
    words = [word for name in features for word in ("--features", name)]
    if cargo.all_features:
        words.append("--all-features")
    if cargo.no_default_features:
        words.append("--no-default-features")
    return words


def plain_features(features: tuple[Feature, ...]) -> tuple[str, ...]:
    """Return the features that every wheel gets."""
    return tuple(feature.name for feature in features if not feature.conditional)


def profile_directory(profile: str | None) -> str:
    """Return the folder below the target directory that a profile builds into."""
    name = profile or DEFAULT_PROFILE
    return PROFILE_DIRECTORIES.get(name, name)


def crate_type_argument(target: CargoTarget, rustc: tuple[int, int, int]) -> bool:
    """Tell whether `--crate-type cdylib` is needed, and understood."""
    return rustc >= CRATE_TYPE_FROM and not LIBRARY_TYPES.isdisjoint(target.crate_types)


def platform_rustflags(bindings: Bindings, target: Target) -> tuple[str, ...]:
    """Return the rustflags without which an extension module does not link or load."""
    if not isinstance(bindings, Pyo3Bindings):
        return ()
    if target.is_macos:
        return ("-C", "link-arg=-undefined", "-C", "link-arg=dynamic_lookup")
    return ("-C", "target-feature=-crt-static") if target.is_musl else ()


def trailing_arguments(
    cargo: CargoSettings, bindings: Bindings, target: Target, binary_name: str
) -> tuple[str, ...]:
    """Return the arguments of rustc for the final crate alone."""
    words = list(cargo.rustc_args)
    if target.is_macos and isinstance(bindings, Pyo3Bindings):
        words += ["-C", f"link-args=-Wl,-install_name,@rpath/{binary_name}"]
    if cargo.strip:
        words += ["-C", "strip=symbols"]
    return tuple(words)
