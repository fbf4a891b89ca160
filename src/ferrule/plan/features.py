"""Which conditional features an interpreter gets.

Enters: features and an interpreter. Leaves: feature names. Source: PEP 440 specifiers,
tested against `MAJOR.MINOR`.
"""

from ferrule.errors import ConfigError
from ferrule.interpreters.model import Interpreter
from ferrule.settings.model import Feature


def features_for(features: tuple[Feature, ...], interpreter: Interpreter | None) -> tuple[str, ...]:
    """Return the features of one wheel: the plain ones, then those that its Python meets.

    Raises:
        ConfigError: a `python-version` is no specifier set.

    """
    chosen = [feature.name for feature in features if not feature.conditional]
    if interpreter is not None:
        chosen += [f.name for f in features if f.conditional and _meets(interpreter, f)]
    return tuple(dict.fromkeys(chosen))


def _meets(interpreter: Interpreter, feature: Feature) -> bool:
    implementation = feature.python_implementation
    if implementation is not None and implementation.lower() != interpreter.implementation:
        return False
    if feature.python_version is None:
        return True
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        versions = SpecifierSet(feature.python_version)
    except InvalidSpecifier as error:
        raise ConfigError(
            f'features: python-version of "{feature.name}" is "{feature.python_version}"',
            hint='write a specifier like ">=3.11"',
        ) from error
    return versions.contains(f"{interpreter.major}.{interpreter.minor}", prereleases=True)
