"""What a compilation needs besides the settings: flags of the bindings and the platform.

Enters: cargo settings, bindings and target. Leaves: arguments and flags. Source: the cargo
book, "cargo rustc" and "Profiles"; PyO3's guide, "Building and distribution".
"""

from ferrule.bindings.model import Bindings, Pyo3Bindings
from ferrule.cargo.model import CargoTarget
from ferrule.settings.model import CargoSettings
from ferrule.target.triple import Target

LIBRARY_TYPES = frozenset({"lib", "dylib", "rlib", "staticlib"})
# Since this rustc `cargo rustc` takes --crate-type.
CRATE_TYPE_FROM = (1, 64, 0)
# Profiles whose folder has another name.
PROFILE_DIRECTORIES = {"dev": "debug", "test": "debug", "bench": "release"}
DEFAULT_PROFILE = "dev"


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
