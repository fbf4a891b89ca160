"""The layout of a project: where its Python files are and where the extension goes.

Enters: a `Project` and the settings that decide a layout. Leaves: a `Layout`. A project is
mixed when a Python package has the extension's name, else pure.
"""

from pathlib import Path

from ferrule.errors import ConfigError
from ferrule.project.manifest import NAME
from ferrule.project.model import Layout, LayoutKeys, Project
from ferrule.project.read import find_source_packages
from ferrule.project.tables import text_of

# What a data directory may hold: the binary distribution format, "The .data directory".
SCHEMES = ("data", "headers", "platlib", "purelib", "scripts")


def find_layout(project: Project, keys: LayoutKeys, *, program: bool) -> Layout:
    """Decide the layout; `program` is for bindings that make no importable module.

    Raises:
        ConfigError: the module's name cannot be imported, a folder that a key names does
            not exist, or the data directory holds something else than it may.

    """
    module_name = _name_module(project, keys, program=program)
    python_dir = _find_python_dir(project, keys)
    package, _, _ = module_name.partition(".")
    extension = module_name.rpartition(".")[2]
    module = _find_python_module(python_dir / package, project, keys)
    packages, notes = _find_packages(python_dir, module, project, keys)
    dotted = "." in module_name
    if dotted and module is None and not program:
        place = f'so {module_name} is installed as "{extension}" at the top level'
        notes += (f"{python_dir / package} is no package, {place}",)
    parents = module_name.split(".")[:-1] if dotted else [module_name]
    stub = project.root / f"{extension}.pyi"
    return Layout(
        root=project.root,
        module_name=module_name,
        extension_name=extension,
        python_dir=python_dir,
        python_module=module,
        module_dir=extension if module is None else "/".join(parents),
        python_packages=packages,
        data_dir=_find_data_dir(module_name, project, keys),
        stub=stub if module is None and stub.is_file() else None,
        notes=notes,
    )


def _key(project: Project, name: str) -> str:
    return f"{project.pyproject.tool_name if project.pyproject else 'tool.ferrule'}.{name}"


def _name_module(project: Project, keys: LayoutKeys, *, program: bool) -> str:
    manifest = project.manifest
    if keys.module_name is not None:
        where = f"pyproject.toml: {_key(project, 'module-name')}"
        return _check_name(keys.module_name, where, program=program)
    if manifest.lib_name is not None:
        return _check_name(manifest.lib_name, f"{manifest.path}: lib.name", program=program)
    table = project.pyproject.project if project.pyproject else None
    name = text_of(table or {}, "project.name", "pyproject.toml") or manifest.name
    if program or _is_importable(name):
        return name
    # Nobody wrote a module name: the library is called what cargo calls it.
    return manifest.name.replace("-", "_")


def _is_importable(name: str) -> bool:
    return all(part.isidentifier() for part in name.split("."))


def _check_name(name: str, where: str, *, program: bool) -> str:
    if _is_importable(name) or (program and name):
        return name
    correct = name.replace("-", "_")
    raise ConfigError(
        f'{where} is "{name}", which Python cannot import',
        hint=f'write "{correct}"' if _is_importable(correct) else "write a dotted Python name",
    )


def _find_python_dir(project: Project, keys: LayoutKeys) -> Path:
    if keys.python_source is not None:
        folder = (project.root / keys.python_source).resolve()
        if not folder.is_dir():
            raise ConfigError(
                f"pyproject.toml: {_key(project, 'python-source')} is "
                f'"{keys.python_source}", but there is no folder {folder}',
                hint="correct it, or remove it if the project has no Python files",
            )
        return folder
    if find_source_packages(project.root, project.pyproject):
        return project.root / "src"
    return project.root


def _find_python_module(candidate: Path, project: Project, keys: LayoutKeys) -> Path | None:
    # A folder of this name with a Cargo.toml is the crate, unless it is a package as well.
    if (candidate / NAME).is_file() and not (candidate / "__init__.py").is_file():
        return None
    if candidate.is_dir():
        return candidate
    if keys.python_source is not None:
        raise ConfigError(
            f"pyproject.toml: {_key(project, 'python-source')} is "
            f'"{keys.python_source}", but there is no Python package {candidate}',
            hint=f"make that folder, or set {_key(project, 'module-name')} to PACKAGE.MODULE",
        )
    return None


def _find_packages(
    python_dir: Path, module: Path | None, project: Project, keys: LayoutKeys
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    found: dict[Path, None] = {}
    notes = []
    for entry in keys.python_packages:
        folder = python_dir / entry
        if not folder.is_dir():
            where = f"pyproject.toml: {_key(project, 'python-packages')}"
            notes.append(f'{where} lists "{entry}", but there is no folder {folder}')
        elif folder != module:
            found[folder] = None
    return tuple(found), tuple(notes)


def _find_data_dir(module_name: str, project: Project, keys: LayoutKeys) -> Path | None:
    if keys.data is None:
        folder = project.root / f"{module_name}.data"
        return _check_data_dir(folder) if folder.is_dir() else None
    folder = project.root / keys.data
    if not folder.is_dir():
        raise ConfigError(
            f'pyproject.toml: {_key(project, "data")} is "{keys.data}", but there is no '
            f"folder {folder}",
            hint="correct it, or remove it if the wheel has no data directory",
        )
    return _check_data_dir(folder)


def _check_data_dir(folder: Path) -> Path:
    try:
        children = sorted(folder.iterdir())
    except OSError as error:
        raise ConfigError(f"cannot read the folder {folder}: {error.strerror}") from error
    for child in children:
        if child.name not in SCHEMES or not child.is_dir():
            raise ConfigError(
                f"{child} has no place in a data directory",
                hint=f"keep only folders named {', '.join(SCHEMES)} in {folder}",
            )
    return folder
