"""Whether a project's requires-python lets a minor version of Python in.

Enters: a PEP 440 specifier set and a version. Leaves: yes or no.
"""

from ferrule.errors import ConfigError

MICROS = 100


def admits(requires_python: str | None, version: tuple[int, int]) -> bool:
    """Tell whether some release of `version` satisfies the specifier set.

    A wheel is for all releases of a minor version, so `>=3.8.1` admits 3.8.

    Raises:
        ConfigError: the text is no specifier set.

    """
    if not requires_python:
        return True
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        specifiers = SpecifierSet(requires_python)
    except InvalidSpecifier as error:
        raise ConfigError(
            f'pyproject.toml: project.requires-python is "{requires_python}"',
            hint='write a version specifier, for example ">=3.8"',
        ) from error
    major, minor = version
    return any(specifiers.contains(f"{major}.{minor}.{micro}") for micro in range(MICROS))
