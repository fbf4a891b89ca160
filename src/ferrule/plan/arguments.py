"""What the settings say to cargo, as arguments.

Enters: cargo and output settings. Leaves: argument tuples. Source: the cargo book, "cargo
metadata" and "cargo rustc". Imports nothing of weight, as cargo is started with it.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ferrule.settings.model import CargoSettings, Feature, OutputSettings


def metadata_arguments(cargo: "CargoSettings") -> tuple[str, ...]:
    """Return what `cargo metadata` and `cargo tree` get of the settings."""
    return (
        *_manifest_arguments(cargo),
        *_feature_arguments(cargo, plain_features(cargo.features)),
        *(word for flag in cargo.unstable_flags for word in ("-Z", flag)),
    )


def rustc_arguments(
    cargo: "CargoSettings", output: "OutputSettings", features: tuple[str, ...]
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


def _manifest_arguments(cargo: "CargoSettings") -> list[str]:
    switches = {
        "--frozen": cargo.frozen,
        "--locked": cargo.locked,
        "--offline": cargo.offline,
    }
    return [flag for flag, wanted in switches.items() if wanted]


def _feature_arguments(cargo: "CargoSettings", features: tuple[str, ...]) -> list[str]:
    words = [word for name in features for word in ("--features", name)]
    if cargo.all_features:
        words.append("--all-features")
    if cargo.no_default_features:
        words.append("--no-default-features")
    return words


def plain_features(features: "tuple[Feature, ...]") -> tuple[str, ...]:
    """Return the features that every wheel gets."""
    return tuple(feature.name for feature in features if not feature.conditional)
