"""The PEP 517 hooks: the entrance of pip, uv, build and other front ends.

Enters: a hook's arguments, the working folder and the environment. Leaves: a wheel, or its
metadata. stdout stays empty, since front ends may read it; an error ends the hook with
status 1 and one message, where front ends would show a traceback.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias, TypeVar

    from ferrule.build import Request
    from ferrule.tags.wheel import WheelTag

    ConfigSettings: TypeAlias = "Mapping[str, object] | None"
    T = TypeVar("T")


def get_requires_for_build_wheel(config_settings: "ConfigSettings" = None) -> "list[str]":
    """Return what a build needs installed: mostly nothing.

    That is what reads the version from git, where the project asks for it, and what fetches
    Rust, where the user asks for it.
    """
    return _reporting(lambda: _list_requirements(config_settings, rust=True))


def get_requires_for_build_sdist(config_settings: "ConfigSettings" = None) -> "list[str]":
    """Return what making an sdist needs installed; Rust only proves it."""
    return _reporting(lambda: _list_requirements(config_settings, rust=False))


def build_sdist(sdist_directory: str, config_settings: "ConfigSettings" = None) -> str:
    """Make the source distribution and return its file name."""
    return _reporting(lambda: _build_sdist(sdist_directory, config_settings))


def prepare_metadata_for_build_wheel(
    metadata_directory: str, config_settings: "ConfigSettings" = None
) -> str:
    """Write the wheel's dist-info folder and return its name; starts no program."""
    return _reporting(lambda: _prepare_metadata(metadata_directory, config_settings))


def build_wheel(
    wheel_directory: str,
    config_settings: "ConfigSettings" = None,
    metadata_directory: "str | None" = None,
) -> str:
    """Build the wheel for the running Python and return its file name."""
    return _reporting(lambda: _build_wheel(wheel_directory, config_settings, metadata_directory))


def _reporting(work: "Callable[[], T]") -> "T":
    from ferrule.console import Console
    from ferrule.entrance import read_environment
    from ferrule.errors import FerruleError

    try:
        return work()
    except FerruleError as error:
        Console(env=read_environment()).error(error.message, error.hint)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        Console(env=read_environment()).error(f"{where}{error.strerror or error}")
    sys.exit(1)


def _request(
    config_settings: "ConfigSettings", out: "str | None" = None, *, wheel: bool = False
) -> "Request":
    """Make the flow's request: the front end's choices around the config settings."""
    from pathlib import Path

    from ferrule.build import Request
    from ferrule.cargo.bootstrap import bootstrap_rust
    from ferrule.entrance import find_host, read_environment, working_folder
    from ferrule.settings.sources import preset, read_config_settings

    env = bootstrap_rust(read_environment()) if wheel else read_environment()
    first = preset({"out": Path(out).absolute()} if out else {}, "the front end")
    last = preset({"interpreter": (sys.executable,)} if wheel else {}, "the front end")
    return Request(
        sources=(first, *read_config_settings(config_settings, env), last),
        preset=preset(
            {"profile": "release", "compatibility": ("off",)}, "the default of front ends"
        ),
        cwd=working_folder(),
        env=env,
        host=find_host(),
    )


def _list_requirements(config_settings: "ConfigSettings", *, rust: bool) -> "list[str]":
    from ferrule.cargo.bootstrap import REQUIREMENT, wants_bootstrap
    from ferrule.metadata.vcs import REQUIREMENT as READS_GIT
    from ferrule.project.read import read_project
    from ferrule.settings.resolve import resolve_settings
    from ferrule.settings.sources import find_manifest_path

    request = _request(config_settings)
    manifest_path = find_manifest_path(request.sources, request.env)
    pyproject = read_project(request.cwd, manifest_path).pyproject
    settings = resolve_settings(pyproject, request.sources, request.env)
    needed = [READS_GIT] if settings.layout.version is not None else []
    return [*needed, REQUIREMENT] if rust and wants_bootstrap(request.env) else needed


def _prepare_metadata(metadata_directory: str, config_settings: "ConfigSettings") -> str:
    from pathlib import Path

    from ferrule.build import read_settings
    from ferrule.metadata.compose import compose
    from ferrule.wheel.dist_info import write_dist_info

    project, _ = read_settings(_request(config_settings))  # a wrong setting fails here already
    return write_dist_info(compose(project), _own_tag(), Path(metadata_directory))


def _own_tag() -> "WheelTag":
    """Return the tag of the running Python; the wheel itself says what it really has."""
    import sysconfig

    from packaging.tags import sys_tags

    from ferrule.tags.wheel import WheelTag

    first = next(iter(sys_tags()))
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    return WheelTag(python=(first.interpreter,), abi=(first.abi,), platform=(platform,))


def _build_sdist(sdist_directory: str, config_settings: "ConfigSettings") -> str:
    from ferrule.build import read_settings
    from ferrule.entrance import make_console
    from ferrule.source import make_sdist

    request = _request(config_settings, sdist_directory)
    project, settings = read_settings(request)
    console = make_console(settings.output, request.env)
    return make_sdist(request, project, settings, console).path.name


def _build_wheel(
    wheel_directory: str, config_settings: "ConfigSettings", metadata_directory: "str | None"
) -> str:
    from pathlib import Path

    from ferrule.build import carry_out, prepare, read_settings
    from ferrule.entrance import make_console
    from ferrule.records import replace

    prepared_metadata = Path(metadata_directory) if metadata_directory else None
    request = replace(
        _request(config_settings, wheel_directory, wheel=True),
        metadata_directory=prepared_metadata,
    )
    project, settings = read_settings(request)
    console = make_console(settings.output, request.env)
    prepared = prepare(request, project, settings, console)
    (wheel,) = carry_out(prepared, request, console)
    return wheel.path.name
