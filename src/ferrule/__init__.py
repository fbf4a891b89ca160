"""ferrule: turns Rust crates into Python packages.

The package itself is the PEP 517 build backend (`build-backend = "ferrule"`); the hooks
live in `ferrule.backend` and are looked up when a front end asks for them.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ferrule.backend import build_wheel as build_wheel
    from ferrule.backend import get_requires_for_build_wheel as get_requires_for_build_wheel
    from ferrule.backend import prepare_metadata_for_build_wheel as prepare_metadata_for_build_wheel


def __getattr__(name: str) -> object:
    # Front ends ask with hasattr() which hooks exist, so only a hook's name may import.
    from ferrule import backend

    if name in backend.HOOKS:
        return getattr(backend, name)
    raise AttributeError(f"module 'ferrule' has no attribute '{name}'")
