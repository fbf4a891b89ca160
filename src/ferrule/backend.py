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

    from ferrule.tags.wheel import WheelTag

    ConfigSettings: TypeAlias = "Mapping[str, object] | None"
    T = TypeVar("T")


def get_requires_for_build_wheel(config_settings: "ConfigSettings" = None) -> "list[str]":
    """Return what a build needs installed: nothing, unless Rust is to be fetched."""
    from ferrule.cargo.bootstrap import REQUIREMENT, wants_bootstrap
    from ferrule.entrance import read_environment

    del config_settings  # build_wheel checks them
    return [REQUIREMENT] if wants_bootstrap(read_environment()) else []


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


def _prepare_metadata(metadata_directory: str, config_settings: "ConfigSettings") -> str:
    from pathlib import Path

    from ferrule.entrance import read_environment, working_folder
    from ferrule.metadata.compose import compose
    from ferrule.project.read import read_project
    from ferrule.settings.resolve import resolve_settings
    from ferrule.settings.sources import find_manifest_path, read_config_settings
    from ferrule.wheel.dist_info import write_dist_info

    env = read_environment()
    sources = read_config_settings(config_settings, env)
    project = read_project(working_folder(), find_manifest_path(sources, env))
    resolve_settings(project.pyproject, sources, env)  # a wrong setting fails here already
    return write_dist_info(compose(project), _own_tag(), Path(metadata_directory))


def _own_tag() -> "WheelTag":
    """Return the tag of the running Python; the wheel itself says what it really has."""
    import sysconfig

    from packaging.tags import sys_tags

    from ferrule.tags.wheel import WheelTag

    first = next(iter(sys_tags()))
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    return WheelTag(python=(first.interpreter,), abi=(first.abi,), platform=(platform,))


def _build_wheel(
    wheel_directory: str, config_settings: "ConfigSettings", metadata_directory: "str | None"
) -> str:
    from pathlib import Path

    from ferrule.build import Request, carry_out, prepare, read_settings
    from ferrule.cargo.bootstrap import bootstrap_rust
    from ferrule.entrance import find_host, make_console, read_environment, working_folder
    from ferrule.settings.sources import preset, read_config_settings

    env = bootstrap_rust(read_environment())
    request = Request(
        sources=(
            preset({"out": Path(wheel_directory).absolute()}, "the front end"),
            *read_config_settings(config_settings, env),
            preset({"interpreter": (sys.executable,)}, "the front end"),
        ),
        preset=preset(
            {"profile": "release", "compatibility": ("off",)}, "the default of front ends"
        ),
        metadata_directory=Path(metadata_directory) if metadata_directory else None,
        cwd=working_folder(),
        env=env,
        host=find_host(),
    )
    project, settings = read_settings(request)
    console = make_console(settings.output, env)
    prepared = prepare(request, project, settings, console)
    (wheel,) = carry_out(prepared, request, console)
    return wheel.path.name
