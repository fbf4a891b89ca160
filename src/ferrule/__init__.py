"""ferrule: turns Rust crates into Python packages.

The package itself is the PEP 517 build backend (`build-backend = "ferrule"`); the hooks
live in `ferrule.backend` and are looked up when a front end asks for them.
"""

HOOKS = (
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_wheel",
)


def __getattr__(name: str) -> object:
    # Front ends learn with hasattr() which hooks exist; only a hook's name may import.
    if name in HOOKS:
        import ferrule.backend

        return getattr(ferrule.backend, name)
    raise AttributeError(f"module 'ferrule' has no attribute '{name}'")
