"""What a distribution is called, before the rest of its metadata is composed.

Enters: a `Project`. Leaves: an `Identity`. Reading it costs little, so that cargo can start
before the library that checks metadata is even imported.
"""

from ferrule.metadata.merge import merge
from ferrule.metadata.model import Identity
from ferrule.project.model import Project


def identify(project: Project) -> Identity:
    """Return a project's name and version.

    Raises:
        ConfigError: they are missing or malformed, and whatever else is wrong then.

    """
    from packaging.version import InvalidVersion, Version

    table = merge(project).table
    name, version = table.get("name"), table.get("version")
    if isinstance(name, str) and isinstance(version, str):
        try:
            normal = str(Version(version))
        except InvalidVersion:
            pass
        else:
            return Identity(name=name, version=normal, has_scripts=bool(table.get("scripts")))
    from ferrule.metadata.compose import compose

    metadata = compose(project)  # it says everything that is wrong
    return Identity(name=metadata.name, version=metadata.version, has_scripts=metadata.has_scripts)
