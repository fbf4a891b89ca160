"""A version taken from the tags of the project's repository.

Enters: a project whose settings ask for it. Leaves: the same project with a static version,
so that nothing after this knows where it came from. dunamai reads git; the version is PEP
440: the tag, or the next patch release `.devN+gCOMMIT` after commits that have no tag.
"""

from ferrule.errors import ConfigError, ToolNotFoundError
from ferrule.project.model import Project
from ferrule.records import replace

REQUIREMENT = "dunamai>=1.22"
KEY = "version"


def with_vcs_version(project: Project, source: str | None) -> Project:
    """Return the project with its version read from the repository, if `source` says so.

    Raises:
        ConfigError: the version is not dynamic, or there is no repository or tag to read.
        ToolNotFoundError: dunamai, which reads it, is not installed.

    """
    if source is None:
        return project
    pyproject = project.pyproject
    table = pyproject.project if pyproject else None
    if pyproject is None or table is None or KEY not in table.get("dynamic", ()):
        raise ConfigError(
            f"pyproject.toml: the version is to be taken from {source}, but it is not dynamic",
            hint='add dynamic = ["version"] under [project] and remove its version',
        )
    dynamic = [key for key in table["dynamic"] if key != KEY]
    static = {**table, KEY: read_vcs_version(project), "dynamic": dynamic}
    return replace(project, pyproject=replace(pyproject, project=static))


def read_vcs_version(project: Project) -> str:
    """Return the version that the repository gives the project; raises as above."""
    try:
        from dunamai import Version
    except ImportError as error:
        raise ToolNotFoundError(
            "the version is to be taken from git, which needs dunamai",
            hint='run `pip install "ferrule[vcs]"`',
        ) from error
    try:
        version = Version.from_git(path=project.root, strict=True)
    except (RuntimeError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise ConfigError(
            f"no version can be taken from git in {project.root}: {reason}",
            hint="tag a commit, as in `git tag v1.0.0`; in CI, fetch the tags (fetch-depth: 0)",
        ) from error
    return version.serialize(bump=True, commit_prefix="g", dirty=True)
